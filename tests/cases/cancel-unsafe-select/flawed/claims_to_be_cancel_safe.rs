//! The comment says that it may be dropped; the code says otherwise.

use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::sync::mpsc;

/// Reads one number and its check byte. This method is cancel safe.
async fn checked(stream: &mut TcpStream) -> std::io::Result<(u64, u8)> {
    let number = stream.read_u64().await?; //~ related: half-way
    let check = stream.read_u8().await?;
    Ok((number, check))
}

async fn run(mut stream: TcpStream, mut commands: mpsc::Receiver<u64>) -> std::io::Result<()> {
    loop {
        tokio::select! {
            pair = checked(&mut stream) => tracing::info!("{:?}", pair?), //~ cancel-unsafe-select
            Some(command) = commands.recv() => tracing::info!("{command}"),
        }
    }
}
