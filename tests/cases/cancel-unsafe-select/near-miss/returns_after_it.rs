//! What was half read is thrown away together with its source.

use std::time::Duration;

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
