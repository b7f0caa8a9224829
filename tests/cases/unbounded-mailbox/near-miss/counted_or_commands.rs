//! What waits is counted, is a command, or weighs nothing; and a method that may be called seldom.
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures::Stream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};

/// A permit for each chunk.
pub fn permitted(mut broker: broker::Consumer, room: Arc<Semaphore>) -> impl Stream<Item = Vec<u8>> {
    let (chunks, mut received) = mpsc::unbounded_channel::<(Vec<u8>, OwnedSemaphorePermit)>();
    drop(tokio::spawn(async move {
        loop {
            let chunk = broker.poll().await;
            let Ok(permit) = room.clone().acquire_owned().await else {
                return;
            };
            if chunks.send((chunk, permit)).is_err() {
                return;
            }
        }
    }));
    async_stream::stream! {
        while let Some((chunk, _permit)) = received.recv().await {
            yield chunk;
        }
    }
}

pub struct Sized {
    queued: Arc<AtomicUsize>,
    chunks: mpsc::UnboundedSender<Vec<u8>>,
}

impl Sized {
    /// It waits while too much is queued.
    pub async fn feed(&self, mut broker: broker::Consumer) {
        loop {
            let chunk: Vec<u8> = broker.poll().await;
            if self.queued.fetch_add(chunk.len(), Ordering::AcqRel) > 1 << 20 {
                broker.pause().await;
            }
            if self.chunks.send(chunk).is_err() {
                return;
            }
        }
    }
}

pub fn sized() -> (Sized, impl Stream<Item = Vec<u8>>) {
    let (chunks, mut received) = mpsc::unbounded_channel();
    let queued = Arc::new(AtomicUsize::new(0));
    let sized = Sized { queued: queued.clone(), chunks };
    let stream = async_stream::stream! {
        while let Some(chunk) = received.recv().await {
            queued.fetch_sub(Vec::len(&chunk), Ordering::AcqRel);
            yield chunk;
        }
    };
    (sized, stream)
}

pub enum Command {
    Attach { name: String },
    Detach { name: String },
    Rename { from: String, to: String },
}

/// Commands are few, whoever gives them.
pub fn commanded(mut console: terminal::Console, grid: grid::Session) {
    let (commands, mut received) = mpsc::unbounded_channel::<Command>();
    drop(tokio::spawn(async move {
        loop {
            let name = console.next_line().await;
            if commands.send(Command::Attach { name }).is_err() {
                return;
            }
        }
    }));
    drop(tokio::spawn(async move {
        while let Some(command) = received.recv().await {
            match command {
                Command::Attach { name } | Command::Detach { name } => grid.toggle(&name).await,
                Command::Rename { from, to } => grid.rename(&from, &to).await,
            }
        }
    }));
}

/// Numbers weigh little.
pub fn levels(mut gauge: meter::Gauge) -> impl Stream<Item = (u64, u64)> {
    let (levels, mut received) = mpsc::unbounded_channel::<(u64, u64)>();
    drop(tokio::spawn(async move {
        loop {
            let level = gauge.next_level().await;
            if levels.send((level, 1)).is_err() {
                return;
            }
        }
    }));
    async_stream::stream! {
        while let Some(level) = received.recv().await {
            yield level;
        }
    }
}

pub struct Saver {
    saved: mpsc::UnboundedSender<String>,
}

impl Saver {
    pub fn start(pool: sqlx::PgPool) -> Self {
        let (saved, mut received) = mpsc::unbounded_channel::<String>();
        drop(tokio::spawn(async move {
            while let Some(name) = received.recv().await {
                if let Err(error) = sqlx::query("insert into saved values ($1)").bind(name).execute(&pool).await {
                    tracing::error!("{error}");
                }
            }
        }));
        Self { saved }
    }

    /// How often it is called nobody knows: that is no proof.
    pub fn save(&self, name: String) {
        if self.saved.send(name).is_err() {
            tracing::error!("nobody saves");
        }
    }
}
