//! The limits of a set of tasks.

use std::num::NonZeroUsize;
use std::sync::Arc;

use super::Tasks;
use super::entry::Shared;

/// Limits that cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the limits of tasks and of blocking work must be at least 1")]
pub struct LimitError;

/// Collects the limits of [`Tasks`].
#[derive(Debug, Clone)]
#[must_use = "a builder owns nothing until `build`"]
pub struct Builder {
    name: Arc<str>,
    limit: usize,
    blocking: usize,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            name: Arc::from("tasks"),
            limit: 1024,
            blocking: std::thread::available_parallelism().map_or(1, NonZeroUsize::get),
        }
    }
}

impl Builder {
    /// The name of the set in logs. Default `tasks`.
    pub fn name(mut self, name: impl Into<Arc<str>>) -> Self {
        self.name = name.into();
        self
    }

    /// How many tasks may run at the same time, blocking ones included. Default 1024.
    pub fn limit(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }

    /// How many pieces of blocking work may run at the same time; further ones wait in line and count as tasks.
    /// Default: the number of processors.
    pub fn blocking_limit(mut self, limit: usize) -> Self {
        self.blocking = limit;
        self
    }

    /// Makes the owner.
    ///
    /// # Errors
    ///
    /// [`LimitError`] for a limit of zero.
    pub fn build(self) -> Result<Tasks, LimitError> {
        if self.limit == 0 || self.blocking == 0 {
            return Err(LimitError);
        }
        Ok(self.owner())
    }

    /// The owner, of limits that are known to be in order.
    pub(super) fn owner(self) -> Tasks {
        Tasks::owning(Shared::new(self.name, self.limit, self.blocking))
    }
}
