//! A channel whose senders are gone yields at once too; most senders live as long as the program does, so it is told
//! of on weaker evidence only.

use std::time::Duration;

use tokio::sync::mpsc;

pub async fn catch_all(mut jobs: mpsc::Receiver<u64>) {
    loop {
        match jobs.recv().await {
            Some(7) => tracing::info!("seven"),
            other => tracing::warn!("unexpected {other:?}"),
        }
    }
}

pub async fn beside_a_timer(mut jobs: mpsc::UnboundedReceiver<String>) {
    let mut flush = tokio::time::interval(Duration::from_secs(1));
    loop {
        tokio::select! {
            job = jobs.recv() => {
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
            match jobs.recv() {
                Ok(job) => println!("{job}"),
                Err(_) => continue,
            }
        }
    });
}

pub async fn goes_back_around(mut jobs: mpsc::Receiver<u64>, mut stored: Vec<u64>) {
    loop {
        while let Some(job) = jobs.recv().await {
            stored.push(job);
        }
        tracing::debug!("{} so far", stored.len());
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
            if let Some(message) = self.next().await {
                tracing::info!("{message}");
            }
        }
    }
}
