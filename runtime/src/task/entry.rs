//! The book of running tasks, and the guard by which each task signs off.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::AbortHandle;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::exit::{Exit, ExitReason, Incarnation};
use crate::observe;

/// How many failures are kept for an owner that does not ask for them.
const KEPT_FAILURES: usize = 256;

pub(super) struct Shared {
    pub(super) name: Arc<str>,
    pub(super) limit: usize,
    pub(super) token: CancellationToken,
    /// One permit a task.
    pub(super) room: Arc<Semaphore>,
    /// One permit a piece of blocking work.
    pub(super) blocking: Arc<Semaphore>,
    /// How many tasks run, for those who wait for the last.
    pub(super) count: watch::Sender<usize>,
    pub(super) failed: Notify,
    book: Mutex<Book>,
}

#[derive(Default)]
pub(super) struct Book {
    pub(super) closed: bool,
    next: u64,
    /// In the order in which they were spawned.
    pub(super) running: BTreeMap<u64, Entry>,
    pub(super) failures: VecDeque<Exit>,
    pub(super) lost: u64,
}

pub(super) struct Entry {
    pub(super) name: Arc<str>,
    pub(super) since: Instant,
    /// Missing for the instant between the entry and the spawn.
    pub(super) abort: Option<AbortHandle>,
}

impl Shared {
    pub(super) fn new(name: Arc<str>, limit: usize, blocking: usize) -> Arc<Self> {
        let most = |permits: usize| Arc::new(Semaphore::new(permits.min(Semaphore::MAX_PERMITS)));
        Arc::new(Self {
            name,
            limit,
            token: CancellationToken::new(),
            room: most(limit),
            blocking: most(blocking),
            count: watch::Sender::new(0),
            failed: Notify::new(),
            book: Mutex::default(),
        })
    }

    /// Nothing that can panic runs under the lock, so a poisoned one is still in order.
    pub(super) fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Signs a task on; `None` once the owner is stopping.
    pub(super) fn enter<T>(
        self: &Arc<Self>,
        name: Arc<str>,
        permit: OwnedSemaphorePermit,
        answer: oneshot::Sender<Result<T, ExitReason>>,
    ) -> Option<Guard<T>> {
        let mut book = self.book();
        if book.closed {
            return None;
        }
        let id = book.next;
        book.next += 1;
        let entry = Entry {
            name: name.clone(),
            since: Instant::now(),
            abort: None,
        };
        book.running.insert(id, entry);
        self.count.send_modify(|count| *count += 1);
        drop(book);
        let guard = Guard {
            shared: self.clone(),
            id,
            name,
            answer: Some(answer),
            _permit: permit,
        };
        Some(guard)
    }

    /// Notes how to abort a task; at once if the owner was dropped meanwhile.
    pub(super) fn attach(&self, id: u64, abort: AbortHandle) {
        let mut book = self.book();
        if let Some(entry) = book.running.get_mut(&id) {
            entry.abort = Some(abort.clone());
        }
        let closed = book.closed;
        drop(book);
        if closed {
            abort.abort();
        }
    }

    /// Refuses new tasks from now on.
    pub(super) fn close(&self) {
        self.book().closed = true;
        self.room.close();
        self.token.cancel();
    }

    /// Aborts all that run at their next await, and answers their names.
    pub(super) fn abort_all(&self) -> Vec<Arc<str>> {
        let book = self.book();
        let running = book.running.values();
        let (names, aborts): (Vec<_>, Vec<_>) = running
            .map(|entry| (entry.name.clone(), entry.abort.clone()))
            .unzip();
        drop(book);
        aborts.into_iter().flatten().for_each(|abort| abort.abort());
        names
    }

    fn sign_off(&self, id: u64, name: &Arc<str>, reason: &ExitReason) {
        let mut book = self.book();
        book.running.remove(&id);
        // An abort is what the owner did and knows of; a task aborted through its handle is the handle's business.
        let failed = !reason.is_clean() && !matches!(reason, ExitReason::Aborted);
        if failed {
            let incarnation = Incarnation::NONE.next();
            if book.failures.len() == KEPT_FAILURES {
                book.failures.pop_front();
                book.lost += 1;
            }
            let exit = Exit {
                name: name.clone(),
                incarnation,
                reason: reason.clone(),
            };
            book.failures.push_back(exit);
        }
        drop(book);
        if failed {
            observe::task_failed(&self.name, name, reason);
            self.failed.notify_one();
        }
        self.count.send_modify(|count| *count -= 1);
    }
}

/// A task's way out, whichever it takes: its end, its panic, its abort.
pub(super) struct Guard<T> {
    pub(super) shared: Arc<Shared>,
    pub(super) id: u64,
    name: Arc<str>,
    answer: Option<oneshot::Sender<Result<T, ExitReason>>>,
    _permit: OwnedSemaphorePermit,
}

impl<T> Guard<T> {
    pub(super) fn end(mut self, result: Result<T, ExitReason>) {
        self.sign_off(result);
    }

    fn sign_off(&mut self, result: Result<T, ExitReason>) {
        let Some(answer) = self.answer.take() else {
            return;
        };
        let reason = match &result {
            Ok(_) => ExitReason::Normal,
            Err(reason) => reason.clone(),
        };
        self.shared.sign_off(self.id, &self.name, &reason);
        // Nobody need hold the handle: the owner has been told.
        let _ = answer.send(result);
    }
}

impl<T> Drop for Guard<T> {
    fn drop(&mut self) {
        let reason = if std::thread::panicking() {
            ExitReason::panicked(&"a destructor panicked while the task was aborted")
        } else {
            ExitReason::Aborted
        };
        self.sign_off(Err(reason));
    }
}
