//! A source that ends is left, made anew, waited out, or does not end.

use std::time::Duration;

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use tokio::io::AsyncReadExt;
use tokio::net::{TcpStream, UdpSocket};
use tokio::sync::{broadcast, mpsc, watch};

pub async fn leaves(mut jobs: mpsc::Receiver<u64>) {
    loop {
        match jobs.recv().await {
            Some(job) => tracing::info!("{job}"),
            None => break,
        }
    }
}

pub async fn the_pattern_disables_it(mut jobs: mpsc::Receiver<u64>) {
    let mut flush = tokio::time::interval(Duration::from_secs(1));
    loop {
        tokio::select! {
            Some(job) = jobs.recv() => tracing::info!("{job}"),
            _ = flush.tick() => tracing::debug!("flush"),
        }
    }
}

pub async fn told_apart(mut events: broadcast::Receiver<u64>) {
    loop {
        match events.recv().await {
            Ok(event) => tracing::info!("{event}"),
            Err(broadcast::error::RecvError::Lagged(missed)) => tracing::warn!("{missed} missed"),
            Err(broadcast::error::RecvError::Closed) => return,
        }
    }
}

pub async fn made_anew(address: &str) -> std::io::Result<()> {
    loop {
        let mut stream = TcpStream::connect(address).await?;
        while let Ok(tag) = stream.read_u8().await {
            tracing::info!("{tag}");
        }
    }
}

pub async fn waited_out(mut jobs: mpsc::Receiver<u64>) {
    loop {
        if let Some(job) = jobs.recv().await {
            tracing::info!("{job}");
        } else {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }
}

pub async fn datagrams(socket: UdpSocket) {
    let mut buffer = [0; 1500];
    loop {
        match socket.recv(&mut buffer).await {
            Ok(length) => tracing::info!("{length}"),
            Err(error) => tracing::warn!("{error}"),
        }
    }
}

struct Worker {
    sender: mpsc::Sender<u64>,
    receiver: mpsc::Receiver<u64>,
}

impl Worker {
    fn sender(&self) -> mpsc::Sender<u64> {
        self.sender.clone()
    }

    async fn run(mut self) {
        loop {
            if let Some(job) = self.receiver.recv().await {
                tracing::info!("{job}");
            }
        }
    }
}

pub async fn what_grows_again(mut jobs: mpsc::Receiver<u64>) {
    let mut running = FuturesUnordered::new();
    loop {
        tokio::select! {
            job = jobs.recv() => match job {
                Some(job) => running.push(async move { job }),
                None => return,
            },
            Some(done) = running.next() => tracing::info!("{done}"),
        }
    }
}

pub async fn hands_it_on(mut jobs: mpsc::Receiver<u64>) {
    loop {
        let job = jobs.recv().await;
        if !handle(job).await {
            return;
        }
    }
}

async fn handle(job: Option<u64>) -> bool {
    job.is_some()
}

pub async fn a_value_that_is_watched(mut current: watch::Receiver<u64>) {
    loop {
        tokio::select! {
            _ = current.changed() => {
                let value = *current.borrow();
                tracing::info!("{value}");
            }
            _ = tokio::time::sleep(Duration::from_secs(60)) => tracing::debug!("still here"),
        }
    }
}

pub fn ticks(stop: std::sync::mpsc::Receiver<()>) {
    while let Err(std::sync::mpsc::RecvTimeoutError::Timeout) = stop.recv_timeout(Duration::from_secs(1)) {
        println!("tick");
    }
}

pub async fn a_flag_ends_it(mut jobs: mpsc::Receiver<u64>, running: std::sync::Arc<std::sync::atomic::AtomicBool>) {
    while running.load(std::sync::atomic::Ordering::Relaxed) {
        if let Some(job) = jobs.recv().await {
            tracing::info!("{job}");
        }
    }
}

pub struct Wrapped<T>(mpsc::UnboundedSender<T>);

pub struct Server {
    events: Wrapped<u64>,
}

pub async fn holds_one_in_a_wrapper(events: Wrapped<u64>, mut received: mpsc::UnboundedReceiver<u64>) {
    let _server = Server { events };
    loop {
        if let Some(event) = received.recv().await {
            tracing::info!("{event}");
        }
    }
}
