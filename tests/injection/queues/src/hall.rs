//! The hall: a loop whose state is a local, with a clock that starts the presses.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval, timeout};

use crate::{Sheet, load, save};

type Failure = Box<dyn std::error::Error + Send + Sync>;

pub struct Order {
    pub sheet: Sheet,
    pub done: oneshot::Sender<()>,
}

pub fn open(pool: sqlx::PgPool) -> (mpsc::Sender<Order>, JoinHandle<Result<(), Failure>>) {
    let (orders, inbox) = mpsc::channel(64);
    (orders, tokio::spawn(run(pool, inbox)))
}

async fn run(pool: sqlx::PgPool, mut inbox: mpsc::Receiver<Order>) -> Result<(), Failure> {
    let mut open: BTreeMap<i64, Sheet> = load(&pool).await?.into_iter().map(|sheet| (sheet.id, sheet)).collect();
    let mut clock = interval(Duration::from_secs(5));
    clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            order = inbox.recv() => {
                let Some(Order { sheet, done }) = order else { return Ok(()) };
                timeout(Duration::from_secs(3), save(&pool, &sheet)).await??;
                open.insert(sheet.id, sheet);
                if done.send(()).is_err() {
                    tracing::debug!("nobody waits");
                }
            }
            _ = clock.tick() => {
                if let Some((_, sheet)) = open.pop_first() {
                    timeout(Duration::from_secs(3), press(&sheet)).await??;
                }
            }
        }
    }
}

async fn press(sheet: &Sheet) -> Result<(), std::io::Error> {
    let mut stream = TcpStream::connect("press:9100").await?;
    stream.write_all(sheet.text.as_bytes()).await?;
    stream.shutdown().await
}
