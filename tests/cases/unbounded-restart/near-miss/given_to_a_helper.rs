//! Helpers that wait between the attempts they are given, give up, or are given nothing that fails at once.

use std::fmt::Display;
use std::future::Future;
use std::io;
use std::time::Duration;

use tokio::net::TcpStream;

async fn until_ok<T, E, F, Fut>(mut op: F) -> T
where
    E: Display,
    F: FnMut() -> Fut,
    Fut: Future<Output = Result<T, E>>,
{
    let mut tries = 0u32;
    loop {
        tries += 1;
        match op().await {
            Ok(value) => return value,
            Err(error) => tracing::warn!("{error}"),
        }
        tokio::time::sleep(Duration::from_millis(100) * tries.min(100)).await;
    }
}

async fn at_most<T, F, Fut>(most: u32, op: F) -> io::Result<T>
where
    F: Fn() -> Fut,
    Fut: Future<Output = io::Result<T>>,
{
    let mut tries = 0;
    loop {
        match op().await {
            Ok(value) => return Ok(value),
            Err(error) => {
                tries += 1;
                if tries >= most {
                    return Err(error);
                }
            }
        }
    }
}

async fn each<F, Fut>(op: F)
where
    F: Fn() -> Fut,
    Fut: Future<Output = io::Result<()>>,
{
    loop {
        if let Err(error) = op().await {
            tracing::warn!("{error}");
        }
    }
}

async fn every_second(address: &str) {
    each(|| async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        TcpStream::connect(address).await.map(drop)
    })
    .await;
}

async fn dial(address: String) -> io::Result<TcpStream> {
    let first = until_ok(|| TcpStream::connect(&address)).await;
    drop(first);
    at_most(5, || TcpStream::connect(&address)).await
}

/// What fails at once may be given to a helper that tries once only; others give it what never does.
async fn once<T, F, Fut>(op: F) -> io::Result<T>
where
    F: FnOnce() -> Fut,
    Fut: Future<Output = io::Result<T>>,
{
    op().await
}

async fn dials_once(address: &str) -> io::Result<TcpStream> {
    once(|| TcpStream::connect(address)).await
}

async fn next_line(mut lines: tokio::sync::mpsc::Receiver<String>) {
    loop {
        let line = once(|| async { lines.recv().await.ok_or_else(|| io::Error::other("none")) }).await;
        match line {
            Ok(line) => tracing::info!("{line}"),
            Err(_) => return,
        }
    }
}
