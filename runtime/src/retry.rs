//! Trying again, within bounds.
//!
//! Three bounds keep retries from making an outage worse: a number of attempts, one deadline over all of them, and a
//! [`Budget`] that is shared by all callers and refuses retries when too large a part of the calls fail.
//!
//! ```
//! use std::time::Duration;
//! use otp_runtime::retry::{Backoff, Retry};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! # tokio::time::pause();
//! let retry = Retry {
//!     attempts: 5,
//!     backoff: Backoff { first: Duration::from_millis(50), most: Duration::from_secs(2) },
//!     within: Duration::from_secs(10),
//!     ..Retry::default()
//! };
//! let mut failures = 2;
//! let answer = retry
//!     .run(
//!         || {
//!             failures -= 1;
//!             let left = failures;
//!             async move { if left >= 0 { Err("busy") } else { Ok(7) } }
//!         },
//!         |error| *error == "busy",
//!     )
//!     .await;
//! assert_eq!(answer, Ok(7));
//! # }
//! ```

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout_at};

pub use crate::backoff::Backoff;

/// How often, how fast and how long to try.
#[derive(Debug, Clone)]
pub struct Retry {
    /// How many attempts there are altogether. Default 3; 0 counts as 1.
    pub attempts: u32,
    /// How long to wait between them. Default 100 ms, doubled up to 5 s.
    pub backoff: Backoff,
    /// The deadline over all attempts and waits, longer than zero. An attempt that runs into it is dropped at its await. Default 30 s.
    pub within: Duration,
    /// Shared with other callers of the same service. Default: none.
    pub budget: Option<Budget>,
}

impl Default for Retry {
    fn default() -> Self {
        let (first, most) = (Duration::from_millis(100), Duration::from_secs(5));
        Self {
            attempts: 3,
            backoff: Backoff { first, most },
            within: Duration::from_secs(30),
            budget: None,
        }
    }
}

/// Why there is no answer. The last error is in it, where an attempt came to its end.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RetryError<E> {
    /// No attempt was made: the deadline is zero.
    #[error("the deadline of all attempts must be longer than zero; none was made")]
    NoTime,
    /// An error after which trying again does not help.
    #[error("{0}")]
    Final(E),
    /// All attempts failed.
    #[error("gave up after {attempts} attempts: {last}")]
    Attempts {
        /// How many.
        attempts: u32,
        /// The last error.
        last: E,
    },
    /// Too large a part of all calls fails; retrying would make it worse.
    #[error("the retry budget is used up: {0}")]
    Budget(E),
    /// The deadline has passed. Without an error no attempt has come to its end.
    #[error("no success within {within:?} and {attempts} attempts")]
    Deadline {
        /// The deadline.
        within: Duration,
        /// How many attempts were begun.
        attempts: u32,
        /// The last error.
        last: Option<E>,
    },
}

impl Retry {
    /// Runs `operation` until it succeeds, `is_retryable` says that its error is final, or a bound is reached.
    ///
    /// `operation` must be safe to repeat, or `is_retryable` has to tell: for a call to a process
    /// [`CallError::is_retryable`](crate::mailbox::CallError::is_retryable) does.
    ///
    /// Cancel safe if the operation is: between attempts it only sleeps.
    ///
    /// # Errors
    ///
    /// [`RetryError`].
    pub async fn run<T, E, F>(
        &self,
        mut operation: impl FnMut() -> F,
        is_retryable: impl Fn(&E) -> bool,
    ) -> Result<T, RetryError<E>>
    where
        F: Future<Output = Result<T, E>>,
    {
        if self.within.is_zero() {
            return Err(RetryError::NoTime);
        }
        let end = Instant::now() + self.within.min(FAR);
        let mut last = None;
        let most = self.attempts.max(1);
        let mut attempt = 0;
        loop {
            attempt += 1;
            let deadline = |last| RetryError::Deadline {
                within: self.within,
                attempts: attempt,
                last,
            };
            let error = match timeout_at(end, operation()).await {
                Ok(Ok(value)) => {
                    self.budget.iter().for_each(Budget::deposit);
                    return Ok(value);
                }
                Ok(Err(error)) => error,
                Err(_) => return Err(deadline(last)),
            };
            if !is_retryable(&error) {
                return Err(RetryError::Final(error));
            }
            if attempt == most {
                return Err(RetryError::Attempts {
                    attempts: attempt,
                    last: error,
                });
            }
            if !self.budget.as_ref().is_none_or(Budget::withdraw) {
                return Err(RetryError::Budget(error));
            }
            last = Some(error);
            let wait = self.backoff.wait(attempt);
            if Instant::now() + wait >= end {
                // Sleeping into the deadline would only delay the bad news.
                return Err(deadline(last));
            }
            sleep(wait).await;
        }
    }
}

/// A deadline further away than any program runs, so that adding it to the clock cannot overflow.
const FAR: Duration = Duration::from_secs(60 * 60 * 24 * 365 * 30);

/// Limits retries to a part of the calls that succeed, over all who share it: each success pays in a part of a retry,
/// each retry takes out a whole one. Cheap to clone; clones share the account.
#[derive(Debug, Clone)]
pub struct Budget {
    account: Arc<Mutex<Account>>,
}

#[derive(Debug)]
struct Account {
    /// In thousandths of a retry.
    balance: u64,
    most: u64,
    deposit: u64,
}

impl Budget {
    /// A budget that allows one retry for every `1 / ratio` successes (0.1: one in ten), and `reserve` retries before
    /// the first success; no more than `reserve` can be saved up.
    ///
    /// The ratio is taken to be between 0 and 1, with a resolution of a thousandth.
    #[must_use]
    pub fn new(ratio: f64, reserve: u32) -> Self {
        let most = u64::from(reserve) * 1000;
        // Between 0 and 1000 after the clamp; NaN becomes 0.
        let deposit = (ratio.clamp(0.0, 1.0) * 1000.0) as u64;
        Self {
            account: Arc::new(Mutex::new(Account {
                balance: most,
                most,
                deposit,
            })),
        }
    }

    fn deposit(&self) {
        let mut account = self.account.lock().unwrap_or_else(PoisonError::into_inner);
        account.balance = (account.balance + account.deposit).min(account.most);
    }

    fn withdraw(&self) -> bool {
        let mut account = self.account.lock().unwrap_or_else(PoisonError::into_inner);
        match account.balance.checked_sub(1000) {
            Some(left) => {
                account.balance = left;
                true
            }
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    const SECOND: Duration = Duration::from_secs(1);

    fn retry() -> Retry {
        Retry {
            backoff: Backoff {
                first: SECOND,
                most: 4 * SECOND,
            },
            ..Retry::default()
        }
    }

    async fn failing(retry: &Retry, retryable: bool) -> (u32, RetryError<&'static str>) {
        let count = Cell::new(0);
        let operation = || async {
            count.set(count.get() + 1);
            Err::<(), _>("no")
        };
        let error = retry.run(operation, |_| retryable).await.unwrap_err();
        (count.get(), error)
    }

    #[tokio::test]
    async fn without_time_no_attempt_is_made() {
        let retry = Retry {
            within: Duration::ZERO,
            ..Retry::default()
        };
        let mut attempts = 0;
        let refused = retry.run(
            || {
                attempts += 1;
                async { Ok::<(), &str>(()) }
            },
            |_| true,
        );
        assert_eq!(refused.await, Err(RetryError::NoTime));
        assert_eq!(attempts, 0);
    }

    #[tokio::test(start_paused = true)]
    async fn attempts_are_bounded_and_spaced() {
        let start = Instant::now();
        let (count, error) = failing(&retry(), true).await;
        assert_eq!(
            (count, error.to_string()),
            (3, "gave up after 3 attempts: no".into())
        );
        // One to two halves of 1 s and of 2 s.
        let waited = start.elapsed().as_millis();
        assert!((1500..=3010).contains(&waited), "{waited}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_final_error_is_not_tried_again() {
        let (count, error) = failing(&retry(), false).await;
        assert_eq!((count, error), (1, RetryError::Final("no")));
        let none = Retry {
            attempts: 0,
            ..retry()
        };
        assert_eq!(failing(&none, true).await.0, 1);
    }

    #[tokio::test(start_paused = true)]
    async fn the_deadline_covers_attempts_and_waits() {
        let short = Retry {
            within: 2 * SECOND,
            attempts: 100,
            ..retry()
        };
        let start = Instant::now();
        let (_, error) = failing(&short, true).await;
        assert!(matches!(
            error,
            RetryError::Deadline {
                last: Some("no"),
                ..
            }
        ));
        assert!(start.elapsed() <= 2 * SECOND);

        let hanging = short
            .run(std::future::pending::<Result<(), &str>>, |_| true)
            .await;
        let expected = RetryError::Deadline {
            within: 2 * SECOND,
            attempts: 1,
            last: None,
        };
        assert_eq!(hanging, Err(expected));
        let endless = Retry {
            within: Duration::MAX,
            ..retry()
        };
        assert_eq!(failing(&endless, true).await.0, 3);
    }

    #[tokio::test(start_paused = true)]
    async fn the_budget_is_shared_and_paid_for_by_successes() {
        let budget = Budget::new(0.5, 3);
        let retry = Retry {
            budget: Some(budget),
            ..retry()
        };
        assert_eq!(failing(&retry.clone(), true).await.0, 3);
        let (count, error) = failing(&retry, true).await;
        assert_eq!((count, error), (2, RetryError::Budget("no")));
        assert_eq!(failing(&retry, true).await.0, 1);
        for _ in 0..2 {
            retry
                .run(|| async { Ok::<_, &str>(()) }, |_| true)
                .await
                .unwrap();
        }
        assert_eq!(failing(&retry, true).await.0, 2);
    }
}
