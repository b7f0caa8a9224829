// Half a frame is read when the timer wins; the next turn starts in the middle of it.
use std::io;
use std::time::Duration;

use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

pub async fn serve(mut stream: TcpStream) -> io::Result<()> {
    let mut beat = tokio::time::interval(Duration::from_secs(5));
    loop {
        tokio::select! {
            frame = read_frame(&mut stream) => handle(frame?),
            //~     ^^^^^^^^^^^^^^^^^^^^^^^ cancel-unsafe-select: lost when another arm of the `select!` wins
            _ = beat.tick() => {}
            //~^ related: the future is dropped
        }
    }
}

async fn read_frame(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut length = [0; 4];
    stream.read_exact(&mut length).await?; //~ related: dropped half-way
    let mut frame = vec![0; u32::from_be_bytes(length) as usize];
    stream.read_exact(&mut frame).await?;
    Ok(frame)
}

fn handle(_: Vec<u8>) {}
