//! A task per connection waits for its peer, or a deadline ends the wait; one peer at a time may be meant.
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

pub async fn secured(listener: TcpListener, tls: tokio_rustls::TlsAcceptor) {
    while let Ok((stream, _)) = listener.accept().await {
        let tls = tls.clone();
        tokio::spawn(async move {
            match timeout(Duration::from_secs(5), tls.accept(stream)).await {
                Ok(Ok(stream)) => serve(stream).await,
                _ => tracing::warn!("not this one"),
            }
        });
    }
}

pub async fn limited(listener: TcpListener, tls: tokio_rustls::TlsAcceptor) {
    loop {
        let Ok((mut stream, _)) = listener.accept().await else { return };
        // What is written waits in the socket's buffer.
        stream.write_all(b"hello").await.ok();
        match timeout(Duration::from_secs(5), tls.accept(stream)).await {
            Ok(Ok(stream)) => drop(tokio::spawn(serve(stream))),
            _ => tracing::warn!("not this one"),
        }
    }
}

pub async fn one_is_enough(listener: TcpListener) -> std::io::Result<u64> {
    let (mut stream, _) = listener.accept().await?;
    stream.read_u64().await
}

pub async fn a_console(listener: TcpListener) {
    while let Ok((stream, _)) = listener.accept().await {
        talk(stream).await;
    }
}

async fn talk(mut stream: TcpStream) {
    while let Ok(command) = stream.read_u8().await {
        tracing::info!("{command}");
    }
}

async fn serve<S: tokio::io::AsyncRead + Unpin>(mut stream: S) {
    let mut text = String::new();
    stream.read_to_string(&mut text).await.ok();
}
