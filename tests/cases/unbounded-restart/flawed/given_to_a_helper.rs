//! The loop is a helper's: what it tries again is passed in.

use std::fmt::Display;
use std::future::Future;
use std::io;

use tokio::net::TcpStream;

struct Peer {
    address: String,
    stream: TcpStream,
}

async fn until_ok<T, E, F, Fut>(what: &str, mut op: F) -> T
where
    E: Display,
    F: FnMut() -> Fut,
    Fut: Future<Output = Result<T, E>>,
{
    let mut tries = 0u64;
    loop {
        tries += 1;
        match op().await { //~ unbounded-restart: while `op` keeps failing
            Ok(value) => return value,
            Err(error) => tracing::warn!(tries, "{what}: {error}"),
        }
    }
}

async fn dial(address: &str) -> io::Result<TcpStream> {
    let stream = TcpStream::connect(address).await?; //~ related: this can fail at once
    stream.set_nodelay(true)?;
    Ok(stream)
}

impl Peer {
    async fn open(address: String) -> Self {
        let stream = until_ok("connect", || dial(&address)).await;
        Self { address, stream }
    }
}

async fn insist<T, F, Fut>(attempt: F) -> T
where
    F: Fn() -> Fut,
    Fut: Future<Output = io::Result<T>>,
{
    loop {
        if let Ok(done) = attempt().await { //~ unbounded-restart: while `attempt` keeps failing
            return done;
        }
    }
}

async fn fetch(address: String) -> TcpStream {
    insist(|| async { TcpStream::connect(&address).await }).await
}

async fn kept<T, F, Fut>(mut run: F)
where
    F: FnMut() -> Fut,
    Fut: Future<Output = io::Result<T>>,
{
    while let Err(error) = run().await { //~ unbounded-restart: while `run` keeps failing
        tracing::error!("{error}");
    }
}

async fn local() -> io::Result<TcpStream> {
    TcpStream::connect("127.0.0.1:9000").await
}

async fn local_one() {
    kept(local).await;
}
