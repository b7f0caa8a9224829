//! A panic of the code of others skips what wakes those who wait.

use std::sync::{Arc, Condvar, Mutex};

use tokio::sync::Notify;

pub trait Actor: Send + 'static {
    fn run(&mut self) -> Result<(), String>;
}

pub fn start<A: Actor>(mut actor: A) -> Arc<(Mutex<bool>, Condvar)> {
    let done = Arc::new((Mutex::new(false), Condvar::new()));
    let completion = Arc::clone(&done);
    let _handle = std::thread::spawn(move || {
        if actor.run().is_err() { //~ orphan-task: whoever waits for that waits for ever
            tracing::trace!("crashed");
        }
        let (lock, wake) = &*completion;
        *lock.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) = true;
        wake.notify_all();
    });
    done
}

pub fn in_background<F: FnOnce() + Send + 'static>(work: F) -> Arc<Notify> {
    let done = Arc::new(Notify::new());
    let finished = Arc::clone(&done);
    tokio::spawn(async move {
        work(); //~ orphan-task: whoever waits for that waits for ever
        finished.notify_one();
    });
    done
}
