//! What a failing branch cuts short belongs to a connection that ends with the failure.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::time::timeout;

async fn connected(mut stream: TcpStream, packets: &mut mpsc::Receiver<Vec<u8>>) -> io::Result<()> {
    let (mut read, mut half) = stream.split();
    let pongs = async {
        while timeout(Duration::from_secs(60), read.read_u8()).await?? != 0 {}
        Ok::<(), io::Error>(())
    };
    let pump = async {
        while let Some(packet) = packets.recv().await {
            half.write_all(&packet).await?;
        }
        Ok(())
    };
    tokio::try_join!(pump, pongs)?;
    Ok(())
}

pub async fn serve(listener: TcpListener) -> io::Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        let (_sender, mut packets) = mpsc::channel(16);
        if let Err(error) = connected(stream, &mut packets).await {
            tracing::debug!("a peer left: {error}");
        }
    }
}
