//! An entry of a map of shards locks its shard, on the thread of whoever else wants it.
use dashmap::DashMap;

#[derive(Default)]
pub struct Stats(Vec<u64>);

pub struct Collector {
    stats: DashMap<u64, Stats>,
}

impl Collector {
    pub async fn note(&self, node: u64, value: u64) {
        let mut entry = self.stats.entry(node).or_default(); //~ blocking-handler: this lock is held while the future waits
        entry.0.push(value);
        if entry.0.len() > 3 {
            flush(&entry.0).await;
            entry.0.clear();
        }
    }

    pub async fn again(&self, node: u64) {
        if let Some(mut entry) = self.stats.get_mut(&node) { //~ blocking-handler: this lock is held while the future waits
            flush(&entry.0).await;
            entry.0.clear();
        }
    }
}

async fn flush(values: &[u64]) {
    tracing::info!("{values:?}");
    tokio::time::sleep(std::time::Duration::from_millis(10)).await;
}
