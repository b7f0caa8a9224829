//! What several tasks share.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use tokio::sync::{Mutex, RwLock, Semaphore, mpsc};
use tokio::time::timeout;

use crate::Failure;

#[derive(Clone)]
pub struct Board {
    names: Arc<Mutex<HashMap<i64, String>>>,
    limits: Arc<RwLock<HashMap<i64, u32>>>,
    slots: Arc<Semaphore>,
    pool: sqlx::PgPool,
}

impl Board {
    async fn rename(&self, id: i64, name: String) -> Result<(), Failure> {
        let query = sqlx::query("update sensors set name = $2 where id = $1").bind(id).bind(&name);
        timeout(Duration::from_secs(2), query.execute(&self.pool)).await??;
        self.names.lock().await.insert(id, name);
        Ok(())
    }

    async fn limit(&self, id: i64) -> Result<u32, Failure> {
        let _slot = self.slots.acquire().await?;
        Ok(self.limits.read().await.get(&id).copied().unwrap_or(0))
    }

    /// Names change while limits are asked for.
    pub async fn serve(self, mut renames: mpsc::Receiver<(i64, String)>) -> Result<(), Failure> {
        while let Some((id, name)) = renames.recv().await {
            self.rename(id, name).await?;
            tracing::debug!("{}", self.limit(id).await?);
        }
        Ok(())
    }

    /// Many limits at once.
    pub async fn limits(&self, ids: Vec<i64>) -> Result<u32, Failure> {
        let mut asked: FuturesUnordered<_> = ids.into_iter().map(|id| self.limit(id)).collect();
        let mut sum = 0;
        while let Some(limit) = asked.next().await {
            sum += limit?;
        }
        Ok(sum)
    }
}
