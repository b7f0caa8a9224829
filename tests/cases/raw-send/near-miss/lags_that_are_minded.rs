//! A lag that is told, caught up with, or taken for what it is; messages that only wake; an end that somebody sees.
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::broadcast::{self, error::RecvError};

#[derive(Clone)]
pub struct Letter {
    pub body: String,
}

pub async fn logs(mut letters: broadcast::Receiver<Letter>, mut peer: TcpStream) -> std::io::Result<()> {
    loop {
        let letter = match letters.recv().await {
            Ok(letter) => letter,
            Err(error) => {
                tracing::warn!("letters are lost: {error}");
                continue;
            }
        };
        peer.write_all(letter.body.as_bytes()).await?;
    }
}

/// Who wrote this knows what a lag is.
pub async fn told_apart(mut letters: broadcast::Receiver<Letter>, mut peer: TcpStream) -> std::io::Result<()> {
    loop {
        match letters.recv().await {
            Ok(letter) => peer.write_all(letter.body.as_bytes()).await?,
            Err(RecvError::Lagged(_)) => continue,
            Err(RecvError::Closed) => return Ok(()),
        }
    }
}

pub async fn catches_up(mut letters: broadcast::Receiver<Letter>, mut peer: TcpStream, pool: sqlx::PgPool) -> std::io::Result<()> {
    loop {
        let Ok(letter) = letters.recv().await else {
            resend(&mut peer, &pool).await?;
            continue;
        };
        peer.write_all(letter.body.as_bytes()).await?;
    }
}

async fn resend(peer: &mut TcpStream, pool: &sqlx::PgPool) -> std::io::Result<()> {
    let rows: Vec<(String,)> = sqlx::query_as("select body from letters").fetch_all(pool).await.unwrap_or_default();
    for (body,) in rows {
        peer.write_all(body.as_bytes()).await?;
    }
    Ok(())
}

pub async fn wakes(mut changed: broadcast::Receiver<()>, mut peer: TcpStream) -> std::io::Result<()> {
    loop {
        if changed.recv().await.is_ok() {
            peer.write_all(b"changed").await?;
        }
    }
}

pub async fn draws(mut letters: broadcast::Receiver<Letter>) {
    loop {
        let Ok(letter) = letters.recv().await else { continue };
        println!("{}", letter.body);
    }
}

/// The connection ends with the loop, and its peer connects again.
pub async fn serve(mut letters: broadcast::Receiver<Letter>, mut peer: TcpStream) -> std::io::Result<()> {
    while let Ok(letter) = letters.recv().await {
        peer.write_all(letter.body.as_bytes()).await?;
    }
    peer.shutdown().await
}
