//! Why nothing was scheduled.

use std::time::Duration;

/// Why a timer was refused. Nothing was scheduled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ScheduleError {
    /// The target has ended, so that the timer would never fire.
    #[error("the target has ended; a timer for it would never fire")]
    TargetEnded,
    /// The scheduler is draining or stopped.
    #[error("the scheduler is stopping; nothing is scheduled any more")]
    Stopping,
    /// A period below the resolution.
    #[error("a period of {0:?} is shorter than the scheduler's tick of 1 ms")]
    Period(Duration),
    /// A jitter as long as the period would reorder occurrences.
    #[error("a jitter of {jitter:?} is not shorter than the period of {period:?}")]
    Jitter {
        /// The jitter.
        jitter: Duration,
        /// The period.
        period: Duration,
    },
    /// A delay or period that reaches beyond what the clock can say.
    #[error("{0:?} from now is beyond the end of the clock")]
    TooFar(Duration),
    /// The cron expression cannot be read.
    #[error("cannot read the cron expression `{expression}`: {problem}")]
    Cron {
        /// The expression.
        expression: String,
        /// What is wrong with it.
        problem: String,
    },
    /// The cron expression names no time that will come.
    #[error("the cron expression names no time that will come")]
    Never,
    /// The time zone is not known.
    #[error("the time zone `{0}` is not known here; use an IANA name such as `Europe/Berlin`")]
    Zone(String),
    /// There is no tokio runtime here to run on.
    #[error("no tokio runtime here; start the scheduler from inside one")]
    NoRuntime,
}
