//! The pause is set to nothing before the attempt has succeeded.
use std::io;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

pub struct Bridge {
    peer: String,
    pause: Duration,
}

impl Bridge {
    pub async fn run(mut self) {
        loop {
            if let Err(error) = self.connected().await { //~ unbounded-restart: the pause is set to nothing
                tracing::warn!("{error}");
            }
            sleep(self.pause).await;
            self.pause = (self.pause * 2).min(Duration::from_secs(60));
        }
    }

    async fn connected(&mut self) -> io::Result<()> {
        let mut stream = timeout(Duration::from_secs(5), TcpStream::connect(&self.peer)).await??;
        self.pause = Duration::ZERO;
        stream.write_all(b"hello\n").await?;
        serve(stream).await
    }
}

pub async fn by_reference(peer: String) {
    let mut pause = Duration::from_millis(200);
    loop {
        match session(&peer, &mut pause).await { //~ unbounded-restart: the pause is set to nothing
            Ok(()) => return,
            Err(error) => tracing::warn!("{error}"),
        }
        sleep(pause).await;
        pause = (pause * 2).min(Duration::from_secs(60));
    }
}

async fn session(peer: &str, pause: &mut Duration) -> io::Result<()> {
    let mut stream = timeout(Duration::from_secs(5), TcpStream::connect(peer)).await??;
    *pause = Duration::from_secs(0);
    stream.write_all(b"hello\n").await?;
    serve(stream).await
}

pub async fn in_the_loop(peer: String) {
    let mut millis = 100;
    loop {
        if is_known(&peer) {
            millis = 0;
        }
        if let Err(error) = quick_session(&peer).await { //~ unbounded-restart: the pause is set to nothing
            tracing::warn!("{error}");
            sleep(Duration::from_millis(millis)).await;
            millis *= 2;
        }
    }
}

fn is_known(peer: &str) -> bool {
    peer.starts_with("10.")
}

async fn quick_session(peer: &str) -> io::Result<()> {
    let stream = TcpStream::connect(peer).await?;
    serve(stream).await
}

async fn serve(mut stream: TcpStream) -> io::Result<()> {
    use tokio::io::AsyncReadExt;
    loop {
        stream.read_u8().await?;
    }
}
