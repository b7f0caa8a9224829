use std::io;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures::{SinkExt, StreamExt};
use tokio::fs::File;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::{Mutex, Notify, mpsc, watch};
use tokio::task::JoinSet;
use tokio_util::codec::{Framed, LengthDelimitedCodec};

use crate::ingest::Frame;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Keeps frames that could not be read, for somebody to look at.
pub async fn again(
    pool: sqlx::PgPool,
    frames: flume::Receiver<Frame>,
    mut stop: watch::Receiver<bool>,
) -> Result<(), Failure> {
    loop {
        tokio::select! {
            frame = frames.recv_async() => {
                let frame = frame?;
                keep(&pool, &frame).await?;
            }
            _ = stop.changed() => return Ok(()),
        }
    }
}

async fn keep(pool: &sqlx::PgPool, frame: &Frame) -> Result<(), sqlx::Error> {
    sqlx::query("insert into broken (meter, body) values ($1, $2)")
        .bind(frame.meter as i64)
        .bind(&frame.body)
        .execute(pool)
        .await?;
    Ok(())
}

/// The connection to the head office.
pub struct Uplink {
    framed: Framed<TcpStream, LengthDelimitedCodec>,
    orders: mpsc::Receiver<Bytes>,
    inbox: mpsc::Sender<BytesMut>,
}

impl Uplink {
    pub async fn run(mut self) -> Result<(), Failure> {
        loop {
            tokio::select! {
                arrived = self.framed.next() => {
                    let Some(arrived) = arrived else { return Ok(()) };
                    self.inbox.send(arrived?).await?;
                }
                order = self.orders.recv() => {
                    let Some(order) = order else { return Ok(()) };
                    self.framed.send(order).await?;
                }
            }
        }
    }
}

/// What has to be written to the journal, shared by those who write it.
#[derive(Default)]
pub struct Outgoing {
    lines: Mutex<Vec<String>>,
    wake: Notify,
}

impl Outgoing {
    pub async fn write(&self, journal: &mut File) -> io::Result<()> {
        let mut lines = self.lines.lock().await;
        for line in lines.iter() {
            journal.write_all(line.as_bytes()).await?;
        }
        journal.sync_data().await?;
        lines.clear();
        Ok(())
    }
}

pub async fn journal(
    outgoing: Arc<Outgoing>,
    mut journal: File,
    mut stop: watch::Receiver<bool>,
) -> io::Result<()> {
    loop {
        tokio::select! {
            () = outgoing.wake.notified() => outgoing.write(&mut journal).await?,
            _ = stop.changed() => return Ok(()),
        }
    }
}

/// Reports of measurements that run in tasks of their own, in the order in which they end.
pub async fn results(
    mut running: JoinSet<u64>,
    totals: mpsc::Sender<u64>,
    mut starts: mpsc::Receiver<u64>,
) -> Result<(), Failure> {
    loop {
        tokio::select! {
            Some(result) = running.join_next() => totals.send(result?).await?,
            start = starts.recv() => {
                let Some(start) = start else { return Ok(()) };
                running.spawn(measure(start));
            }
        }
    }
}

async fn measure(start: u64) -> u64 {
    tokio::time::sleep(Duration::from_millis(start)).await;
    start
}
