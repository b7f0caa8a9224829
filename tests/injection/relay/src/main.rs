//! Takes readings from meters over TCP and passes them on to an archive.

mod archive;
mod dispatch;
mod ingest;
mod uplink;

use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};

/// What a meter says.
#[derive(Clone, Debug)]
pub struct Reading {
    pub meter: u64,
    pub value: f64,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let pool = sqlx::PgPool::connect("postgres://localhost/meters").await?;
    let listener = TcpListener::bind("0.0.0.0:7700").await?;
    let (stop, stopping) = watch::channel(false);
    let (frames, incoming) = mpsc::channel(256);
    let (readings, to_store) = mpsc::channel(256);
    let (retries, to_retry) = flume::bounded(64);

    let mut tasks = tokio::task::JoinSet::new();
    tasks.spawn(ingest::accept(listener, frames, stopping.clone()));
    tasks.spawn(dispatch::Dispatcher::new(incoming, readings, retries, stopping.clone()).run());
    tasks.spawn(archive::Archive::new(pool.clone(), to_store, stopping.clone()).run());
    tasks.spawn(uplink::again(pool, to_retry, stopping));

    tokio::select! {
        _ = tokio::signal::ctrl_c() => tracing::info!("stopping"),
        Some(ended) = tasks.join_next() => tracing::error!("a task ended: {ended:?}"),
    }
    stop.send_replace(true);
    while let Ok(Some(ended)) = tokio::time::timeout(Duration::from_secs(10), tasks.join_next()).await {
        tracing::info!("ended: {ended:?}");
    }
    Ok(())
}
