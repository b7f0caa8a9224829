//! Between two items nobody polls the buffered futures, and one of them may be the next for the lock.
use std::sync::Arc;

use futures::stream::{self, FuturesUnordered, StreamExt};
use tokio::sync::Mutex;

pub async fn copy(names: Vec<String>, seen: Arc<Mutex<Vec<String>>>) {
    let mut copied = stream::iter(names)
        .map(|name| {
            let seen = seen.clone();
            async move {
                seen.lock().await.push(name.clone()); //~ related: by the future
                name
            }
        })
        .buffered(4);
    while let Some(name) = copied.next().await { //~ related: the futures behind it stand still
        let known = seen.lock().await.len(); //~ futurelock: waits for a lock
        tracing::info!("{name} {known}");
    }
}

async fn note(seen: Arc<Mutex<Vec<String>>>, name: String) {
    seen.lock().await.push(name);
}

pub async fn all(names: Vec<String>, seen: Arc<Mutex<Vec<String>>>) {
    let mut notes = FuturesUnordered::new();
    for name in names {
        notes.push(note(seen.clone(), name));
    }
    while notes.next().await.is_some() {
        note(seen.clone(), "one more".to_owned()).await; //~ futurelock: waits for a lock
    }
}
