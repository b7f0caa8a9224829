//! Somebody who watches the work.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use serde::Serialize;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use super::{Workflow, Workflows};
use crate::durable::Queue;
use crate::store::backend::{JobState, Millis};
use crate::store::{ReadError, Record};

/// From when on work counts as in trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkLimits {
    /// More than this waits. Default: no limit.
    pub waiting: usize,
    /// Something has been due for longer than this, or runs without having committed anything. Default 5 min.
    pub late: Duration,
    /// More than this is stuck, or a dead letter. Default 0.
    pub stuck: usize,
}

impl Default for WorkLimits {
    fn default() -> Self {
        Self {
            waiting: usize::MAX,
            late: Duration::from_secs(300),
            stuck: 0,
        }
    }
}

/// What is wrong with work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum WorkTrouble {
    /// Too much waits.
    Waiting,
    /// Something is late.
    Late,
    /// Something waits for an operator.
    Stuck,
}

/// The workflows of one name, or the tasks of one queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct WorkHealth {
    /// Its name.
    pub name: String,
    /// How many have a process or a worker.
    pub running: usize,
    /// How many wait, for their time or for room.
    pub waiting: usize,
    /// How many are stuck, or dead letters.
    pub stuck: usize,
    /// For how long the one that is latest has been due; of a workflow that runs, since it committed something last.
    #[serde(with = "crate::duration")]
    pub late: Duration,
    /// What is wrong; empty if nothing is.
    pub trouble: Vec<WorkTrouble>,
}

/// What a look at the work found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct WorkReport {
    /// All that is watched, in the order in which it was added.
    pub work: Vec<WorkHealth>,
}

impl WorkReport {
    /// True if nothing is in trouble.
    #[must_use]
    pub fn is_healthy(&self) -> bool {
        self.work.iter().all(|work| work.trouble.is_empty())
    }
}

/// Watches workflows and queues, whoever runs them and wherever: it reads the store and nothing else.
///
/// For processes and their mailboxes there is [`Health`](crate::health::Health).
///
/// ```
/// use otp_runtime::durable::Queue;
/// use otp_runtime::store::Store;
/// use otp_runtime::workflow::{Monitor, WorkLimits};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let store = Store::in_memory().await?;
/// let mails: Queue<String> = store.queue("mails").await?;
/// let monitor = Monitor::new().queue(&mails, WorkLimits { waiting: 1, ..WorkLimits::default() });
/// assert!(monitor.sample().await?.is_healthy());
/// mails.push(&"one".into()).await?;
/// mails.push(&"two".into()).await?;
/// assert!(!monitor.sample().await?.is_healthy());
/// # Ok(()) }
/// ```
#[derive(Default)]
#[must_use = "a monitor says nothing until it is asked"]
pub struct Monitor {
    watched: Vec<Watched>,
}

impl fmt::Debug for Monitor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Monitor")
            .field("watched", &self.watched.len())
            .finish()
    }
}

type Looking = Pin<Box<dyn Future<Output = Result<Counts, ReadError>> + Send>>;

struct Watched {
    name: String,
    look: Box<dyn Fn() -> Looking + Send + Sync>,
    limits: WorkLimits,
}

#[derive(Default)]
struct Counts {
    running: usize,
    waiting: usize,
    stuck: usize,
    late: Millis,
}

impl Monitor {
    /// Watches nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the workflows of one name.
    pub fn workflows<W: Workflow>(self, workflows: &Workflows<W>, limits: WorkLimits) -> Self {
        let shared = workflows.shared.clone();
        let look = move || -> Looking {
            let shared = shared.clone();
            Box::pin(async move {
                let now = shared.store.now();
                let mut counts = Counts::default();
                let see = |_, active: super::tables::Active| {
                    let since = match (&active.owner, active.stuck) {
                        (_, true) => {
                            counts.stuck += 1;
                            return;
                        }
                        (Some(_), _) => {
                            counts.running += 1;
                            active.changed
                        }
                        (None, _) => {
                            counts.waiting += 1;
                            active.due
                        }
                    };
                    counts.late = counts.late.max(now - since);
                };
                shared.books.each(see).await?;
                Ok(counts)
            })
        };
        self.watch(workflows.name(), look, limits)
    }

    /// Adds the tasks of a queue. A task in hand is never late: its worker extends its lease, or loses it.
    pub fn queue<T: Record>(self, queue: &Queue<T>, limits: WorkLimits) -> Self {
        let its = queue.clone();
        let look = move || -> Looking {
            let queue = its.clone();
            Box::pin(async move {
                let now = queue.store().now();
                let mut counts = Counts::default();
                let see = |job: &crate::store::backend::JobRow| {
                    match job.state {
                        JobState::Ready => counts.waiting += 1,
                        JobState::Leased => counts.running += 1,
                        JobState::Dead => counts.stuck += 1,
                    }
                    if job.state != JobState::Dead {
                        counts.late = counts.late.max(now - job.due);
                    }
                    true
                };
                queue.each(see).await?;
                Ok(counts)
            })
        };
        self.watch(queue.name(), look, limits)
    }

    fn watch(
        mut self,
        name: &str,
        look: impl Fn() -> Looking + Send + Sync + 'static,
        limits: WorkLimits,
    ) -> Self {
        self.watched.push(Watched {
            name: name.to_owned(),
            look: Box::new(look),
            limits,
        });
        self
    }

    /// Looks at everything now. Reads all that is under way. Cancel safe.
    ///
    /// # Errors
    ///
    /// [`ReadError`].
    pub async fn sample(&self) -> Result<WorkReport, ReadError> {
        let mut work = Vec::with_capacity(self.watched.len());
        for watched in &self.watched {
            let counts = (watched.look)().await?;
            work.push(watched.judge(&counts));
        }
        Ok(WorkReport { work })
    }

    /// Looks once a period until it is told to stop, and logs what is in trouble: the body of a
    /// [stoppable task](crate::supervisor::Supervisor::stoppable_task). `tell` gets each report. Cancel safe.
    ///
    /// # Errors
    ///
    /// [`ReadError`].
    ///
    /// # Panics
    ///
    /// If the period is zero.
    pub async fn run(
        &self,
        period: Duration,
        stop: CancellationToken,
        mut tell: impl FnMut(WorkReport),
    ) -> Result<(), ReadError> {
        let mut ticks = interval(period);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while stop.run_until_cancelled(ticks.tick()).await.is_some() {
            let report = self.sample().await?;
            for work in report.work.iter().filter(|work| !work.trouble.is_empty()) {
                tracing::warn!(
                    work = work.name,
                    trouble = ?work.trouble,
                    waiting = work.waiting,
                    stuck = work.stuck,
                    late = ?work.late,
                    "work is in trouble"
                );
            }
            tell(report);
        }
        Ok(())
    }
}

impl Watched {
    fn judge(&self, counts: &Counts) -> WorkHealth {
        let late = Duration::from_millis(u64::try_from(counts.late).unwrap_or(0));
        let limits = self.limits;
        let trouble = [
            (counts.waiting > limits.waiting, WorkTrouble::Waiting),
            (late > limits.late, WorkTrouble::Late),
            (counts.stuck > limits.stuck, WorkTrouble::Stuck),
        ];
        WorkHealth {
            name: self.name.clone(),
            running: counts.running,
            waiting: counts.waiting,
            stuck: counts.stuck,
            late,
            trouble: trouble
                .into_iter()
                .filter_map(|(is, trouble)| is.then_some(trouble))
                .collect(),
        }
    }
}
