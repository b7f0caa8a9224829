//! Helpers that let one in and return, handshakes in tasks of their own or under a deadline.
use std::time::Duration;

use quinn::Endpoint;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

pub struct Secured {
    listener: TcpListener,
    tls: TlsAcceptor,
}

impl Secured {
    async fn next(&self) -> std::io::Result<TlsStream<TcpStream>> {
        let (stream, _) = self.listener.accept().await?;
        self.tls.accept(stream).await
    }

    /// One peer, and the program ends.
    pub async fn only(&self) -> std::io::Result<TlsStream<TcpStream>> {
        let (stream, _) = self.listener.accept().await?;
        self.tls.accept(stream).await
    }
}

pub async fn limited(secured: Secured) {
    loop {
        match timeout(Duration::from_secs(5), secured.next()).await {
            Ok(Ok(stream)) => drop(tokio::spawn(talk(stream))),
            _ => tracing::warn!("not this one"),
        }
    }
}

async fn talk<S>(_: S) {}

pub async fn quic(endpoint: Endpoint) {
    while let Some(incoming) = endpoint.accept().await {
        tokio::spawn(async move {
            if let Ok(connection) = incoming.await {
                talk(connection).await;
            }
        });
    }
}

pub async fn quic_limited(endpoint: Endpoint) {
    while let Some(incoming) = endpoint.accept().await {
        if let Ok(Ok(connection)) = timeout(Duration::from_secs(5), incoming).await {
            tokio::spawn(talk(connection));
        }
    }
}

pub async fn http2(socket: TcpStream) {
    let Ok(mut connection) = h2::server::handshake(socket).await else { return };
    while let Some(Ok((request, respond))) = connection.accept().await {
        tokio::spawn(async move {
            talk((request, respond)).await;
        });
    }
}

pub async fn handed_on(socket: TcpStream, requests: mpsc::Sender<http::Request<h2::RecvStream>>) {
    let Ok(mut connection) = h2::server::handshake(socket).await else { return };
    while let Some(Ok((request, _respond))) = connection.accept().await {
        if requests.send(request).await.is_err() {
            return;
        }
    }
}
