//! The breaker around calls.

use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, timeout};

use super::state::{Epoch, Machine, Outcome};
use super::{Settings, SettingsError, State};

/// Guards calls to one thing that may be down. Cheap to clone; clones share the state.
#[derive(Debug, Clone)]
pub struct Breaker {
    machine: Arc<Mutex<Machine>>,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BreakerError<E> {
    /// The call was not made: too many have failed.
    #[error("the breaker is open; ask again in {retry_in:?}")]
    Open {
        /// When it may let a call through; zero while probes are running.
        retry_in: Duration,
    },
    /// The call was not made: its deadline is zero.
    #[error("the deadline of a call must be longer than zero; the call was not made")]
    NoTime,
    /// The call was dropped at its deadline. It may have taken effect.
    #[error("no answer within {0:?}; the call may have taken effect")]
    TimedOut(Duration),
    /// The call failed with this error.
    #[error("{0}")]
    Failed(E),
}

impl<E> BreakerError<E> {
    /// True if the call was not made.
    #[must_use]
    pub fn is_not_started(&self) -> bool {
        matches!(self, Self::Open { .. } | Self::NoTime)
    }
}

impl Breaker {
    /// A closed breaker.
    ///
    /// # Errors
    ///
    /// [`SettingsError`] for settings that cannot be.
    pub fn new(settings: Settings) -> Result<Self, SettingsError> {
        settings.check()?;
        Ok(Self {
            machine: Arc::new(Mutex::new(Machine::new(settings))),
        })
    }

    fn machine(&self) -> MutexGuard<'_, Machine> {
        self.machine.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What it does with calls now.
    #[must_use]
    pub fn state(&self) -> State {
        self.machine().state(Instant::now())
    }

    /// Runs the future here, at most `within`, unless the breaker is open. Every error counts as a failure.
    ///
    /// Cancel safe if the future is; a dropped call counts neither as success nor as failure.
    ///
    /// # Errors
    ///
    /// [`BreakerError`].
    pub async fn call<T, E>(
        &self,
        within: Duration,
        future: impl Future<Output = Result<T, E>>,
    ) -> Result<T, BreakerError<E>> {
        self.call_if(within, future, |_| true).await
    }

    /// As [`call`](Self::call), for errors of which only some say that the other side is in trouble: a request that was
    /// refused for good reasons was a success for the breaker.
    ///
    /// Cancel safe as [`call`](Self::call) is.
    ///
    /// # Errors
    ///
    /// [`BreakerError`].
    pub async fn call_if<T, E>(
        &self,
        within: Duration,
        future: impl Future<Output = Result<T, E>>,
        is_failure: impl FnOnce(&E) -> bool,
    ) -> Result<T, BreakerError<E>> {
        self.admit(within)?.run(within, future, is_failure).await
    }

    /// Lets a call through, or says why not.
    pub(super) fn admit<E>(&self, within: Duration) -> Result<Call, BreakerError<E>> {
        if within.is_zero() {
            return Err(BreakerError::NoTime);
        }
        let admitted = self.machine().admit(Instant::now());
        let epoch = admitted.map_err(|retry_in| BreakerError::Open { retry_in })?;
        Ok(Call {
            breaker: self.clone(),
            epoch,
            outcome: None,
        })
    }
}

/// A call under way; it signs off whichever way it ends.
pub(super) struct Call {
    breaker: Breaker,
    epoch: Epoch,
    outcome: Option<Outcome>,
}

impl Call {
    pub(super) async fn run<T, E>(
        mut self,
        within: Duration,
        future: impl Future<Output = Result<T, E>>,
        is_failure: impl FnOnce(&E) -> bool,
    ) -> Result<T, BreakerError<E>> {
        let result = timeout(within, future).await;
        let failed = match &result {
            Ok(Ok(_)) => false,
            Ok(Err(error)) => is_failure(error),
            Err(_) => true,
        };
        self.outcome = Some(if failed {
            Outcome::Failure
        } else {
            Outcome::Success
        });
        drop(self);
        match result {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => Err(BreakerError::Failed(error)),
            Err(_) => Err(BreakerError::TimedOut(within)),
        }
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        let outcome = self.outcome.unwrap_or(if std::thread::panicking() {
            Outcome::Failure
        } else {
            Outcome::Dropped
        });
        if self
            .breaker
            .machine()
            .end(self.epoch, outcome, Instant::now())
        {
            crate::observe::breaker_opened();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::time::{advance, sleep};

    const SECOND: Duration = Duration::from_secs(1);

    fn breaker() -> Breaker {
        let settings = Settings {
            failures: 2,
            open_for: 5 * SECOND,
            ..Settings::default()
        };
        Breaker::new(settings).unwrap()
    }

    async fn fail(breaker: &Breaker) {
        let failed = breaker.call(SECOND, async { Err::<(), _>("down") }).await;
        assert_eq!(failed, Err(BreakerError::Failed("down")));
    }

    #[tokio::test(start_paused = true)]
    async fn an_open_breaker_does_not_run_the_call() {
        let breaker = breaker();
        fail(&breaker).await;
        fail(&breaker).await;
        let mut ran = false;
        let refused = breaker
            .call(SECOND, async {
                ran = true;
                Ok::<_, &str>(())
            })
            .await
            .unwrap_err();
        assert_eq!(
            refused,
            BreakerError::Open {
                retry_in: 5 * SECOND
            }
        );
        assert!(refused.is_not_started() && !ran);
        advance(5 * SECOND).await;
        assert_eq!(breaker.state(), State::HalfOpen);
        assert_eq!(
            breaker.call(SECOND, async { Ok::<_, &str>(7) }).await,
            Ok(7)
        );
        assert_eq!(breaker.state(), State::Closed);
    }

    #[tokio::test]
    async fn a_call_without_time_is_refused_before_it_runs() {
        let (breaker, mut ran) = (breaker(), false);
        let refused = breaker.call(Duration::ZERO, async {
            ran = true;
            Ok::<_, &str>(())
        });
        let refused = refused.await.unwrap_err();
        assert_eq!(refused, BreakerError::NoTime);
        assert!(refused.is_not_started() && !ran);
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_call_blocks_nobody_and_its_deadline_is_a_failure() {
        let breaker = breaker();
        let slow = tokio::spawn({
            let breaker = breaker.clone();
            async move {
                breaker
                    .call(SECOND, std::future::pending::<Result<(), &str>>())
                    .await
            }
        });
        tokio::task::yield_now().await;
        assert_eq!(
            breaker.call(SECOND, async { Ok::<_, &str>(7) }).await,
            Ok(7)
        );
        assert_eq!(slow.await.unwrap(), Err(BreakerError::TimedOut(SECOND)));
        fail(&breaker).await;
        assert_eq!(breaker.state(), State::Open);
    }

    #[tokio::test(start_paused = true)]
    async fn a_panic_is_a_failure_and_a_refusal_for_good_reasons_is_none() {
        let breaker = breaker();
        let panicking = tokio::spawn({
            let breaker = breaker.clone();
            async move {
                breaker
                    .call(SECOND, async {
                        if true {
                            panic!("boom")
                        } else {
                            Ok::<(), &str>(())
                        }
                    })
                    .await
            }
        });
        assert!(panicking.await.unwrap_err().is_panic());
        for _ in 0..9 {
            let refused = async { Err::<(), _>("not found") };
            let refused = breaker
                .call_if(SECOND, refused, |error| *error != "not found")
                .await;
            assert!(matches!(refused, Err(BreakerError::Failed(_))));
        }
        assert_eq!(breaker.state(), State::Closed);
        fail(&breaker).await;
        assert_eq!(breaker.state(), State::Open);
    }

    #[tokio::test(start_paused = true)]
    async fn a_dropped_probe_makes_room_for_another() {
        let breaker = breaker();
        fail(&breaker).await;
        fail(&breaker).await;
        advance(5 * SECOND).await;
        let hanging = breaker.call(100 * SECOND, async {
            sleep(100 * SECOND).await;
            Ok::<_, &str>(())
        });
        timeout(SECOND, hanging).await.unwrap_err();
        assert_eq!(
            breaker.call(SECOND, async { Ok::<_, &str>(7) }).await,
            Ok(7)
        );
    }

    #[test]
    fn impossible_settings_are_refused() {
        let new = |settings| Breaker::new(settings).map(drop);
        assert_eq!(
            new(Settings {
                failures: 0,
                ..Settings::default()
            }),
            Err(SettingsError::Zero("failures"))
        );
        assert_eq!(
            new(Settings {
                open_for: Duration::ZERO,
                ..Settings::default()
            }),
            Err(SettingsError::NoTime("open_for"))
        );
        assert!(matches!(
            new(Settings {
                failures: 9,
                of_last: 3,
                ..Settings::default()
            }),
            Err(SettingsError::NeverOpens { .. })
        ));
    }
}
