//! A hub between sensors and a control room.

mod clerks;
mod lanes;
mod locks;
mod rooms;
mod vaults;

use tokio::net::{TcpListener, UdpSocket};
use tokio::task::JoinSet;

pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// What a sensor says.
#[derive(Clone, Debug)]
pub struct Event {
    pub sensor: i64,
    pub text: String,
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let pool = sqlx::PgPool::connect("postgres://localhost/hub").await?;
    let mut tasks = JoinSet::new();
    lanes::wire(&mut tasks, pool.clone(), TcpListener::bind("0.0.0.0:9000").await?);
    lanes::air(&mut tasks, pool.clone(), UdpSocket::bind("0.0.0.0:9001").await?);
    lanes::steps(&mut tasks, pool.clone(), TcpListener::bind("0.0.0.0:9002").await?);
    lanes::paper(TcpListener::bind("0.0.0.0:9003").await?, std::fs::File::create("events")?, &mut tasks);
    lanes::west(&mut tasks, pool.clone(), TcpListener::bind("0.0.0.0:9004").await?);
    lanes::south(&mut tasks, pool.clone(), TcpListener::bind("0.0.0.0:9005").await?);
    rooms::start(&mut tasks, pool.clone());
    vaults::start(pool.clone()).await?;
    clerks::start(pool).await?;
    tokio::select! {
        Some(ended) = tasks.join_next() => tracing::error!("a task ended: {ended:?}"),
        _ = tokio::signal::ctrl_c() => {}
    }
    Ok(())
}
