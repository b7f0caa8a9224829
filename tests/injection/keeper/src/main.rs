//! A keeper of secrets: leases end, copies are made, watchers are told.

mod copies;
mod leases;
mod remote;
mod sessions;
mod watch;

use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::{broadcast, mpsc};
use tokio::task::JoinSet;

pub type Failure = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let pool = sqlx::PgPool::connect("postgres://localhost/keeper").await?;
    let (changes, _) = broadcast::channel(64);
    let (copies, to_copy) = mpsc::channel(16);
    let listener = TcpListener::bind("127.0.0.1:8200").await?;
    let mut tasks = JoinSet::new();
    leases::start(&mut tasks, pool.clone(), changes.clone());
    watch::start(&mut tasks, listener, changes);
    copies::start(&mut tasks, pool.clone(), to_copy);
    remote::start(&mut tasks, pool);
    tokio::select! {
        Some(ended) = tasks.join_next() => tracing::error!("a task ended: {ended:?}"),
        _ = tokio::signal::ctrl_c() => {}
    }
    drop(copies);
    tasks.abort_all();
    while let Ok(Some(ended)) = tokio::time::timeout(Duration::from_secs(5), tasks.join_next()).await {
        tracing::info!("ended: {ended:?}");
    }
    Ok(())
}
