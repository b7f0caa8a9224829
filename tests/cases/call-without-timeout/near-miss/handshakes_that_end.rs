//! Handshakes with a deadline, of the handshake or of the whole task; one that the program itself begins.
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_tungstenite::{accept_async, client_async};

const LIMIT: Duration = Duration::from_secs(10);

pub async fn serve(listener: TcpListener, tls: TlsAcceptor) -> std::io::Result<()> {
    loop {
        let (socket, _) = listener.accept().await?;
        let tls = tls.clone();
        tokio::spawn(async move {
            match timeout(LIMIT, tls.accept(socket)).await {
                Ok(Ok(stream)) => drop(stream),
                Ok(Err(error)) => tracing::warn!("{error}"),
                Err(_) => tracing::warn!("no handshake in time"),
            }
        });
    }
}

pub async fn serve_sockets(listener: TcpListener) -> std::io::Result<()> {
    loop {
        let (socket, _) = listener.accept().await?;
        tokio::spawn(timeout(LIMIT, talk(socket)));
    }
}

async fn talk(socket: TcpStream) {
    if let Err(error) = accept_async(socket).await {
        tracing::warn!("{error}");
    }
}

pub async fn forward(listener: TcpListener) -> std::io::Result<()> {
    loop {
        let (socket, _) = listener.accept().await?;
        tokio::spawn(async move {
            let outside = TcpStream::connect("localhost:9000").await.unwrap();
            let outside = client_async("ws://localhost:9000", outside).await.unwrap();
            drop((socket, outside));
        });
    }
}

async fn handshake(socket: TcpStream) -> std::io::Result<TcpStream> {
    timeout(LIMIT, socket.readable()).await??;
    Ok(socket)
}

pub async fn let_in(listener: TcpListener) -> std::io::Result<()> {
    loop {
        let (socket, _) = listener.accept().await?;
        tokio::spawn(async move {
            match handshake(socket).await {
                Ok(socket) => drop(socket),
                Err(error) => tracing::warn!("{error}"),
            }
        });
    }
}
