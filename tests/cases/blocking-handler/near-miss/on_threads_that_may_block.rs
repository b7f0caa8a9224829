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
