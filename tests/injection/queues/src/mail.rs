//! Mail that goes out; what the server refuses is tried again.

use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{MissedTickBehavior, interval, timeout};

use crate::{Sheet, load, save};

type Failure = Box<dyn std::error::Error + Send + Sync>;

pub struct Mailer {
    pool: sqlx::PgPool,
    inbox: mpsc::Receiver<Sheet>,
    again: Vec<Sheet>,
}

impl Mailer {
    pub async fn open(pool: sqlx::PgPool, inbox: mpsc::Receiver<Sheet>) -> Result<Self, sqlx::Error> {
        let again = load(&pool).await?.into();
        Ok(Self { pool, inbox, again })
    }

    pub async fn run(mut self) -> Result<(), Failure> {
        let mut retry = interval(Duration::from_secs(30));
        retry.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                sheet = self.inbox.recv() => match sheet {
                    Some(sheet) => self.deliver(sheet).await?,
                    None => return Ok(()),
                },
                _ = retry.tick() => {
                    let sheets = std::mem::take(&mut self.again);
                    for sheet in sheets {
                        self.deliver(sheet).await?;
                    }
                }
            }
        }
    }

    async fn deliver(&mut self, sheet: Sheet) -> Result<(), Failure> {
        let sent = timeout(Duration::from_secs(5), send(&sheet)).await;
        if !matches!(sent, Ok(Ok(()))) {
            tracing::warn!("{} is tried again", sheet.id);
            timeout(Duration::from_secs(3), save(&self.pool, &sheet)).await??;
            self.again.push(sheet);
        }
        Ok(())
    }
}

async fn send(sheet: &Sheet) -> Result<(), std::io::Error> {
    let mut server = TcpStream::connect("mail:25").await?;
    server.write_all(sheet.text.as_bytes()).await?;
    server.shutdown().await
}

/// The way in for those who want to know that their sheet is safe.
pub struct Gateway {
    pool: sqlx::PgPool,
    sheets: mpsc::Sender<Sheet>,
}

impl Gateway {
    pub fn new(pool: sqlx::PgPool, sheets: mpsc::Sender<Sheet>) -> Self {
        Self { pool, sheets }
    }

    pub async fn serve(self, mut requests: mpsc::Receiver<(Sheet, oneshot::Sender<()>)>) -> Result<(), Failure> {
        while let Some((sheet, safe)) = requests.recv().await {
            timeout(Duration::from_secs(3), save(&self.pool, &sheet)).await??;
            self.sheets.send(sheet).await.map_err(|_| "the mailer is gone")?;
            if safe.send(()).is_err() {
                tracing::debug!("nobody waits");
            }
        }
        Ok(())
    }
}

pub async fn start(
    pool: sqlx::PgPool,
    requests: mpsc::Receiver<(Sheet, oneshot::Sender<()>)>,
) -> Result<(), Failure> {
    let (sheets, inbox) = mpsc::channel(32);
    let gateway = Gateway::new(pool.clone(), sheets);
    let mailer = Mailer::open(pool, inbox).await?;
    let mut tasks = tokio::task::JoinSet::new();
    tasks.spawn(gateway.serve(requests));
    tasks.spawn(mailer.run());
    while let Some(ended) = tasks.join_next().await {
        ended??;
    }
    Ok(())
}
