//! Helpers that keep a failure to themselves and wait, or whose caller asks what they brought.
use std::time::Duration;

use sqlx::PgPool;
use tokio::net::TcpStream;
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep};

async fn waits_itself(address: String) {
    loop {
        session(&address).await;
    }
}

async fn session(address: &str) {
    match TcpStream::connect(address).await {
        Ok(stream) => drop(stream),
        Err(error) => {
            tracing::warn!("{error}");
            sleep(Duration::from_secs(1)).await;
        }
    }
}

async fn what_it_brought(pool: PgPool) {
    loop {
        let jobs = due(&pool).await;
        if jobs == 0 {
            sleep(Duration::from_secs(1)).await;
        }
    }
}

async fn due(pool: &PgPool) -> u64 {
    match sqlx::query("delete from jobs where due").execute(pool).await {
        Ok(done) => done.rows_affected(),
        Err(error) => {
            tracing::warn!("{error}");
            0
        }
    }
}

async fn all_peers(peers: Vec<String>) {
    for peer in peers {
        session(&peer).await;
    }
}

async fn later_ticks(pool: PgPool) {
    loop {
        if let Err(error) = sums_up(&pool).await {
            tracing::error!("{error}");
        }
    }
}

async fn sums_up(pool: &PgPool) -> Result<(), sqlx::Error> {
    let period = Duration::from_secs(10);
    let mut every = interval_at(Instant::now() + period, period);
    every.set_missed_tick_behavior(MissedTickBehavior::Skip);
    loop {
        every.tick().await;
        sqlx::query("insert into digests select count(*) from jobs").execute(pool).await?;
    }
}

async fn reset_once_it_works(peer: String) {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let mut pause = Duration::ZERO;
    loop {
        sleep(pause).await;
        pause = (pause * 2).max(Duration::from_millis(100));
        let Ok(mut stream) = TcpStream::connect(&peer).await else { continue };
        if stream.write_all(b"hello").await.is_err() {
            continue;
        }
        pause = Duration::ZERO;
        while stream.read_u8().await.is_ok() {}
    }
}
