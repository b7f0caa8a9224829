//! Both only read; the set is dropped first; the future that was handed back is polled to its end first, or dropped.
use std::time::Duration;

use futures::StreamExt;
use futures::future::{self, Either};
use futures::stream::FuturesUnordered;
use tokio::sync::{Mutex, RwLock};

pub struct Board {
    names: Mutex<Vec<String>>,
    limits: RwLock<Vec<u32>>,
}

impl Board {
    async fn limit(&self, id: usize) -> u32 {
        self.limits.read().await.get(id).copied().unwrap_or(0)
    }

    pub async fn only_reads(&self, ids: Vec<usize>) {
        let mut asked: FuturesUnordered<_> = ids.into_iter().map(|id| self.limit(id)).collect();
        while let Some(limit) = asked.next().await {
            tracing::info!("{limit} of {}", self.limits.read().await.len());
        }
    }

    pub async fn dropped_first(&self, ids: Vec<usize>) {
        let mut asked: FuturesUnordered<_> = ids.into_iter().map(|id| self.limit(id)).collect();
        let first = asked.next().await;
        drop(asked);
        self.limits.write().await.extend(first);
    }

    pub async fn all_done(&self, ids: Vec<usize>) {
        let asked: FuturesUnordered<_> = ids.into_iter().map(|id| self.limit(id)).collect();
        let limits: Vec<u32> = asked.collect().await;
        self.limits.write().await.extend(limits);
    }

    async fn rename(&self, name: String) {
        self.names.lock().await.push(name);
    }

    pub async fn to_its_end_first(&self) {
        let renaming = Box::pin(self.rename("one".to_owned()));
        let pause = Box::pin(tokio::time::sleep(Duration::from_millis(50)));
        if let Either::Right(((), renaming)) = future::select(renaming, pause).await {
            renaming.await;
            self.names.lock().await.push("late".to_owned());
        }
    }

    pub async fn the_pause_comes_back(&self) {
        let renaming = Box::pin(self.rename("one".to_owned()));
        let pause = Box::pin(tokio::time::sleep(Duration::from_millis(50)));
        if let Either::Left(((), pause)) = future::select(renaming, pause).await {
            self.names.lock().await.push("early".to_owned());
            pause.await;
        }
    }
}
