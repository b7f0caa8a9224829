//! Waiting, within a limit, for what nearly always comes at once.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::{Context, Poll};
use std::time::Duration;

/// How many turns of the runtime pass before a timer is set. Setting and removing one costs as much as a whole start of
/// a process, and a process that is in order answers in its next turn.
const TURNS: usize = 3;

/// Polls until there is an answer, or until the limit has passed.
pub(crate) async fn within<T>(
    limit: Duration,
    mut poll: impl FnMut(&mut Context<'_>) -> Poll<T>,
) -> Option<T> {
    for _ in 0..TURNS {
        let mut turn = pin!(tokio::task::yield_now());
        let early = poll_fn(|cx| match poll(cx) {
            Poll::Ready(answer) => Poll::Ready(Some(answer)),
            // Comes back when the thread has nothing else to do.
            Poll::Pending => turn.as_mut().poll(cx).map(|()| None),
        })
        .await;
        if early.is_some() {
            return early;
        }
    }
    tokio::time::timeout(limit, poll_fn(poll)).await.ok()
}
