//! A worker that survives the panics of what others send it: who sent it learns of that where the answer would come.

use std::panic::AssertUnwindSafe;
use std::sync::mpsc;

use tokio::sync::oneshot;

type Job = Box<dyn FnOnce() + Send + 'static>;

pub struct Worker {
    jobs: mpsc::Sender<Job>,
}

impl Worker {
    pub fn new() -> Self {
        let (jobs, received) = mpsc::channel::<Job>();
        std::thread::spawn(move || {
            while let Ok(job) = received.recv() {
                let _ = std::panic::catch_unwind(AssertUnwindSafe(job));
            }
        });
        Self { jobs }
    }

    pub fn run<R: Send + 'static>(&self, work: impl FnOnce() -> R + Send + 'static) -> oneshot::Receiver<R> {
        let (reply, answer) = oneshot::channel();
        let job: Job = Box::new(move || {
            let _ = reply.send(work());
        });
        if self.jobs.send(job).is_err() {
            tracing::error!("the worker is gone");
        }
        answer
    }
}
