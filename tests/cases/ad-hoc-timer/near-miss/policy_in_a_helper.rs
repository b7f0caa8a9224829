//! The policy is chosen, if far from the tick.

use std::time::Duration;

use tokio::time::{Interval, MissedTickBehavior};

fn every(period: Duration) -> Interval {
    let mut interval = tokio::time::interval(period);
    interval.set_missed_tick_behavior(MissedTickBehavior::Skip);
    interval
}

async fn sweep(pool: sqlx::PgPool) -> Result<(), sqlx::Error> {
    let mut every = every(Duration::from_secs(1));
    loop {
        every.tick().await;
        sqlx::query("delete from sessions where expired").execute(&pool).await?;
    }
}
