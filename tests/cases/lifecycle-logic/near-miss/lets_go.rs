//! Aborting, cancelling, telling the owner, removing one's own file.

use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::{Notify, mpsc};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub struct Guard {
    task: JoinHandle<()>,
    stop: CancellationToken,
    freed: mpsc::UnboundedSender<u64>,
    wake: Arc<Notify>,
    file: PathBuf,
    id: u64,
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.stop.cancel();
        self.task.abort();
        self.wake.notify_one();
        let _ = self.freed.send(self.id);
        let _ = std::fs::remove_file(&self.file);
    }
}

/// Undoes what was begun.
pub struct Snapshot {
    store: rusqlite::Connection,
    kept: bool,
}

impl Drop for Snapshot {
    fn drop(&mut self) {
        if !self.kept {
            let _ = self.store.execute("delete from snapshots", []);
        }
    }
}

/// Makes room for others before it blocks.
pub struct Socket {
    runtime: tokio::runtime::Handle,
}

impl Drop for Socket {
    fn drop(&mut self) {
        tokio::task::block_in_place(|| self.runtime.block_on(async {}));
    }
}

pub struct Worker;

impl Worker {
    /// No `Drop`, though the name is the same.
    pub fn drop(self) -> JoinHandle<()> {
        tokio::spawn(async {})
    }
}

/// A wake-up without a value, and a thread's channel that never fills.
pub struct Handle {
    closed: std::sync::mpsc::SyncSender<()>,
    ended: std::sync::mpsc::Sender<u64>,
    done: crossbeam_channel::Sender<u64>,
}

pub fn handles(closed: std::sync::mpsc::SyncSender<()>, ended: std::sync::mpsc::Sender<u64>) -> Handle {
    let (done, _all) = crossbeam_channel::unbounded();
    Handle { closed, ended, done }
}

impl Drop for Handle {
    fn drop(&mut self) {
        let _ = self.closed.send(());
        let _ = self.ended.send(1);
        let _ = self.done.send(1);
    }
}

/// The stop hook starts what only says goodbye.
pub struct Greeter;

impl actix::Actor for Greeter {
    type Context = actix::Context<Self>;

    fn stopped(&mut self, _: &mut Self::Context) {
        actix::spawn(async {
            tracing::info!("stopped");
        });
    }
}

/// An order to stop that carries nothing, to a worker of its own.
pub enum Order {
    Work(u64),
    Close,
}

pub struct Worked {
    orders: std::sync::mpsc::SyncSender<Order>,
}

impl Worked {
    pub fn work(&self, on: u64) {
        let _ = self.orders.send(Order::Work(on));
    }
}

impl Drop for Worked {
    fn drop(&mut self) {
        let _ = self.orders.send(Order::Close);
    }
}

/// The shutdown waits for the tracker, and with it for what this starts.
pub struct Exporter {
    ends: tokio_util::task::TaskTracker,
}

impl Drop for Exporter {
    fn drop(&mut self) {
        self.ends.spawn(async {
            tracing::info!("exported");
        });
    }
}

pub async fn shut_down(ends: tokio_util::task::TaskTracker) {
    ends.close();
    ends.wait().await;
}

/// An order to stop through a helper that sends whatever it is given.
pub enum Wish {
    Say(String),
    Stop,
}

pub struct Program {
    wishes: std::sync::mpsc::SyncSender<Wish>,
}

impl Program {
    fn submit(&self, wish: Wish) -> bool {
        self.wishes.send(wish).is_ok()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if self.submit(Wish::Stop) {
            tracing::warn!("stopped while it ran");
        }
    }
}

/// What stands in tests alone is no part of what runs.
pub struct Watched {
    seen: Arc<Notify>,
}

impl Drop for Watched {
    fn drop(&mut self) {
        #[cfg(test)]
        if let Ok(handle) = std::env::var("SEEN") {
            tokio::spawn(async move { drop(handle) });
        }
        self.seen.notify_one();
    }
}

/// A runtime that lives as long as the program ends what it is given.
static BACKGROUND: std::sync::LazyLock<tokio::runtime::Runtime> =
    std::sync::LazyLock::new(|| tokio::runtime::Runtime::new().expect("threads can be started"));

pub struct Background;

impl Background {
    pub fn instance() -> &'static tokio::runtime::Runtime {
        &BACKGROUND
    }
}

pub struct Opened {
    id: u64,
}

impl Drop for Opened {
    fn drop(&mut self) {
        let id = self.id;
        drop(BACKGROUND.spawn(async move { tell(id).await }));
    }
}

pub struct Shared {
    id: u64,
}

impl Drop for Shared {
    fn drop(&mut self) {
        let id = self.id;
        drop(Background::instance().spawn(async move { tell(id).await }));
    }
}

async fn tell(id: u64) {
    tracing::info!("{id}");
}

/// Wakes the thread that accepts.
pub struct Listening {
    address: std::net::SocketAddr,
}

impl Drop for Listening {
    fn drop(&mut self) {
        let _ = std::net::TcpStream::connect(self.address);
    }
}

/// The drop is a last try: rows are sent as they come.
pub struct Sending {
    address: std::net::SocketAddr,
    rows: Vec<String>,
}

impl Sending {
    pub fn send(&mut self) -> std::io::Result<()> {
        use std::io::Write;
        let mut stream = std::net::TcpStream::connect(self.address)?;
        for row in self.rows.drain(..) {
            writeln!(stream, "{row}")?;
        }
        stream.flush()
    }
}

pub fn end(mut sending: Sending) -> std::io::Result<()> {
    sending.send()
}

impl Drop for Sending {
    fn drop(&mut self) {
        if let Err(error) = self.send() {
            tracing::error!("rows lost: {error}");
        }
    }
}
