//! A loop that renews a lease in a database, and believes in it for as long as the database does not answer.
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio_postgres::Client;

pub struct Election {
    client: Client,
    leads: AtomicBool,
}

impl Election {
    pub async fn campaign(&self) -> Result<(), tokio_postgres::Error> {
        let mut ticks = tokio::time::interval(Duration::from_secs(2));
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            let rows = self.client.query("select pg_try_advisory_lock(1)", &[]).await?; //~ call-without-timeout: goes on to believe
            self.leads.store(!rows.is_empty(), Ordering::Release);
            ticks.tick().await;
        }
    }
}

/// Two calls down, and by another driver.
pub async fn keep_lease(pool: sqlx::PgPool, owner: String) {
    loop {
        if let Err(error) = renew(&pool, &owner).await {
            tracing::error!("{error}");
            return;
        }
        tokio::time::sleep(Duration::from_secs(5)).await;
    }
}

async fn renew(pool: &sqlx::PgPool, owner: &str) -> sqlx::Result<()> {
    sqlx::query("update leases set until = now() + interval '15 seconds' where owner = $1")
        .bind(owner)
        .execute(pool) //~ call-without-timeout: goes on to believe
        .await?;
    Ok(())
}
