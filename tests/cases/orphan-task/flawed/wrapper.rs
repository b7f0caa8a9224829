//! A wrapper that drops the handle is one finding, there; one that returns it passes the question on.

use std::future::Future;
use std::time::Duration;

use tokio::task::JoinHandle;

fn background<F>(task: F)
where
    F: Future<Output = Result<(), sqlx::Error>> + Send + 'static,
{
    tokio::spawn(task); //~ orphan-task: ends this task for good
}

fn watched<F>(task: F) -> JoinHandle<Result<(), sqlx::Error>>
where
    F: Future<Output = Result<(), sqlx::Error>> + Send + 'static,
{
    tokio::spawn(task)
}

async fn sweep(pool: sqlx::PgPool) -> Result<(), sqlx::Error> {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        sqlx::query("delete from sessions where expired").execute(&pool).await?;
    }
}

fn start(pool: sqlx::PgPool) {
    background(sweep(pool.clone())); //~ related: this call passes what runs
    background(sweep(pool.clone()));
    watched(sweep(pool)); //~ orphan-task: ends this task for good
}
