//! The supervisor itself: a loop over what its children do.

mod restart;
mod stop;

use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::sync::mpsc::{Receiver, UnboundedReceiver, unbounded_channel};
use tokio::time::Instant;

use super::body::Silent;
use super::child::{Child, Deferred, Exits, Starting};
use super::command::Command;
use super::decide::Window;
use super::info::{Board, Row, Status};
use super::reference::Line;
use super::spec::{ChildSpec, Spec};
use super::{ChildError, GaveUp};
use crate::exit::{Exit, ExitReason, Incarnation};
use crate::observe;
use crate::server::{GRACE, StartError};
use crate::turns::within;

/// A supervisor's children and what it knows of them. It outlives the runs of a nested supervisor, so that its
/// children keep their addresses.
pub(super) struct Engine {
    pub(super) spec: Spec,
    pub(super) entries: Vec<Entry>,
    pub(super) board: Arc<Board>,
    next_key: u64,
    window: Window,
    exits: Exits,
    ended: UnboundedReceiver<(u64, Exit)>,
    deferred: Deferred,
    commands: Receiver<Command>,
    /// No other life follows this one.
    last: bool,
}

pub(super) struct Entry {
    key: u64,
    spec: ChildSpec,
    child: Box<dyn Child>,
    state: State,
    /// Added at run time, so that nothing of it stays when it has ended.
    dynamic: bool,
    crashes: u32,
    since: Instant,
}

impl Entry {
    /// It has ended by itself and is not started again.
    fn is_over(&self) -> bool {
        matches!(self.state, State::Ended | State::Absent)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Not running, and not to be started by itself.
    Idle,
    Running(Incarnation),
    /// To be started at this time.
    Waiting(Instant),
    /// Still running, though it should have ended; started `again` once it has.
    Stuck {
        incarnation: Incarnation,
        again: bool,
    },
    Ended,
    /// A temporary child that has ended. It is forgotten until its supervisor is restarted, which begins again with the
    /// whole specification.
    Absent,
}

/// What the loop woke up for.
enum Event {
    Stop,
    Exit(u64, Exit),
    Due,
    Command(Command),
}

impl Engine {
    pub(super) fn new(spec: Spec, line: Line) -> Self {
        let (exits, ended) = unbounded_channel();
        Self {
            spec,
            entries: Vec::new(),
            board: line.board,
            next_key: 0,
            window: Window::default(),
            exits,
            ended,
            deferred: VecDeque::new(),
            commands: line.commands,
            last: false,
        }
    }

    pub(super) fn add(&mut self, spec: ChildSpec, child: Box<dyn Child>, dynamic: bool) -> usize {
        let key = self.next_key;
        self.next_key += 1;
        let (state, since) = (State::Idle, Instant::now());
        self.entries.push(Entry {
            key,
            spec,
            child,
            state,
            dynamic,
            crashes: 0,
            since,
        });
        let index = self.entries.len() - 1;
        self.show(index);
        index
    }

    /// Puts a child on the board.
    fn show(&self, index: usize) {
        let Entry {
            key, spec, child, ..
        } = &self.entries[index];
        let row = Row {
            id: spec.id.clone(),
            status: Status::Starting,
            incarnation: Incarnation::NONE,
            restarts: 0,
            last_reason: None,
            stop_deadline: child.stop_bound(),
            nested: child.board(),
        };
        self.board.rows().insert(*key, row);
    }

    /// Ends the slots of all children, the last first, and answers nobody any more.
    pub(super) fn close(&mut self) {
        self.commands.close();
        while self.commands.try_recv().is_ok() {}
        self.entries
            .iter_mut()
            .rev()
            .for_each(|entry| entry.child.close());
    }

    /// Lets the senders to all children know that nobody is there, for now.
    pub(super) fn rest(&mut self) {
        self.entries.iter_mut().for_each(|entry| entry.child.rest());
    }

    /// One life of the supervisor: starts the children, minds them, stops them.
    pub(super) async fn run(
        &mut self,
        slot: &Arc<Silent>,
        tell: oneshot::Sender<Result<(), ChildError>>,
        last: bool,
    ) -> ExitReason {
        // What an earlier life has left behind concerns it alone.
        self.window = Window::default();
        self.forget_dynamic();
        self.last = last;
        let guard = Guard { engine: self };
        let engine = &mut *guard.engine;
        if let Err(failed) = engine.start_all(slot).await {
            engine.stop_all(Duration::MAX, false).await;
            let reason = ExitReason::failed(failed.clone());
            // A starter that was dropped meanwhile has asked for the stop.
            let _ = tell.send(Err(failed));
            return reason;
        }
        let _ = tell.send(Ok(()));
        let reason = engine.mind(slot).await;
        if last {
            engine.commands.close();
        }
        let deadline = slot
            .stop_request()
            .map_or(Duration::MAX, |stop| stop.deadline);
        // Whoever is restarted keeps its mailbox and need not empty it.
        engine.stop_all(deadline, reason.is_clean()).await;
        reason
    }

    async fn start_all(&mut self, slot: &Arc<Silent>) -> Result<(), ChildError> {
        for index in 0..self.entries.len() {
            let entry = &mut self.entries[index];
            entry.crashes = 0;
            if entry.state == State::Absent {
                self.show(index);
            }
            if let Err(error) = self.start_one(index, slot).await {
                let id = self.entries[index].spec.id.clone();
                return Err(ChildError { id, error });
            }
        }
        Ok(())
    }

    /// Starts one child and waits for its `init`.
    pub(super) async fn start_one(
        &mut self,
        index: usize,
        slot: &Arc<Silent>,
    ) -> Result<(), StartError> {
        let exits = self.exits.clone();
        let entry = &mut self.entries[index];
        let Starting {
            incarnation,
            mut started,
        } = entry.child.start(entry.key, &exits)?;
        entry.state = State::Running(incarnation);
        entry.since = Instant::now();
        self.note(index, Status::Starting, None);
        let entry = &mut self.entries[index];
        let mut asked = false;
        // Borrowed mutably, because a child need not be `Sync`.
        let child = &mut entry.child;
        // An `init` that does not yield misses its own deadline too.
        let nested = entry.spec.supervisor.is_some();
        let limit = if nested {
            Duration::MAX
        } else {
            entry.spec.start_deadline + GRACE
        };
        let started = within(limit, move |cx| {
            if slot.signalled() && !std::mem::replace(&mut asked, true) {
                child.request_stop(child.stop_bound());
            }
            started.as_mut().poll(cx)
        })
        .await;
        let result = started.unwrap_or(Err(StartError::TimedOut(limit)));
        match &result {
            Ok(()) => self.note(index, Status::Running, None),
            Err(_) => self.settle(index, incarnation).await,
        }
        result
    }

    /// Waits for the end of a run that did not start, so that nothing of it is left when it is tried again.
    async fn settle(&mut self, index: usize, incarnation: Incarnation) {
        let entry = &self.entries[index];
        let key = entry.key;
        entry.child.abort();
        if let Some(exit) = self.wait_exit(key, incarnation, GRACE).await {
            self.entries[index].state = State::Idle;
            self.note(index, Status::Ended, Some(&exit.reason));
        } else {
            self.entries[index].state = State::Stuck {
                incarnation,
                again: false,
            };
            self.note(index, Status::Stuck, None);
        }
    }

    /// Minds the children until something ends the supervisor.
    async fn mind(&mut self, slot: &Arc<Silent>) -> ExitReason {
        loop {
            let due = self.next_due();
            let event = {
                // A restart without a wait must not wait for the timer's tick.
                let now = due.is_some_and(|due| due <= Instant::now());
                let mut sleep = due
                    .filter(|_| !now)
                    .map(|due| Box::pin(tokio::time::sleep_until(due)));
                poll_fn(|cx| {
                    if slot.signalled() {
                        return Poll::Ready(Event::Stop);
                    }
                    self.poll_event(now, sleep.as_mut(), cx)
                })
                .await
            };
            let over = match event {
                Event::Stop => Some(ExitReason::Shutdown),
                Event::Exit(key, exit) => self.ended(key, exit).await,
                Event::Due => self.restart_due(slot).await,
                Event::Command(command) => {
                    self.obey(command, slot).await;
                    None
                }
            };
            if let Some(reason) = over {
                return reason;
            }
        }
    }

    fn poll_event(
        &mut self,
        due: bool,
        sleep: Option<&mut std::pin::Pin<Box<tokio::time::Sleep>>>,
        cx: &mut Context<'_>,
    ) -> Poll<Event> {
        if let Some((key, exit)) = self.deferred.pop_front() {
            return Poll::Ready(Event::Exit(key, exit));
        }
        if let Poll::Ready(Some((key, exit))) = self.ended.poll_recv(cx) {
            return Poll::Ready(Event::Exit(key, exit));
        }
        if due {
            return Poll::Ready(Event::Due);
        }
        if let Some(sleep) = sleep
            && sleep.as_mut().poll(cx).is_ready()
        {
            return Poll::Ready(Event::Due);
        }
        if let Poll::Ready(Some(command)) = self.commands.poll_recv(cx) {
            return Poll::Ready(Event::Command(command));
        }
        Poll::Pending
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn position(&self, id: &str) -> Option<usize> {
        self.entries.iter().position(|entry| entry.spec.id == id)
    }

    pub(super) fn is_stuck(&self, index: usize) -> bool {
        matches!(self.entries[index].state, State::Stuck { .. })
    }

    pub(super) fn stop_bound_of(&self, index: usize) -> Duration {
        self.entries[index].child.stop_bound()
    }

    fn index(&self, key: u64) -> Option<usize> {
        // Keys rise with the index, since children are only ever appended.
        self.entries
            .binary_search_by_key(&key, |entry| entry.key)
            .ok()
    }

    /// Notes on the board what a child does, and why it ended.
    fn note(&self, index: usize, status: Status, reason: Option<&ExitReason>) {
        let entry = &self.entries[index];
        if let Some(row) = self.board.rows().get_mut(&entry.key) {
            row.status = status;
            if let State::Running(incarnation) = entry.state {
                if status == Status::Starting && row.incarnation != Incarnation::NONE {
                    row.restarts += u64::from(row.incarnation != incarnation);
                }
                row.incarnation = incarnation;
            }
            if let Some(reason) = reason {
                row.last_reason = Some(reason.to_string());
            }
        }
    }

    /// Forgets a temporary child. True if it is gone for good.
    fn dismiss(&mut self, index: usize) -> bool {
        let entry = &mut self.entries[index];
        if entry.dynamic || self.last {
            self.forget(index);
            return true;
        }
        entry.state = State::Absent;
        entry.child.rest();
        self.board.rows().remove(&entry.key);
        false
    }

    /// Takes a child out for good.
    pub(super) fn forget(&mut self, index: usize) {
        let mut entry = self.entries.remove(index);
        self.board.rows().remove(&entry.key);
        entry.child.close();
    }

    /// Takes out the children that were added at run time and have ended with their supervisor.
    fn forget_dynamic(&mut self) {
        for index in (0..self.entries.len()).rev() {
            let entry = &self.entries[index];
            if entry.dynamic && !matches!(entry.state, State::Stuck { .. }) {
                self.forget(index);
            }
        }
    }

    fn give_up(&self, index: usize, reason: ExitReason) -> ExitReason {
        let child = self.entries[index].spec.id.clone();
        let gave_up = GaveUp {
            child,
            reason,
            intensity: self.spec.intensity,
        };
        observe::gave_up(&self.spec.name, &gave_up);
        ExitReason::failed(gave_up)
    }
}

/// Stops the children of a supervisor whose task is aborted: nothing outlives its owner.
struct Guard<'a> {
    engine: &'a mut Engine,
}

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        for entry in self.engine.entries.iter().rev() {
            if matches!(entry.state, State::Running(_)) {
                entry.child.request_stop(Duration::ZERO);
                entry.child.abort();
            }
        }
    }
}
