//! The helper that lets the next peer in does the handshake too, and so holds up the loop that calls it.
use std::net::SocketAddr;

use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tokio_tungstenite::WebSocketStream;

pub struct Secured {
    listener: TcpListener,
    tls: TlsAcceptor,
}

impl Secured {
    async fn next(&self) -> std::io::Result<TlsStream<TcpStream>> {
        let (stream, _) = self.listener.accept().await?;
        self.tls.accept(stream).await //~ blocking-handler: nobody else is let in
    }
}

pub async fn serve(secured: Secured) {
    while let Ok(stream) = secured.next().await {
        tokio::spawn(talk(stream));
    }
}

async fn talk<S>(_: S) {}

pub struct Sockets {
    listener: TcpListener,
}

impl Sockets {
    async fn connection(&mut self) -> std::io::Result<TcpStream> {
        Ok(self.listener.accept().await?.0)
    }

    async fn next(&mut self) -> Option<WebSocketStream<TcpStream>> {
        let stream = self.connection().await.ok()?;
        tokio_tungstenite::accept_async(stream).await.ok() //~ blocking-handler: nobody else is let in
    }
}

pub async fn sockets(mut sockets: Sockets) {
    while let Some(socket) = sockets.next().await {
        tokio::spawn(talk(socket));
    }
}

pub struct Listener {
    tcp: TcpListener,
    tls: TlsAcceptor,
}

/// The framework's own loop waits for this.
impl axum::serve::Listener for Listener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            let Ok((stream, address)) = self.tcp.accept().await else {
                tokio::time::sleep(std::time::Duration::from_secs(1)).await;
                continue;
            };
            if let Ok(stream) = self.tls.accept(stream).await { //~ blocking-handler: nobody else is let in
                return (stream, address);
            }
        }
    }

    fn local_addr(&self) -> std::io::Result<SocketAddr> {
        self.tcp.local_addr()
    }
}
