use std::collections::HashSet;
use std::time::Duration;

use sqlx::PgPool;
use tokio::sync::{Mutex, mpsc};

use crate::Failure;

/// How far a customer at a terminal is.
#[derive(Clone, Debug)]
pub enum Phase {
    Idle,
    Scanning(Vec<i64>),
    Paying(i64),
    Between,
}

pub enum Event {
    Scan(i64),
    Pay,
    Paid,
}

pub struct Terminal {
    number: i64,
    phase: Phase,
    pool: PgPool,
}

impl Terminal {
    pub async fn run(mut self, mut events: mpsc::Receiver<Event>) {
        while let Some(event) = events.recv().await {
            if let Err(error) = self.advance(event).await {
                tracing::warn!("terminal {}: {error}", self.number);
            }
        }
    }

    async fn advance(&mut self, event: Event) -> Result<(), Failure> {
        let next = self.next(self.phase.clone(), event).await?;
        self.phase = next;
        Ok(())
    }

    async fn next(&self, phase: Phase, event: Event) -> Result<Phase, Failure> {
        match (phase, event) {
            (Phase::Idle, Event::Scan(article)) => Ok(Phase::Scanning(vec![article])),
            (Phase::Scanning(mut articles), Event::Scan(article)) => {
                articles.push(article);
                Ok(Phase::Scanning(articles))
            }
            (Phase::Scanning(articles), Event::Pay) => {
                let (sum,): (i64,) = sqlx::query_as("select sum(cents) from articles where id = any($1)")
                    .bind(articles)
                    .fetch_one(&self.pool)
                    .await?;
                Ok(Phase::Paying(sum))
            }
            (Phase::Paying(sum), Event::Paid) => {
                sqlx::query("insert into takings (terminal, cents) values ($1, $2)")
                    .bind(self.number)
                    .bind(sum)
                    .execute(&self.pool)
                    .await?;
                Ok(Phase::Idle)
            }
            _ => Err(Failure::Refused),
        }
    }
}

/// Prices whose labels must be printed anew. At start all of them are.
pub struct Labels {
    pool: PgPool,
    stale: Mutex<HashSet<i64>>,
}

impl Labels {
    pub async fn load(pool: PgPool) -> Result<Self, Failure> {
        let all: Vec<(i64,)> = sqlx::query_as("select id from articles").fetch_all(&pool).await?;
        Ok(Self { pool, stale: Mutex::new(all.into_iter().map(|(id,)| id).collect()) })
    }

    pub async fn touch(&self, article: i64) {
        self.stale.lock().await.insert(article);
    }

    pub async fn print(&self) -> Result<usize, Failure> {
        let mut stale = self.stale.lock().await;
        let ids: Vec<i64> = stale.iter().copied().collect();
        self.enqueue(&ids).await?;
        stale.clear();
        Ok(ids.len())
    }

    async fn enqueue(&self, ids: &[i64]) -> Result<(), Failure> {
        sqlx::query("insert into print_jobs (article) select unnest($1)")
            .bind(ids)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    pub async fn run(self) -> Result<(), Failure> {
        loop {
            tokio::time::sleep(Duration::from_secs(60)).await;
            match self.print().await {
                Ok(count) => tracing::info!("{count} labels"),
                Err(error) => tracing::warn!("labels wait: {error}"),
            }
        }
    }
}
