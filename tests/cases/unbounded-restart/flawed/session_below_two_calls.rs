//! The session fails before it waits for anything, two calls below the loop.

use std::io;

use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

struct Client {
    address: String,
}

impl Client {
    async fn run(&self) {
        loop {
            if let Err(error) = self.session().await { //~ unbounded-restart: tries it again at once
                tracing::error!("session ended: {error}, starting it again");
            }
        }
    }

    async fn session(&self) -> io::Result<()> {
        let mut stream = self.connect().await?;
        let mut frame = [0; 64];
        loop {
            stream.read_exact(&mut frame).await?;
        }
    }

    async fn connect(&self) -> io::Result<TcpStream> {
        let stream = TcpStream::connect(&self.address).await?; //~ related: this can fail at once
        stream.set_nodelay(true)?;
        Ok(stream)
    }
}
