//! The thread that writes: one bounded queue, and groups of commits that share a sync.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::{Notify, mpsc, oneshot};

use super::backend::{
    Backend, Commit, Declaration, Halves, Mismatch, ObjectId, OperationId, ReadHalf, Receipt,
    Recorded, WriteHalf,
};
use super::bells::Bells;
use super::error::{CommitError, GroupError, OpenError, Source, text};
use super::hold::Hold;
use super::options::Options;
use crate::exit::ExitReason;

/// Where the reading threads find their halves; empty while the store is being reopened and after it was closed.
pub(super) type SharedReadHalves = Arc<[Mutex<Option<Box<dyn ReadHalf>>>]>;

/// What the writer did so far, and whether it still may.
#[derive(Debug, Default)]
pub(super) struct Status {
    /// How often the store was opened; whatever was cached before is out of date.
    pub(super) epoch: AtomicU64,
    pub(super) commits: AtomicU64,
    pub(super) groups: AtomicU64,
    pub(super) broken: Mutex<Option<Source>>,
    /// Rings when it breaks.
    pub(super) breaks: Notify,
}

impl Status {
    pub(super) fn broken(&self) -> Option<Source> {
        self.broken
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn set_broken(&self, source: Option<Source>) {
        let is_broken = source.is_some();
        *self.broken.lock().unwrap_or_else(PoisonError::into_inner) = source;
        if is_broken {
            self.breaks.notify_waiters();
        }
    }
}

/// What became of a commit, for those who look without waiting.
#[derive(Debug, Default)]
pub(crate) struct Mark(AtomicU8);

/// What a [`Mark`] says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Pending,
    Committed,
    NotApplied,
    Unknown,
}

impl Mark {
    pub(crate) fn fate(&self) -> Fate {
        match self.0.load(Ordering::Acquire) {
            0 => Fate::Pending,
            1 => Fate::Committed,
            2 => Fate::NotApplied,
            _ => Fate::Unknown,
        }
    }

    fn set(&self, result: &Result<Receipt, CommitError>) {
        let fate = match result {
            // What this one asked for was done by an earlier one.
            Ok(receipt) if receipt.repeated => 2,
            Ok(_) => 1,
            Err(error) if error.is_not_applied() => 2,
            Err(_) => 3,
        };
        self.0.store(fate, Ordering::Release);
    }
}

pub(super) type Answer = oneshot::Receiver<Result<Receipt, CommitError>>;

/// A commit on its way.
#[derive(Debug)]
pub(super) struct CommitJob {
    commit: Arc<Commit>,
    bytes: usize,
    mark: Arc<Mark>,
    reply: Option<oneshot::Sender<Result<Receipt, CommitError>>>,
    _hold: Hold,
}

impl CommitJob {
    pub(super) fn new(commit: Commit, bytes: usize) -> (Self, Arc<Mark>, Answer) {
        let (reply, answer) = oneshot::channel();
        let mark = Arc::<Mark>::default();
        let job = Self {
            commit: Arc::new(commit),
            bytes,
            mark: mark.clone(),
            reply: Some(reply),
            _hold: Hold::new(),
        };
        (job, mark, answer)
    }

    fn answer(mut self, result: Result<Receipt, CommitError>) {
        self.mark.set(&result);
        // The future may be gone: the mark and the operation's outcome still tell.
        if let Some(reply) = self.reply.take() {
            let _ = reply.send(result);
        }
    }
}

impl Drop for CommitJob {
    fn drop(&mut self) {
        if let Some(reply) = self.reply.take() {
            let result = Err(CommitError::Unknown(text("the writer ended")));
            self.mark.set(&result);
            let _ = reply.send(result);
        }
    }
}

/// A request that gets an answer.
#[derive(Debug)]
pub(super) struct Ask<T> {
    pub(super) reply: oneshot::Sender<T>,
    pub(super) hold: Hold,
}

impl<T> Ask<T> {
    pub(super) fn new() -> (Self, oneshot::Receiver<T>) {
        let (reply, answer) = oneshot::channel();
        let hold = Hold::new();
        (Self { reply, hold }, answer)
    }

    fn answer(self, value: T) {
        let _ = self.reply.send(value);
        drop(self.hold);
    }
}

/// What the writer can be asked.
#[derive(Debug)]
pub(super) enum Job {
    Commit(CommitJob),
    Declare(
        Declaration,
        Ask<Result<Result<ObjectId, Mismatch>, CommitError>>,
    ),
    Outcome(
        Arc<str>,
        OperationId,
        Ask<Result<Option<Recorded>, CommitError>>,
    ),
    /// Answered when everything before it was carried out.
    Barrier(Ask<()>),
    Reopen(Ask<Result<(), OpenError>>),
    Close(Ask<Result<(), CommitError>>),
}

/// Opens the backend on a thread of its own and serves there until all senders are gone or it is closed.
pub(super) async fn start(
    mut backend: Box<dyn Backend>,
    options: Options,
    read_halves: SharedReadHalves,
    status: Arc<Status>,
    bells: Arc<Bells>,
) -> Result<mpsc::Sender<Job>, OpenError> {
    let (sender, jobs) = mpsc::channel(options.queue.max(1));
    let (ask, answer) = Ask::new();
    let failed = |source: Source| OpenError::Io {
        path: "the store's writer".into(),
        source,
    };
    thread::Builder::new()
        .name("store-writer".into())
        .spawn(move || {
            let halves = match backend.open(true) {
                Ok(halves) => halves,
                Err(error) => return ask.answer(Err(error)),
            };
            let mut writer = Writer {
                backend,
                half: None,
                read_halves,
                bells,
                jobs,
                held: None,
                status,
                options,
                last: LastGroup::default(),
            };
            writer.take(halves);
            ask.answer(Ok(()));
            writer.run();
        })
        .map_err(|error| failed(Arc::new(error)))?;
    match answer.await {
        Ok(result) => result.map(|()| sender),
        Err(_) => Err(failed(text("it panicked while it opened the store"))),
    }
}

/// What the waiting for companions goes by.
#[derive(Debug, Default)]
struct LastGroup {
    /// How many commits were in it, with those that waited when it was answered: about as many writers are active.
    writers: usize,
    took: Duration,
}

struct Writer {
    backend: Box<dyn Backend>,
    half: Option<Box<dyn WriteHalf>>,
    read_halves: SharedReadHalves,
    bells: Arc<Bells>,
    jobs: mpsc::Receiver<Job>,
    /// What was taken off the queue and is not of the group.
    held: Option<Job>,
    status: Arc<Status>,
    options: Options,
    last: LastGroup,
}

impl Writer {
    fn run(mut self) {
        let reply = loop {
            let job = match self.held.take() {
                Some(job) => job,
                None => match self.jobs.blocking_recv() {
                    Some(job) => job,
                    None => break None,
                },
            };
            match job {
                Job::Commit(first) => {
                    let group = self.gather(first);
                    self.commit(group);
                }
                Job::Declare(wanted, ask) => {
                    let result = self.guarded(|half| half.declare(&wanted));
                    ask.answer(result);
                }
                Job::Outcome(namespace, id, ask) => {
                    let result = self.guarded(|half| half.outcome(&namespace, &id));
                    ask.answer(result);
                }
                Job::Barrier(ask) => ask.answer(()),
                Job::Reopen(ask) => {
                    let result = self.reopen();
                    ask.answer(result);
                }
                Job::Close(ask) => break Some(ask),
            }
        };
        self.jobs.close();
        let result = match self.status.broken() {
            None => self.guarded(WriteHalf::close),
            Some(source) => Err(CommitError::Broken(source)),
        };
        self.drop_halves();
        self.refuse_the_rest();
        if let Some(reply) = reply {
            reply.answer(result);
        } else if let Err(error) = result {
            tracing::error!(%error, "a store was not closed cleanly");
        }
    }

    /// Jobs that came behind a close.
    fn refuse_the_rest(&mut self) {
        while let Some(job) = self.held.take().or_else(|| self.jobs.blocking_recv()) {
            match job {
                Job::Commit(job) => job.answer(Err(CommitError::Closed)),
                Job::Declare(_, ask) => ask.answer(Err(CommitError::Closed)),
                Job::Outcome(_, _, ask) => ask.answer(Err(CommitError::Closed)),
                Job::Barrier(ask) => ask.answer(()),
                Job::Close(ask) => ask.answer(Err(CommitError::Closed)),
                Job::Reopen(ask) => ask.answer(Err(OpenError::Io {
                    path: "the store".into(),
                    source: Arc::new(CommitError::Closed),
                })),
            }
        }
    }

    /// The first commit and those that wait behind it.
    ///
    /// The writers of the last group send their next commit as soon as they have their answers, just after this has
    /// begun to gather: without waiting for them, they and the others would take turns in groups of half the size. So
    /// it waits until as many are there as were active, for an eighth of what the last group took at most.
    fn gather(&mut self, first: CommitJob) -> Vec<CommitJob> {
        let mut bytes = first.bytes;
        let mut group = vec![first];
        let end = Instant::now() + self.last.took / 8;
        while group.len() < self.options.group && bytes < self.options.group_bytes {
            match self.jobs.try_recv() {
                Ok(Job::Commit(job)) => {
                    bytes += job.bytes;
                    group.push(job);
                }
                Ok(other) => {
                    self.held = Some(other);
                    break;
                }
                Err(_) if group.len() < self.last.writers && Instant::now() < end => {
                    thread::yield_now()
                }
                Err(_) => break,
            }
        }
        group
    }

    fn commit(&mut self, group: Vec<CommitJob>) {
        let commits: Vec<_> = group.iter().map(|job| job.commit.clone()).collect();
        let start = Instant::now();
        let verdicts = self.guarded(|half| half.commit(&commits));
        self.last.took = start.elapsed();
        let size = group.len();
        self.status.groups.fetch_add(1, Ordering::Relaxed);
        match verdicts {
            Ok(verdicts) => {
                let committed = verdicts.iter().filter(|verdict| verdict.is_ok()).count();
                self.status
                    .commits
                    .fetch_add(committed as u64, Ordering::Relaxed);
                for (job, verdict) in group.into_iter().zip(verdicts) {
                    let commit = job.commit.clone();
                    let rings = verdict.is_ok();
                    job.answer(verdict.map_err(CommitError::Refused));
                    if rings {
                        commit.news.iter().for_each(|id| self.bells.ring(*id));
                    }
                }
            }
            Err(error) => {
                for job in group {
                    job.answer(Err(error.clone()));
                }
            }
        }
        self.last.writers = if size == 1 { 1 } else { size + self.jobs.len() };
        if self.status.broken().is_none()
            && let Err(error) = self.guarded(WriteHalf::tidy)
        {
            tracing::warn!(%error, "a store could not tidy up");
        }
    }

    /// Calls the backend, unless it is broken; and notes if it is afterwards.
    fn guarded<T>(
        &mut self,
        call: impl FnOnce(&mut (dyn WriteHalf + 'static)) -> Result<T, GroupError>,
    ) -> Result<T, CommitError> {
        if let Some(source) = self.status.broken() {
            return Err(CommitError::Broken(source));
        }
        let Some(half) = self.half.as_deref_mut() else {
            return Err(CommitError::Closed);
        };
        let result = catch_unwind(AssertUnwindSafe(|| call(half))).unwrap_or_else(|panic| {
            Err(GroupError {
                unknown: true,
                broken: true,
                source: text(format!("the backend {}", ExitReason::panicked(&*panic))),
            })
        });
        result.map_err(|error| {
            if error.broken {
                tracing::error!(error = %error.source, "a store refuses writes until it is reopened");
                self.status.set_broken(Some(error.source.clone()));
            }
            if error.unknown {
                CommitError::Unknown(error.source)
            } else {
                CommitError::Failed(error.source)
            }
        })
    }

    fn take(&mut self, halves: Halves) {
        self.half = Some(halves.write);
        for (slot, half) in self.read_halves.iter().zip(halves.read) {
            *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(half);
        }
        self.status.set_broken(None);
        self.status.epoch.fetch_add(1, Ordering::AcqRel);
    }

    fn drop_halves(&mut self) {
        // First the readers: what the last connection to close does is the writer's business.
        for slot in self.read_halves.iter() {
            *slot.lock().unwrap_or_else(PoisonError::into_inner) = None;
        }
        self.half = None;
    }

    fn reopen(&mut self) -> Result<(), OpenError> {
        self.drop_halves();
        match self.backend.open(false) {
            Ok(halves) => {
                self.take(halves);
                Ok(())
            }
            Err(error) => {
                self.status.set_broken(Some(Arc::new(error.clone())));
                Err(error)
            }
        }
    }
}
