use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until, timeout};

use crate::Reading;

/// Writes readings to the database, many at a time. A meter sends again what it got no receipt for.
pub struct Archive {
    pool: sqlx::PgPool,
    readings: mpsc::Receiver<Reading>,
    stop: watch::Receiver<bool>,
    batch: Vec<Reading>,
}

impl Archive {
    pub fn new(
        pool: sqlx::PgPool,
        readings: mpsc::Receiver<Reading>,
        stop: watch::Receiver<bool>,
    ) -> Self {
        Self { pool, readings, stop, batch: Vec::new() }
    }

    pub async fn run(mut self) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let mut flush = interval(Duration::from_secs(2));
        flush.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                reading = self.readings.recv() => match reading {
                    Some(reading) => self.batch.push(reading),
                    None => break,
                },
                _ = flush.tick() => self.flush().await?,
                _ = self.stop.changed() => break,
            }
        }
        self.flush().await?;
        Ok(())
    }

    async fn flush(&mut self) -> Result<(), sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        for reading in &self.batch {
            sqlx::query("insert into readings (meter, value) values ($1, $2)")
                .bind(reading.meter as i64)
                .bind(reading.value)
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        self.batch.clear();
        Ok(())
    }
}

/// Collects for a while, and hands on what there is then.
pub async fn collect(
    mut readings: mpsc::Receiver<Reading>,
    bundles: mpsc::Sender<Vec<Reading>>,
    mut level: watch::Receiver<usize>,
) -> Result<(), mpsc::error::SendError<Vec<Reading>>> {
    let mut bundle = Vec::new();
    let mut deadline = Instant::now() + Duration::from_secs(1);
    loop {
        tokio::select! {
            reading = readings.recv() => match reading {
                Some(reading) => bundle.push(reading),
                None => break,
            },
            () = sleep_until(deadline) => {
                deadline = Instant::now() + Duration::from_secs(1);
                bundles.send(std::mem::take(&mut bundle)).await?;
            }
            changed = level.changed() => if changed.is_err() {
                break;
            },
        }
    }
    bundles.send(bundle).await
}

/// How long the database takes for nothing.
pub async fn probe(pool: &sqlx::PgPool) -> Option<Duration> {
    let start = Instant::now();
    timeout(Duration::from_secs(1), sqlx::query("select 1").execute(pool)).await.ok()?.ok()?;
    Some(start.elapsed())
}
