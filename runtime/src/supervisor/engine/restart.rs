//! What happens when a child has ended by itself.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::{Engine, State};
use crate::exit::{Exit, ExitReason};
use crate::observe;
use crate::supervisor::body::Silent;
use crate::supervisor::info::Status;
use crate::supervisor::spec::{AutoShutdown, Restart, Strategy};

impl Engine {
    /// A run has ended. Answers the supervisor's own end if that follows.
    pub(in crate::supervisor) async fn ended(
        &mut self,
        key: u64,
        exit: Exit,
    ) -> Option<ExitReason> {
        let index = self.index(key)?;
        let entry = &mut self.entries[index];
        match entry.state {
            State::Running(incarnation) if incarnation == exit.incarnation => {}
            State::Stuck { incarnation, again } if incarnation == exit.incarnation => {
                // At last.
                entry.state = if again {
                    State::Waiting(Instant::now())
                } else {
                    State::Idle
                };
                let status = if again {
                    Status::Restarting
                } else {
                    Status::Ended
                };
                self.note(index, status, Some(&exit.reason));
                return None;
            }
            // The end of a run that was dealt with when it was stopped.
            _ => return None,
        }
        entry.state = State::Ended;
        if entry.spec.restart.wants(&exit.reason) {
            return self.crashed(index, exit.reason).await;
        }
        self.note(index, Status::Ended, Some(&exit.reason));
        self.retire(index)
    }

    /// A child has ended for good.
    fn retire(&mut self, index: usize) -> Option<ExitReason> {
        let entry = &mut self.entries[index];
        let significant = entry.spec.significant;
        if entry.dynamic || entry.spec.restart == Restart::Temporary {
            self.dismiss(index);
        } else if self.spec.strategy == Strategy::OneForOne {
            // It comes back only if this supervisor itself is restarted. In a group it may come back with the others,
            // and its mailbox waits for that.
            if self.last {
                entry.child.close();
            } else {
                entry.child.rest();
            }
        }
        let over = match self.spec.auto_shutdown {
            AutoShutdown::Never => false,
            AutoShutdown::AnySignificant => significant,
            AutoShutdown::AllSignificant => {
                significant
                    && self
                        .entries
                        .iter()
                        .all(|entry| !entry.spec.significant || entry.is_over())
            }
        };
        over.then_some(ExitReason::Shutdown)
    }

    /// A child shall be started again, with those that its strategy ties to it.
    async fn crashed(&mut self, index: usize, reason: ExitReason) -> Option<ExitReason> {
        let now = Instant::now();
        self.note(index, Status::Restarting, Some(&reason));
        if !self.window.allows(self.spec.intensity, now) {
            return Some(self.give_up(index, reason));
        }
        let entry = &mut self.entries[index];
        if now - entry.since > self.spec.backoff.most {
            entry.crashes = 0;
        }
        entry.crashes += 1;
        let wait = self.spec.backoff.wait(entry.crashes);
        observe::restarting(&self.spec.name, &entry.spec.id, &reason, wait);
        let mut affected = self.spec.strategy.affected(index, self.entries.len());
        // A store that was stopped would be closed, and it has not crashed. Stores come first, so that nothing that is
        // dismissed below moves them.
        let stays = |this: &Self, at: usize| at != index && this.entries[at].child.is_store();
        for at in affected.clone().rev() {
            if !stays(self, at) {
                self.stop_one(at, Duration::MAX, false).await;
            }
        }
        let mut at = affected.start;
        while at < affected.end {
            if stays(self, at) {
                at += 1;
                continue;
            }
            let entry = &mut self.entries[at];
            let stuck = matches!(entry.state, State::Stuck { .. });
            if entry.spec.restart == Restart::Temporary && !stuck {
                // Not started again, whoever has stopped it.
                if self.dismiss(at) {
                    affected.end -= 1;
                } else {
                    at += 1;
                }
                continue;
            }
            if let State::Stuck { again, .. } = &mut entry.state {
                *again = entry.spec.restart != Restart::Temporary;
            } else {
                entry.state = State::Waiting(now + wait);
                self.note(at, Status::Restarting, None);
            }
            at += 1;
        }
        None
    }

    /// When the next restart is due. A group waits for its stuck members: no two incarnations overlap.
    pub(super) fn next_due(&self) -> Option<Instant> {
        let stuck = self
            .entries
            .iter()
            .any(|entry| matches!(entry.state, State::Stuck { .. }));
        if stuck && self.spec.strategy != Strategy::OneForOne {
            return None;
        }
        self.entries
            .iter()
            .filter_map(|entry| match entry.state {
                State::Waiting(due) => Some(due),
                _ => None,
            })
            .min()
    }

    /// Starts, in order, the children whose restart is due.
    pub(in crate::supervisor) async fn restart_due(
        &mut self,
        slot: &Arc<Silent>,
    ) -> Option<ExitReason> {
        let now = Instant::now();
        let mut index = 0;
        while index < self.entries.len() {
            let due = matches!(self.entries[index].state, State::Waiting(due) if due <= now);
            if due && let Err(error) = self.start_one(index, slot).await {
                if slot.signalled() {
                    return None;
                }
                let reason = ExitReason::failed(error);
                if let State::Stuck { again, .. } = &mut self.entries[index].state {
                    // As long as it runs there is nothing to start.
                    *again = true;
                    self.note(index, Status::Stuck, Some(&reason));
                    return None;
                }
                self.entries[index].state = State::Ended;
                return self.crashed(index, reason).await;
            }
            index += 1;
        }
        None
    }
}
