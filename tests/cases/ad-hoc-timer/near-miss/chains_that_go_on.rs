//! The next turn is scheduled whatever this one does; a delayed message can be taken back.

use std::collections::HashMap;
use std::sync::{Arc, Weak};
use std::time::Duration;

use actix::prelude::*;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

struct Sweeper {
    pool: sqlx::PgPool,
}

impl Sweeper {
    async fn turn(self: Arc<Self>) {
        if let Err(error) = sqlx::query("delete from sessions where expired").execute(&self.pool).await {
            tracing::error!("{error}");
        }
        self.again();
    }

    fn again(self: Arc<Self>) {
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_secs(10)).await;
            self.turn().await;
        });
    }

    /// Ends with its owner: on purpose.
    fn while_it_lives(owner: Weak<Self>) {
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_secs(10)).await;
            let Some(_alive) = owner.upgrade() else { return };
            Self::while_it_lives(owner);
        });
    }
}

struct Reporter {
    path: String,
}

impl Actor for Reporter {
    type Context = Context<Self>;
}

impl Reporter {
    fn report(&mut self, context: &mut Context<Self>) {
        context.run_later(Duration::from_secs(10), |reporter, context| reporter.report(context));
        if let Err(error) = std::fs::write(&self.path, "alive") {
            tracing::error!("{error}");
        }
    }
}

async fn tries_again(mut jobs: mpsc::Receiver<String>, again: mpsc::Sender<String>) {
    while let Some(job) = jobs.recv().await {
        if let Err(error) = reqwest::get(&job).await {
            tracing::warn!("{error}");
            let again = again.clone();
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_secs(30)).await;
                let _ = again.send(job).await;
            });
        }
    }
}

async fn run(mut events: mpsc::Receiver<(u64, bool)>, back: mpsc::Sender<u64>) {
    let mut timers: HashMap<u64, JoinHandle<()>> = HashMap::new();
    while let Some((job, started)) = events.recv().await {
        if started {
            let back = back.clone();
            let timer = tokio::spawn(async move {
                tokio::time::sleep(Duration::from_secs(30)).await;
                let _ = back.send(job).await;
            });
            timers.insert(job, timer);
        } else if let Some(timer) = timers.remove(&job) {
            timer.abort();
        }
    }
}
