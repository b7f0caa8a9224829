//! Ways to start a task under an owner.

use std::fmt;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, TryAcquireError};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::entry::{Guard, Shared};
use super::{SpawnError, Task};
use crate::exit::{BoxError, ExitReason};

/// Spawns under an owner without owning: cheap to clone, to hand to those who start tasks.
///
/// Once the owner stops or is dropped, every spawn is refused.
#[derive(Clone)]
pub struct Spawner {
    pub(super) shared: Arc<Shared>,
}

impl fmt::Debug for Spawner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Spawner")
            .field("name", &self.shared.name)
            .finish_non_exhaustive()
    }
}

impl Spawner {
    /// Spawns a task now.
    ///
    /// # Errors
    ///
    /// [`SpawnError`]: the limit is reached, the owner is stopping, or there is no runtime.
    pub fn spawn<T, E>(
        &self,
        name: impl Into<Arc<str>>,
        future: impl Future<Output = Result<T, E>> + Send + 'static,
    ) -> Result<Task<T>, SpawnError>
    where
        T: Send + 'static,
        E: Into<BoxError>,
    {
        let permit = self.permit()?;
        self.enter(name.into(), permit, future)
    }

    /// Spawns a task that is told when it shall stop. It has until the deadline of the stop to end by itself.
    ///
    /// # Errors
    ///
    /// As [`spawn`](Self::spawn).
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
        self.spawn(name, task(self.token()))
    }

    /// Waits until there is room under the limit, in the order of arrival, and spawns then.
    ///
    /// Cancel safe: dropped before it is ready, nothing was spawned.
    ///
    /// # Errors
    ///
    /// [`SpawnError::Stopping`] if the owner stops before there is room, [`SpawnError::NoRuntime`].
    pub async fn spawn_when_free<T, E>(
        &self,
        name: impl Into<Arc<str>>,
        future: impl Future<Output = Result<T, E>> + Send + 'static,
    ) -> Result<Task<T>, SpawnError>
    where
        T: Send + 'static,
        E: Into<BoxError>,
    {
        let name = name.into();
        let room = self.shared.room.clone();
        let permit = room
            .acquire_owned()
            .await
            .map_err(|_| SpawnError::Stopping)?;
        self.enter(name, permit, future)
    }

    /// Runs blocking work on a thread where that is allowed, at most as many at a time as the blocking limit says;
    /// others wait in line.
    ///
    /// Work in line is given up when the owner stops; work that has begun cannot be, and is reported as stuck if it
    /// outlasts the deadline of the stop.
    ///
    /// # Errors
    ///
    /// As [`spawn`](Self::spawn).
    pub fn blocking<T, E>(
        &self,
        name: impl Into<Arc<str>>,
        work: impl FnOnce() -> Result<T, E> + Send + 'static,
    ) -> Result<Task<T>, SpawnError>
    where
        T: Send + 'static,
        E: Into<BoxError>,
    {
        let permit = self.permit()?;
        let threads = self.shared.blocking.clone();
        let token = self.shared.token.clone();
        self.enter_with(name.into(), permit, |guard| async move {
            let Some(Ok(thread)) = token.run_until_cancelled(threads.acquire_owned()).await else {
                return guard.end(Err(ExitReason::Shutdown));
            };
            // The guard goes along, so that the work stays in the book for as long as it really runs.
            drop(tokio::task::spawn_blocking(move || {
                let result = catch_unwind(AssertUnwindSafe(work));
                drop(thread);
                guard.end(flatten(result));
            }));
        })
    }

    /// Takes over a `JoinSet`: the failures of its tasks become this owner's, and it ends with the owner.
    ///
    /// # Errors
    ///
    /// As [`spawn`](Self::spawn); the set is dropped then, which aborts its tasks.
    pub fn adopt<T: Send + 'static>(
        &self,
        name: impl Into<Arc<str>>,
        mut set: JoinSet<T>,
    ) -> Result<Task<()>, SpawnError> {
        self.spawn(name, async move {
            while let Some(joined) = set.join_next().await {
                joined?;
            }
            Ok::<_, tokio::task::JoinError>(())
        })
    }

    /// A token that is cancelled when the owner stops or is dropped. Cancelling it here concerns nobody else.
    #[must_use]
    pub fn token(&self) -> CancellationToken {
        self.shared.token.child_token()
    }

    fn permit(&self) -> Result<OwnedSemaphorePermit, SpawnError> {
        self.shared
            .room
            .clone()
            .try_acquire_owned()
            .map_err(|error| match error {
                TryAcquireError::Closed => SpawnError::Stopping,
                TryAcquireError::NoPermits => SpawnError::Limit {
                    limit: self.shared.limit,
                },
            })
    }

    fn enter<T, E>(
        &self,
        name: Arc<str>,
        permit: OwnedSemaphorePermit,
        future: impl Future<Output = Result<T, E>> + Send + 'static,
    ) -> Result<Task<T>, SpawnError>
    where
        T: Send + 'static,
        E: Into<BoxError>,
    {
        self.enter_with(name, permit, |guard| async move {
            let result = caught(future).await;
            guard.end(flatten(result));
        })
    }

    fn enter_with<T, F>(
        &self,
        name: Arc<str>,
        permit: OwnedSemaphorePermit,
        body: impl FnOnce(Guard<T>) -> F,
    ) -> Result<Task<T>, SpawnError>
    where
        T: Send + 'static,
        F: Future<Output = ()> + Send + 'static,
    {
        let runtime = Handle::try_current().map_err(|_| SpawnError::NoRuntime)?;
        let (sender, answer) = oneshot::async_channel();
        let guard = self
            .shared
            .enter(name, permit, sender)
            .ok_or(SpawnError::Stopping)?;
        let id = guard.id;
        let abort = runtime.spawn(body(guard)).abort_handle();
        self.shared.attach(id, abort.clone());
        Ok(Task::new(answer, abort))
    }
}

type Caught<T> = Result<T, Box<dyn std::any::Any + Send>>;

/// Runs a future and catches its panic; the future is dropped before this is ready, so that whoever hears of the end
/// finds its resources free.
async fn caught<F: Future>(future: F) -> Caught<F::Output> {
    let mut future = pin!(future);
    poll_fn(
        |cx| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(cx))) {
            Ok(poll) => poll.map(Ok),
            Err(payload) => Poll::Ready(Err(payload)),
        },
    )
    .await
}

fn flatten<T, E: Into<BoxError>>(result: Caught<Result<T, E>>) -> Result<T, ExitReason> {
    match result {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(ExitReason::failed(error)),
        Err(payload) => Err(ExitReason::panicked(&*payload)),
    }
}
