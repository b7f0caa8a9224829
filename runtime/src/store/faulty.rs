//! A backend that fails on purpose. Behind the feature `testing`.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::backend::{
    Backend, Commit, Declaration, Halves, Mismatch, ObjectId, OperationId, Recorded, Ring, Verdict,
    WriteHalf,
};
use crate::scheduler::clock::Clock;

use super::error::{GroupError, OpenError, text};

/// What befalls a group of commits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    None,
    /// A full disk: not applied, and the next group is tried.
    Full,
    /// A failed write: not applied, and the store is broken.
    Write,
    /// A failed sync of what is lost then: unknown, not applied, and the store is broken.
    Sync,
    /// A failed sync of what is there all the same: unknown, applied, and the store is broken.
    LateSync,
    /// A panic before anything was done: unknown, not applied, and the store is broken.
    Panic,
}

/// The faults to come.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    groups: Arc<Mutex<VecDeque<Fault>>>,
    // otplint: allow(volatile-state, reason = "tests only: faults to come are no work")
    openings: Arc<Mutex<VecDeque<OpenError>>>,
}

impl Faults {
    /// This befalls the group after those that have a fault already.
    pub fn befall(&self, fault: Fault) {
        self.groups
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push_back(fault);
    }

    /// The next opening fails with this.
    pub fn refuse_opening(&self, error: OpenError) {
        self.openings
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push_back(error);
    }

    fn next(&self) -> Fault {
        let mut groups = self.groups.lock().unwrap_or_else(PoisonError::into_inner);
        groups.pop_front().unwrap_or(Fault::None)
    }
}

/// A backend around another one.
#[derive(Debug)]
pub struct Faulty<B> {
    inner: B,
    faults: Faults,
}

impl<B> Faulty<B> {
    /// The backend with these faults.
    pub fn new(inner: B, faults: Faults) -> Self {
        Self { inner, faults }
    }
}

impl<B: Backend> Backend for Faulty<B> {
    fn open(&mut self, first: bool) -> Result<Halves, OpenError> {
        let refused = self
            .faults
            .openings
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop_front();
        if let Some(error) = refused {
            return Err(error);
        }
        let Halves { write, read } = self.inner.open(first)?;
        let write = Box::new(FaultyHalf {
            inner: write,
            faults: self.faults.clone(),
        });
        Ok(Halves { write, read })
    }

    fn readers(&self) -> usize {
        self.inner.readers()
    }

    fn is_shared(&self) -> bool {
        self.inner.is_shared()
    }

    fn longest_transaction(&self) -> Duration {
        self.inner.longest_transaction()
    }

    fn clock(&self) -> Option<Arc<dyn Clock>> {
        self.inner.clock()
    }

    fn listen(&mut self, ring: Ring) {
        self.inner.listen(ring);
    }
}

struct FaultyHalf {
    inner: Box<dyn WriteHalf>,
    faults: Faults,
}

impl WriteHalf for FaultyHalf {
    fn commit(&mut self, group: &[Arc<Commit>]) -> Result<Vec<Verdict>, GroupError> {
        let failed = |unknown, broken, reason: &str| GroupError {
            unknown,
            broken,
            source: text(reason),
        };
        match self.faults.next() {
            Fault::None => self.inner.commit(group),
            Fault::Full => Err(failed(false, false, "the disk is full")),
            Fault::Write => Err(failed(false, true, "the disk does not write")),
            Fault::Sync => Err(failed(true, true, "the disk does not sync")),
            Fault::LateSync => {
                self.inner.commit(group)?;
                Err(failed(true, true, "the disk does not sync"))
            }
            Fault::Panic => panic!("the backend fails on purpose"),
        }
    }

    fn declare(&mut self, wanted: &Declaration) -> Result<Result<ObjectId, Mismatch>, GroupError> {
        self.inner.declare(wanted)
    }

    fn outcome(
        &mut self,
        namespace: &str,
        id: &OperationId,
    ) -> Result<Option<Recorded>, GroupError> {
        self.inner.outcome(namespace, id)
    }

    fn tidy(&mut self) -> Result<(), GroupError> {
        self.inner.tidy()
    }

    fn close(&mut self) -> Result<(), GroupError> {
        self.inner.close()
    }
}
