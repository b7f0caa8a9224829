//! The `select!` stands in a step of its own; it is the caller that goes round.

use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::sync::mpsc;

struct Session {
    stream: TcpStream,
    commands: mpsc::Receiver<u64>,
}

impl Session {
    async fn step(&mut self) -> std::io::Result<()> {
        tokio::select! {
            number = self.stream.read_u64() => tracing::info!("{}", number?), //~ cancel-unsafe-select: bytes already moved through `self.stream`
            Some(command) = self.commands.recv() => tracing::info!("{command}"),
        }
        Ok(())
    }

    async fn run(mut self) -> std::io::Result<()> {
        loop {
            self.step().await?; //~ related: is used again here
        }
    }
}
