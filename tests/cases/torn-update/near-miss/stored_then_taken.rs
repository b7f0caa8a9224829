//! What is owed stays in memory until the store has it.

use std::collections::HashSet;

use tokio::sync::Mutex;

struct Labels {
    pool: sqlx::PgPool,
    stale: Mutex<HashSet<i64>>,
}

impl Labels {
    async fn print(&self) -> Result<usize, sqlx::Error> {
        let mut stale = self.stale.lock().await;
        let ids: Vec<i64> = stale.iter().copied().collect();
        self.enqueue(&ids).await?;
        stale.clear();
        Ok(ids.len())
    }

    async fn print_or_put_back(&self) -> Result<usize, sqlx::Error> {
        let ids: Vec<i64> = self.stale.lock().await.drain().collect();
        if let Err(error) = self.enqueue(&ids).await {
            self.stale.lock().await.extend(ids);
            return Err(error);
        }
        Ok(ids.len())
    }

    async fn enqueue(&self, ids: &[i64]) -> Result<(), sqlx::Error> {
        sqlx::query("insert into print_jobs (article) select unnest($1)")
            .bind(ids)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
