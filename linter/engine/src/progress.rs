//! How far a run is, for whoever watches.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Written by the run, read from another thread at any time.
#[derive(Debug, Default)]
pub struct Progress {
    stage: Mutex<&'static str>,
    done: AtomicUsize,
    total: AtomicUsize,
}

impl Progress {
    /// Begins a stage of `total` steps; 0 when their number is not known.
    pub fn begin(&self, stage: &'static str, total: usize) {
        let mut held = self
            .stage
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        *held = stage;
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    /// One step of the stage is done.
    pub fn step(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    /// The stage, and how many of how many steps are done.
    pub fn now(&self) -> (&'static str, usize, usize) {
        let stage = *self
            .stage
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        (
            stage,
            self.done.load(Ordering::Relaxed),
            self.total.load(Ordering::Relaxed),
        )
    }
}
