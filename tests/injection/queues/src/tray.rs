//! A tray: a task with a struct.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::{Sheet, load, save};

type Failure = Box<dyn std::error::Error + Send + Sync>;

enum Request {
    Submit { sheet: Sheet, accepted: oneshot::Sender<bool> },
    Take { reply: oneshot::Sender<Option<Sheet>> },
}

struct Tray {
    pool: sqlx::PgPool,
    sheets: VecDeque<Sheet>,
}

#[derive(Clone)]
pub struct Handle {
    requests: mpsc::Sender<Request>,
}

pub async fn open(pool: sqlx::PgPool) -> Result<(Handle, JoinHandle<Result<(), Failure>>), Failure> {
    let sheets = load(&pool).await?;
    let (requests, inbox) = mpsc::channel(16);
    let task = tokio::spawn(Tray { pool, sheets }.run(inbox));
    Ok((Handle { requests }, task))
}

impl Tray {
    async fn run(mut self, mut inbox: mpsc::Receiver<Request>) -> Result<(), Failure> {
        while let Some(request) = inbox.recv().await {
            match request {
                Request::Submit { sheet, accepted } => {
                    timeout(Duration::from_secs(3), save(&self.pool, &sheet)).await??;
                    self.sheets.push_back(sheet);
                    if accepted.send(true).is_err() {
                        tracing::debug!("whoever submitted has gone");
                    }
                }
                Request::Take { reply } => {
                    if reply.send(self.sheets.pop_front()).is_err() {
                        tracing::debug!("the printer has gone");
                    }
                }
            }
        }
        Ok(())
    }
}

impl Handle {
    pub async fn submit(&self, sheet: Sheet) -> Result<bool, Failure> {
        let (accepted, answer) = oneshot::channel();
        self.requests.send(Request::Submit { sheet, accepted }).await.map_err(|_| "closed")?;
        Ok(timeout(Duration::from_secs(5), answer).await??)
    }

    pub async fn take(&self) -> Result<Option<Sheet>, Failure> {
        let (reply, answer) = oneshot::channel();
        self.requests.send(Request::Take { reply }).await.map_err(|_| "closed")?;
        Ok(timeout(Duration::from_secs(5), answer).await??)
    }
}
