//! Stopping children, within bounds whatever they do.

use std::time::Duration;

use tokio::time::Instant;

use super::{Engine, State};
use crate::exit::{Exit, Incarnation};
use crate::observe;
use crate::server::GRACE;
use crate::supervisor::info::Status;
use crate::turns::within;

impl Engine {
    /// Stops all children, the last first, within `total` together. With `drain` those that are to be drained are.
    /// Those that are not running are left alone.
    pub(in crate::supervisor) async fn stop_all(&mut self, total: Duration, drain: bool) {
        let end = Instant::now().checked_add(total);
        for index in (0..self.entries.len()).rev() {
            let left = end.map_or(Duration::MAX, |end| {
                end.saturating_duration_since(Instant::now())
            });
            self.stop_one(index, left, drain).await;
        }
    }

    /// Stops one child: asks it, aborts it at its deadline, and calls it stuck if it still does not end.
    pub(in crate::supervisor) async fn stop_one(
        &mut self,
        index: usize,
        most: Duration,
        drain: bool,
    ) {
        let entry = &mut self.entries[index];
        let State::Running(incarnation) = entry.state else {
            if matches!(entry.state, State::Waiting(_)) {
                entry.state = State::Idle;
                self.note(index, Status::Ended, None);
            }
            return;
        };
        let (key, mut deadline) = (entry.key, entry.child.stop_bound().min(most));
        let drain = drain && entry.spec.drain && entry.child.can_drain();
        let mut exit = None;
        if drain {
            entry.child.rest();
            self.note(index, Status::Stopping, None);
            exit = self.wait_exit(key, incarnation, deadline).await;
            deadline = Duration::ZERO;
        }
        if exit.is_none() {
            self.entries[index].child.request_stop(deadline);
            self.note(index, Status::Stopping, None);
            let limit = deadline.saturating_add(GRACE);
            exit = self.wait_exit(key, incarnation, limit).await;
        }
        if exit.is_none() {
            self.entries[index].child.abort();
            exit = self.wait_exit(key, incarnation, GRACE).await;
        }
        if let Some(exit) = exit {
            self.entries[index].state = State::Idle;
            self.note(index, Status::Ended, Some(&exit.reason));
        } else {
            observe::child_stuck(&self.spec.name, &self.entries[index].spec.id);
            self.entries[index].state = State::Stuck {
                incarnation,
                again: false,
            };
            self.note(index, Status::Stuck, None);
        }
    }

    /// Waits for the end of one run; the ends of others are kept for later.
    pub(in crate::supervisor) async fn wait_exit(
        &mut self,
        key: u64,
        incarnation: Incarnation,
        most: Duration,
    ) -> Option<Exit> {
        let wanted = |ended: &(u64, Exit)| ended.0 == key && ended.1.incarnation == incarnation;
        if let Some(index) = self.deferred.iter().position(wanted) {
            return self.deferred.remove(index).map(|(_, exit)| exit);
        }
        let end = Instant::now().checked_add(most);
        loop {
            let left = end.map_or(Duration::MAX, |end| {
                end.saturating_duration_since(Instant::now())
            });
            let ended = within(left, |cx| self.ended.poll_recv(cx)).await??;
            if wanted(&ended) {
                return Some(ended.1);
            }
            self.announce(&ended.1, ended.0);
            self.deferred.push_back(ended);
        }
    }

    /// Notes the end of a run that is dealt with later, so that nobody is shown as running who is not.
    fn announce(&self, exit: &Exit, key: u64) {
        let Some(index) = self.index(key) else { return };
        let entry = &self.entries[index];
        if entry.state == State::Running(exit.incarnation) {
            let again = entry.spec.restart.wants(&exit.reason);
            let status = if again {
                Status::Restarting
            } else {
                Status::Ended
            };
            self.note(index, status, Some(&exit.reason));
        }
    }
}
