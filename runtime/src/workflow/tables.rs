//! How workflows are stored.

use serde::{Deserialize, Serialize};

use crate::durable::Map;
use crate::store::backend::Millis;
use crate::store::{NameError, Record, Store};

/// A workflow that has not ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Active {
    /// What it was started with, as a fingerprint.
    pub(crate) origin: u64,
    /// The number of the step that is next, or runs; from 1.
    pub(crate) step: u64,
    /// How many attempts of it were begun.
    pub(crate) attempts: u32,
    /// Rises with each process that takes it.
    pub(crate) fence: u64,
    /// The node that has it.
    pub(crate) owner: Option<String>,
    /// When it is to be taken; meaningful without an owner.
    pub(crate) due: Millis,
    pub(crate) cancelled: bool,
    /// Why the last attempt failed.
    pub(crate) error: Option<String>,
    /// Whether it waits for an operator.
    pub(crate) stuck: bool,
    /// When it was started, or a step of it was committed last.
    pub(crate) changed: Millis,
}

impl Record for Active {
    const TYPE: &'static str = "workflow-active";
}

/// A workflow that has ended. Its last state stays where it was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Ended {
    pub(crate) origin: u64,
    /// How many steps it had.
    pub(crate) steps: u64,
    /// Whether an operator has ended it.
    pub(crate) discarded: bool,
}

impl Record for Ended {
    const TYPE: &'static str = "workflow-ended";
}

/// What there is of the workflows of one name, but for their states and signals, whose types are their own.
#[derive(Debug, Clone)]
pub(crate) struct Bookkeeping {
    pub(crate) active: Map<String, Active>,
    /// Those that nobody has and that are not stuck, by when they are due.
    pub(crate) ready: Map<(i64, String), ()>,
    pub(crate) ended: Map<String, Ended>,
    /// The nodes that have, or had, workflows.
    pub(crate) nodes: Map<String, ()>,
}

impl Bookkeeping {
    pub(crate) async fn open(store: &Store, name: &str) -> Result<Self, NameError> {
        Ok(Self {
            active: store.map(&format!("workflow/{name}/active")).await?,
            ready: store.map(&format!("workflow/{name}/ready")).await?,
            ended: store.map(&format!("workflow/{name}/ended")).await?,
            nodes: store.map(&format!("workflow/{name}/nodes")).await?,
        })
    }
}

/// The name of the lease of a node.
pub(crate) fn lease_of(name: &str, node: &str) -> String {
    format!("workflow/{name}/{node}")
}
