//! The airport: otp-runtime, and a small framework of its own for the runway.

use std::future::Future;

use otp_runtime::mailbox::Address;
use otp_runtime::server::{Context, Server};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::{Letter, Refused, register};

pub struct Sorter {
    pool: sqlx::PgPool,
}

impl Server for Sorter {
    type Args = sqlx::PgPool;
    type Message = Letter;
    type Error = sqlx::Error;

    async fn init(pool: sqlx::PgPool, _: &mut Context<Self>) -> Result<Self, sqlx::Error> {
        Ok(Self { pool })
    }

    async fn handle(&mut self, letter: Letter, _: &mut Context<Self>) -> Result<(), sqlx::Error> {
        register(&self.pool, &letter).await
    }
}

pub struct Counter {
    pub sorter: Address<Letter>,
}

impl Counter {
    pub async fn accept(&self, letter: Letter) -> Result<(), Refused> {
        self.sorter.cast(letter).await.map_err(|_| Refused::Gone)?;
        Ok(())
    }

    pub fn accept_now(&self, letter: Letter) -> Result<(), Refused> {
        self.sorter.try_cast(letter).map_err(|_| Refused::Full)?;
        Ok(())
    }
}

/// What works on the runway.
pub trait Worker: Send + 'static {
    type Job: Send + 'static;

    fn work(&mut self, job: Self::Job) -> impl Future<Output = Result<(), Refused>> + Send;
}

/// The way to a worker.
pub struct Radio<W: Worker> {
    jobs: mpsc::Sender<W::Job>,
}

impl<W: Worker> Radio<W> {
    pub async fn tell(&self, job: W::Job) -> Result<(), Refused> {
        self.jobs.send(job).await.map_err(|_| Refused::Gone)
    }
}

pub fn employ<W: Worker>(mut worker: W) -> (Radio<W>, JoinHandle<Result<(), Refused>>) {
    let (jobs, mut todo) = mpsc::channel(8);
    let task = tokio::spawn(async move {
        while let Some(job) = todo.recv().await {
            worker.work(job).await?;
        }
        Ok(())
    });
    (Radio { jobs }, task)
}

pub struct Loader {
    pub pool: sqlx::PgPool,
}

impl Worker for Loader {
    type Job = Letter;

    async fn work(&mut self, letter: Letter) -> Result<(), Refused> {
        register(&self.pool, &letter).await?;
        Ok(())
    }
}

pub struct Gate {
    pub loader: Radio<Loader>,
}

impl Gate {
    pub async fn accept(&self, letter: Letter) -> Result<(), Refused> {
        self.loader.tell(letter).await?;
        Ok(())
    }
}
