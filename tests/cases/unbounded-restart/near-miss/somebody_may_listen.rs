//! The outer loop ends, asks, waits, or has made the channel itself.

use std::time::Duration;

use futures::StreamExt;
use tokio::net::TcpStream;
use tokio::sync::{broadcast, mpsc};
use tokio_util::codec::{Framed, LinesCodec};

type Lines = Framed<TcpStream, LinesCodec>;

async fn connect(address: &str) -> Option<Lines> {
    let stream = TcpStream::connect(address).await.ok()?;
    Some(Framed::new(stream, LinesCodec::new()))
}

pub async fn returns(address: &str, lines: mpsc::Sender<String>) {
    loop {
        let Some(mut framed) = connect(address).await else {
            return;
        };
        while let Some(Ok(line)) = framed.next().await {
            if lines.send(line).await.is_err() {
                return;
            }
        }
    }
}

pub async fn asks_first(address: &str, lines: mpsc::Sender<String>) {
    loop {
        if lines.is_closed() {
            return;
        }
        let Some(mut framed) = connect(address).await else {
            return;
        };
        while let Some(Ok(line)) = framed.next().await {
            if lines.send(line).await.is_err() {
                break;
            }
        }
    }
}

pub async fn a_channel_for_each(address: &str) {
    loop {
        let Some(mut framed) = connect(address).await else {
            return;
        };
        let (lines, mut received) = mpsc::channel(8);
        let printed = tokio::spawn(async move {
            while let Some(line) = received.recv().await {
                tracing::info!("{line:?}");
            }
        });
        while let Some(Ok(line)) = framed.next().await {
            if lines.send(line).await.is_err() {
                break;
            }
        }
        drop(lines);
        if printed.await.is_err() {
            return;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

pub async fn others_may_come(address: &str, lines: broadcast::Sender<String>) {
    loop {
        let Some(mut framed) = connect(address).await else {
            return;
        };
        while let Some(Ok(line)) = framed.next().await {
            if lines.send(line).is_err() {
                break;
            }
        }
    }
}
