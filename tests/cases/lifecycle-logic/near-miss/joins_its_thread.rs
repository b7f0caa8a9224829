//! A `drop` that tells its own thread to stop and waits for it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

/// The thread knows nothing of its owner.
pub struct Monitor {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Monitor {
    pub fn start() -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = stop.clone();
        let thread = thread::spawn(move || {
            while !stopped.load(Ordering::Acquire) {
                thread::sleep(std::time::Duration::from_secs(1));
            }
        });
        Self {
            stop,
            thread: Some(thread),
        }
    }
}

impl Drop for Monitor {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Release);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// What it shares with its thread is not what is dropped.
pub struct Writer {
    inner: Arc<Inner>,
    lines: Option<Sender<String>>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Inner {
    written: Mutex<Vec<String>>,
}

impl Writer {
    pub fn start() -> Self {
        let inner = Arc::new(Inner::default());
        let (lines, inbox) = mpsc::channel::<String>();
        let shared = Arc::clone(&inner);
        let thread = thread::spawn(move || {
            for line in inbox {
                shared.written.lock().unwrap().push(line);
            }
        });
        Self {
            inner,
            lines: Some(lines),
            thread: Some(thread),
        }
    }

    pub fn written(&self) -> usize {
        self.inner.written.lock().unwrap().len()
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.lines.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// It looks on which thread it runs.
pub struct Worker {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    pub fn start() -> Self {
        let (jobs, inbox) = mpsc::channel::<Job>();
        let thread = thread::spawn(move || { //~ orphan-task: a panic of what it is given to run
            while let Ok(job) = inbox.recv() {
                job();
            }
        });
        Self {
            jobs: Some(jobs),
            thread: Some(thread),
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take()
            && thread.thread().id() != thread::current().id()
        {
            let _ = thread.join();
        }
    }
}

/// The runtime is the thread's own, and only the thread's future runs on it.
pub struct Service {
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Service {
    pub fn start() -> Self {
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let thread = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            let _ = runtime.block_on(stopped);
        });
        Self {
            stop: Some(stop),
            thread: Some(thread),
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
