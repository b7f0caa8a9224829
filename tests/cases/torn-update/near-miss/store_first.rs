//! The store agrees first, or both rows are written in one transaction.

use std::collections::HashSet;

struct Seen {
    ids: HashSet<String>,
    pool: sqlx::PgPool,
}

impl Seen {
    async fn record(&mut self, id: String) -> Result<(), sqlx::Error> {
        sqlx::query("insert into seen values ($1)").bind(&id).execute(&self.pool).await?;
        self.ids.insert(id);
        Ok(())
    }

    async fn both(&self, id: &str) -> Result<(), sqlx::Error> {
        let mut both = self.pool.begin().await?;
        sqlx::query("insert into seen values ($1)").bind(id).execute(&mut *both).await?;
        sqlx::query("insert into log values ($1)").bind(id).execute(&mut *both).await?;
        both.commit().await
    }
}
