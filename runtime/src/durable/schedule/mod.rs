//! Timers that survive: what is due is committed as a job, and the job is handled at least once.

mod drive;
mod timing;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::Notify;

use super::{Lease, Map, Queue, QueueOptions};
use crate::scheduler::ScheduleError;
use crate::store::backend::Millis;
use crate::store::{CommitError, NameError, ReadError, Record, Store, Upcast};
use crate::transaction::Transaction;
pub use timing::{CatchUp, Timing};

/// How a schedule works. It is not stored: every program that opens the schedule says it anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScheduleOptions {
    /// How late an occurrence may be before [`CatchUp::Skip`] leaves it out. Default 1 min.
    pub tolerance: Duration,
    /// How the occurrences are handed out. Of a full queue nothing is lost: the timers wait for room.
    pub occurrences: QueueOptions,
}

impl Default for ScheduleOptions {
    fn default() -> Self {
        Self {
            tolerance: Duration::from_secs(60),
            occurrences: QueueOptions::default(),
        }
    }
}

/// Timers in a [`Store`], each with an id and a payload. Clones share them.
///
/// ```
/// use std::time::Duration;
/// use otp_runtime::durable::{CatchUp, Schedule, Timing};
/// use otp_runtime::store::Store;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let store = Store::in_memory().await?;
/// let reminders: Schedule<String> = store.schedule("reminders").await?;
/// reminders.set("order 7", &Timing::after(Duration::ZERO), &"not paid yet".into()).await?;
/// reminders.set("report", &Timing::cron("0 3 * * *", CatchUp::Once)?, &"send it".into()).await?;
///
/// // A task of a supervision tree, usually.
/// let driver = tokio::spawn({ let reminders = reminders.clone(); async move { reminders.run().await } });
/// let occurrence = reminders.next().await?;
/// assert_eq!((&*occurrence.job.timer, &*occurrence.job.payload), ("order 7", "not paid yet"));
/// // … remind them …
/// occurrence.ack().await?;
/// assert!(reminders.cancel("report").await?);
/// # driver.abort();
/// # Ok(()) }
/// ```
///
/// # What holds
///
/// - A timer that was set is there until it was cancelled or has come for the last time, whatever happens to the
///   program.
/// - Each due time makes one occurrence, however many programs [run](Self::run) the schedule: the occurrence and the
///   timer's next due time are one commit.
/// - An occurrence is a job of a [queue](Self::occurrences): handled at least once, in the order of the due times, with
///   attempts, delays and dead letters as of any queue. [`Transaction::ack`] acknowledges it together with its effect.
/// - Due times that passed while no program ran the schedule: [`CatchUp`] says for each timer what becomes of them. A
///   timer that comes once is never left out.
/// - Time is the store's, which does not go back: a clock that is set back makes timers wait, and none come twice.
/// - Setting a recurring timer again with the timing that it has keeps its due time, so that a program can set its
///   timers whenever it starts. With another timing it begins anew, as does one that comes once.
/// - Never early; late by the commit that makes the occurrence. Where another program sets a timer, and dies before it
///   could tell, by up to a second.
pub struct Schedule<T> {
    store: Store,
    options: ScheduleOptions,
    timers: Map<String, Timer<T>>,
    /// The timers by the time at which they are due.
    due: Map<(i64, String), ()>,
    occurrences: Queue<Occurrence<T>>,
    /// Rings when a timer was set.
    bell: Arc<Notify>,
}

impl<T> Clone for Schedule<T> {
    fn clone(&self) -> Self {
        Self {
            store: self.store.clone(),
            options: self.options,
            timers: self.timers.clone(),
            due: self.due.clone(),
            occurrences: self.occurrences.clone(),
            bell: self.bell.clone(),
        }
    }
}

impl<T> fmt::Debug for Schedule<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Schedule").field(&self.timers).finish()
    }
}

/// A timer as it is stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Timer<T> {
    timing: Timing,
    due: Millis,
    payload: T,
}

/// A due time of a timer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Occurrence<T> {
    /// The timer's id.
    pub timer: String,
    /// When it was due, in milliseconds since 1970.
    pub due: Millis,
    /// What the timer was set with.
    pub payload: T,
}

impl<T> Occurrence<T> {
    /// When it was due.
    #[must_use]
    pub fn due(&self) -> SystemTime {
        timing::time(self.due)
    }
}

// The type and version are the payload's: what is around it is this library's and does not change its meaning.
impl<T: Record> Record for Timer<T> {
    const TYPE: &'static str = T::TYPE;
    const VERSION: u32 = T::VERSION;

    fn upcast(version: u32, mut value: Value) -> Result<Self, Upcast> {
        let payload = T::upcast(version, value["payload"].take())?;
        Ok(Self {
            timing: serde_json::from_value(value["timing"].take())?,
            due: serde_json::from_value(value["due"].take())?,
            payload,
        })
    }
}

impl<T: Record> Record for Occurrence<T> {
    const TYPE: &'static str = T::TYPE;
    const VERSION: u32 = T::VERSION;

    fn upcast(version: u32, mut value: Value) -> Result<Self, Upcast> {
        let payload = T::upcast(version, value["payload"].take())?;
        Ok(Self {
            timer: serde_json::from_value(value["timer"].take())?,
            due: serde_json::from_value(value["due"].take())?,
            payload,
        })
    }
}

/// A timer in a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TimerEntry<T> {
    /// Its id.
    pub id: String,
    /// When it comes.
    pub timing: Timing,
    /// When it is due next.
    pub due: SystemTime,
    /// What its occurrences carry.
    pub payload: T,
}

/// Why a timer was not set or cancelled.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum TimerError {
    /// The timing makes no sense.
    #[error(transparent)]
    Timing(#[from] ScheduleError),
    /// The store was not read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The store was not written.
    #[error(transparent)]
    Commit(#[from] CommitError),
}

impl Store {
    /// Opens the schedule with this name and the default options.
    ///
    /// # Errors
    ///
    /// [`NameError`]: the name has another type, a newer program has written to it, or the store failed.
    pub async fn schedule<T: Record + Clone>(&self, name: &str) -> Result<Schedule<T>, NameError> {
        self.schedule_with(name, ScheduleOptions::default()).await
    }

    /// Opens the schedule with this name.
    ///
    /// # Errors
    ///
    /// As [`schedule`](Self::schedule).
    pub async fn schedule_with<T: Record + Clone>(
        &self,
        name: &str,
        options: ScheduleOptions,
    ) -> Result<Schedule<T>, NameError> {
        let timers: Map<_, _> = self.map(&format!("schedule/{name}/timers")).await?;
        let occurrences = format!("schedule/{name}/occurrences");
        Ok(Schedule {
            store: self.clone(),
            options,
            bell: self.bell(timers.id()),
            due: self.map(&format!("schedule/{name}/due")).await?,
            occurrences: self.queue_with(&occurrences, options.occurrences).await?,
            timers,
        })
    }
}

impl<T: Record + Clone> Schedule<T> {
    /// Sets the timer with this id, in place of the one that had it.
    ///
    /// Cancel safe in the sense of the store: dropped before it is queued nothing happens, afterwards it is committed
    /// and only the answer is lost. Together with other changes: [`Transaction::set_timer`].
    ///
    /// # Errors
    ///
    /// [`TimerError`].
    pub async fn set(&self, id: &str, timing: &Timing, payload: &T) -> Result<(), TimerError> {
        loop {
            let mut transaction = self.store.begin();
            transaction.set_timer(self, id, timing, payload).await?;
            match transaction.commit().await {
                // It has come, or somebody else has set it: look again.
                Err(error) if error.is_conflict() => {}
                result => return Ok(result.map(drop)?),
            }
        }
    }

    /// Cancels a timer; false if there is none with this id. Occurrences that were made already stay. Cancel safety as of
    /// [`set`](Self::set).
    ///
    /// # Errors
    ///
    /// [`TimerError`].
    pub async fn cancel(&self, id: &str) -> Result<bool, TimerError> {
        loop {
            let mut transaction = self.store.begin();
            if !transaction.cancel_timer(self, id).await? {
                return Ok(false);
            }
            match transaction.commit().await {
                Err(error) if error.is_conflict() => {}
                result => return Ok(result.map(|_| true)?),
            }
        }
    }

    /// The first `limit` timers whose ids come after this one, by id; the empty string comes before all. Cancel safe.
    ///
    /// # Errors
    ///
    /// [`ReadError`].
    pub async fn list(&self, after: &str, limit: usize) -> Result<Vec<TimerEntry<T>>, ReadError> {
        use std::ops::Bound::{Excluded, Unbounded};
        let range = (Excluded(after.to_owned()), Unbounded);
        let found = self.timers.range(range, limit).await?;
        let entry = |(id, timer): (String, Timer<T>)| TimerEntry {
            id,
            timing: timer.timing,
            due: timing::time(timer.due),
            payload: timer.payload,
        };
        Ok(found.into_iter().map(entry).collect())
    }

    /// The queue of what has come and is not handled yet.
    #[must_use]
    pub fn occurrences(&self) -> &Queue<Occurrence<T>> {
        &self.occurrences
    }

    /// Waits for an occurrence and takes it: [`Queue::next`].
    ///
    /// # Errors
    ///
    /// [`CommitError`].
    pub async fn next(&self) -> Result<Lease<Occurrence<T>>, CommitError> {
        self.occurrences.next().await
    }
}

impl Transaction {
    /// Sets a timer: [`Schedule::set`]. The commit is a conflict if the timer comes, or is set, meanwhile. Cancel safe.
    ///
    /// # Errors
    ///
    /// [`TimerError`].
    pub async fn set_timer<T: Record + Clone>(
        &mut self,
        schedule: &Schedule<T>,
        id: &str,
        timing: &Timing,
        payload: &T,
    ) -> Result<(), TimerError> {
        let id = id.to_owned();
        let before = self.get(&schedule.timers, &id).await?;
        let same = before
            .as_ref()
            .filter(|before| timing.is_recurring() && before.timing == *timing)
            .map(|before| before.due);
        let due = match same {
            Some(due) => due,
            None => timing.first(schedule.store.now())?,
        };
        if let Some(before) = before {
            self.remove(&schedule.due, &(before.due, id.clone()));
        }
        let timer = Timer {
            timing: timing.clone(),
            due,
            payload: payload.clone(),
        };
        self.insert(&schedule.due, &(due, id.clone()), &())
            .insert(&schedule.timers, &id, &timer)
            .tell(schedule.timers.id());
        Ok(())
    }

    /// Cancels a timer; false if there is none with this id: [`Schedule::cancel`]. Cancel safe.
    ///
    /// # Errors
    ///
    /// [`ReadError`].
    pub async fn cancel_timer<T: Record + Clone>(
        &mut self,
        schedule: &Schedule<T>,
        id: &str,
    ) -> Result<bool, ReadError> {
        let id = id.to_owned();
        let Some(before) = self.get(&schedule.timers, &id).await? else {
            return Ok(false);
        };
        self.remove(&schedule.due, &(before.due, id.clone()))
            .remove(&schedule.timers, &id);
        Ok(true)
    }
}
