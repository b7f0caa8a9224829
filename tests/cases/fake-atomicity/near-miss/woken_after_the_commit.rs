//! The worker is woken once the transaction has committed, or for something else that is not in it.

use std::sync::Arc;

use tokio::sync::Notify;

struct Jobs {
    added: Arc<Notify>,
    idle: Notify,
    pool: sqlx::PgPool,
}

struct Hooks {
    after: Vec<Box<dyn FnOnce() + Send>>,
}

impl Jobs {
    async fn add(&self, job: i64) -> Result<(), sqlx::Error> {
        let mut all = self.pool.begin().await?;
        sqlx::query("insert into jobs values ($1)").bind(job).execute(&mut *all).await?;
        all.commit().await?;
        self.added.notify_one();
        Ok(())
    }

    async fn hooked(&self, all: &mut sqlx::Transaction<'_, sqlx::Postgres>, hooks: &mut Hooks, job: i64) -> Result<(), sqlx::Error> {
        sqlx::query("insert into jobs values ($1)").bind(job).execute(&mut **all).await?;
        let added = self.added.clone();
        hooks.after.push(Box::new(move || added.notify_one()));
        Ok(())
    }

    async fn before(&self, all: &mut sqlx::Transaction<'_, sqlx::Postgres>, job: i64) -> Result<(), sqlx::Error> {
        self.idle.notify_waiters();
        sqlx::query("insert into jobs values ($1)").bind(job).execute(&mut **all).await?;
        Ok(())
    }
}
