//! A helper reads a length and then its bytes; another arm may win between the two.

use tokio::io::{AsyncReadExt, ReadHalf};
use tokio::net::TcpStream;
use tokio::sync::mpsc;

struct Hub;

impl Hub {
    async fn frame(from: &mut ReadHalf<TcpStream>) -> std::io::Result<Vec<u8>> {
        let length = from.read_u32().await?; //~ related: half-way
        let mut frame = vec![0; length as usize];
        from.read_exact(&mut frame).await?;
        Ok(frame)
    }

    async fn run(stream: TcpStream, mut commands: mpsc::Receiver<u64>) -> std::io::Result<()> {
        let (mut from, _to) = tokio::io::split(stream);
        loop {
            tokio::select! {
                command = commands.recv() => {
                    let Some(command) = command else { return Ok(()) };
                    tracing::info!("{command}");
                }
                frame = Self::frame(&mut from) => tracing::info!("{:?}", frame?), //~ cancel-unsafe-select: the next use starts mid-way
            }
        }
    }
}
