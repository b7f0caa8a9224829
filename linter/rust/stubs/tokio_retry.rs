#![otp(krate = "tokio_retry", version = "0.3.2")]

use std::time::Duration;

// A future, in spite of the name of its first constructor: nothing is spawned.
#[otp(future)]
pub struct Retry<T, E>;

impl<T, E> Future for Retry<T, E> {
    type Output = Result<T, E>;
}

impl<T, E> Retry<T, E> {
    #[otp(retry, closure = "stored")]
    pub fn start<
        I: IntoIterator<Item = Duration>,
        A: FnMut() -> Fut,
        Fut: Future<Output = Result<T, E>>,
    >(
        strategy: I,
        action: A,
    ) -> Self {
    }
    #[otp(retry, closure = "stored")]
    pub fn spawn<
        I: IntoIterator<Item = Duration>,
        A: FnMut() -> Fut,
        Fut: Future<Output = Result<T, E>>,
    >(
        strategy: I,
        action: A,
    ) -> Self {
    }
}

#[otp(future)]
pub struct RetryIf<T, E>;

impl<T, E> Future for RetryIf<T, E> {
    type Output = Result<T, E>;
}

impl<T, E> RetryIf<T, E> {
    #[otp(retry, closure = "stored")]
    pub fn start<
        I: IntoIterator<Item = Duration>,
        A: FnMut() -> Fut,
        Fut: Future<Output = Result<T, E>>,
        C,
    >(
        strategy: I,
        action: A,
        condition: C,
    ) -> Self {
    }
    #[otp(retry, closure = "stored")]
    pub fn spawn<
        I: IntoIterator<Item = Duration>,
        A: FnMut() -> Fut,
        Fut: Future<Output = Result<T, E>>,
        C,
    >(
        strategy: I,
        action: A,
        condition: C,
    ) -> Self {
    }
}

pub trait Action {
    type Future;
    type Item;
    type Error;
    fn run(&mut self) -> Self::Future;
}

pub trait Condition<E> {
    fn should_retry(&mut self, error: &E) -> bool;
}

// Endless unless `take` of an iterator bounds them.
pub mod strategy {
    use std::time::Duration;

    #[otp(pure)]
    pub fn jitter(duration: Duration) -> Duration {}

    pub struct ExponentialBackoff;

    impl ExponentialBackoff {
        #[otp(pure)]
        pub fn from_millis(base: u64) -> ExponentialBackoff {}
        #[otp(pure)]
        pub fn factor(self, factor: u64) -> ExponentialBackoff {}
        #[otp(pure, duration = 0)]
        pub fn max_delay(self, duration: Duration) -> ExponentialBackoff {}
    }

    impl Iterator for ExponentialBackoff {
        type Item = Duration;
    }

    pub struct FibonacciBackoff;

    impl FibonacciBackoff {
        #[otp(pure)]
        pub fn from_millis(millis: u64) -> FibonacciBackoff {}
        #[otp(pure)]
        pub fn factor(self, factor: u64) -> FibonacciBackoff {}
        #[otp(pure, duration = 0)]
        pub fn max_delay(self, duration: Duration) -> FibonacciBackoff {}
    }

    impl Iterator for FibonacciBackoff {
        type Item = Duration;
    }

    pub struct FixedInterval;

    impl FixedInterval {
        #[otp(pure, duration = 0)]
        pub fn new(duration: Duration) -> FixedInterval {}
        #[otp(pure)]
        pub fn from_millis(millis: u64) -> FixedInterval {}
    }

    impl Iterator for FixedInterval {
        type Item = Duration;
    }
}
