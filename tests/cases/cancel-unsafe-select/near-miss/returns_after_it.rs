//! What was half read is thrown away together with its source.

use std::pin::Pin;
use std::time::Duration;

use futures::{Stream, StreamExt};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::sync::watch;

async fn greeting(mut stream: TcpStream, mut stop: watch::Receiver<bool>) -> std::io::Result<[u8; 8]> {
    let mut greeting = [0; 8];
    tokio::select! {
        read = stream.read_exact(&mut greeting) => {
            read?;
            Ok(greeting)
        }
        _ = stop.changed() => Err(std::io::ErrorKind::Interrupted.into()),
    }
}

async fn with_deadline(mut stream: TcpStream) -> std::io::Result<u64> {
    match tokio::time::timeout(Duration::from_secs(5), stream.read_u64()).await {
        Ok(number) => number,
        Err(late) => Err(late.into()),
    }
}

async fn one_connection_each(listener: tokio::net::TcpListener) -> std::io::Result<()> {
    loop {
        let (mut stream, _) = listener.accept().await?;
        let mut greeting = [0; 8];
        if tokio::time::timeout(Duration::from_secs(5), stream.read_exact(&mut greeting)).await.is_err() {
            tracing::warn!("a peer that says nothing");
        }
    }
}

/// A statement of a script is lost with the rest of the script.
async fn within<S>(mut script: Pin<&mut S>) -> Result<(), String>
where
    S: Stream<Item = String>,
{
    match tokio::time::timeout(Duration::from_secs(5), run(script.as_mut())).await {
        Ok(done) => done,
        Err(_) => Err("too late".to_owned()),
    }
}

async fn run<S>(mut script: Pin<&mut S>) -> Result<(), String>
where
    S: Stream<Item = String>,
{
    while let Some(statement) = script.next().await {
        tokio::time::sleep(Duration::from_millis(5)).await;
        apply(statement);
    }
    Ok(())
}

fn apply(_: String) {}

async fn all<S>(mut script: Pin<&mut S>) -> Result<(), String>
where
    S: Stream<Item = String>,
{
    while let Some(statement) = script.next().await {
        if statement == "begin" {
            within(script.as_mut()).await?;
        }
    }
    Ok(())
}
