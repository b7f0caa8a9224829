//! What happens now and then.

use std::collections::HashMap;
use std::time::Duration;

use sqlx::PgPool;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval, sleep_until};

use crate::{Broken, Packet};

/// Sweeps the tables.
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

    pub async fn run(mut self) -> Result<(), Broken> {
        loop {
            self.every.tick().await;
            self.sweep().await?;
        }
    }

    async fn sweep(&self) -> Result<(), Broken> {
        sqlx::query("delete from datagrams where seen < now() - interval '1 day'")
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}

/// Sums up what came in.
pub async fn digests(pool: PgPool) -> Result<(), Broken> {
    let mut every = interval(Duration::from_secs(10));
    every.set_missed_tick_behavior(MissedTickBehavior::Skip);
    loop {
        every.tick().await;
        sum_up(&pool).await?;
    }
}

async fn sum_up(pool: &PgPool) -> Result<(), Broken> {
    sqlx::query("insert into digests select topic, count(*) from datagrams group by topic")
        .execute(pool)
        .await?;
    Ok(())
}

/// Collects samples and writes them together, every five seconds at the latest. Samples may be lost.
pub async fn batches(mut samples: mpsc::Receiver<Packet>, pool: PgPool) -> Result<(), Broken> {
    let mut batch: Vec<Packet> = Vec::new();
    let mut due = Instant::now() + Duration::from_secs(5);
    loop {
        tokio::select! {
            sample = samples.recv() => match sample {
                Some(sample) => batch.push(sample),
                None => return Ok(()),
            },
            () = sleep_until(due) => {
                due = Instant::now() + Duration::from_secs(5);
                write_batch(&pool, &batch).await?;
                batch.clear();
            }
        }
    }
}

async fn write_batch(pool: &PgPool, batch: &[Packet]) -> Result<(), Broken> {
    let mut all = pool.begin().await?;
    for sample in batch {
        sqlx::query("insert into samples (topic, payload) values ($1, $2)")
            .bind(&sample.topic)
            .bind(&sample.payload[..])
            .execute(&mut *all)
            .await?;
    }
    all.commit().await?;
    Ok(())
}

/// Leases of sensors, each with the time at which it ends.
pub struct Leases {
    pool: PgPool,
    ends: HashMap<i64, Instant>,
    granted: mpsc::Receiver<i64>,
}

impl Leases {
    pub async fn run(mut self) -> Result<(), Broken> {
        loop {
            let next = self.ends.values().min().copied();
            let next = next.unwrap_or_else(|| Instant::now() + Duration::from_secs(3600));
            tokio::select! {
                granted = self.granted.recv() => match granted {
                    Some(sensor) => self.grant(sensor),
                    None => return Ok(()),
                },
                () = sleep_until(next) => self.expire().await?,
            }
        }
    }

    fn grant(&mut self, sensor: i64) {
        self.ends.insert(sensor, Instant::now() + Duration::from_secs(30));
    }

    async fn expire(&mut self) -> Result<(), Broken> {
        let now = Instant::now();
        for (&sensor, _) in self.ends.iter().filter(|(_, end)| **end <= now) {
            free(&self.pool, sensor).await?;
        }
        self.ends.retain(|_, end| *end > now);
        Ok(())
    }
}

async fn free(pool: &PgPool, sensor: i64) -> Result<(), Broken> {
    sqlx::query("update sensors set leased = false where id = $1").bind(sensor).execute(pool).await?;
    Ok(())
}

/// The janitors of all rooms, and whoever waits for their end.
pub struct Crew {
    janitors: Vec<JoinHandle<Result<(), Broken>>>,
}

impl Crew {
    pub fn hire(pools: Vec<PgPool>) -> Self {
        Self { janitors: pools.into_iter().map(|pool| tokio::spawn(Janitor::new(pool).run())).collect() }
    }

    /// Ends with the first of them.
    pub async fn first_end(&mut self) -> Result<(), Broken> {
        let (ended, _, _) = futures::future::select_all(&mut self.janitors).await;
        ended.map_err(|_| Broken::Gone)?
    }
}
