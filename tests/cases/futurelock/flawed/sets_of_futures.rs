//! Sets of futures that are collected, or kept in a field: while one result is looked at, nobody polls the others.
use std::sync::Arc;

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use futures::future::BoxFuture;
use tokio::sync::{Mutex, RwLock, mpsc};

pub struct Board {
    limits: RwLock<Vec<u32>>,
    slots: Mutex<()>,
}

impl Board {
    async fn limit(&self, id: usize) -> u32 {
        let limits = self.limits.read().await;
        let _slot = self.slots.lock().await;
        limits.get(id).copied().unwrap_or(0)
    }

    pub async fn sum(&self, ids: Vec<usize>) {
        let mut asked: FuturesUnordered<_> = ids.into_iter().map(|id| self.limit(id)).collect();
        let mut sum = 0;
        while let Some(limit) = asked.next().await {
            sum += limit;
            self.note(sum).await; //~ futurelock: waits for a lock
        }
    }

    async fn note(&self, sum: u32) {
        self.limits.write().await.push(sum); //~ related: and the task waits for the lock here
    }
}

pub struct Copier {
    running: FuturesUnordered<BoxFuture<'static, usize>>,
    done: Arc<Mutex<Vec<usize>>>,
}

impl Copier {
    fn copy(&mut self, id: usize) {
        let done = self.done.clone();
        self.running.push(Box::pin(async move {
            done.lock().await.push(id); //~ related: by the future
            id
        }));
    }

    pub async fn run(mut self, mut ids: mpsc::Receiver<usize>) {
        loop {
            tokio::select! {
                Some(id) = ids.recv() => self.copy(id),
                Some(id) = self.running.next() => {
                    let done = self.done.lock().await.len(); //~ futurelock: waits for a lock
                    tracing::info!("{id} is one of {done}");
                }
            }
        }
    }
}
