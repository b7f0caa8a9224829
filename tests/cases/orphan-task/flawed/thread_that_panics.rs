//! A failed write panics, and the thread is gone.

use std::sync::mpsc;

fn start(jobs: mpsc::Receiver<String>) {
    std::thread::spawn(move || { //~ orphan-task: panics and ends this thread
        while let Ok(job) = jobs.recv() {
            std::fs::write("/tmp/job", job).unwrap(); //~ related: a failure panics here
        }
    });
}
