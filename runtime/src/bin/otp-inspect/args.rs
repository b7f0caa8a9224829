//! The command line.

use std::fmt;

use clap::{Parser, Subcommand, ValueEnum};
use otp_runtime::inspect::Thing;

/// Shows what waits, is stuck or has given up in a store of otp-runtime, and tries it again.
///
/// Looking changes nothing and works beside the program that has the store. Retrying and discarding need a
/// file alone.
#[derive(Debug, Parser)]
#[command(name = "otp-inspect", version)]
pub struct Args {
    /// The store: a SQLite file, or the address of a PostgreSQL server (`postgresql://…`), where one is made if there is
    /// none.
    pub store: String,

    /// How to write it.
    #[arg(long, value_enum, default_value_t = Format::Human, global = true)]
    pub format: Format,

    /// The namespace: shows only that, and is where things to retry or discard are.
    #[arg(long, default_value = "", global = true, hide_default_value = true)]
    pub namespace: String,

    /// How many entries of each list are shown.
    #[arg(long, default_value_t = 100, global = true)]
    pub limit: usize,

    /// What to show or do.
    #[command(subcommand)]
    pub action: Option<Action>,
}

impl Args {
    /// The namespace, if one was asked for.
    pub fn only_namespace(&self) -> Option<&str> {
        (!self.namespace.is_empty()).then_some(&*self.namespace)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Human,
    /// For programs.
    Json,
}

#[derive(Debug, Subcommand)]
pub enum Action {
    /// What there is, and how much of it is in trouble (the default).
    Summary,
    /// Workflows under way, the stuck ones first.
    Workflows,
    /// Queues.
    Queues,
    /// Jobs that have used up their attempts.
    DeadLetters,
    /// Outboxes, and the messages that stop them.
    Outboxes,
    /// Sagas under way, the stuck ones first.
    Sagas,
    /// Durable timers.
    Schedules,
    /// Who holds which lease.
    Leases,
    /// Tries something again, with all of its attempts.
    Retry {
        /// What.
        #[command(subcommand)]
        thing: Named,
    },
    /// Gives something up.
    Discard {
        /// What.
        #[command(subcommand)]
        thing: Named,
    },
}

#[derive(Debug, Subcommand)]
pub enum Named {
    /// A stuck workflow; to discard, any.
    Workflow {
        /// The name of its kind.
        name: String,
        /// Its id.
        id: String,
    },
    /// A dead letter.
    Job {
        /// Its queue.
        queue: String,
        /// Its number.
        number: u64,
    },
    /// The message that stops an outbox.
    Message {
        /// The outbox.
        outbox: String,
        /// Its number.
        number: u64,
    },
    /// A stuck saga. Discarded, what it has done stays done.
    Saga {
        /// Its name.
        name: String,
        /// Its id.
        id: String,
    },
    /// A durable timer, which can only be discarded.
    Timer {
        /// Its schedule.
        schedule: String,
        /// Its id.
        id: String,
    },
}

impl Named {
    pub fn thing(&self) -> Thing {
        match self {
            Self::Workflow { name, id } => Thing::Workflow {
                name: name.clone(),
                id: id.clone(),
            },
            Self::Job { queue, number } => Thing::Job {
                queue: queue.clone(),
                job: *number,
            },
            Self::Message { outbox, number } => Thing::Message {
                outbox: outbox.clone(),
                sequence: *number,
            },
            Self::Saga { name, id } => Thing::Saga {
                name: name.clone(),
                id: id.clone(),
            },
            Self::Timer { schedule, id } => Thing::Timer {
                schedule: schedule.clone(),
                id: id.clone(),
            },
        }
    }
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Workflow { name, id } => write!(f, "the workflow {id:?} of {name:?}"),
            Self::Job { queue, number } => write!(f, "job {number} of the queue {queue:?}"),
            Self::Message { outbox, number } => {
                write!(f, "message {number} of the outbox {outbox:?}")
            }
            Self::Saga { name, id } => write!(f, "the saga {id:?} of {name:?}"),
            Self::Timer { schedule, id } => write!(f, "the timer {id:?} of {schedule:?}"),
        }
    }
}
