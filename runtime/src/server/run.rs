//! One run of a server, from `init` to the last watcher told.

use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{self, Poll};
use std::time::Duration;

use tokio::runtime::Handle as Runtime;
use tokio::time::sleep;

use super::error::InitTimedOut;
use super::hook::{Cut, Cutoff, poll_hook};
use super::{Context, Handle, Options, Server, StartError};
use crate::exit::{ExitReason, Incarnation};
use crate::mailbox::{Slot, Turn};

/// How many messages are handled without a pause before other tasks of the thread have their turn. Tokio's own budget
/// is 128 operations.
const MESSAGES_PER_TURN: u32 = 128;

/// A run that has been spawned. Its slot tells the owner what becomes of `init`.
pub(crate) struct Launch {
    pub(crate) handle: Handle,
    pub(crate) incarnation: Incarnation,
}

/// Spawns a run into a vacant slot. `last` closes the slot when the run ends.
pub(crate) fn launch<S: Server>(
    slot: &Arc<Slot<S::Message>>,
    args: S::Args,
    options: Options,
    last: bool,
) -> Result<Launch, StartError> {
    let runtime = runtime()?;
    let run = Run::<S>::begin(slot, last)?;
    let init = init::<S>(slot, run.incarnation, args);
    Ok(spawn(
        &runtime,
        run,
        Some((init, Limit::new(options.start_deadline))),
    ))
}

/// As [`launch`] for a starter that waits anyhow: the first step of `init` is made in its task, and most have no second.
pub(super) fn launch_here<S: Server>(
    slot: &Arc<Slot<S::Message>>,
    args: S::Args,
    options: Options,
    cx: &mut task::Context<'_>,
) -> Result<Launch, StartError> {
    let runtime = runtime()?;
    let mut run = Run::<S>::begin(slot, true)?;
    let mut init = init::<S>(slot, run.incarnation, args);
    // A call to itself is refused here too.
    run.slot.set_runner(tokio::task::try_id());
    let first = poll_hook(init.as_mut(), &run.slot, 0, &mut run.cutoff, cx);
    let mut rest = Some((init, Limit::new(options.start_deadline)));
    if let Poll::Ready(made) = first {
        rest = None;
        if let Err(reason) = run.made(made) {
            run.reason = reason.clone();
            run.finish();
            return Err(StartError::of(reason));
        }
        run.slot.set_ready(run.incarnation);
    }
    Ok(spawn(&runtime, run, rest))
}

fn runtime() -> Result<Runtime, StartError> {
    Runtime::try_current().map_err(|_| StartError::NoRuntime)
}

/// A time in nanoseconds, which is half the size of a `Duration`: what a run holds, every idle process holds.
struct Limit(u64);

impl Limit {
    fn new(time: Duration) -> Self {
        Self(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX))
    }

    fn time(&self) -> Duration {
        Duration::from_nanos(self.0)
    }
}

/// What `init` makes: the state, and the context that it was made with.
type Made<S> = (Result<S, <S as Server>::Error>, Context<S>);

/// Boxed, so that it can begin in one task and go on in another, and is not kept room for in every idle process.
fn init<S: Server>(
    slot: &Arc<Slot<S::Message>>,
    incarnation: Incarnation,
    args: S::Args,
) -> Pin<Box<impl Future<Output = Made<S>> + Send + use<S>>> {
    let mut context = Context::new(slot.clone(), incarnation);
    Box::pin(async move {
        let made = S::init(args, &mut context).await;
        (made, context)
    })
}

fn spawn<S: Server>(
    runtime: &Runtime,
    mut run: Run<S>,
    init: Option<(
        Pin<Box<impl Future<Output = Made<S>> + Send + 'static>>,
        Limit,
    )>,
) -> Launch {
    let incarnation = run.incarnation;
    // One block and not an async method: a method's future holds what it is given twice, in every idle process.
    let task = runtime.spawn(async move {
        run.slot.set_runner(tokio::task::try_id());
        if let Some((mut init, limit)) = init {
            // Most `init`s are ready at once and need no timer.
            let mut deadline = None;
            let made = poll_fn(|cx| {
                let polled = poll_hook(init.as_mut(), &run.slot, 0, &mut run.cutoff, cx);
                if polled.is_ready() {
                    return polled.map(Ok);
                }
                let deadline = deadline.get_or_insert_with(|| Box::pin(sleep(limit.time())));
                deadline
                    .as_mut()
                    .poll(cx)
                    .map(|()| Err(ExitReason::failed(InitTimedOut(limit.time()))))
            })
            .await;
            // Dropped before anybody hears of its end.
            drop(init);
            if let Err(reason) = made.and_then(|made| run.made(made)) {
                run.reason = reason;
                run.finish();
                return;
            }
            run.slot.set_ready(run.incarnation);
        }
        run.reason = match run.work().await {
            End::Reason(reason) => run.terminate(reason).await,
            End::Cut(cut) => cut.reason(),
        };
        run.finish();
    });
    Launch {
        handle: Handle::new(task.abort_handle()),
        incarnation,
    }
}

/// What a run holds. Its `Drop` is the one way out: after the normal end, after a panic, and when the task is aborted.
struct Run<S: Server> {
    slot: Arc<Slot<S::Message>>,
    incarnation: Incarnation,
    /// From the end of `init` to the end of the run.
    live: Option<(S, Context<S>)>,
    batch: VecDeque<S::Message>,
    reason: ExitReason,
    last: bool,
    /// The watchers have been told.
    over: bool,
    cutoff: Cutoff,
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
    /// Begun before the task, so that a stop that comes before the task's first poll finds a run.
    fn begin(slot: &Arc<Slot<S::Message>>, last: bool) -> Result<Self, StartError> {
        let incarnation = slot
            .begin()
            .ok_or(StartError::Stopped(ExitReason::Aborted))?;
        Ok(Self {
            slot: slot.clone(),
            incarnation,
            live: None,
            batch: VecDeque::new(),
            reason: ExitReason::Aborted,
            last,
            over: false,
            cutoff: Cutoff::default(),
        })
    }

    /// Ends the run, once: drops the state before anybody hears of the end. A destructor that panics is a crash, not a
    /// lost task.
    fn finish(&mut self) {
        if std::mem::replace(&mut self.over, true) {
            return;
        }
        let live = self.live.take();
        if let Err(payload) = catch_unwind(AssertUnwindSafe(move || drop(live))) {
            let reason = ExitReason::panicked(&*payload);
            tracing::error!(process = &*self.slot.name, %reason, "the state's destructor panicked");
            if self.reason.is_clean() || matches!(self.reason, ExitReason::Aborted) {
                self.reason = reason;
            }
        }
        let reason = std::mem::replace(&mut self.reason, ExitReason::Aborted);
        report(&self.slot.name, self.incarnation, &reason);
        self.slot.end(&mut self.batch, reason, self.last);
    }

    /// Takes in what `init` has made, or answers the reason of the run's end.
    fn made(&mut self, made: Result<Made<S>, Cut>) -> Result<(), ExitReason> {
        let (server, context) = made.map_err(Cut::reason)?;
        let server = server.map_err(ExitReason::failed)?;
        self.live = Some((server, context));
        let (name, incarnation) = (&*self.slot.name, self.incarnation.number());
        tracing::debug!(process = name, incarnation, "process started");
        Ok(())
    }

    /// Handles messages until something ends the run.
    async fn work(&mut self) -> End {
        let mut turn = 0;
        let Some((server, context)) = &mut self.live else {
            return End::Reason(ExitReason::Normal);
        };
        loop {
            if context.stopping {
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
            let mut handle = pin!(server.handle(message, context));
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
        let Some((server, context)) = &mut self.live else {
            return reason;
        };
        let ended = {
            // A process that ends by itself has its patience as deadline too: nothing waits for ever.
            self.slot.request_stop_if_none(&reason);
            let mut terminate = pin!(server.terminate(&reason, context));
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
