//! One run of a server, from `init` to the last watcher told.

use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use tokio::runtime::Handle as Runtime;
use tokio::task;
use tokio::time::sleep;

use super::error::InitTimedOut;
use super::hook::{Cut, Cutoff, poll_hook};
use super::{Context, Handle, Options, Server, StartError};
use crate::exit::{ExitReason, Incarnation};
use crate::mailbox::{Slot, Turn};
use crate::observe;

/// How many messages are handled without a pause before other tasks of the thread have their turn. Tokio's own budget
/// is 128 operations.
const MESSAGES_PER_TURN: u32 = 128;

/// A run that has been spawned. Its slot tells the owner what becomes of `init`.
pub(crate) struct Launch {
    pub(crate) handle: Handle,
    pub(crate) incarnation: Incarnation,
    /// `init` has ended already, and well.
    pub(crate) ready: bool,
}

/// Spawns a run into a vacant slot. `last` closes the slot when the run ends.
pub(crate) fn launch<S: Server>(
    slot: &Arc<Slot<S::Message>>,
    args: S::Args,
    options: Options,
    last: bool,
) -> Result<Launch, StartError> {
    let runtime = runtime()?;
    let (run, incarnation) = Run::<S>::begin(slot, None, last)?;
    let init = init::<S>(slot, incarnation, args, options.start_deadline);
    Ok(spawn(&runtime, run, incarnation, Some(init)))
}

/// As [`launch`] for a starter that waits anyhow: the first step of `init` is made in its task, and most have no second.
pub(super) fn launch_here<S: Server>(
    slot: &Arc<Slot<S::Message>>,
    args: S::Args,
    options: Options,
    cx: &mut std::task::Context<'_>,
) -> Result<Launch, StartError> {
    let runtime = runtime()?;
    // Its calls to itself are refused here too.
    let (mut run, incarnation) = Run::<S>::begin(slot, task::try_id(), true)?;
    let mut init = init::<S>(slot, incarnation, args, options.start_deadline);
    let first = poll_hook(init.as_mut(), slot, 0, &mut run.cutoff, cx);
    // What the starter calls from now on, it calls from outside.
    slot.set_runner(None);
    let mut rest = Some(init);
    if let Poll::Ready(made) = first {
        rest = None;
        if let Err(reason) = run.made(made) {
            run.finish(reason.clone());
            return Err(StartError::of(reason));
        }
    }
    Ok(spawn(&runtime, run, incarnation, rest))
}

fn runtime() -> Result<Runtime, StartError> {
    Runtime::try_current().map_err(|_| StartError::NoRuntime)
}

/// What `init` makes: the state, and the context that it was made with.
type Made<S> = Result<(S, Context<S>), ExitReason>;

/// `init` with its deadline. Boxed, so that it can begin in one task and go on in another, and so that no idle process
/// keeps room for it.
fn init<S: Server>(
    slot: &Arc<Slot<S::Message>>,
    incarnation: Incarnation,
    args: S::Args,
    within: Duration,
) -> Pin<Box<impl Future<Output = Made<S>> + Send + use<S>>> {
    let mut context = Context::new(slot.clone(), incarnation);
    Box::pin(async move {
        let made = {
            let mut init = pin!(S::init(args, &mut context));
            // Most are ready at once and need no timer.
            let mut deadline = None;
            poll_fn(|cx| {
                if let Poll::Ready(made) = init.as_mut().poll(cx) {
                    return Poll::Ready(made.map_err(ExitReason::failed));
                }
                let deadline = deadline.get_or_insert_with(|| Box::pin(sleep(within)));
                let passed = deadline.as_mut().poll(cx);
                passed.map(|()| Err(ExitReason::failed(InitTimedOut(within))))
            })
            .await
        };
        Ok((made?, context))
    })
}

fn spawn<S: Server>(
    runtime: &Runtime,
    mut run: Run<S>,
    incarnation: Incarnation,
    init: Option<Pin<Box<impl Future<Output = Made<S>> + Send + 'static>>>,
) -> Launch {
    let ready = init.is_none();
    // One block and not an async method: a method's future holds what it is given twice, in every idle process.
    let task = runtime.spawn(async move {
        run.slot.set_runner(task::try_id());
        if let Some(mut init) = init {
            let made =
                poll_fn(|cx| poll_hook(init.as_mut(), &run.slot, 0, &mut run.cutoff, cx)).await;
            // Dropped before anybody hears of its end.
            drop(init);
            if let Err(reason) = run.made(made) {
                run.finish(reason);
                return;
            }
            run.slot.set_ready(run.incarnation());
        }
        let reason = match run.work().await {
            End::Reason(reason) => run.terminate(reason).await,
            End::Cut(cut) => cut.reason(),
        };
        run.finish(reason);
    });
    Launch {
        handle: Handle::new(task.abort_handle()),
        incarnation,
        ready,
    }
}

/// What a run holds; what it holds, every idle process holds. Its `Drop` is the one way out: after the normal end, after
/// a panic, and when the task is aborted.
struct Run<S: Server> {
    slot: Arc<Slot<S::Message>>,
    /// From the end of `init` to the end of the run.
    live: Option<(S, Context<S>)>,
    batch: VecDeque<S::Message>,
    last: bool,
    /// The watchers have been told.
    over: bool,
    cutoff: Cutoff,
}

impl<S: Server> Drop for Run<S> {
    fn drop(&mut self) {
        self.finish(if std::thread::panicking() {
            ExitReason::panicked(&"a destructor panicked while the process was aborted")
        } else {
            ExitReason::Aborted
        });
    }
}

impl<S: Server> Run<S> {
    /// Begun before the task, so that a stop that comes before the task's first poll finds a run.
    fn begin(
        slot: &Arc<Slot<S::Message>>,
        runner: Option<task::Id>,
        last: bool,
    ) -> Result<(Self, Incarnation), StartError> {
        let incarnation = slot
            .begin(runner)
            .ok_or(StartError::Stopped(ExitReason::Aborted))?;
        let run = Self {
            slot: slot.clone(),
            live: None,
            batch: VecDeque::new(),
            last,
            over: false,
            cutoff: Cutoff::default(),
        };
        Ok((run, incarnation))
    }

    fn incarnation(&self) -> Incarnation {
        // A slot has one run at a time, and this one has not ended.
        match &self.live {
            Some((_, context)) => context.incarnation(),
            None => self.slot.incarnation(),
        }
    }

    /// Ends the run, once: drops the state before anybody hears of the end. A destructor that panics is a crash, not a
    /// lost task.
    fn finish(&mut self, mut reason: ExitReason) {
        if std::mem::replace(&mut self.over, true) {
            return;
        }
        let incarnation = self.incarnation();
        let live = self.live.take();
        if let Err(payload) = catch_unwind(AssertUnwindSafe(move || drop(live))) {
            let panicked = ExitReason::panicked(&*payload);
            observe::destructor_panicked(&self.slot.name, &panicked);
            if reason.is_clean() || matches!(reason, ExitReason::Aborted) {
                reason = panicked;
            }
        }
        observe::ended(&self.slot.name, incarnation, &reason);
        self.slot.end(&mut self.batch, reason, self.last);
    }

    /// Takes in what `init` has made, or answers the reason of the run's end.
    fn made(&mut self, made: Result<Made<S>, Cut>) -> Result<(), ExitReason> {
        let live = made.map_err(Cut::reason)??;
        observe::started(&self.slot.name, live.1.incarnation());
        self.live = Some(live);
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
                task::yield_now().await;
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
            if self.slot.is_stale(self.batch.len()) {
                drop(message);
                continue;
            }
            let span = self.slot.handling(self.batch.len());
            let mut handle = pin!(server.handle(message, context));
            let handled = poll_fn(|cx| {
                let _inside = span.as_ref().map(|span| span.enter());
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
                observe::terminate_cut(&self.slot.name, &cut);
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
