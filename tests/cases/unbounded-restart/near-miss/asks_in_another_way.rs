//! Loops that throw an outcome away, and wait, end, or take the next thing.
use std::io;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

pub async fn waits_for_a_message(mut jobs: mpsc::Receiver<u64>, address: &str) {
    loop {
        let _ = session(address).await;
        if jobs.recv().await.is_none() {
            return;
        }
    }
}

pub async fn waits_whatever_happened(address: &str) {
    loop {
        let ended = session(address).await;
        tracing::info!("the session ended: {ended:?}");
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

pub async fn three_times(address: &str) {
    let mut attempt = 0;
    while attempt < 3 && session(address).await.is_err() {
        attempt += 1;
    }
}

pub async fn starts_what_waits(mut jobs: mpsc::Receiver<u64>) {
    loop {
        let ended = tokio::spawn(async move {
            let job = jobs.recv().await;
            (jobs, job)
        })
        .await;
        match ended {
            Ok((back, Some(_))) => jobs = back,
            _ => return,
        }
    }
}

pub async fn rests_after_a_failure(listener: TcpListener) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => drop(stream),
            Err(error) => {
                tracing::warn!("{error}");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

pub async fn rests_beside(listener: TcpListener, mut stop: mpsc::Receiver<()>) {
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => drop(stream),
                Err(error) => {
                    tracing::warn!("{error}");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            },
            _ = stop.recv() => return,
        }
    }
}

pub async fn ends_with_the_listener(listener: TcpListener) -> io::Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        drop(stream);
    }
}

async fn session(address: &str) -> io::Result<()> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)
}
