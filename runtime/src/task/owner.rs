//! The owner of a set of tasks.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::entry::Shared;
use super::{Builder, SpawnError, Spawner, StopReport, Task};
use crate::exit::{BoxError, Exit};

/// How long an aborted task may take to reach its next await before it counts as stuck.
const GRACE: Duration = Duration::from_millis(100);

/// One task that is running.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Running {
    /// The name it was spawned under.
    pub name: Arc<str>,
    /// How long ago it was spawned.
    pub age: Duration,
}

/// Owns tasks. See the [module](super) for what holds.
#[must_use = "dropping the owner aborts its tasks"]
pub struct Tasks {
    spawner: Spawner,
    owned: bool,
}

impl fmt::Debug for Tasks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tasks")
            .field("name", &self.shared().name)
            .finish_non_exhaustive()
    }
}

impl Default for Tasks {
    fn default() -> Self {
        Self::new()
    }
}

impl Tasks {
    /// An owner with the default limits.
    pub fn new() -> Self {
        Builder::default().owner()
    }

    /// An owner with limits of its own.
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub(super) fn owning(shared: Arc<Shared>) -> Self {
        Self {
            spawner: Spawner { shared },
            owned: true,
        }
    }

    fn shared(&self) -> &Arc<Shared> {
        &self.spawner.shared
    }

    /// For those who start tasks and shall not own them.
    #[must_use]
    pub fn spawner(&self) -> Spawner {
        self.spawner.clone()
    }

    /// See [`Spawner::spawn`].
    ///
    /// # Errors
    ///
    /// [`SpawnError`].
    pub fn spawn<T, E>(
        &self,
        name: impl Into<Arc<str>>,
        future: impl Future<Output = Result<T, E>> + Send + 'static,
    ) -> Result<Task<T>, SpawnError>
    where
        T: Send + 'static,
        E: Into<BoxError>,
    {
        self.spawner.spawn(name, future)
    }

    /// See [`Spawner::spawn_stoppable`].
    ///
    /// # Errors
    ///
    /// [`SpawnError`].
    pub fn spawn_stoppable<T, E, F>(
        &self,
        name: impl Into<Arc<str>>,
        task: impl FnOnce(CancellationToken) -> F,
    ) -> Result<Task<T>, SpawnError>
    where
        T: Send + 'static,
        E: Into<BoxError>,
        F: Future<Output = Result<T, E>> + Send + 'static,
    {
        self.spawner.spawn_stoppable(name, task)
    }

    /// See [`Spawner::spawn_when_free`]. Cancel safe.
    ///
    /// # Errors
    ///
    /// [`SpawnError`].
    pub async fn spawn_when_free<T, E>(
        &self,
        name: impl Into<Arc<str>>,
        future: impl Future<Output = Result<T, E>> + Send + 'static,
    ) -> Result<Task<T>, SpawnError>
    where
        T: Send + 'static,
        E: Into<BoxError>,
    {
        self.spawner.spawn_when_free(name, future).await
    }

    /// See [`Spawner::blocking`].
    ///
    /// # Errors
    ///
    /// [`SpawnError`].
    pub fn blocking<T, E>(
        &self,
        name: impl Into<Arc<str>>,
        work: impl FnOnce() -> Result<T, E> + Send + 'static,
    ) -> Result<Task<T>, SpawnError>
    where
        T: Send + 'static,
        E: Into<BoxError>,
    {
        self.spawner.blocking(name, work)
    }

    /// See [`Spawner::adopt`].
    ///
    /// # Errors
    ///
    /// [`SpawnError`].
    pub fn adopt<T: Send + 'static>(
        &self,
        name: impl Into<Arc<str>>,
        set: JoinSet<T>,
    ) -> Result<Task<()>, SpawnError> {
        self.spawner.adopt(name, set)
    }

    /// The next task that failed or panicked, in the order in which they did.
    ///
    /// Cancel safe: a failure is taken only by the poll that returns it.
    pub async fn next_failure(&self) -> Exit {
        loop {
            // Taken before looking: a failure that comes in between leaves its mark.
            let failed = self.shared().failed.notified();
            if let Some(exit) = self.shared().book().failures.pop_front() {
                return exit;
            }
            failed.await;
        }
    }

    /// How many failures were dropped because nobody asked for them.
    #[must_use]
    pub fn lost_failures(&self) -> u64 {
        self.shared().book().lost
    }

    /// What runs now, in the order in which it was spawned.
    #[must_use]
    pub fn running(&self) -> Vec<Running> {
        let book = self.shared().book();
        let running = book.running.values();
        running
            .map(|e| Running {
                name: e.name.clone(),
                age: e.since.elapsed(),
            })
            .collect()
    }

    /// Resolves when no task runs. Cancel safe.
    pub async fn idle(&self) {
        wait_idle(self.shared()).await;
    }

    /// Stops: refuses new tasks, cancels the token, waits until `deadline` has passed, aborts what still runs, and says
    /// what did not end even then. A deadline of zero aborts at once.
    ///
    /// Cancel safe: dropped, it aborts what still runs.
    pub async fn stop(self, deadline: Duration) -> StopReport {
        let shared = self.shared();
        let all = shared.book().running.len();
        shared.close();
        if tokio::time::timeout(deadline, wait_idle(shared))
            .await
            .is_ok()
        {
            return StopReport {
                finished: all,
                ..StopReport::default()
            };
        }
        let mut aborted = shared.abort_all();
        let finished = all.saturating_sub(aborted.len());
        let _ = tokio::time::timeout(GRACE, wait_idle(shared)).await;
        let stuck: Vec<_> = shared
            .book()
            .running
            .values()
            .map(|e| e.name.clone())
            .collect();
        for name in &stuck {
            crate::observe::task_stuck(&shared.name, name);
            if let Some(index) = aborted.iter().position(|other| other == name) {
                aborted.remove(index);
            }
        }
        StopReport {
            finished,
            aborted,
            stuck,
        }
    }

    /// Lets the tasks outlive their owner. They end by themselves or with the tokio runtime; nobody is told any more,
    /// except the log.
    pub fn detach(mut self) {
        self.owned = false;
    }
}

async fn wait_idle(shared: &Shared) {
    // The sender lives in `shared`, so this cannot fail.
    let _ = shared.count.subscribe().wait_for(|count| *count == 0).await;
}

impl Drop for Tasks {
    fn drop(&mut self) {
        if self.owned {
            self.shared().close();
            self.shared().abort_all();
        }
    }
}
