//! A queue behind a lock, filled by a web server's handlers and emptied by a worker.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use dashmap::DashMap;
use parking_lot::Mutex;
use tokio::sync::Notify;
use tokio::time::timeout;

use crate::{Sheet, load, save};

type Failure = Box<dyn std::error::Error + Send + Sync>;

pub struct Spool {
    pool: sqlx::PgPool,
    waiting: Mutex<VecDeque<Sheet>>,
    states: DashMap<i64, bool>,
    filled: Notify,
}

impl Spool {
    pub async fn open(pool: sqlx::PgPool) -> Result<Arc<Self>, sqlx::Error> {
        let waiting = load(&pool).await?;
        Ok(Arc::new(Self {
            pool,
            waiting: Mutex::new(waiting),
            states: DashMap::new(),
            filled: Notify::new(),
        }))
    }

    /// What the web server calls; the answer is `202 accepted`.
    pub async fn accept(&self, sheet: Sheet) -> Result<u16, Failure> {
        timeout(Duration::from_secs(3), save(&self.pool, &sheet)).await??;
        self.waiting.lock().push_back(sheet);
        self.filled.notify_one();
        Ok(202)
    }

    /// Runs for as long as the program.
    pub async fn work(self: Arc<Self>) -> Result<(), Failure> {
        loop {
            self.filled.notified().await;
            loop {
                let next = self.waiting.lock().pop_front();
                let Some(sheet) = next else { break };
                let printed = sqlx::query("update sheets set printed = now() where id = $1")
                    .bind(sheet.id)
                    .execute(&self.pool);
                timeout(Duration::from_secs(3), printed).await??;
                self.states.insert(sheet.id, true);
            }
        }
    }

    pub fn printed(&self, id: i64) -> bool {
        self.states.get(&id).is_some_and(|done| *done)
    }
}
