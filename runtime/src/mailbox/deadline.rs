//! Deadlines of calls, cheaper than a tokio timer each.
//!
//! A timer costs a clock reading and two trips to the timer wheel for every call, nearly all of which are answered long
//! before. Here a caller writes down how long it waits, without reading a clock, and a sweeper that runs only while calls
//! are waiting stamps the entries, every [`TICK`]. A deadline is counted from the sweep that first sees it: never early,
//! late by at most two ticks.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, OnceLock, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Sleep, sleep};

use crate::sync::{Instant, Mutex, MutexGuard, now, pause, wait_until};

/// How exact the deadlines are. A hundred sweeps a second of a short list cost nothing that can be measured.
const TICK: Duration = Duration::from_millis(10);
/// Shorter deadlines get a timer of their own, since two ticks would be a large part of them.
const EXACT_BELOW: Duration = Duration::from_millis(200);

/// The waiting calls of one mailbox.
#[derive(Default)]
pub(super) struct Deadlines {
    pool: Mutex<Pool>,
    /// A call came while the sweeper sleeps for longer than a tick.
    wake: Notify,
}

#[derive(Default)]
struct Pool {
    places: Vec<Place>,
    free: Vec<usize>,
    /// A call came since the last sweep.
    fresh: bool,
    /// A sweeper is running.
    swept: bool,
    /// It sleeps until the earliest deadline.
    asleep: bool,
}

#[derive(Default)]
struct Place {
    within: Duration,
    /// Set by the first sweep that sees the call.
    due: Option<Instant>,
    /// Missing in a free place, and once the deadline has passed.
    waker: Option<Waker>,
    expired: bool,
}

impl Deadlines {
    fn pool(&self) -> MutexGuard<'_, Pool> {
        self.pool.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes sure that somebody sweeps.
    fn tend(self: &Arc<Self>, mut pool: MutexGuard<'_, Pool>) {
        pool.fresh = true;
        let wake = std::mem::take(&mut pool.asleep);
        let spawn = !std::mem::replace(&mut pool.swept, true);
        drop(pool);
        if spawn {
            let sweeper = Sweeper {
                deadlines: self.clone(),
                ended: false,
            };
            crate::sync::spawn(sweeper.run());
        } else if wake {
            self.wake.notify_one();
        }
    }
}

/// Ends when no call is waiting. If it is dropped before, because its runtime ends, the calls that wait on other
/// runtimes are woken to start another.
struct Sweeper {
    deadlines: Arc<Deadlines>,
    /// It has ended in order, and another one may be at work already.
    ended: bool,
}

/// What a sweep found.
enum Found {
    Nobody,
    Fresh,
    Earliest(Instant),
}

impl Sweeper {
    async fn run(mut self) {
        let mut expired = Vec::new();
        loop {
            let found = self.sweep(now(), &mut expired);
            expired.drain(..).for_each(Waker::wake);
            match found {
                Found::Nobody => {
                    self.ended = true;
                    return;
                }
                Found::Fresh => pause(TICK).await,
                Found::Earliest(due) => {
                    // A new call or the deadline: the next sweep finds out.
                    wait_until(due, self.deadlines.wake.notified()).await;
                }
            }
        }
    }

    fn sweep(&self, now: Instant, expired: &mut Vec<Waker>) -> Found {
        let mut pool = self.deadlines.pool();
        let mut earliest = None;
        for place in &mut pool.places {
            let Some(waker) = &place.waker else { continue };
            let due = match place.due {
                Some(due) => due,
                // Beyond the end of the clock is as good as never; looked at again at the next sweep.
                None => match now.checked_add(place.within) {
                    Some(due) => *place.due.insert(due),
                    None => continue,
                },
            };
            if due <= now {
                expired.push(waker.clone());
                place.waker = None;
                place.expired = true;
            } else if earliest.is_none_or(|earliest| due < earliest) {
                earliest = Some(due);
            }
        }
        if std::mem::take(&mut pool.fresh) {
            return Found::Fresh;
        }
        match earliest {
            Some(due) => {
                pool.asleep = true;
                Found::Earliest(due)
            }
            None => {
                pool.swept = false;
                Found::Nobody
            }
        }
    }
}

impl Drop for Sweeper {
    fn drop(&mut self) {
        if self.ended {
            return;
        }
        let mut pool = self.deadlines.pool();
        pool.swept = false;
        pool.asleep = false;
        let wakers: Vec<_> = pool
            .places
            .iter()
            .filter_map(|place| place.waker.clone())
            .collect();
        drop(pool);
        wakers.into_iter().for_each(Waker::wake);
    }
}

/// The deadline of one call; costs nothing until it is polled.
pub(super) struct Deadline<'a> {
    within: Duration,
    deadlines: &'a OnceLock<Arc<Deadlines>>,
    kind: Kind,
}

enum Kind {
    New,
    Exact(Pin<Box<Sleep>>),
    Pooled(usize),
}

impl<'a> Deadline<'a> {
    #[inline]
    pub(super) fn new(within: Duration, deadlines: &'a OnceLock<Arc<Deadlines>>) -> Self {
        Self {
            within,
            deadlines,
            kind: Kind::New,
        }
    }

    /// Ready once the deadline has passed.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        match &mut self.kind {
            Kind::New if self.within < EXACT_BELOW => {
                let mut exact = Box::pin(sleep(self.within));
                let polled = exact.as_mut().poll(cx);
                self.kind = Kind::Exact(exact);
                polled
            }
            Kind::New => {
                self.kind = Kind::Pooled(self.enter(cx));
                Poll::Pending
            }
            Kind::Exact(sleep) => sleep.as_mut().poll(cx),
            Kind::Pooled(index) => {
                let deadlines = self.deadlines.get_or_init(Arc::default);
                let mut pool = deadlines.pool();
                let place = &mut pool.places[*index];
                if place.expired {
                    return Poll::Ready(());
                }
                match &mut place.waker {
                    Some(waker) => waker.clone_from(cx.waker()),
                    None => place.waker = Some(cx.waker().clone()),
                }
                if !pool.swept {
                    deadlines.tend(pool);
                }
                Poll::Pending
            }
        }
    }

    fn enter(&self, cx: &mut Context<'_>) -> usize {
        let deadlines = self.deadlines.get_or_init(Arc::default);
        let mut pool = deadlines.pool();
        let index = pool.free.pop().unwrap_or_else(|| {
            pool.places.push(Place::default());
            pool.places.len() - 1
        });
        let place = &mut pool.places[index];
        place.within = self.within;
        place.due = None;
        place.expired = false;
        place.waker = Some(cx.waker().clone());
        if pool.swept && !pool.asleep {
            pool.fresh = true;
        } else {
            deadlines.tend(pool);
        }
        index
    }
}

impl Drop for Deadline<'_> {
    fn drop(&mut self) {
        if let (Kind::Pooled(index), Some(deadlines)) = (&self.kind, self.deadlines.get()) {
            let mut pool = deadlines.pool();
            let waker = pool.places[*index].waker.take();
            pool.free.push(*index);
            drop(pool);
            drop(waker);
        }
    }
}
