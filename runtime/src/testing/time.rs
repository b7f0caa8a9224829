//! Time in tests, under tokio's paused clock (`#[tokio::test(start_paused = true)]`).

use std::time::Duration;

/// One tick of tokio's clock, which goes on only when nobody has anything to do.
const TICK: Duration = Duration::from_millis(1);

/// Lets all tasks run until each of them waits for time or for somebody outside. One millisecond passes. Cancel safe.
///
/// Under a clock that is not paused it only sleeps for a millisecond, which promises nothing.
pub async fn settle() {
    tokio::time::sleep(TICK).await;
}

/// Lets this much time pass, with everything that is due in it in its order, and what follows from it. One millisecond
/// more passes. Cancel safe.
///
/// Not `tokio::time::advance`, which jumps: what is due on the way then happens late.
pub async fn pass(time: Duration) {
    tokio::time::sleep(time).await;
    settle().await;
}
