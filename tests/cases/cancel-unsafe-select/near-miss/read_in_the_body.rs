// The arms only wait; what cannot be cut short is done in the body of the arm, which is never dropped.
use std::io;
use std::time::Duration;

use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

pub async fn serve(mut stream: TcpStream) -> io::Result<()> {
    let mut beat = tokio::time::interval(Duration::from_secs(5));
    loop {
        tokio::select! {
            ready = stream.readable() => {
                ready?;
                let mut length = [0; 4];
                stream.read_exact(&mut length).await?;
                println!("{length:?}");
            }
            _ = beat.tick() => {}
        }
    }
}
