#![otp(krate = "backoff", version = "0.4.0")]

use std::time::{Duration, Instant};

pub type ExponentialBackoff = exponential::ExponentialBackoff<SystemClock>;
pub type ExponentialBackoffBuilder = exponential::ExponentialBackoffBuilder<SystemClock>;

pub enum Error<E> {
    Permanent(E),
    Transient {
        err: E,
        retry_after: Option<Duration>,
    },
}

impl<E> Error<E> {
    #[otp(pure)]
    pub fn permanent(err: E) -> Self {}
    #[otp(pure)]
    pub fn transient(err: E) -> Self {}
    #[otp(pure)]
    pub fn retry_after(err: E, duration: Duration) -> Self {}
}

// Both sleep on the thread between attempts.
#[otp(retry, blocks, closure = "called")]
pub fn retry<F: FnMut() -> Result<T, Error<E>>, B, T, E>(backoff: B, op: F) -> Result<T, Error<E>> {
}

#[otp(retry, blocks, closure = "called")]
pub fn retry_notify<F: FnMut() -> Result<T, Error<E>>, B, N, T, E>(
    backoff: B,
    op: F,
    notify: N,
) -> Result<T, Error<E>> {
}

pub trait Notify<E> {
    fn notify(&mut self, err: E, duration: Duration);
}

pub trait Clock {
    #[otp(pure)]
    fn now(&self) -> Instant;
}

pub struct SystemClock {}

pub mod future {
    use std::time::Duration;

    use crate::Error;

    #[otp(retry, closure = "stored")]
    pub async fn retry<Op: FnMut() -> Fut, Fut: Future<Output = Result<I, Error<E>>>, B, I, E>(
        backoff: B,
        operation: Op,
    ) -> Result<I, E> {
    }

    #[otp(retry, closure = "stored")]
    pub async fn retry_notify<
        Op: FnMut() -> Fut,
        Fut: Future<Output = Result<I, Error<E>>>,
        B,
        N,
        I,
        E,
    >(
        backoff: B,
        operation: Op,
        notify: N,
    ) -> Result<I, E> {
    }

    pub trait Sleeper {
        #[otp(sleep, duration = 0)]
        fn sleep(&self, dur: Duration) -> impl Future<Output = ()>;
    }
}

pub mod backoff {
    use std::time::Duration;

    pub trait Backoff {
        #[otp(write)]
        fn reset(&mut self) {}
        // `None` when the attempts are used up.
        #[otp(write)]
        fn next_backoff(&mut self) -> Option<Duration>;
    }

    pub struct Zero {}

    impl Backoff for Zero {}

    pub struct Stop {}

    impl Backoff for Stop {}

    pub struct Constant;

    impl Constant {
        #[otp(pure, duration = 0)]
        pub fn new(interval: Duration) -> Constant {}
    }

    impl Backoff for Constant {
        #[otp(write)]
        fn next_backoff(&mut self) -> Option<Duration> {}
    }
}

pub mod default {
    pub const INITIAL_INTERVAL_MILLIS: u64 = 500;
    pub const RANDOMIZATION_FACTOR: f64 = 0.5;
    pub const MULTIPLIER: f64 = 1.5;
    pub const MAX_INTERVAL_MILLIS: u64 = 60_000;
    pub const MAX_ELAPSED_TIME_MILLIS: u64 = 900_000;
}

pub mod exponential {
    use std::time::{Duration, Instant};

    use crate::backoff::Backoff;

    pub struct ExponentialBackoff<C> {
        pub current_interval: Duration,
        pub initial_interval: Duration,
        pub randomization_factor: f64,
        pub multiplier: f64,
        pub max_interval: Duration,
        pub start_time: Instant,
        pub max_elapsed_time: Option<Duration>,
        pub clock: C,
    }

    impl<C> ExponentialBackoff<C> {
        #[otp(pure)]
        pub fn get_elapsed_time(&self) -> Duration {}
    }

    impl<C> Default for ExponentialBackoff<C> {
        #[otp(pure)]
        fn default() -> Self {}
    }

    impl<C> Backoff for ExponentialBackoff<C> {
        #[otp(write)]
        fn reset(&mut self) {}
        #[otp(write)]
        fn next_backoff(&mut self) -> Option<Duration> {}
    }

    pub struct ExponentialBackoffBuilder<C>;

    impl<C> ExponentialBackoffBuilder<C> {
        #[otp(pure)]
        pub fn new() -> Self {}
        #[otp(pure, duration = 0)]
        pub fn with_initial_interval(&mut self, initial_interval: Duration) -> &mut Self {}
        #[otp(pure)]
        pub fn with_randomization_factor(&mut self, randomization_factor: f64) -> &mut Self {}
        #[otp(pure)]
        pub fn with_multiplier(&mut self, multiplier: f64) -> &mut Self {}
        #[otp(pure, duration = 0)]
        pub fn with_max_interval(&mut self, max_interval: Duration) -> &mut Self {}
        #[otp(pure)]
        pub fn with_max_elapsed_time(&mut self, max_elapsed_time: Option<Duration>) -> &mut Self {}
        #[otp(pure)]
        pub fn build(&self) -> ExponentialBackoff<C> {}
    }

    impl<C> Default for ExponentialBackoffBuilder<C> {
        #[otp(pure)]
        fn default() -> Self {}
    }
}
