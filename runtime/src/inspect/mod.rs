//! What is in a store, for operators: what waits, what is stuck, and what has given up; and how it is tried again.
//!
//! The command `otp-inspect` (`cargo install otp-runtime --features inspect`) shows it on a terminal. A service can show
//! the same of its own store:
//!
//! ```
//! use otp_runtime::durable::Queue;
//! use otp_runtime::inspect::{self, Thing};
//! use otp_runtime::store::Store;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let store = Store::in_memory().await?;
//! let mails: Queue<String> = store.queue("mails").await?;
//! mails.push(&"welcome".into()).await?;
//! mails.next().await?.bury("the address is wrong").await?;
//!
//! let report = inspect::report(&store, 100).await?;
//! let dead = &report.queues[0].dead_letters[0];
//! assert_eq!(dead.error.as_deref(), Some("the address is wrong"));
//! inspect::retry(&store, &Thing::Job { queue: "mails".into(), job: dead.job }).await?;
//! assert_eq!(mails.count().await?, (1, 0));
//! # Ok(()) }
//! ```
//!
//! Reports are of all namespaces. What is retried or discarded is named in the namespace of the store's handle.

mod change;
mod look;

use serde::Serialize;
use serde_json::Value;

use crate::saga::SagaError;
use crate::store::backend::Millis;
use crate::store::{CommitError, NameError, ReadError};
use crate::workflow::{WorkflowError, WorkflowInfo};
pub use change::{discard, retry};
pub use look::report;

/// What is in a store. Times are milliseconds since 1970. Lists have the entries that ask for somebody first, and end
/// at the limit that was asked for; the numbers beside them count all.
#[derive(Debug, Clone, Default, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// The queues.
    pub queues: Vec<QueueReport>,
    /// The outboxes.
    pub outboxes: Vec<OutboxReport>,
    /// The workflows, by kind.
    pub workflows: Vec<WorkflowsReport>,
    /// The sagas, by name.
    pub sagas: Vec<SagasReport>,
    /// The durable timers.
    pub schedules: Vec<ScheduleReport>,
    /// Who holds what.
    pub leases: Vec<LeaseReport>,
}

/// A queue.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct QueueReport {
    /// The namespace, empty for the store's own.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// The type of its jobs.
    pub type_name: String,
    /// How many jobs wait.
    pub waiting: usize,
    /// How many are in hand.
    pub in_hand: usize,
    /// When the first of the others is due.
    pub next_due: Option<Millis>,
    /// How many dead letters there are.
    pub dead: usize,
    /// The first of them, the oldest first.
    pub dead_letters: Vec<DeadLetterReport>,
}

/// A dead letter.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct DeadLetterReport {
    /// The job's number.
    pub job: u64,
    /// How many attempts there were.
    pub attempts: u32,
    /// Why the last one failed.
    pub error: Option<String>,
    /// The job.
    pub value: Value,
}

/// An outbox.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct OutboxReport {
    /// The namespace, empty for the store's own.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// How many messages wait.
    pub waiting: usize,
    /// The message that stops it, if one does.
    pub stopped: Option<StoppedReport>,
}

/// A message that stops its destination.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct StoppedReport {
    /// Its number.
    pub sequence: u64,
    /// How many attempts there were.
    pub attempts: u32,
    /// Why the last one failed.
    pub error: String,
}

/// The workflows of one name.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct WorkflowsReport {
    /// The namespace, empty for the store's own.
    pub namespace: String,
    /// Their name.
    pub name: String,
    /// How many have a process.
    pub running: usize,
    /// How many wait.
    pub waiting: usize,
    /// How many are stuck.
    pub stuck: usize,
    /// Those under way, the stuck ones first.
    pub list: Vec<WorkflowInfo>,
}

/// The sagas of one name.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct SagasReport {
    /// The namespace, empty for the store's own.
    pub namespace: String,
    /// Their name.
    pub name: String,
    /// How many are under way, the stuck ones included.
    pub under_way: usize,
    /// How many are stuck.
    pub stuck: usize,
    /// Those under way, the stuck ones first.
    pub list: Vec<SagaReport>,
}

/// A saga under way.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct SagaReport {
    /// Its id.
    pub id: String,
    /// Why it is stuck, if it is.
    pub stuck: Option<String>,
}

/// The timers of a schedule.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct ScheduleReport {
    /// The namespace, empty for the store's own.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// How many timers there are. What has come waits in the queue `schedule/NAME/occurrences`.
    pub timers: usize,
    /// The first of them, by their ids.
    pub list: Vec<TimerReport>,
}

/// A durable timer.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct TimerReport {
    /// Its id.
    pub id: String,
    /// When it is due next; `None` if it cannot be read, and so does not come.
    pub due: Option<Millis>,
    /// When it comes.
    pub timing: Value,
    /// What it carries.
    pub payload: Value,
}

/// A lease.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct LeaseReport {
    /// The namespace, empty for the store's own.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Who holds it.
    pub holder: String,
    /// The fencing token.
    pub token: u64,
    /// How long it lasts, in milliseconds; 0 if anybody may take it.
    pub left: Millis,
}

/// Something that can be tried again or given up.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Thing {
    /// A dead letter.
    Job {
        /// The queue.
        queue: String,
        /// The job's number.
        job: u64,
    },
    /// The message that stops an outbox.
    Message {
        /// The outbox.
        outbox: String,
        /// Its number.
        sequence: u64,
    },
    /// A workflow: a stuck one can be tried again, any can be discarded.
    Workflow {
        /// The name of its kind.
        name: String,
        /// Its id.
        id: String,
    },
    /// A stuck saga.
    Saga {
        /// Its name.
        name: String,
        /// Its id.
        id: String,
    },
    /// A durable timer, which can only be discarded.
    Timer {
        /// The schedule.
        schedule: String,
        /// Its id.
        id: String,
    },
}

/// Why something was not tried again or given up.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum InspectError {
    /// There is no such queue, outbox, workflow, saga or schedule.
    #[error("there is no {kind} {name:?} in this namespace")]
    NotThere {
        /// What was looked for.
        kind: &'static str,
        /// By which name.
        name: String,
    },
    /// There is nothing to try again.
    #[error("a timer has no attempts: it comes when it is due")]
    Timer,
    /// Of a workflow.
    #[error(transparent)]
    Workflow(#[from] WorkflowError),
    /// Of a saga.
    #[error(transparent)]
    Saga(#[from] SagaError),
    /// A name was not opened.
    #[error(transparent)]
    Name(#[from] NameError),
    /// The store was not read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The store was not written.
    #[error(transparent)]
    Commit(#[from] CommitError),
}
