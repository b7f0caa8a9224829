//! What the program itself wrote is what it expects.

use tokio::sync::mpsc;

pub fn consume(mut jobs: mpsc::Receiver<String>) {
    tokio::spawn(async move {
        loop {
            let Some(job) = jobs.recv().await else {
                tokio::time::sleep(std::time::Duration::from_secs(1)).await;
                continue;
            };
            let id: u64 = job.parse().unwrap();
            tracing::info!("{id}");
        }
    });
}

pub fn fixed_text(mut jobs: mpsc::Receiver<u64>) {
    tokio::spawn(async move {
        loop {
            let bound: u64 = "17".parse().unwrap();
            if jobs.recv().await.is_some_and(|job| job > bound) {
                tracing::info!("more");
            }
        }
    });
}

pub fn a_bad_one_is_told(mut messages: async_nats::Subscriber) {
    use futures::StreamExt;
    tokio::spawn(async move {
        loop {
            let Some(message) = messages.next().await else {
                tokio::time::sleep(std::time::Duration::from_secs(1)).await;
                continue;
            };
            match serde_json::from_slice::<u64>(&message.payload) {
                Ok(id) => tracing::info!("{id}"),
                Err(error) => tracing::warn!("{error}"),
            }
        }
    });
}
