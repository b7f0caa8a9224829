//! A client that connects and sends nothing keeps its task, in the task itself or in helpers below it.
use std::sync::Arc;

use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_tungstenite::accept_async;

pub async fn serve(listener: TcpListener, tls: TlsAcceptor) -> std::io::Result<()> {
    loop {
        let (socket, _) = listener.accept().await?;
        let tls = tls.clone();
        tokio::spawn(async move {
            match tls.accept(socket).await { //~ call-without-timeout: a client that connects and never finishes this handshake
                Ok(stream) => drop(stream),
                Err(error) => tracing::warn!("{error}"),
            }
        });
    }
}

pub struct Server {
    listener: TcpListener,
}

impl Server {
    pub async fn run(self: Arc<Self>) {
        loop {
            tokio::select! {
                taken = self.listener.accept() => match taken {
                    Ok((socket, _)) => self.clone().start(socket),
                    Err(error) => {
                        tracing::warn!("{error}");
                        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
                    }
                },
                () = tokio::time::sleep(std::time::Duration::from_secs(60)) => return,
            }
        }
    }

    fn start(self: Arc<Self>, socket: TcpStream) {
        tokio::spawn(async move {
            if let Err(error) = self.talk(socket).await {
                tracing::warn!("{error}");
            }
        });
    }

    async fn talk(&self, socket: TcpStream) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let socket = accept_async(socket).await?; //~ call-without-timeout: a client that connects and never finishes this handshake
        drop(socket);
        Ok(())
    }
}

pub struct Peer(TcpStream);

impl Peer {
    async fn handshake(self) -> std::io::Result<TcpStream> {
        self.0.readable().await?;
        Ok(self.0)
    }
}

pub async fn let_in(listener: TcpListener) -> std::io::Result<()> {
    loop {
        let (socket, _) = listener.accept().await?;
        tokio::spawn(async move {
            match Peer(socket).handshake().await { //~ call-without-timeout: a client that connects and never finishes this handshake
                Ok(socket) => drop(socket),
                Err(error) => tracing::warn!("{error}"),
            }
        });
    }
}
