//! A process keeps its job's future from turn to turn; a handler, two calls down, wants the same lock.
use tokio::sync::{RwLock, mpsc};

pub struct Index {
    words: RwLock<Vec<String>>,
}

impl Index {
    async fn rebuild(&self) {
        let mut words = self.words.write().await;
        words.sort();
    }

    async fn count(&self) -> usize {
        self.words.read().await.len() //~ related: the task waits for the lock here
    }
}

pub async fn run(index: Index, mut queries: mpsc::Receiver<String>) {
    let mut rebuilding = std::pin::pin!(index.rebuild()); //~ related: this leads to it
    let mut done = false;
    loop {
        tokio::select! {
            () = &mut rebuilding, if !done => done = true,
            query = queries.recv() => match query {
                Some(query) => answer(&index, query).await, //~ futurelock: waits for a lock
                None => return,
            },
        }
    }
}

async fn answer(index: &Index, query: String) {
    let count = index.count().await;
    tracing::info!("{query} {count}");
}
