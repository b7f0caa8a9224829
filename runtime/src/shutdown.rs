//! From a signal to an ordered stop.

use std::future::{Future, poll_fn};
use std::io;
use std::pin::pin;
use std::task::Poll;

/// Which signal asked the program to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Signal {
    /// Ctrl-c, SIGINT.
    Interrupt,
    /// SIGTERM, what service managers send. Only on Unix.
    Terminate,
}

/// Resolves at the first SIGTERM or ctrl-c. From the first call on, these signals do not end the program by themselves
/// any more.
///
/// Cancel safe: a signal that comes between two calls is not seen by the second.
///
/// # Errors
///
/// If the operating system does not let the program listen.
///
/// # Panics
///
/// Outside a tokio runtime with IO enabled.
pub async fn signal() -> io::Result<Signal> {
    let mut interrupt = pin!(tokio::signal::ctrl_c());
    #[cfg(unix)]
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    poll_fn(|cx| {
        #[cfg(unix)]
        if terminate.poll_recv(cx).is_ready() {
            return Poll::Ready(Ok(Signal::Terminate));
        }
        interrupt.as_mut().poll(cx).map_ok(|()| Signal::Interrupt)
    })
    .await
}

/// Resolves at a signal, or when the other future does; `None` then.
pub(crate) async fn signal_or(other: impl Future) -> io::Result<Option<Signal>> {
    let (mut signal, mut other) = (pin!(signal()), pin!(other));
    poll_fn(|cx| {
        if other.as_mut().poll(cx).is_ready() {
            return Poll::Ready(Ok(None));
        }
        signal.as_mut().poll(cx).map_ok(Some)
    })
    .await
}
