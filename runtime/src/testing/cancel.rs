//! Drops a future at each of its awaits in turn.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

/// More pending points than any future in a test should have; one that has more never ends.
const MOST_POINTS: usize = 10_000;

/// Where a future was dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CancelPoint {
    /// At this pending point, counted from 1, before what it waits for has come.
    Early(usize),
    /// At this pending point, after what it waits for has come and before the next poll.
    Late(usize),
    /// Not at all: it ran to its end.
    Completed,
}

/// Runs `make`'s future again and again and drops it at its first, second, third … pending point, each twice: before
/// the awaited work ends, and after it but before the next poll. Calls `check` after each drop, and once after the run
/// that came to its end. Answers how many pending points there were.
///
/// `check` panics where the caller's invariant is broken; it is told the point, to say which.
///
/// Cancel safe if `check` is: dropped, it drops the future that it runs.
///
/// # Panics
///
/// If the future has more than 10 000 pending points.
pub async fn cancel_at_every_await<M, F, C, D>(mut make: M, mut check: C) -> usize
where
    M: FnMut() -> F,
    F: Future,
    C: FnMut(CancelPoint) -> D,
    D: Future<Output = ()>,
{
    for point in 1..=MOST_POINTS {
        for late in [false, true] {
            let completed = run_until(make(), point, late).await;
            if completed {
                check(CancelPoint::Completed).await;
                return point - 1;
            }
            check(if late {
                CancelPoint::Late(point)
            } else {
                CancelPoint::Early(point)
            })
            .await;
        }
    }
    panic!("the future has more than {MOST_POINTS} pending points and does not seem to end")
}

/// Polls the future until it is pending for the given time, and drops it there; true if it ended before.
async fn run_until<F: Future>(future: F, point: usize, late: bool) -> bool {
    let mut future = Box::pin(future);
    let alarm = Arc::new(Alarm::default());
    let waker = Waker::from(alarm.clone());
    let mut seen = 0;
    poll_fn(|outer| {
        alarm.forward_to(outer.waker());
        loop {
            // Polled only when woken, as an executor does, so that a missing wake-up shows as a hang.
            if seen > 0 && !alarm.rang.swap(false, Ordering::AcqRel) {
                return Poll::Pending;
            }
            if late && seen == point {
                return Poll::Ready(false);
            }
            if Pin::new(&mut future)
                .poll(&mut Context::from_waker(&waker))
                .is_ready()
            {
                return Poll::Ready(true);
            }
            seen += 1;
            if !late && seen == point {
                return Poll::Ready(false);
            }
        }
    })
    .await
}

/// Notes a wake-up and passes it on.
#[derive(Default)]
struct Alarm {
    rang: AtomicBool,
    outer: Mutex<Option<Waker>>,
}

impl Alarm {
    fn forward_to(&self, waker: &Waker) {
        *self.outer.lock().unwrap_or_else(PoisonError::into_inner) = Some(waker.clone());
    }
}

impl Wake for Alarm {
    fn wake(self: Arc<Self>) {
        self.rang.store(true, Ordering::Release);
        let outer = self
            .outer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(waker) = outer {
            waker.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::{Cell, RefCell};

    #[tokio::test]
    async fn every_point_is_visited_twice_and_the_end_once() {
        let points = RefCell::new(Vec::new());
        let count = cancel_at_every_await(
            || async {
                tokio::task::yield_now().await;
                tokio::task::yield_now().await;
            },
            |point| {
                points.borrow_mut().push(point);
                async {}
            },
        )
        .await;
        use CancelPoint::{Completed, Early, Late};
        assert_eq!(count, 2);
        assert_eq!(
            *points.borrow(),
            [Early(1), Late(1), Early(2), Late(2), Completed]
        );
    }

    #[tokio::test(start_paused = true)]
    async fn late_means_that_the_awaited_work_is_done() {
        let taken = Cell::new(0);
        let (mut early, mut late) = (0, 0);
        cancel_at_every_await(
            || async {
                let (sender, receiver) = tokio::sync::oneshot::channel::<()>();
                tokio::spawn(async move {
                    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
                    let _ = sender.send(());
                });
                let start = tokio::time::Instant::now();
                let _guard = Guard(&taken, start);
                let _ = receiver.await;
            },
            |point| {
                match point {
                    CancelPoint::Early(_) => early = taken.get(),
                    CancelPoint::Late(_) => late = taken.get(),
                    CancelPoint::Completed => {}
                }
                async {}
            },
        )
        .await;
        assert_eq!((early, late), (0, 1));

        struct Guard<'a>(&'a Cell<u64>, tokio::time::Instant);
        impl Drop for Guard<'_> {
            fn drop(&mut self) {
                self.0.set(self.1.elapsed().as_secs());
            }
        }
    }
}
