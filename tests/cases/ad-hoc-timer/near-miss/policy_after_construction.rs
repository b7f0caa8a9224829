//! A burst that somebody chose, on the field, after the value was made.

use std::time::Duration;

use tokio::time::{Interval, MissedTickBehavior};

struct Sweeper {
    pool: sqlx::PgPool,
    every: Interval,
}

impl Sweeper {
    fn new(pool: sqlx::PgPool) -> Self {
        let mut sweeper = Self { pool, every: tokio::time::interval(Duration::from_secs(1)) };
        sweeper.every.set_missed_tick_behavior(MissedTickBehavior::Burst);
        sweeper
    }

    async fn run(mut self) -> Result<(), sqlx::Error> {
        loop {
            self.every.tick().await;
            sqlx::query("delete from sessions where expired").execute(&self.pool).await?;
        }
    }
}
