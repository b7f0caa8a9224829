//! The future is pinned outside the loop and polled by reference: no turn drops it.

use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::sync::mpsc;

async fn frame(stream: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    let length = stream.read_u32().await?;
    let mut frame = vec![0; length as usize];
    stream.read_exact(&mut frame).await?;
    Ok(frame)
}

async fn first_frame(mut stream: TcpStream, mut commands: mpsc::Receiver<u64>) -> std::io::Result<Vec<u8>> {
    let reading = frame(&mut stream);
    tokio::pin!(reading);
    loop {
        tokio::select! {
            frame = &mut reading => return frame,
            Some(command) = commands.recv() => tracing::info!("{command}"),
        }
    }
}
