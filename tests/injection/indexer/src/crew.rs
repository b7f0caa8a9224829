//! Threads, and who looks after them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::Broken;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    Compact,
    Expire,
    Verify,
}

#[derive(Clone, Copy, Debug)]
pub enum OnFailure {
    RestartOne,
    RestartAll,
}

#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub restarts: usize,
    pub within: Duration,
    pub pause: Duration,
    pub on_failure: OnFailure,
}

type Thread = JoinHandle<Result<(), Broken>>;

/// The threads, by what they do.
pub struct Crew {
    limits: Limits,
    threads: Mutex<HashMap<Role, Thread>>,
}

impl Crew {
    pub fn new(limits: Limits) -> Arc<Self> {
        Arc::new(Self { limits, threads: Mutex::default() })
    }

    /// Starts a thread that does its work again when it fails, as often as the limits allow.
    pub fn start(&self, role: Role) -> Result<(), Broken> {
        let limits = self.limits;
        let thread = std::thread::Builder::new()
            .name(format!("{role:?}"))
            .spawn(move || again_and_again(limits, role))?;
        self.adopt(role, thread)
    }

    /// Looks after a thread that somebody else has started.
    pub fn adopt(&self, role: Role, thread: Thread) -> Result<(), Broken> {
        let mut threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        match threads.insert(role, thread) {
            Some(_) => Err(Broken::Crashed(format!("{role:?} is there twice, one of them"))),
            None => Ok(()),
        }
    }

    /// Waits for the end of a thread.
    pub fn wait(&self, role: Role) -> Result<(), Broken> {
        let mut threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        let thread = threads.remove(&role).ok_or(Broken::Gone("the thread"))?;
        drop(threads);
        thread.join().map_err(|_| Broken::Crashed(format!("{role:?}")))?
    }
}

fn again_and_again(limits: Limits, role: Role) -> Result<(), Broken> {
    let mut failures: Vec<Instant> = Vec::new();
    loop {
        let Err(error) = work(role) else { return Ok(()) };
        tracing::warn!("{role:?}: {error}, then {:?}", limits.on_failure);
        let now = Instant::now();
        failures.retain(|failure| now.duration_since(*failure) < limits.within);
        failures.push(now);
        if failures.len() > limits.restarts {
            return Err(error);
        }
        std::thread::sleep(limits.pause);
    }
}

fn work(role: Role) -> Result<(), Broken> {
    let index = rusqlite::Connection::open("index.db")?;
    let statement = match role {
        Role::Compact => "vacuum",
        Role::Expire => "delete from lines where seen < date('now', '-30 days')",
        Role::Verify => "pragma quick_check",
    };
    loop {
        index.execute_batch(statement)?;
        std::thread::sleep(Duration::from_secs(3600));
    }
}

/// Something that is checked by a thread of its own.
pub struct Probe {
    crew: Weak<Crew>,
    name: String,
}

impl Probe {
    pub fn new(crew: &Arc<Crew>, name: String) -> Self {
        Self { crew: Arc::downgrade(crew), name }
    }

    pub fn begin(&self) -> Result<(), Broken> {
        let crew = self.crew.upgrade().ok_or(Broken::Gone("the crew"))?;
        let name = self.name.clone();
        let thread = std::thread::Builder::new().spawn(move || check(&name))?;
        crew.adopt(Role::Verify, thread)
    }
}

fn check(name: &str) -> Result<(), Broken> {
    loop {
        let size = std::fs::metadata(name)?.len();
        tracing::debug!("{name} has {size} bytes");
        std::thread::sleep(Duration::from_secs(10));
    }
}
