//! Awaited at once, selected on, returned, joined in a loop, aborted by their owner.

use std::time::Duration;

use tokio::task::{JoinHandle, JoinSet};

async fn sweep(pool: sqlx::PgPool) -> Result<(), sqlx::Error> {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        sqlx::query("delete from sessions where expired").execute(&pool).await?;
    }
}

async fn awaited(pool: sqlx::PgPool) {
    if let Err(error) = tokio::spawn(sweep(pool)).await {
        eprintln!("the sweep crashed: {error}");
    }
}

async fn selected(pool: sqlx::PgPool) {
    let mut task = tokio::spawn(sweep(pool));
    tokio::select! {
        ended = &mut task => tracing::error!("{ended:?}"),
        _ = tokio::signal::ctrl_c() => task.abort(),
    }
}

pub fn returned(pool: sqlx::PgPool) -> JoinHandle<Result<(), sqlx::Error>> {
    tokio::spawn(sweep(pool))
}

async fn set(pool: sqlx::PgPool) {
    let mut tasks = JoinSet::new();
    tasks.spawn(sweep(pool));
    while let Some(ended) = tasks.join_next().await {
        tracing::error!("{ended:?}");
    }
}

async fn delete(pool: sqlx::PgPool) -> Result<(), sqlx::Error> {
    sqlx::query("delete from sessions where expired").execute(&pool).await?;
    Ok(())
}

async fn all(pool: sqlx::PgPool) {
    let mut tasks = Vec::new();
    for _ in 0..4 {
        tasks.push(tokio::spawn(delete(pool.clone())));
    }
    for task in tasks {
        if let Err(error) = task.await {
            tracing::error!("{error}");
        }
    }
}

struct Owner {
    task: JoinHandle<Result<(), sqlx::Error>>,
}

impl Owner {
    fn new(pool: sqlx::PgPool) -> Self {
        Self { task: tokio::spawn(sweep(pool)) }
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn mapped(pool: sqlx::PgPool) {
    use futures::{FutureExt, StreamExt};
    let mut tasks = futures::stream::FuturesUnordered::new();
    let task = tokio::spawn(sweep(pool)).map(|ended| ("sweep", ended));
    tasks.push(Box::pin(task));
    while let Some((name, ended)) = tasks.next().await {
        tracing::error!("{name}: {ended:?}");
    }
}

fn blocked_on(runtime: &tokio::runtime::Runtime, pool: sqlx::PgPool) -> Result<(), sqlx::Error> {
    let task = runtime.spawn(sweep(pool));
    runtime.block_on(task).unwrap()
}
