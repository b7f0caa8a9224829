//! A worker that runs what others send it dies of the first panic.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use tokio::sync::mpsc;

type Job = Box<dyn FnOnce() + Send + 'static>;

pub struct Worker {
    jobs: mpsc::UnboundedSender<Job>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Worker {
    pub fn new(name: &str) -> Self {
        let (jobs, mut received) = mpsc::unbounded_channel::<Job>();
        let thread = std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || { //~ orphan-task: a panic of what it is given to run
                while let Some(job) = received.blocking_recv() {
                    job();
                }
            })
            .unwrap_or_else(|error| panic!("no thread {name}: {error}"));
        Self { jobs, thread: Some(thread) }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        if let Some(thread) = self.thread.take() {
            let _ = thread.join(); //~ lifecycle-logic: this `drop` waits for a thread
        }
    }
}

pub fn pool(size: usize) -> std::sync::mpsc::Sender<Job> {
    let (jobs, received) = std::sync::mpsc::channel::<Job>();
    let received = Arc::new(Mutex::new(received));
    for _ in 0..size {
        let received = Arc::clone(&received);
        std::thread::spawn(move || { //~ orphan-task: a panic of what it is given to run
            loop {
                let Ok(job) = received.lock().unwrap().recv() else {
                    break;
                };
                job();
            }
        });
    }
    jobs
}

type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

pub fn in_turn() -> mpsc::Sender<Work> {
    let (queue, mut received) = mpsc::channel::<Work>(16);
    tokio::spawn(async move { //~ orphan-task: a panic of what it is given to run
        while let Some(work) = received.recv().await {
            work.await;
        }
    });
    queue
}
