//! What the mailbox shares state with: the real things, or under `--cfg otp_shuttle` those of the model checker
//! shuttle, which tries the orders in which threads can meet.

#[cfg(not(otp_shuttle))]
mod real {
    use std::future::Future;
    use std::time::Duration;

    pub(crate) use std::sync::atomic::AtomicBool;
    pub(crate) use std::sync::{Mutex, MutexGuard};

    pub(crate) use tokio::time::Instant;

    pub(crate) fn now() -> Instant {
        Instant::now()
    }

    pub(crate) fn spawn(task: impl Future<Output = ()> + Send + 'static) {
        drop(tokio::spawn(task));
    }

    pub(crate) async fn pause(time: Duration) {
        tokio::time::sleep(time).await;
    }

    /// Waits for the future, at most until then.
    pub(crate) async fn wait_until(due: Instant, future: impl Future<Output = ()>) {
        let _ = tokio::time::timeout_at(due, future).await;
    }
}

/// Time goes on when somebody waits for it, and in no other way.
#[cfg(otp_shuttle)]
mod model {
    use std::cell::Cell;
    use std::future::{Future, poll_fn};
    use std::pin::pin;
    use std::task::Poll;
    use std::time::Duration;

    pub(crate) use shuttle::sync::atomic::AtomicBool;
    pub(crate) use shuttle::sync::{Mutex, MutexGuard};

    pub(crate) type Instant = Duration;

    thread_local! {
        // All of shuttle's threads run on one real one.
        static NOW: Cell<Duration> = const { Cell::new(Duration::ZERO) };
    }

    pub(crate) fn now() -> Instant {
        NOW.get()
    }

    pub(crate) fn spawn(task: impl Future<Output = ()> + Send + 'static) {
        drop(shuttle::future::spawn(task));
    }

    pub(crate) async fn pause(time: Duration) {
        let due = now() + time;
        shuttle::future::yield_now().await;
        NOW.set(now().max(due));
    }

    pub(crate) async fn wait_until(due: Instant, future: impl Future<Output = ()>) {
        let mut future = pin!(future);
        let early = poll_fn(|cx| Poll::Ready(future.as_mut().poll(cx).is_ready())).await;
        if !early {
            shuttle::future::yield_now().await;
            NOW.set(now().max(due));
        }
    }
}

#[cfg(otp_shuttle)]
pub(crate) use model::*;
#[cfg(not(otp_shuttle))]
pub(crate) use real::*;
