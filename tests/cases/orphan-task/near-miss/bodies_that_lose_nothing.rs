//! Short, infallible, logged, or over when their channel or connection is.

use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::sync::mpsc;

fn short(pool: sqlx::PgPool) {
    tokio::spawn(async move {
        sqlx::query("delete from sessions where expired").execute(&pool).await?;
        Ok::<(), sqlx::Error>(())
    });
}

fn logged(pool: sqlx::PgPool) {
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_secs(1)).await;
            if let Err(error) = sqlx::query("delete from sessions where expired").execute(&pool).await {
                tracing::error!("{error}");
            }
        }
    });
}

fn writer(mut lines: mpsc::Receiver<Vec<u8>>, mut peer: tokio::net::TcpStream) {
    tokio::spawn(async move {
        while let Some(line) = lines.recv().await {
            peer.write_all(&line).await?;
        }
        Ok::<(), std::io::Error>(())
    });
}

fn forward(mut from: mpsc::Receiver<u64>, to: mpsc::Sender<u64>) {
    tokio::spawn(async move {
        while let Some(one) = from.recv().await {
            to.send(one).await?;
        }
        Ok::<(), mpsc::error::SendError<u64>>(())
    });
}
