//! The place of one process: its mailbox, its phase and those who watch it, under one mutex.
//!
//! A slot outlives the runs of its process. The mailbox stays when a run ends, so that a restart loses nothing, and is
//! emptied only when the slot closes. One mutex guards everything because every operation needs several of its parts
//! together and holds it for some ten nanoseconds; user code (messages' `Drop`, hooks, watchers, wakers) never runs
//! under it.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::{Arc, OnceLock, PoisonError};
use std::task::Waker;
use std::time::Duration;

mod ending;
mod onlookers;
mod running;
mod senders;

use super::cause::Cause;
use super::deadline::Deadlines;
use super::waiting::{Ticket, Waiting};
use super::watch::Watchers;
use super::{Options, Overflow};
use crate::exit::{ExitReason, Incarnation};
use crate::sync::{AtomicBool, Mutex, MutexGuard};

/// What an idle mailbox keeps of its storage, in messages: enough not to allocate in ordinary traffic, little enough
/// that a burst is not paid for by an idle process.
const IDLE_SLOTS: usize = 64;
/// How many separate stretches of dropped messages are remembered to tell a caller *not started*. One that looks later
/// than this many drops is told *unknown*, which is always true.
const REMEMBERED_DROPS: usize = 64;

/// A request to stop.
#[derive(Debug, Clone)]
pub(crate) struct Stop {
    pub(crate) reason: ExitReason,
    /// From when the process sees the request until it is aborted at an await.
    pub(crate) deadline: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    /// No run is alive; the mailbox accepts.
    Vacant,
    Running,
    /// Nothing will run here again.
    Closed,
}

type Undelivered<M> = Box<dyn FnMut(M) + Send>;

pub(crate) struct Slot<M> {
    pub(crate) name: Arc<str>,
    options: Options,
    /// The deadline of a stop that names none, for links and dropped owners.
    pub(crate) patience: Duration,
    /// Set while the process has something to look at besides messages; read between any two messages without a lock.
    signal: AtomicBool,
    /// Set for good when the slot closes; read without the lock by those who only ask whether it has.
    closed: AtomicBool,
    /// Set while the mailbox holds messages for a run that has ended; read before every message without a lock.
    stale: AtomicBool,
    /// The deadlines of the calls that wait here, once there was one.
    pub(super) deadlines: OnceLock<Arc<Deadlines>>,
    state: Mutex<State<M>>,
}

struct State<M> {
    phase: Phase,
    /// False once the mailbox drains or is closed.
    accepting: bool,
    /// The slot closes with the run that is alive.
    closing: bool,
    /// The process waits for messages, so that a sender must wake it.
    parked: bool,
    waker: Option<Waker>,
    queue: VecDeque<M>,
    /// The number of the first message in the queue. Numbers count all accepted messages from 0.
    head: u64,
    /// Messages that the process took together and has not handled, counted against the capacity.
    batch: usize,
    incarnation: Incarnation,
    /// The latest run that has said that its `init` went well.
    ready: Incarnation,
    runner: Option<tokio::task::Id>,
    stop: Option<Stop>,
    /// How the last run ended.
    last: Option<ExitReason>,
    /// Everybody else has heard of that.
    told: bool,
    /// The one who waits for the start or the end of the run.
    owner: Option<Waker>,
    rare: Option<Box<Rare<M>>>,
}

/// What most processes never need.
struct Rare<M> {
    waiting: Waiting<(M, Cause)>,
    /// The causes of the messages with these numbers, in order; of those that have one.
    causes: VecDeque<(u64, Cause)>,
    watchers: Watchers,
    closers: Vec<Waker>,
    gaps: VecDeque<Range<u64>>,
    /// The numbers of messages that only one incarnation may handle, in order.
    reserved: VecDeque<(u64, Incarnation)>,
    refused: u64,
    dropped: u64,
    /// Accepted and left over at the end; numbered from `head` on.
    undelivered: u64,
    undelivered_hook: Option<Undelivered<M>>,
}

impl<M> Default for Rare<M> {
    fn default() -> Self {
        Self {
            waiting: Waiting::default(),
            causes: VecDeque::new(),
            watchers: Watchers::default(),
            closers: Vec::new(),
            gaps: VecDeque::new(),
            reserved: VecDeque::new(),
            refused: 0,
            dropped: 0,
            undelivered: 0,
            undelivered_hook: None,
        }
    }
}

/// What became of a message that was accepted and not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// Never taken, and never will be.
    Dropped,
    /// Never taken; the process has ended for good.
    Ended,
    /// Taken by a run of the process.
    Taken,
}

/// Whom to wake once the lock is released.
#[derive(Default)]
struct Wakes {
    process: Option<Waker>,
    senders: Vec<Waker>,
}

// What generic code calls for every message is inlined into it: the rest of a slot is compiled in the user's crate, and
// this is not.
impl Wakes {
    #[inline]
    fn wake(self) {
        if let Some(waker) = self.process {
            waker.wake();
        }
        if !self.senders.is_empty() {
            self.senders.into_iter().for_each(Waker::wake);
        }
    }
}

/// What a process finds when it looks for work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    /// At least one message is in the batch.
    Messages,
    /// A stop was requested.
    Stop,
    /// The intake is closed and the mailbox is empty.
    Drained,
    /// Nothing; the waker is registered.
    Parked,
}

/// A sender's attempt.
pub(super) enum Push<M> {
    Accepted(u64),
    Full(M),
    Ended(M),
    /// Dropped by policy; to be dropped by the sender, outside the lock.
    DroppedNewest(M),
    Waiting(Ticket),
    /// A call of the process to itself.
    SelfCall(M),
}

impl<M> Slot<M> {
    pub(crate) fn new(name: Arc<str>, options: Options, patience: Duration) -> Self {
        Self {
            name,
            options,
            patience,
            signal: AtomicBool::new(false),
            closed: AtomicBool::new(false),
            stale: AtomicBool::new(false),
            deadlines: OnceLock::new(),
            state: Mutex::new(State {
                phase: Phase::Vacant,
                accepting: true,
                closing: false,
                parked: false,
                waker: None,
                queue: VecDeque::new(),
                head: 0,
                batch: 0,
                incarnation: Incarnation::NONE,
                ready: Incarnation::NONE,
                runner: None,
                stop: None,
                last: None,
                told: false,
                owner: None,
                rare: None,
            }),
        }
    }

    /// Nothing that can panic runs under the lock, so a poisoned one is still in order.
    fn lock(&self) -> MutexGuard<'_, State<M>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Keeps a waker, without cloning it where it is known already.
#[inline]
fn keep(place: &mut Option<Waker>, waker: &Waker) {
    match place {
        Some(known) => known.clone_from(waker),
        None => *place = Some(waker.clone()),
    }
}

impl<M> State<M> {
    fn rare(&mut self) -> &mut Rare<M> {
        self.rare.get_or_insert_with(Box::default)
    }

    fn has_room(&self, capacity: usize) -> bool {
        self.queue.len() + self.batch < capacity
            && self
                .rare
                .as_ref()
                .is_none_or(|rare| rare.waiting.len() == 0)
    }

    /// Appends a message and gives it its number.
    fn accept(&mut self, message: M, cause: Cause) -> u64 {
        let number = self.head + self.queue.len() as u64;
        self.queue.push_back(message);
        if cause.is_some() {
            self.rare().causes.push_back((number, cause));
        }
        number
    }

    fn is_run(&self, incarnation: Incarnation) -> bool {
        self.phase == Phase::Running && self.incarnation == incarnation
    }

    /// Notes that only this incarnation may handle the message.
    fn reserve(&mut self, number: u64, incarnation: Incarnation) {
        let head = self.head;
        let reserved = &mut self.rare().reserved;
        while reserved.front().is_some_and(|entry| entry.0 < head) {
            reserved.pop_front();
        }
        reserved.push_back((number, incarnation));
    }

    fn unpark(&mut self) -> Option<Waker> {
        if self.parked {
            self.parked = false;
            self.waker.take()
        } else {
            None
        }
    }

    fn register(&mut self, waker: &Waker) {
        keep(&mut self.waker, waker);
    }

    /// Takes out the causes of messages that are done with, to be dropped outside the lock. A server asks for each when it
    /// handles its message; a loop without one never does.
    fn past_causes(&mut self) -> Vec<(u64, Cause)> {
        let done = self.head - self.batch as u64;
        let mut past = Vec::new();
        if let Some(rare) = &mut self.rare {
            while rare.causes.front().is_some_and(|cause| cause.0 + 1 < done) {
                past.extend(rare.causes.pop_front());
            }
        }
        past
    }

    /// Moves the queue to the process. Where the oldest message may have to be dropped it goes one by one, so that the
    /// others stay within reach.
    fn hand_out(&mut self, batch: &mut VecDeque<M>, overflow: Overflow) {
        if overflow == Overflow::DropOldest {
            batch.extend(self.queue.pop_front());
        } else {
            std::mem::swap(&mut self.queue, batch);
        }
        self.head += batch.len() as u64;
        // The first message is in hand at once and counts no longer.
        self.batch = batch.len() - 1;
    }

    /// Lets waiting senders in as far as there is room.
    #[inline]
    fn admit(&mut self, capacity: usize, wakes: &mut Wakes) {
        if self.rare.is_some() {
            self.admit_waiting(capacity, wakes);
        }
    }

    fn admit_waiting(&mut self, capacity: usize, wakes: &mut Wakes) {
        while self.queue.len() + self.batch < capacity {
            let number = self.head + self.queue.len() as u64;
            let Some(rare) = &mut self.rare else { return };
            let Some(((message, cause), waker)) = rare.waiting.admit(number) else {
                return;
            };
            self.accept(message, cause);
            wakes.senders.push(waker);
        }
    }

    /// Notes that the next `count` messages were dropped untaken.
    fn skip(&mut self, count: u64) {
        if count == 0 {
            return;
        }
        let gap = self.head..self.head + count;
        self.head = gap.end;
        let gaps = &mut self.rare().gaps;
        match gaps.back_mut() {
            Some(last) if last.end == gap.start => last.end = gap.end,
            _ => {
                if gaps.len() == REMEMBERED_DROPS {
                    gaps.pop_front();
                }
                gaps.push_back(gap);
            }
        }
    }

    fn waiting_wakers(&self) -> impl Iterator<Item = Waker> + '_ {
        self.rare.iter().flat_map(|rare| rare.waiting.wakers())
    }
}
