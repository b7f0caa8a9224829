//! What was taken from a map of shards is copied, or let go, before the await.
use dashmap::DashMap;

pub struct Collector {
    stats: DashMap<u64, Vec<u64>>,
}

impl Collector {
    pub async fn note(&self, node: u64, value: u64) {
        self.stats.entry(node).or_default().push(value);
        let values = self.stats.get(&node).map(|entry| entry.clone());
        if let Some(values) = values {
            flush(&values).await;
        }
    }

    pub async fn again(&self, node: u64) {
        let values = match self.stats.get_mut(&node) {
            Some(mut entry) => std::mem::take(&mut *entry),
            None => return,
        };
        flush(&values).await;
    }

    pub async fn cached(&self, node: u64) -> Vec<u64> {
        if let Some(entry) = self.stats.get(&node)
            && entry.len() > 3
        {
            return entry.clone();
        }
        flush(&[node]).await;
        vec![node]
    }

    pub async fn dropped(&self, node: u64) {
        let Some(entry) = self.stats.get(&node) else { return };
        let copy = entry.clone();
        drop(entry);
        flush(&copy).await;
    }
}

async fn flush(values: &[u64]) {
    tracing::info!("{values:?}");
    tokio::time::sleep(std::time::Duration::from_millis(10)).await;
}
