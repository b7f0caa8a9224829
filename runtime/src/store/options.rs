//! Limits of a store.

use std::sync::Arc;

use crate::scheduler::clock::{Clock, System};

/// Limits of a store, and its clock.
#[derive(Clone)]
pub struct Options {
    /// How many commits may wait for the writer, and how many reads for the reader; who comes later waits for room.
    /// Default 1024.
    pub queue: usize,
    /// How many commits share a sync at most. Default 512.
    pub group: usize,
    /// How many bytes they have together at most, give or take the last one. Default 8 MiB.
    pub group_bytes: usize,
    /// The largest commit, in bytes. A larger one is refused. Default 8 MiB.
    pub commit_bytes: usize,
    /// Who this program is, for people who look at [leases](super::Store::own): a host name, say. Default: the variable
    /// `HOSTNAME` if there is one, and the number of the process.
    pub node: Arc<str>,
    /// What time it is, for jobs, leases and timers. Default: the machine's clock. A store that has a clock of its own, as that
    /// on PostgreSQL has the server's, goes by that.
    pub clock: Arc<dyn Clock>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            queue: 1024,
            group: 512,
            group_bytes: 8 << 20,
            commit_bytes: 8 << 20,
            node: node().into(),
            clock: Arc::new(System),
        }
    }
}

fn node() -> String {
    let process = std::process::id();
    match std::env::var("HOSTNAME") {
        Ok(host) => format!("process {process} on {host}"),
        Err(_) => format!("process {process}"),
    }
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options")
            .field("queue", &self.queue)
            .field("group", &self.group)
            .field("group_bytes", &self.group_bytes)
            .field("commit_bytes", &self.commit_bytes)
            .field("node", &self.node)
            .finish_non_exhaustive()
    }
}
