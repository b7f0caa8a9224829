//! An attempt that ticks first: the first tick of its own interval comes at once.
use std::time::Duration;

use sqlx::PgPool;
use tokio::time::{Interval, MissedTickBehavior, interval};

pub struct Janitor {
    pool: PgPool,
    every: Interval,
}

impl Janitor {
    pub fn new(pool: PgPool) -> Self {
        let mut every = interval(Duration::from_secs(5));
        every.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self { pool, every }
    }

    pub async fn run(mut self) -> Result<(), sqlx::Error> {
        loop {
            self.every.tick().await;
            sqlx::query("delete from jobs where done").execute(&self.pool).await?;
        }
    }
}

pub async fn hires_again(pool: PgPool) {
    loop {
        let janitor = tokio::spawn(Janitor::new(pool.clone()).run());
        match janitor.await { //~ unbounded-restart: tries it again at once
            Ok(Ok(())) => return,
            Ok(Err(error)) => tracing::error!("gave up: {error}"),
            Err(error) => tracing::error!("crashed: {error}"),
        }
    }
}

pub async fn sums_up_again(pool: PgPool) {
    loop {
        if let Err(error) = sums_up(&pool).await { //~ unbounded-restart: tries it again at once
            tracing::error!("{error}");
        }
    }
}

async fn sums_up(pool: &PgPool) -> Result<(), sqlx::Error> {
    let mut every = interval(Duration::from_secs(10));
    every.set_missed_tick_behavior(MissedTickBehavior::Skip);
    loop {
        every.tick().await;
        sqlx::query("insert into digests select count(*) from jobs").execute(pool).await?;
    }
}
