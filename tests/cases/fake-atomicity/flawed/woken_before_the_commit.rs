//! The worker is woken while the transaction is open: it looks, finds nothing, and sleeps on.

use tokio::sync::{Notify, mpsc};

struct Jobs {
    added: Notify,
    told: mpsc::UnboundedSender<i64>,
    pool: sqlx::PgPool,
}

impl Jobs {
    async fn add(&self, all: &mut sqlx::Transaction<'_, sqlx::Postgres>, job: i64) -> Result<(), sqlx::Error> {
        sqlx::query("insert into jobs values ($1)").bind(job).execute(&mut **all).await?; //~ related: this is written through a transaction
        self.added.notify_one(); //~ fake-atomicity: whoever waits is woken before the transaction commits
        Ok(())
    }

    async fn tell(&self, all: &mut sqlx::Transaction<'_, sqlx::Postgres>, job: i64) -> Result<(), sqlx::Error> {
        store(all, job).await?;
        if self.told.send(job).is_err() { //~ fake-atomicity: the message is sent before the transaction commits
            tracing::debug!("nobody listens");
        }
        Ok(())
    }

    async fn in_one(&self, job: i64) -> Result<(), sqlx::Error> {
        let mut all = self.pool.begin().await?;
        sqlx::query("insert into jobs values ($1)").bind(job).execute(&mut *all).await?;
        self.added.notify_one(); //~ fake-atomicity: whoever waits is woken before the transaction commits
        all.commit().await?;
        Ok(())
    }
}

async fn store(all: &mut sqlx::Transaction<'_, sqlx::Postgres>, job: i64) -> Result<(), sqlx::Error> {
    sqlx::query("insert into jobs values ($1)").bind(job).execute(&mut **all).await?;
    Ok(())
}
