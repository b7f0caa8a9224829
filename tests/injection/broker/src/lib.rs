//! A broker for sensors: takes packets over TCP and UDP, keeps the newest of each topic, passes on to a bridge.

pub mod bridge;
pub mod ingest;
pub mod janitor;
pub mod retained;
pub mod session;

use std::sync::Arc;

use bytes::Bytes;
use sqlx::PgPool;
use tokio::net::{TcpListener, UdpSocket};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

/// What goes from one to the other.
#[derive(Clone, Debug)]
pub struct Packet {
    pub topic: String,
    pub payload: Bytes,
}

#[derive(Debug, thiserror::Error)]
pub enum Broken {
    #[error("the connection: {0}")]
    Io(#[from] std::io::Error),
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    #[error("the queue: {0}")]
    Queue(#[from] redis::RedisError),
    #[error("the other side is gone")]
    Gone,
    #[error("this is no packet")]
    Form,
}

/// Runs until something ends it.
pub async fn run() -> Result<(), Broken> {
    let pool = PgPool::connect("postgres://localhost/broker").await?;
    let client = redis::Client::open("redis://localhost")?;
    let listener = TcpListener::bind("0.0.0.0:1883").await?;
    let socket = UdpSocket::bind("0.0.0.0:1884").await?;
    let retained = Arc::new(retained::Retained::load(pool.clone()).await?);
    let (packets, incoming) = mpsc::channel(512);
    let (outgoing, up) = mpsc::channel(64);

    let mut tasks: JoinSet<Result<(), Broken>> = JoinSet::new();
    tasks.spawn(session::accept(listener, packets));
    tasks.spawn(retained::keep(retained.clone(), incoming, outgoing));
    tasks.spawn(bridge::Bridge::new("head-office:1883".to_owned(), up).run());
    tasks.spawn(bridge::jobs(client, pool.clone()));
    tasks.spawn(ingest::datagrams(socket, pool.clone()));
    tasks.spawn(janitor::Janitor::new(pool.clone()).run());
    tasks.spawn(janitor::digests(pool));
    while let Some(ended) = tasks.join_next().await {
        match ended {
            Ok(Ok(())) => tracing::info!("a task is done"),
            Ok(Err(error)) => return Err(error),
            Err(error) => tracing::error!("a task crashed: {error}"),
        }
    }
    Ok(())
}
