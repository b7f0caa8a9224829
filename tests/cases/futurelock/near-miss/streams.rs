//! What comes out of the stream needs no lock, runs beside the futures, or the futures are tasks.
use std::sync::Arc;

use futures::stream::{self, FuturesUnordered, StreamExt};
use tokio::sync::Mutex;

async fn note(seen: Arc<Mutex<Vec<String>>>, name: String) -> String {
    seen.lock().await.push(name.clone());
    name
}

pub async fn only_logs(names: Vec<String>, seen: Arc<Mutex<Vec<String>>>) {
    let mut noted = stream::iter(names)
        .map(|name| note(seen.clone(), name))
        .buffer_unordered(4);
    while let Some(name) = noted.next().await {
        tracing::info!("{name}");
    }
    seen.lock().await.clear();
}

pub async fn tasks(names: Vec<String>, seen: Arc<Mutex<Vec<String>>>) {
    let mut notes = FuturesUnordered::new();
    for name in names {
        notes.push(tokio::spawn(note(seen.clone(), name)));
    }
    while let Some(noted) = notes.next().await {
        match noted {
            Ok(name) => drop(note(seen.clone(), name).await),
            Err(error) => tracing::error!("{error}"),
        }
    }
}

pub async fn gathered(names: Vec<String>, seen: Arc<Mutex<Vec<String>>>) -> usize {
    let all: Vec<String> = stream::iter(names)
        .map(|name| note(seen.clone(), name))
        .buffered(4)
        .collect()
        .await;
    let count = seen.lock().await.len();
    all.len() + count
}
