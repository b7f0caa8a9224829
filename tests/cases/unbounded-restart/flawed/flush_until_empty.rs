//! What could not be written stays, and is written again at once.

struct Flusher {
    waiting: Vec<String>,
    pool: sqlx::PgPool,
    cancel: tokio_util::sync::CancellationToken,
}

impl Flusher {
    async fn flush(&mut self) {
        while !self.waiting.is_empty() && !self.cancel.is_cancelled() {
            match self.write().await { //~ unbounded-restart: tries it again at once
                Ok(()) => self.waiting.clear(),
                Err(error) => tracing::warn!("will retry: {error}"),
            }
        }
    }

    async fn write(&self) -> Result<(), sqlx::Error> {
        for key in &self.waiting {
            sqlx::query("delete from objects where key = $1").bind(key).execute(&self.pool).await?;
        }
        Ok(())
    }
}
