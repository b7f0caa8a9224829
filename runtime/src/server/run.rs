//! One run of a server, from `init` to the last watcher told.

use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use tokio::time::sleep;

use super::hook::{Cut, Cutoff, poll_hook};
use super::{Context, Handle, Options, Server, StartError};
use crate::exit::{ExitReason, Incarnation};
use crate::mailbox::{Slot, Turn};

/// How many messages are handled without a pause before other tasks of the thread have their turn. Tokio's own budget
/// is 128 operations.
const MESSAGES_PER_TURN: u32 = 128;

/// A run that has been spawned.
pub(crate) struct Launch {
    pub(crate) handle: Handle,
    /// Resolves when `init` has ended; dropped without a word if the task is aborted before.
    pub(crate) started: oneshot::AsyncReceiver<Result<(), StartError>>,
}

/// Spawns a run into a vacant slot. `last` closes the slot when the run ends.
pub(crate) fn launch<S: Server>(
    slot: &Arc<Slot<S::Message>>,
    args: S::Args,
    options: Options,
    last: bool,
) -> Result<Launch, StartError> {
    let runtime = tokio::runtime::Handle::try_current().map_err(|_| StartError::NoRuntime)?;
    // Begun here and not in the task, so that a stop that comes before the task's first poll finds a run.
    if slot.begin().is_none() {
        return Err(StartError::Stopped(ExitReason::Aborted));
    }
    let (sender, started) = oneshot::async_channel();
    let mut run = Run::<S> {
        slot: slot.clone(),
        server: None,
        batch: VecDeque::new(),
        reason: ExitReason::Aborted,
        last,
        over: false,
        cutoff: Cutoff::default(),
        context: Context::new(slot.clone()),
    };
    // In nanoseconds, which is half the size: what this block holds, every idle process holds.
    let nanoseconds = u64::try_from(options.start_deadline.as_nanos()).unwrap_or(u64::MAX);
    // One block and not an async method: a method's future holds what it is given twice, in every idle process.
    let task = runtime.spawn(async move {
        run.slot.set_runner(tokio::task::try_id());
        let made = {
            let mut init = pin!(S::init(args, &mut run.context));
            // Most `init`s are ready at once and need no timer.
            let mut deadline = None;
            poll_fn(|cx| {
                if let Poll::Ready(made) =
                    poll_hook(init.as_mut(), &run.slot, 0, &mut run.cutoff, cx)
                {
                    return Poll::Ready(Some(made));
                }
                let deadline = deadline
                    .get_or_insert_with(|| Box::pin(sleep(Duration::from_nanos(nanoseconds))));
                deadline.as_mut().poll(cx).map(|()| None)
            })
            .await
        };
        if let Err(error) = run.made(made, Duration::from_nanos(nanoseconds)) {
            // The starter hears of it after everything is tidied up, so that it can start again at once.
            run.finish();
            let _ = sender.send(Err(error));
            return;
        }
        let _ = sender.send(Ok(()));
        run.reason = match run.work().await {
            End::Reason(reason) => run.terminate(reason).await,
            End::Cut(cut) => cut.reason(),
        };
        run.finish();
    });
    Ok(Launch {
        handle: Handle::new(task.abort_handle()),
        started,
    })
}

/// What a run holds. Its `Drop` is the one way out: after the normal end, after a panic, and when the task is aborted.
struct Run<S: Server> {
    slot: Arc<Slot<S::Message>>,
    /// From the end of `init` to the end of the run.
    server: Option<S>,
    batch: VecDeque<S::Message>,
    reason: ExitReason,
    last: bool,
    /// The watchers have been told.
    over: bool,
    cutoff: Cutoff,
    context: Context<S>,
}

impl<S: Server> Drop for Run<S> {
    fn drop(&mut self) {
        if std::thread::panicking() && matches!(self.reason, ExitReason::Aborted) {
            self.reason =
                ExitReason::panicked(&"a destructor panicked while the process was aborted");
        }
        self.finish();
    }
}

fn report(name: &str, incarnation: Incarnation, reason: &ExitReason) {
    let incarnation = incarnation.number();
    if reason.is_clean() {
        tracing::debug!(process = name, incarnation, %reason, "process ended");
    } else {
        tracing::error!(process = name, incarnation, %reason, "process crashed");
    }
}

impl<S: Server> Run<S> {
    /// Ends the run, once: drops the state before anybody hears of the end. A destructor that panics is a crash, not a
    /// lost task.
    fn finish(&mut self) {
        if std::mem::replace(&mut self.over, true) {
            return;
        }
        let server = self.server.take();
        if let Err(payload) = catch_unwind(AssertUnwindSafe(move || drop(server))) {
            let reason = ExitReason::panicked(&*payload);
            tracing::error!(process = &*self.slot.name, %reason, "the state's destructor panicked");
            if self.reason.is_clean() || matches!(self.reason, ExitReason::Aborted) {
                self.reason = reason;
            }
        }
        let reason = std::mem::replace(&mut self.reason, ExitReason::Aborted);
        report(&self.slot.name, self.context.incarnation(), &reason);
        self.slot.end(&mut self.batch, reason, self.last);
    }

    /// Looks at what came of `init`, and notes the reason if the run ends with it.
    fn made(
        &mut self,
        made: Option<Result<Result<S, S::Error>, Cut>>,
        start_deadline: Duration,
    ) -> Result<(), StartError> {
        let error = match made {
            Some(Ok(Ok(server))) => {
                self.server = Some(server);
                let (name, incarnation) = (&*self.slot.name, self.context.incarnation().number());
                tracing::debug!(process = name, incarnation, "process started");
                return Ok(());
            }
            Some(Ok(Err(error))) => {
                let error: Arc<dyn std::error::Error + Send + Sync> = Arc::from(error.into());
                self.reason = ExitReason::Failed(error.clone());
                StartError::Init(error)
            }
            Some(Err(cut)) => {
                self.reason = cut.reason();
                match &self.reason {
                    ExitReason::Panicked(message) => StartError::Panicked(message.clone()),
                    reason => StartError::Stopped(reason.clone()),
                }
            }
            None => StartError::TimedOut(start_deadline),
        };
        Err(error)
    }

    /// Handles messages until something ends the run.
    async fn work(&mut self) -> End {
        let mut turn = 0;
        loop {
            if self.context.stopping {
                return End::Reason(ExitReason::Normal);
            }
            if self.slot.signalled()
                && let Some(stop) = self.slot.stop_request()
            {
                return End::Reason(stop.reason);
            }
            turn += 1;
            if turn >= MESSAGES_PER_TURN {
                turn = 0;
                self.slot.settle(self.batch.len());
                tokio::task::yield_now().await;
            }
            let Some(message) = self.batch.pop_front() else {
                let found = poll_fn(|cx| match self.slot.take(&mut self.batch, cx.waker()) {
                    Turn::Parked => Poll::Pending,
                    found => Poll::Ready(found),
                });
                if found.await == Turn::Drained {
                    return End::Reason(ExitReason::Normal);
                }
                continue;
            };
            let Some(server) = &mut self.server else {
                return End::Reason(ExitReason::Normal);
            };
            let mut handle = pin!(server.handle(message, &mut self.context));
            let handled = poll_fn(|cx| {
                // Borrowed mutably, because messages need not be `Sync`.
                let batch = &mut self.batch;
                poll_hook(
                    handle.as_mut(),
                    &self.slot,
                    batch.len(),
                    &mut self.cutoff,
                    cx,
                )
            })
            .await;
            match handled {
                Ok(Ok(())) => {}
                Ok(Err(error)) => return End::Reason(ExitReason::failed(error)),
                Err(cut) => return End::Cut(cut),
            }
        }
    }

    async fn terminate(&mut self, reason: ExitReason) -> ExitReason {
        let Some(server) = &mut self.server else {
            return reason;
        };
        let ended = {
            // A process that ends by itself has its patience as deadline too: nothing waits for ever.
            self.slot.request_stop_if_none(&reason);
            let mut terminate = pin!(server.terminate(&reason, &mut self.context));
            poll_fn(|cx| {
                let batch = &mut self.batch;
                poll_hook(
                    terminate.as_mut(),
                    &self.slot,
                    batch.len(),
                    &mut self.cutoff,
                    cx,
                )
            })
            .await
        };
        match ended {
            Ok(()) => reason,
            Err(cut) => {
                let cut = cut.reason();
                tracing::error!(process = &*self.slot.name, reason = %cut, "terminate did not finish");
                // A crash stays the reason; a clean end that was cut off is none.
                if reason.is_clean() { cut } else { reason }
            }
        }
    }
}

enum End {
    /// At a message boundary: `terminate` follows.
    Reason(ExitReason),
    /// In the middle of a message: the state is worth nothing.
    Cut(Cut),
}
