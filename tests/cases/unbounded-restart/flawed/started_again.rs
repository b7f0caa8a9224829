//! A task is started again where its end is noticed.
use futures::stream::{FuturesUnordered, StreamExt};
use sqlx::PgPool;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

pub async fn in_a_set(pool: PgPool) {
    let mut tasks = JoinSet::new();
    tasks.spawn(prune(pool.clone()));
    while let Some(ended) = tasks.join_next().await { //~ unbounded-restart: the loop starts it again at once
        tracing::error!("pruning ended: {ended:?}");
        tasks.spawn(prune(pool.clone()));
    }
}

pub async fn in_a_helper(pool: PgPool) {
    let mut tasks = JoinSet::new();
    begin(&mut tasks, &pool);
    loop {
        match tasks.join_next().await { //~ unbounded-restart: the loop starts it again at once
            Some(Ok(Ok(()))) | None => return,
            Some(Ok(Err(error))) => tracing::error!("failed: {error}"),
            Some(Err(error)) => tracing::error!("crashed: {error}"),
        }
        begin(&mut tasks, &pool);
    }
}

fn begin(tasks: &mut JoinSet<Result<(), sqlx::Error>>, pool: &PgPool) {
    tasks.spawn(prune(pool.clone()));
}

pub async fn in_an_arm(pool: PgPool, mut stop: mpsc::Receiver<()>) {
    let mut pruning = tokio::spawn(prune(pool.clone()));
    loop {
        tokio::select! {
            ended = &mut pruning => { //~ unbounded-restart: the loop starts it again at once
                tracing::error!("pruning ended: {ended:?}");
                pruning = tokio::spawn(prune(pool.clone()));
            }
            _ = stop.recv() => return,
        }
    }
}

pub async fn among_futures(pool: PgPool) {
    let mut running = FuturesUnordered::new();
    running.push(tokio::spawn(prune(pool.clone())));
    while let Some(ended) = running.next().await { //~ unbounded-restart: the loop starts it again at once
        tracing::error!("pruning ended: {ended:?}");
        running.push(tokio::spawn(prune(pool.clone())));
    }
}

async fn prune(pool: PgPool) -> Result<(), sqlx::Error> {
    sqlx::query("delete from jobs where done").execute(&pool).await?;
    Ok(())
}
