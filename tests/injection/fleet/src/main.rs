//! Taxis. Every department has brought its own framework for actors.

mod depot;
mod desk;
mod maps;
mod radio;
mod rides;
mod shifts;
mod tolls;

use std::time::Duration;

use sqlx::PgPool;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use kameo::actor::ActorRef;
use tokio::net::{TcpStream, UdpSocket};
use tokio::task::JoinSet;
use tokio::time::timeout;

pub const SECOND: Duration = Duration::from_secs(1);

#[derive(Debug, thiserror::Error)]
pub enum Fault {
    #[error("nobody is there")]
    Gone,
    #[error("no")]
    Refused,
    #[error("it took too long")]
    Late(#[from] tokio::time::error::Elapsed),
    #[error("the line: {0}")]
    Line(#[from] std::io::Error),
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
}

/// Enters what happened.
pub async fn note(pool: &PgPool, what: &str, id: i64) -> Result<(), Fault> {
    let entered = sqlx::query("insert into notes (what, id) values ($1, $2)").bind(what).bind(id);
    timeout(SECOND, entered.execute(pool)).await??;
    Ok(())
}

/// What is noted.
pub async fn noted(pool: &PgPool, what: &str) -> Result<Vec<i64>, Fault> {
    let rows: Vec<(i64,)> =
        sqlx::query_as("select id from notes where what = $1").bind(what).fetch_all(pool).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Asks a machine at the other end of a line, which has a second to answer.
pub async fn ask(line: &mut TcpStream, id: i64) -> Result<i64, Fault> {
    timeout(SECOND, async {
        line.write_i64(id).await?;
        Ok(line.read_i64().await?)
    })
    .await?
}

/// Cars that pass a gate.
async fn feed_tolls(socket: UdpSocket, office: ActorRef<tolls::Office>) -> Result<(), Fault> {
    let mut datagram = [0; 8];
    loop {
        socket.recv_from(&mut datagram).await?;
        let passed = tolls::Pass(i64::from_be_bytes(datagram));
        office.tell(passed).await.map_err(|_| Fault::Gone)?;
    }
}

/// Roads that somebody closes.
async fn feed_maps(socket: UdpSocket, router: xtra::Address<maps::Router>) -> Result<(), Fault> {
    let mut datagram = [0; 8];
    loop {
        socket.recv_from(&mut datagram).await?;
        let closed = maps::Close(i64::from_be_bytes(datagram));
        drop(router.send(closed).detach().await.map_err(|_| Fault::Gone)?);
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let pool = PgPool::connect("postgres://localhost/fleet").await?;
    let line = || TcpStream::connect("machines:4000");
    let (dispatcher, rides) = rides::open(pool.clone(), line().await?).await?;
    let office = tolls::open(pool.clone(), line().await?).await?;
    let router = maps::open(pool.clone(), line().await?).await?;
    let (cashier, mut clerks) = desk::open(pool.clone(), line().await?);
    let (radio, mut loops) = radio::open(pool.clone(), line().await?).await?;

    dispatcher.cast(rides::DispatchMsg::Done(1))?;
    office.ask(tolls::Pass(1)).reply_timeout(SECOND).await.map_err(|_| Fault::Gone)?;
    timeout(SECOND, router.send(maps::Close(1))).await???;
    cashier.ask(desk::Pay { ride: 1, cents: 5 }).await?;
    timeout(SECOND, radio.send(radio::RadioMsg::Join(1))).await??;
    let mut feeds = JoinSet::new();
    feeds.spawn(feed_tolls(UdpSocket::bind("0.0.0.0:4001").await?, office.clone()));
    feeds.spawn(feed_maps(UdpSocket::bind("0.0.0.0:4002").await?, router.clone()));
    tokio::select! {
        Some(ended) = feeds.join_next() => ended??,
        ended = rides => ended?,
        Some(ended) = clerks.join_next() => ended??,
        Some(ended) = loops.join_next() => ended??,
        () = office.wait_for_shutdown() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    Ok(())
}
