//! Threads and pools for blocking work, and facades that no async code calls.
use std::sync::mpsc;
use std::time::Duration;

pub fn poll() -> std::thread::JoinHandle<()> {
    std::thread::spawn(|| {
        loop {
            std::thread::sleep(Duration::from_secs(1));
        }
    })
}

pub async fn read(path: String) -> Option<String> {
    tokio::task::spawn_blocking(move || slow(&path)).await.ok()
}

pub async fn in_place(path: String) -> String {
    tokio::task::block_in_place(|| slow(&path))
}

fn slow(path: &str) -> String {
    std::thread::sleep(Duration::from_secs(1));
    path.to_owned()
}

/// For callers that are not async.
pub struct Facade {
    runtime: tokio::runtime::Runtime,
}

impl Facade {
    pub fn ask(&self, url: &str) -> u64 {
        self.runtime.block_on(answer(url))
    }

    pub fn wait(&self) {
        std::thread::sleep(Duration::from_secs(1));
    }
}

async fn answer(url: &str) -> u64 {
    url.len() as u64
}

/// A runtime of its own on a thread of its own.
pub fn own(inbox: mpsc::Receiver<u64>) -> std::thread::JoinHandle<()> {
    std::thread::spawn(move || {
        futures::executor::block_on(async move {
            while let Ok(number) = inbox.recv() {
                println!("{number}");
            }
        });
    })
}

pub async fn offered(queue: mpsc::Sender<u64>) -> bool {
    queue.send(1).is_ok()
}

pub struct Pool;
impl actix::Actor for Pool {
    type Context = actix::SyncContext<Self>;
}
pub struct Job;
impl actix::Message for Job {
    type Result = ();
}
impl actix::Handler<Job> for Pool {
    type Result = ();
    fn handle(&mut self, _: Job, _: &mut actix::SyncContext<Self>) {
        std::thread::sleep(Duration::from_secs(1));
    }
}

/// Set while the program starts, before anybody asks for it.
static LIMIT: std::sync::OnceLock<u64> = std::sync::OnceLock::new();

pub async fn limit() -> u64 {
    *LIMIT.wait()
}

/// A thread behind a type of the project's own.
pub struct Worker(std::thread::JoinHandle<()>);

impl Worker {
    fn is_finished(&self) -> bool {
        self.0.is_finished()
    }

    fn join(self) -> bool {
        self.0.join().is_ok()
    }
}

/// The thread has ended when it is joined.
pub async fn ended(worker: Worker) -> bool {
    let ended = tokio::time::timeout(Duration::from_secs(3), async {
        while !worker.is_finished() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    });
    ended.await.is_ok() && worker.join()
}
