//! What must survive: a map, a queue of work, a state with its events, or a timer.
//!
//! All of them live in a [`Store`](crate::store::Store), which says what *durable* means; all of them can change together in one
//! [`Transaction`](crate::transaction::Transaction).
//!
//! | use | for | instead of |
//! |---|---|---|
//! | [`Map`] | keys with values, more than fit in memory | a `HashMap` in a process |
//! | [`Queue`] | work that must be done at least once | a `VecDeque`, a channel |
//! | [`Durable`] | a state that is read often and changes by events | fields of a process |
//! | [`Schedule`] | what must happen at a time, also if the program is down then | sleep loops, timers in memory |

mod map;
mod queue;
mod schedule;
mod state;

pub use map::Map;
pub use queue::{DeadLetter, JobId, Lease, Queue, QueueOptions};
pub use schedule::{
    CatchUp, Occurrence, Schedule, ScheduleOptions, TimerEntry, TimerError, Timing,
};
pub use state::{Durable, DurableOptions, State};

pub(crate) use map::bytes_of;
pub(crate) use queue::Heard;
pub(crate) use state::{Change, Sending, Stage};
