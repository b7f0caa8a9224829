//! A process without messages: a task child, or a nested supervisor.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use tokio::runtime::Handle as Runtime;
use tokio_util::sync::CancellationToken;

use crate::exit::ExitReason;
use crate::mailbox::Slot;
use crate::observe;
use crate::server::{Cut, Cutoff, Handle, StartError, Uncut, poll_hook};

/// A slot that nobody sends to.
pub(super) type Silent = Slot<Infallible>;

/// What a request to stop means to a body.
pub(super) enum OnStop {
    /// It cannot hear, so it is cut off at once, which is how it stops.
    Cut,
    /// It is told, and cut off at the deadline.
    Tell(CancellationToken),
    /// It looks at its slot itself and needs no deadline.
    Own,
}

/// Spawns a body into a vacant slot. `last` closes the slot when it ends.
pub(super) fn spawn<F>(
    slot: &Arc<Silent>,
    last: bool,
    on_stop: OnStop,
    body: F,
) -> Result<Handle, StartError>
where
    F: Future<Output = ExitReason> + Send + 'static,
{
    let runtime = Runtime::try_current().map_err(|_| StartError::NoRuntime)?;
    if slot.begin(None).is_none() {
        return Err(StartError::Stopped(ExitReason::Aborted));
    }
    observe::started(&slot.name, slot.incarnation());
    let end = End {
        slot: slot.clone(),
        reason: ExitReason::Aborted,
        last,
    };
    Ok(Handle::new(
        runtime.spawn(live(end, on_stop, body)).abort_handle(),
    ))
}

/// The one way out: after the end, after a panic, and when the task is aborted.
struct End {
    slot: Arc<Silent>,
    reason: ExitReason,
    last: bool,
}

impl Drop for End {
    fn drop(&mut self) {
        let reason = std::mem::replace(&mut self.reason, ExitReason::Aborted);
        observe::ended(&self.slot.name, self.slot.incarnation(), &reason);
        self.slot.end(&mut VecDeque::new(), reason, self.last);
    }
}

async fn live(mut end: End, on_stop: OnStop, body: impl Future<Output = ExitReason>) {
    let mut cutoff = Cutoff::default();
    let mut told = false;
    let slot = end.slot.clone();
    let reason = {
        let mut body = pin!(body);
        poll_fn(|cx| {
            // Told before it is polled, so that it hears in the same turn.
            if slot.signalled() && !std::mem::replace(&mut told, true) {
                match &on_stop {
                    OnStop::Cut => return Poll::Ready(ExitReason::Shutdown),
                    OnStop::Tell(token) => token.cancel(),
                    OnStop::Own => {}
                }
            }
            let polled = match on_stop {
                // A supervisor bounds its stop by the deadlines of its children.
                OnStop::Own => poll_hook(body.as_mut(), &slot, 0, &mut Uncut, cx),
                _ => poll_hook(body.as_mut(), &slot, 0, &mut cutoff, cx),
            };
            if polled.is_pending() && slot.signalled() && !told {
                // Requested after the look above and before the waker was in place.
                cx.waker().wake_by_ref();
            }
            polled.map(|ended| ended.unwrap_or_else(Cut::reason))
        })
        .await
    };
    end.reason = reason;
}
