//! What leaves the house.

use std::time::Duration;

use redis::AsyncCommands as _;
use sqlx::PgPool;
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::net::tcp::OwnedReadHalf;
use tokio::sync::mpsc;
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

use crate::{Broken, Packet};

/// The connection to the head office, over and over.
pub struct Bridge {
    peer: String,
    packets: mpsc::Receiver<Packet>,
    unsent: Option<Packet>,
}

impl Bridge {
    pub fn new(peer: String, packets: mpsc::Receiver<Packet>) -> Self {
        Self { peer, packets, unsent: None }
    }

    pub async fn run(mut self) -> Result<(), Broken> {
        let mut wait = Duration::from_millis(200);
        loop {
            match self.connected(&mut wait).await {
                Ok(()) => return Ok(()),
                Err(error) => tracing::warn!("no bridge to {}: {error}", self.peer),
            }
            sleep(wait).await;
            wait = (wait * 2).min(Duration::from_secs(60));
        }
    }

    async fn connected(&mut self, wait: &mut Duration) -> Result<(), Broken> {
        let stream = timeout(Duration::from_secs(5), TcpStream::connect(&self.peer)).await;
        let mut stream = stream.map_err(|_| Broken::Gone)??;
        greet(&mut stream).await?;
        *wait = Duration::from_millis(200);
        loop {
            if self.unsent.is_none() {
                self.unsent = self.packets.recv().await;
            }
            let Some(packet) = &self.unsent else { return Ok(()) };
            write(&mut stream, packet).await?;
            self.unsent = None;
        }
    }
}

async fn greet(stream: &mut TcpStream) -> Result<(), Broken> {
    stream.write_all(b"broker 1\n").await?;
    match stream.read_u8().await? {
        b'1' => Ok(()),
        _ => Err(Broken::Form),
    }
}

async fn write(stream: &mut TcpStream, packet: &Packet) -> Result<(), Broken> {
    stream.write_u16(packet.topic.len() as u16).await?;
    stream.write_all(packet.topic.as_bytes()).await?;
    stream.write_u16(packet.payload.len() as u16).await?;
    stream.write_all(&packet.payload).await?;
    Ok(())
}

/// Orders of the head office, each of them once. The connection ends with the first that cannot be read.
pub async fn orders(
    mut reader: BufReader<OwnedReadHalf>,
    pool: PgPool,
    beat: async_channel::Receiver<u64>,
) -> Result<(), Broken> {
    let heard = tokio::spawn(async move {
        while let Ok(beat) = beat.recv().await {
            tracing::debug!("beat {beat}");
        }
    });
    while let Ok(order) = reader.read_u64().await {
        sqlx::query("insert into orders (number) values ($1)").bind(order as i64).execute(&pool).await?;
    }
    heard.await.map_err(|_| Broken::Gone)
}

/// Jobs that others lay into a list: it keeps each until it is done.
pub async fn jobs(client: redis::Client, pool: PgPool) -> Result<(), Broken> {
    let mut connection = client.get_multiplexed_async_connection().await?;
    let mut poll = interval(Duration::from_secs(1));
    poll.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut show = interval(Duration::from_secs(30));
    show.set_missed_tick_behavior(MissedTickBehavior::Skip);
    loop {
        tokio::select! {
            _ = poll.tick() => {
                let job: Option<i64> = connection.lindex("jobs", 0).await?;
                if let Some(job) = job {
                    perform(&pool, job).await?;
                    let _: i64 = connection.lrem("jobs", 1, job).await?;
                }
            }
            _ = show.tick() => tracing::info!("waiting for jobs"),
        }
    }
}

async fn perform(pool: &PgPool, job: i64) -> Result<(), Broken> {
    sqlx::query("insert into performed (job) values ($1) on conflict do nothing")
        .bind(job)
        .execute(pool)
        .await?;
    Ok(())
}

/// Sends the counts of the day to a collector that may be away.
pub async fn report(collector: String, counts: Vec<u64>) -> Result<(), Broken> {
    for attempt in 0..5u32 {
        match TcpStream::connect(&collector).await {
            Ok(mut stream) => {
                for count in &counts {
                    stream.write_u64(*count).await?;
                }
                return Ok(());
            }
            Err(error) => tracing::warn!("no collector: {error}"),
        }
        sleep(Duration::from_secs(1 << attempt)).await;
    }
    Err(Broken::Gone)
}
