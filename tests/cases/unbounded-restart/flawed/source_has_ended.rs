//! A source that has ended yields at once, each time it is asked.

use std::time::Duration;

use futures::StreamExt;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::sync::mpsc;

pub async fn catch_all(mut jobs: mpsc::Receiver<u64>) {
    loop {
        match jobs.recv().await { //~ unbounded-restart: yields at once
            Some(7) => tracing::info!("seven"),
            other => tracing::warn!("unexpected {other:?}"),
        }
    }
}

pub async fn beside_a_timer(mut jobs: mpsc::UnboundedReceiver<String>) {
    let mut flush = tokio::time::interval(Duration::from_secs(1));
    loop {
        tokio::select! {
            job = jobs.recv() => { //~ unbounded-restart: yields at once
                if let Some(job) = job {
                    tracing::info!("{job}");
                }
            }
            _ = flush.tick() => tracing::debug!("flush"),
        }
    }
}

pub fn on_a_thread(jobs: std::sync::mpsc::Receiver<u64>) {
    std::thread::spawn(move || {
        loop {
            match jobs.recv() { //~ unbounded-restart: yields at once
                Ok(job) => println!("{job}"),
                Err(_) => continue,
            }
        }
    });
}

pub async fn goes_back_around(mut jobs: mpsc::Receiver<u64>, mut stored: Vec<u64>) {
    loop {
        while let Some(job) = jobs.recv().await { //~ unbounded-restart: yields at once
            stored.push(job);
        }
        tracing::debug!("{} so far", stored.len());
    }
}

pub async fn stream_of_events(mut events: futures::stream::BoxStream<'static, u64>) {
    loop {
        let Some(event) = events.next().await else { //~ unbounded-restart: the stream has ended
            continue;
        };
        tracing::info!("{event}");
    }
}

async fn read_frame(stream: &mut TcpStream) -> std::io::Result<Option<u8>> {
    match stream.read_u8().await {
        Ok(tag) => Ok(Some(tag)),
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}

pub async fn end_of_connection(mut stream: TcpStream) -> std::io::Result<()> {
    loop {
        match read_frame(&mut stream).await? { //~ unbounded-restart: the other side is gone
            Some(b'd') => tracing::info!("data"),
            frame => tracing::info!("unexpected {frame:?}"),
        }
    }
}

async fn read_tag(stream: &mut TcpStream) -> std::io::Result<u8> {
    let tag = stream.read_u8().await?;
    Ok(tag)
}

pub async fn broken_connection(mut stream: TcpStream) {
    loop {
        match read_tag(&mut stream).await { //~ unbounded-restart: the other side is gone
            Ok(tag) => tracing::info!("{tag}"),
            Err(error) => tracing::warn!("could not read: {error}"),
        }
    }
}

struct Inbox {
    messages: mpsc::Receiver<String>,
}

impl Inbox {
    async fn next(&mut self) -> Option<String> {
        self.messages.recv().await
    }

    async fn run(mut self) {
        loop {
            if let Some(message) = self.next().await { //~ unbounded-restart: yields at once
                tracing::info!("{message}");
            }
        }
    }
}
