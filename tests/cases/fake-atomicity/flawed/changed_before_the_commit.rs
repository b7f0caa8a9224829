//! Memory learns of the account before the store has it.

use std::collections::HashSet;

use tokio::sync::oneshot;

struct Accounts {
    open: HashSet<i64>,
    pool: sqlx::PgPool,
}

impl Accounts {
    async fn open(&mut self, id: i64) -> Result<(), sqlx::Error> {
        let mut all = self.pool.begin().await?;
        sqlx::query("insert into accounts values ($1)").bind(id).execute(&mut *all).await?;
        self.open.insert(id); //~ fake-atomicity: `self.open` is changed before the transaction commits
        all.commit().await?;
        Ok(())
    }

    async fn answer(&self, id: i64, reply: oneshot::Sender<bool>) -> Result<(), sqlx::Error> {
        let mut all = self.pool.begin().await?;
        sqlx::query("insert into accounts values ($1)").bind(id).execute(&mut *all).await?;
        if reply.send(true).is_err() { //~ fake-atomicity: the answer is sent before the transaction commits
            tracing::debug!("nobody waits");
        }
        all.commit().await?;
        Ok(())
    }
}
