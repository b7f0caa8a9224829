//! Makes the occurrences of what is due.

use std::convert::Infallible;
use std::time::Duration;

use tokio::time::timeout;

use super::{Occurrence, Schedule};
use crate::store::backend::Millis;
use crate::store::{CommitError, ReadError, Record, Refusal, millis};

/// How many timers, and occurrences of one timer, are made in one commit.
const BATCH: usize = 64;

/// How long a timer is overlooked at most that another program has set.
const SWEEP: Duration = Duration::from_secs(1);

impl<T: Record + Clone> Schedule<T> {
    /// Makes the occurrences of what is due, for ever. Any number of programs may do so at once.
    ///
    /// Cancel safe.
    ///
    /// # Errors
    ///
    /// [`CommitError`] if the store fails. A timer that cannot be read is logged, and does not come until it is set
    /// again.
    pub async fn run(&self) -> Result<Infallible, CommitError> {
        let mut batch = BATCH;
        loop {
            let bell = self.bell.notified();
            tokio::pin!(bell);
            bell.as_mut().enable();
            let due = self.due.range(.., batch).await?;
            let now = self.store.now();
            let come: Vec<_> = due
                .iter()
                .map(|(key, ())| key)
                .filter(|(at, _)| *at <= now)
                .collect();
            if come.is_empty() {
                let wait = match due.first() {
                    Some(((at, _), ())) => duration(at - now).min(SWEEP),
                    None => SWEEP,
                };
                // The clock of the store may be another one than tokio's: whoever comes too early looks again.
                let _ = timeout(wait, bell).await;
                continue;
            }
            match self.make(&come, now).await {
                Ok(()) => batch = BATCH,
                // Another program was quicker, or one of the timers was set just now: in smaller parts that matters
                // less.
                Err(error) if error.is_conflict() => batch = (batch / 2).max(1),
                Err(CommitError::Refused(Refusal::Full { capacity, .. })) => {
                    let queue = self.occurrences.name();
                    tracing::warn!(queue, capacity, "timers wait for room in their queue");
                    let _ = timeout(SWEEP, bell).await;
                }
                Err(CommitError::Read(ReadError::Record { place, source })) if come.len() == 1 => {
                    let (at, id) = come[0];
                    tracing::error!(%place, error = %source, "a timer cannot be read and does not come");
                    self.due.remove(&(*at, id.clone())).await?;
                }
                Err(CommitError::Read(ReadError::Record { .. })) => batch = 1,
                Err(error) => return Err(error),
            }
        }
    }

    /// All of these, or none.
    async fn make(&self, come: &[&(Millis, String)], now: Millis) -> Result<(), CommitError> {
        let tolerance = millis(self.options.tolerance);
        let mut transaction = self.store.begin();
        for key in come {
            let (at, id) = key;
            let timer = transaction.get(&self.timers, id).await?;
            transaction.remove(&self.due, key);
            let Some(mut timer) = timer.filter(|timer| timer.due == *at) else {
                // Set anew since it was looked for; its own row says when.
                continue;
            };
            let due = match timer.timing.come(*at, now, tolerance, BATCH) {
                Ok(due) => due,
                Err(error) => {
                    tracing::error!(timer = id, %error, "a timer does not come any more");
                    continue;
                }
            };
            if due.left_out {
                tracing::warn!(timer = id, "due times that had passed were left out");
            }
            for at in due.times {
                let occurrence = Occurrence {
                    timer: id.clone(),
                    due: at,
                    payload: timer.payload.clone(),
                };
                transaction.push(&self.occurrences, &occurrence);
            }
            match due.next {
                Some(next) => {
                    timer.due = next;
                    transaction
                        .insert(&self.due, &(next, id.clone()), &())
                        .insert(&self.timers, id, &timer);
                }
                None => drop(transaction.remove(&self.timers, id)),
            }
        }
        transaction.commit().await.map(drop)
    }
}

fn duration(wait: Millis) -> Duration {
    Duration::from_millis(u64::try_from(wait).unwrap_or(0))
}
