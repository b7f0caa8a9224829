//! The write to the store is one call away.

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
        self.ids.insert(id.clone()); //~ torn-update: memory is changed before the store has agreed
        self.save(&id).await?; //~ related: a failure leaves here
        Ok(())
    }
}
