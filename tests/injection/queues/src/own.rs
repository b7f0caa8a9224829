//! A small framework, and a queue on top of it.

use std::collections::VecDeque;
use std::future::Future;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::{Sheet, load, save};

type Failure = Box<dyn std::error::Error + Send + Sync>;

pub trait Behaviour: Send + Sized + 'static {
    type Message: Send + 'static;

    fn on_message(&mut self, message: Self::Message) -> impl Future<Output = Result<(), Failure>> + Send;
}

pub fn launch<B: Behaviour>(mut behaviour: B) -> (mpsc::Sender<B::Message>, JoinHandle<Result<(), Failure>>) {
    let (sender, mut mailbox) = mpsc::channel(32);
    let task = tokio::spawn(async move {
        while let Some(message) = mailbox.recv().await {
            behaviour.on_message(message).await?;
        }
        Ok(())
    });
    (sender, task)
}

pub enum Ask {
    Print(Sheet, oneshot::Sender<()>),
    Next(oneshot::Sender<Option<Sheet>>),
}

pub struct Printer {
    pool: sqlx::PgPool,
    backlog: VecDeque<Sheet>,
}

impl Printer {
    pub async fn start(pool: sqlx::PgPool) -> Result<(mpsc::Sender<Ask>, JoinHandle<Result<(), Failure>>), Failure> {
        let backlog = load(&pool).await?;
        Ok(launch(Self { pool, backlog }))
    }
}

impl Behaviour for Printer {
    type Message = Ask;

    async fn on_message(&mut self, ask: Ask) -> Result<(), Failure> {
        match ask {
            Ask::Print(sheet, done) => {
                timeout(Duration::from_secs(3), save(&self.pool, &sheet)).await??;
                self.backlog.push_back(sheet);
                if done.send(()).is_err() {
                    tracing::debug!("nobody waits");
                }
            }
            Ask::Next(reply) => {
                if reply.send(self.backlog.pop_front()).is_err() {
                    tracing::debug!("nobody waits");
                }
            }
        }
        Ok(())
    }
}
