//! Tasks and actors that are started again: after a pause, counted, or with other work.
use std::time::Duration;

use ractor::{Actor, ActorProcessingErr, ActorRef, SupervisionEvent};
use sqlx::PgPool;
use tokio::task::JoinSet;

async fn after_a_pause(pool: PgPool) {
    let mut tasks = JoinSet::new();
    tasks.spawn(prune(pool.clone()));
    while let Some(ended) = tasks.join_next().await {
        tracing::error!("pruning ended: {ended:?}");
        tokio::time::sleep(Duration::from_secs(1)).await;
        tasks.spawn(prune(pool.clone()));
    }
}

async fn counted(pool: PgPool) {
    let mut tasks = JoinSet::new();
    let mut restarts = 0;
    tasks.spawn(prune(pool.clone()));
    while let Some(ended) = tasks.join_next().await {
        tracing::error!("pruning ended: {ended:?}");
        restarts += 1;
        if restarts > 5 {
            return;
        }
        tasks.spawn(prune(pool.clone()));
    }
}

async fn other_work(pool: PgPool, mut jobs: Vec<u64>) {
    let mut tasks = JoinSet::new();
    while let Some(ended) = tasks.join_next().await {
        tracing::info!("{ended:?}");
        if let Some(job) = jobs.pop() {
            tasks.spawn(work(pool.clone(), job));
        }
    }
}

async fn only_after_success(pool: PgPool) {
    let mut tasks = JoinSet::new();
    tasks.spawn(prune(pool.clone()));
    while let Some(ended) = tasks.join_next().await {
        match ended {
            Ok(Ok(())) => {
                tasks.spawn(prune(pool.clone()));
            }
            Ok(Err(error)) => tracing::error!("failed: {error}"),
            Err(error) => tracing::error!("crashed: {error}"),
        }
    }
}

async fn prune(pool: PgPool) -> Result<(), sqlx::Error> {
    sqlx::query("delete from jobs where done").execute(&pool).await?;
    Ok(())
}

async fn work(pool: PgPool, job: u64) -> Result<(), sqlx::Error> {
    sqlx::query("delete from jobs where id = $1").bind(job as i64).execute(&pool).await?;
    Ok(())
}

struct Worker;

impl Actor for Worker {
    type Msg = u64;
    type State = PgPool;
    type Arguments = PgPool;

    async fn pre_start(&self, _: ActorRef<u64>, pool: PgPool) -> Result<PgPool, ActorProcessingErr> {
        Ok(pool)
    }

    async fn post_start(&self, _: ActorRef<u64>, pool: &mut PgPool) -> Result<(), ActorProcessingErr> {
        sqlx::query("select id from jobs").fetch_all(&*pool).await?;
        Ok(())
    }
}

struct Patient;

impl Actor for Patient {
    type Msg = ();
    type State = PgPool;
    type Arguments = PgPool;

    async fn pre_start(&self, _: ActorRef<()>, pool: PgPool) -> Result<PgPool, ActorProcessingErr> {
        Ok(pool)
    }

    async fn handle_supervisor_evt(
        &self,
        myself: ActorRef<()>,
        event: SupervisionEvent,
        pool: &mut PgPool,
    ) -> Result<(), ActorProcessingErr> {
        if let SupervisionEvent::ActorFailed(who, error) = event {
            tracing::error!("{} failed: {error}", who.get_id());
            tokio::time::sleep(Duration::from_secs(1)).await;
            Actor::spawn_linked(None, Worker, pool.clone(), myself.get_cell()).await?;
        }
        Ok(())
    }
}

struct Counting {
    pool: PgPool,
    restarts: usize,
}

struct Strict;

impl Actor for Strict {
    type Msg = ();
    type State = Counting;
    type Arguments = PgPool;

    async fn pre_start(&self, _: ActorRef<()>, pool: PgPool) -> Result<Counting, ActorProcessingErr> {
        Ok(Counting { pool, restarts: 0 })
    }

    async fn handle_supervisor_evt(
        &self,
        myself: ActorRef<()>,
        event: SupervisionEvent,
        state: &mut Counting,
    ) -> Result<(), ActorProcessingErr> {
        if let SupervisionEvent::ActorFailed(who, error) = event {
            tracing::error!("{} failed: {error}", who.get_id());
            state.restarts += 1;
            if state.restarts > 5 {
                return Err(error);
            }
            Actor::spawn_linked(None, Worker, state.pool.clone(), myself.get_cell()).await?;
        }
        Ok(())
    }
}
