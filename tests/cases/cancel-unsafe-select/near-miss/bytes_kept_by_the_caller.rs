//! What is read lands in a buffer that the caller keeps: `read_buf` is cancel safe.

use bytes::BytesMut;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::sync::mpsc;

async fn frame(buffer: &mut BytesMut, stream: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    while buffer.len() < 8 {
        stream.read_buf(buffer).await?;
    }
    Ok(buffer.split_to(8).to_vec())
}

async fn run(mut stream: TcpStream, mut commands: mpsc::Receiver<u64>) -> std::io::Result<()> {
    let mut buffer = BytesMut::new();
    loop {
        tokio::select! {
            frame = frame(&mut buffer, &mut stream) => tracing::info!("{:?}", frame?),
            Some(command) = commands.recv() => tracing::info!("{command}"),
        }
    }
}
