//! The other site: what is kept here is kept there too.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::Failure;
use crate::copies::{Secret, write};

pub fn start(tasks: &mut JoinSet<Result<(), Failure>>, pool: sqlx::PgPool) {
    tasks.spawn(mirror());
    tasks.spawn(announce(pool));
    tasks.spawn(follow("10.0.0.2:8201".to_owned()));
}

/// Fetches what is there.
async fn mirror() -> Result<(), Failure> {
    let mut wait = Duration::from_millis(100);
    loop {
        match fetch("10.0.0.3:8201").await {
            Ok(secret) => {
                wait = Duration::from_millis(100);
                let name = write(secret).await?;
                tracing::info!("{name} is mirrored");
            }
            Err(error) => {
                tracing::warn!("the other site: {error}");
                sleep(wait).await;
                wait = (wait * 2).min(Duration::from_secs(30));
            }
        }
    }
}

async fn fetch(peer: &str) -> Result<Secret, Failure> {
    let mut stream = timeout(Duration::from_secs(3), TcpStream::connect(peer)).await??;
    let mut sealed = vec![0; 64];
    timeout(Duration::from_secs(3), stream.read_exact(&mut sealed)).await??;
    Ok(Secret { name: peer.to_owned(), sealed })
}

/// Says in the database that this site lives.
async fn announce(pool: sqlx::PgPool) -> Result<(), Failure> {
    let mut failures = 0u32;
    loop {
        let told = sqlx::query("update sites set seen = now()").execute(&pool).await;
        if let Err(error) = told {
            failures += 1;
            if failures > 5 {
                return Err(error.into());
            }
            sleep(Duration::from_secs(1)).await;
            continue;
        }
        failures = 0;
        sleep(Duration::from_secs(20)).await;
    }
}

async fn follow(peer: String) -> Result<(), Failure> {
    let mut attempt = 0u32;
    while let Err(error) = session(&peer).await {
        attempt += 1;
        tracing::warn!("attempt {attempt}: {error}");
        sleep(Duration::from_millis(200) * attempt.min(50)).await;
    }
    Ok(())
}

async fn session(peer: &str) -> Result<(), std::io::Error> {
    let mut stream = TcpStream::connect(peer).await?;
    let mut line = [0; 128];
    while stream.read(&mut line).await? > 0 {
        stream.write_all(b"ok").await?;
    }
    Ok(())
}
