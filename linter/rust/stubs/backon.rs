#![otp(krate = "backon", version = "1.6.0")]
//! A retry ends when its backoff does: every builder has a limit by default (three more attempts).

use std::time::Duration;

// On closures that return futures.
pub trait Retryable {
    #[otp(retry, closure = "stored")]
    fn retry<T, E, Fut, B>(self, builder: B) -> Retry<T, E>
    where
        Self: FnMut() -> Fut,
        Fut: Future<Output = Result<T, E>>,
    {
    }
}

impl<T0, E0> Retryable for fn() -> dyn Future<Output = Result<T0, E0>> {}

#[otp(future)]
pub struct Retry<T, E>;

impl<T, E> Future for Retry<T, E> {
    type Output = Result<T, E>;
}

impl<T, E> Retry<T, E> {
    #[otp(wraps_future, closure = "stored")]
    pub fn sleep<S>(self, sleep_fn: S) -> Self {}
    #[otp(wraps_future, closure = "stored")]
    pub fn when<F: FnMut(&E) -> bool>(self, retryable: F) -> Self {}
    #[otp(wraps_future, closure = "stored")]
    pub fn notify<F: FnMut(&E, Duration)>(self, notify: F) -> Self {}
    #[otp(wraps_future, closure = "stored")]
    pub fn adjust<F: FnMut(&E, Option<Duration>) -> Option<Duration>>(self, adjust: F) -> Self {}
}

pub trait RetryableWithContext {
    #[otp(retry, closure = "stored")]
    fn retry<Ctx, T, E, Fut, B>(self, builder: B) -> RetryWithContext<Ctx, T, E>
    where
        Self: FnMut(Ctx) -> Fut,
        Fut: Future<Output = (Ctx, Result<T, E>)>,
    {
    }
}

impl<Ctx0, T0, E0> RetryableWithContext
    for fn(Ctx0) -> dyn Future<Output = (Ctx0, Result<T0, E0>)>
{
}

#[otp(future)]
pub struct RetryWithContext<Ctx, T, E>;

impl<Ctx, T, E> Future for RetryWithContext<Ctx, T, E> {
    type Output = (Ctx, Result<T, E>);
}

impl<Ctx, T, E> RetryWithContext<Ctx, T, E> {
    #[otp(wraps_future)]
    pub fn context(self, context: Ctx) -> Self {}
    #[otp(wraps_future, closure = "stored")]
    pub fn sleep<S>(self, sleep_fn: S) -> Self {}
    #[otp(wraps_future, closure = "stored")]
    pub fn when<F: FnMut(&E) -> bool>(self, retryable: F) -> Self {}
    #[otp(wraps_future, closure = "stored")]
    pub fn notify<F: FnMut(&E, Duration)>(self, notify: F) -> Self {}
}

// On closures that return results.
pub trait BlockingRetryable {
    #[otp(pure)]
    fn retry<T, E, B>(self, builder: B) -> BlockingRetry<T, E>
    where
        Self: FnMut() -> Result<T, E>,
    {
    }
}

impl<T0, E0> BlockingRetryable for fn() -> Result<T0, E0> {}

pub struct BlockingRetry<T, E>;

impl<T, E> BlockingRetry<T, E> {
    #[otp(retry, blocks)]
    pub fn call(self) -> Result<T, E> {}
    #[otp(closure = "stored")]
    pub fn sleep<S>(self, sleep_fn: S) -> Self {}
    #[otp(closure = "stored")]
    pub fn when<F: FnMut(&E) -> bool>(self, retryable: F) -> Self {}
    #[otp(closure = "stored")]
    pub fn notify<F: FnMut(&E, Duration)>(self, notify: F) -> Self {}
}

pub trait Backoff: Iterator<Item = Duration> {}

pub trait BackoffBuilder {
    type Backoff;
    #[otp(pure)]
    fn build(self) -> Self::Backoff;
}

pub trait Sleeper {
    #[otp(sleep, duration = 0)]
    fn sleep(&self, dur: Duration) -> impl Future<Output = ()>;
}

pub struct TokioSleeper;

impl Sleeper for TokioSleeper {
    #[otp(sleep, duration = 0)]
    fn sleep(&self, dur: Duration) -> impl Future<Output = ()> {}
}

pub type DefaultSleeper = TokioSleeper;

pub struct ConstantBuilder;

impl ConstantBuilder {
    #[otp(pure)]
    pub const fn new() -> Self {}
    #[otp(pure, duration = 0)]
    pub const fn with_delay(self, delay: Duration) -> Self {}
    #[otp(pure)]
    pub const fn with_max_times(self, max_times: usize) -> Self {}
    #[otp(pure)]
    pub const fn without_max_times(self) -> Self {}
    #[otp(pure)]
    pub const fn with_jitter(self) -> Self {}
    #[otp(pure)]
    pub const fn with_jitter_seed(self, seed: u64) -> Self {}
}

impl Default for ConstantBuilder {
    #[otp(pure)]
    fn default() -> Self {}
}

impl BackoffBuilder for ConstantBuilder {
    type Backoff = ConstantBackoff;
    #[otp(pure)]
    fn build(self) -> ConstantBackoff {}
}

pub struct ConstantBackoff;

impl Iterator for ConstantBackoff {
    type Item = Duration;
    #[otp(write)]
    fn next(&mut self) -> Option<Duration> {}
}

pub struct ExponentialBuilder;

impl ExponentialBuilder {
    #[otp(pure)]
    pub const fn new() -> Self {}
    #[otp(pure)]
    pub const fn with_factor(self, factor: f32) -> Self {}
    #[otp(pure, duration = 0)]
    pub const fn with_min_delay(self, min_delay: Duration) -> Self {}
    #[otp(pure, duration = 0)]
    pub const fn with_max_delay(self, max_delay: Duration) -> Self {}
    #[otp(pure)]
    pub const fn without_max_delay(self) -> Self {}
    #[otp(pure)]
    pub const fn with_max_times(self, max_times: usize) -> Self {}
    #[otp(pure)]
    pub const fn without_max_times(self) -> Self {}
    #[otp(pure)]
    pub const fn with_total_delay(self, total_delay: Option<Duration>) -> Self {}
    #[otp(pure)]
    pub const fn with_jitter(self) -> Self {}
    #[otp(pure)]
    pub const fn with_jitter_seed(self, seed: u64) -> Self {}
}

impl Default for ExponentialBuilder {
    #[otp(pure)]
    fn default() -> Self {}
}

impl BackoffBuilder for ExponentialBuilder {
    type Backoff = ExponentialBackoff;
    #[otp(pure)]
    fn build(self) -> ExponentialBackoff {}
}

pub struct ExponentialBackoff;

impl Iterator for ExponentialBackoff {
    type Item = Duration;
    #[otp(write)]
    fn next(&mut self) -> Option<Duration> {}
}

pub struct FibonacciBuilder;

impl FibonacciBuilder {
    #[otp(pure)]
    pub const fn new() -> Self {}
    #[otp(pure, duration = 0)]
    pub const fn with_min_delay(self, min_delay: Duration) -> Self {}
    #[otp(pure, duration = 0)]
    pub const fn with_max_delay(self, max_delay: Duration) -> Self {}
    #[otp(pure)]
    pub const fn without_max_delay(self) -> Self {}
    #[otp(pure)]
    pub const fn with_max_times(self, max_times: usize) -> Self {}
    #[otp(pure)]
    pub const fn without_max_times(self) -> Self {}
    #[otp(pure)]
    pub const fn with_jitter(self) -> Self {}
    #[otp(pure)]
    pub const fn with_jitter_seed(self, seed: u64) -> Self {}
}

impl Default for FibonacciBuilder {
    #[otp(pure)]
    fn default() -> Self {}
}

impl BackoffBuilder for FibonacciBuilder {
    type Backoff = FibonacciBackoff;
    #[otp(pure)]
    fn build(self) -> FibonacciBackoff {}
}

pub struct FibonacciBackoff;

impl Iterator for FibonacciBackoff {
    type Item = Duration;
    #[otp(write)]
    fn next(&mut self) -> Option<Duration> {}
}
