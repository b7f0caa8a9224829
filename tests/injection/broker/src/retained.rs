//! The newest packet of each topic.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use futures::stream::{self, FuturesUnordered};
use sqlx::PgPool;
use tokio::sync::{Mutex, RwLock, Semaphore, mpsc};
use tokio::time::timeout;

use crate::{Broken, Packet};

/// Copies of what the table `retained` holds.
pub struct Retained {
    pool: PgPool,
    newest: Mutex<HashMap<String, Packet>>,
    counts: RwLock<HashMap<String, u64>>,
    slots: Semaphore,
}

impl Retained {
    pub async fn load(pool: PgPool) -> Result<Self, Broken> {
        let rows: Vec<(String, Vec<u8>)> =
            sqlx::query_as("select topic, payload from retained").fetch_all(&pool).await?;
        let newest = rows
            .into_iter()
            .map(|(topic, payload)| (topic.clone(), Packet { topic, payload: payload.into() }))
            .collect();
        Ok(Self {
            pool,
            newest: Mutex::new(newest),
            counts: RwLock::default(),
            slots: Semaphore::new(4),
        })
    }

    pub async fn put(&self, packet: &Packet) -> Result<(), Broken> {
        let mut newest = self.newest.lock().await;
        sqlx::query("insert into retained (topic, payload) values ($1, $2) on conflict (topic) do update set payload = $2")
            .bind(&packet.topic)
            .bind(&packet.payload[..])
            .execute(&self.pool)
            .await?;
        newest.insert(packet.topic.clone(), packet.clone());
        Ok(())
    }

    pub async fn get(&self, topic: &str) -> Option<Packet> {
        self.newest.lock().await.get(topic).cloned()
    }

    pub async fn len(&self) -> usize {
        self.newest.lock().await.len()
    }

    pub async fn count(&self, topic: &str) {
        *self.counts.write().await.entry(topic.to_owned()).or_default() += 1;
    }

    /// Writes a copy of everything beside.
    pub async fn snapshot(&self) -> Result<usize, Broken> {
        let newest = self.newest.lock().await;
        for packet in newest.values() {
            sqlx::query("insert into snapshot (topic, payload) values ($1, $2)")
                .bind(&packet.topic)
                .bind(&packet.payload[..])
                .execute(&self.pool)
                .await?;
        }
        Ok(newest.len())
    }

    async fn forget(&self, topic: &str) -> Result<(), Broken> {
        let _slot = self.slots.acquire().await.map_err(|_| Broken::Gone)?;
        sqlx::query("delete from retained where topic = $1").bind(topic).execute(&self.pool).await?;
        self.newest.lock().await.remove(topic);
        Ok(())
    }
}

pub async fn keep(
    retained: Arc<Retained>,
    mut incoming: mpsc::Receiver<Packet>,
    outgoing: mpsc::Sender<Packet>,
) -> Result<(), Broken> {
    while let Some(packet) = incoming.recv().await {
        retained.put(&packet).await?;
        outgoing.send(packet).await.map_err(|_| Broken::Gone)?;
    }
    Ok(())
}

/// A snapshot, and what comes meanwhile.
pub async fn snapshot_beside(
    retained: Arc<Retained>,
    mut incoming: mpsc::Receiver<Packet>,
) -> Result<usize, Broken> {
    let other = retained.clone();
    let mut snapshot = tokio::spawn(async move { other.snapshot().await });
    loop {
        tokio::select! {
            written = &mut snapshot => return written.map_err(|_| Broken::Gone)?,
            Some(packet) = incoming.recv() => retained.put(&packet).await?,
        }
    }
}

/// A snapshot that says when it takes long.
pub async fn slow_snapshot(retained: &Retained) -> Result<usize, Broken> {
    let topics = retained.len().await;
    let mut snapshot = std::pin::pin!(retained.snapshot());
    if let Ok(written) = timeout(Duration::from_secs(10), &mut snapshot).await {
        return written;
    }
    tracing::warn!("the snapshot of {topics} topics takes long");
    snapshot.await
}

/// Forgets topics, some at once.
pub async fn forget_all(retained: &Retained, topics: Vec<String>) -> Result<usize, Broken> {
    let mut running: FuturesUnordered<_> =
        topics.iter().map(|topic| retained.forget(topic)).collect();
    let mut done = 0;
    while let Some(forgotten) = running.next().await {
        forgotten?;
        done += 1;
    }
    drop(running);
    tracing::info!("{} topics are left", retained.len().await);
    Ok(done)
}

/// Looks topics up, some at once, and counts the found ones.
pub async fn look_up(retained: &Retained, topics: Vec<String>) -> Vec<Packet> {
    let found: Vec<Option<Packet>> =
        stream::iter(&topics).map(|topic| retained.get(topic)).buffered(8).collect().await;
    let found: Vec<Packet> = found.into_iter().flatten().collect();
    for packet in &found {
        retained.count(&packet.topic).await;
    }
    found
}

/// Packets for a slow line: no one waits for its place for ever.
pub async fn hurry(pool: PgPool, packets: [Packet; 2], urgent: Packet) -> Result<(), Broken> {
    let (line, mut end) = mpsc::channel::<Packet>(1);
    let writer = tokio::spawn(async move {
        while let Some(packet) = end.recv().await {
            sqlx::query("insert into urgent (topic) values ($1)").bind(packet.topic).execute(&pool).await?;
        }
        Ok(())
    });
    let [first, second] = packets;
    line.send(first).await.map_err(|_| Broken::Gone)?;
    if line.send_timeout(second, Duration::from_secs(1)).await.is_err() {
        tracing::warn!("the line is slow");
    }
    line.send_timeout(urgent, Duration::from_secs(1)).await.map_err(|_| Broken::Gone)?;
    drop(line);
    writer.await.map_err(|_| Broken::Gone)?
}

/// Counts that are cleared at night.
pub async fn clear_counts(retained: &Retained) -> usize {
    let counted = retained.counts.read().await.len();
    retained.counts.write().await.clear();
    counted
}
