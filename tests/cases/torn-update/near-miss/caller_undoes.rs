//! The caller learns of the failure and undoes the first half.

use std::collections::HashSet;

struct Seen {
    ids: HashSet<String>,
    pool: sqlx::PgPool,
}

impl Seen {
    async fn save(&self, id: &str) -> Result<(), sqlx::Error> {
        sqlx::query("insert into seen values ($1)").bind(id).execute(&self.pool).await?;
        Ok(())
    }

    async fn record(&mut self, id: String) -> Result<(), sqlx::Error> {
        self.ids.insert(id.clone());
        self.save(&id).await?;
        Ok(())
    }

    async fn accept(&mut self, id: String) {
        if let Err(error) = self.record(id.clone()).await {
            self.ids.remove(&id);
            tracing::warn!("{error}");
        }
    }
}
