//! Packets that come without a connection, and lines of other houses.

use std::sync::Arc;

use bytes::Bytes;
use sqlx::PgPool;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::{TcpStream, UdpSocket};
use tokio::sync::mpsc;

use crate::{Broken, Packet};

/// A datagram is a topic, a blank and a payload.
fn read(datagram: &[u8]) -> Option<Packet> {
    let text = std::str::from_utf8(datagram).ok()?;
    let (topic, payload) = text.split_once(' ')?;
    Some(Packet { topic: topic.to_owned(), payload: Bytes::copy_from_slice(payload.as_bytes()) })
}

async fn store(pool: &PgPool, packet: &Packet) -> Result<(), Broken> {
    sqlx::query("insert into datagrams (topic, payload) values ($1, $2)")
        .bind(&packet.topic)
        .bind(&packet.payload[..])
        .execute(pool)
        .await?;
    Ok(())
}

pub async fn datagrams(socket: UdpSocket, pool: PgPool) -> Result<(), Broken> {
    let (queue, mut waiting) = mpsc::channel(1024);
    let receive = async move {
        let mut buffer = [0; 1500];
        loop {
            let (length, _) = socket.recv_from(&mut buffer).await?;
            if let Some(packet) = read(&buffer[..length]) {
                queue.send(packet).await.map_err(|_| Broken::Gone)?;
            }
        }
    };
    let write = async move {
        while let Some(packet) = waiting.recv().await {
            store(&pool, &packet).await?;
        }
        Ok(())
    };
    let receive: tokio::task::JoinHandle<Result<(), Broken>> = tokio::spawn(receive);
    tokio::select! {
        ended = receive => ended.map_err(|_| Broken::Gone)?,
        ended = write => ended,
    }
}

/// Lines of another house, by flume.
pub struct Lines {
    stream: TcpStream,
    lines: flume::Sender<String>,
}

impl Lines {
    pub async fn run(self) -> Result<(), Broken> {
        let mut lines = BufReader::new(self.stream).lines();
        while let Some(line) = lines.next_line().await? {
            self.lines.send_async(line).await.map_err(|_| Broken::Gone)?;
        }
        Ok(())
    }
}

pub async fn lines(stream: TcpStream, pool: PgPool) -> Result<(), Broken> {
    let (lines, waiting) = flume::bounded(256);
    let reading = tokio::spawn(Lines { stream, lines }.run());
    while let Ok(line) = waiting.recv_async().await {
        if let Some(packet) = read(line.as_bytes()) {
            store(&pool, &packet).await?;
        }
    }
    reading.await.map_err(|_| Broken::Gone)?
}

/// Alarms of the sensors, by async-channel: two write to the database.
pub async fn alarms(socket: Arc<UdpSocket>, pool: PgPool) -> Result<(), Broken> {
    let (alarms, waiting) = async_channel::bounded::<Packet>(64);
    let mut writers = tokio::task::JoinSet::new();
    for _ in 0..2 {
        writers.spawn(write_alarms(waiting.clone(), pool.clone()));
    }
    let mut buffer = [0; 256];
    loop {
        tokio::select! {
            received = socket.recv_from(&mut buffer) => {
                let (length, _) = received?;
                if let Some(packet) = read(&buffer[..length]) {
                    alarms.send(packet).await.map_err(|_| Broken::Gone)?;
                }
            }
            Some(ended) = writers.join_next() => return ended.map_err(|_| Broken::Gone)?,
        }
    }
}

async fn write_alarms(waiting: async_channel::Receiver<Packet>, pool: PgPool) -> Result<(), Broken> {
    while let Ok(alarm) = waiting.recv().await {
        store(&pool, &alarm).await?;
    }
    Ok(())
}

/// Votes of the doors, by kanal.
pub async fn votes(socket: UdpSocket, pool: PgPool) -> Result<(), Broken> {
    let (votes, waiting) = kanal::bounded_async::<Packet>(64);
    let counting = tokio::spawn(async move {
        while let Ok(vote) = waiting.recv().await {
            store(&pool, &vote).await?;
        }
        Ok(())
    });
    let mut buffer = [0; 64];
    while let Ok((length, _)) = socket.recv_from(&mut buffer).await {
        if let Some(packet) = read(&buffer[..length]) {
            votes.send(packet).await.map_err(|_| Broken::Gone)?;
        }
    }
    drop(votes);
    counting.await.map_err(|_| Broken::Gone)?
}
