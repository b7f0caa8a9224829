#![otp(krate = "async_io", version = "2.6.0")]

use futures_core::Stream;
use std::future::Future;
use std::time::{Duration, Instant};

#[otp(block_on, future = 0)]
pub fn block_on<T>(future: impl Future<Output = T>) -> T {}

// One type for a sleep and for a stream of ticks; a late tick is told at once, and the next one keeps to the beat.
#[otp(sleep, future, stream)]
pub struct Timer;
impl Timer {
    #[otp(sleep)]
    pub fn never() -> Timer {}
    #[otp(sleep, duration = 0, cancel = "restarts", loses = "nothing")]
    pub fn after(duration: Duration) -> Timer {}
    #[otp(sleep, duration = 0, cancel = "restarts", loses = "nothing")]
    pub fn at(instant: Instant) -> Timer {}
    #[otp(duration = 0)]
    pub fn interval(period: Duration) -> Timer {}
    #[otp(duration = 1)]
    pub fn interval_at(start: Instant, period: Duration) -> Timer {}
    #[otp(write, duration = 0)]
    pub fn set_after(&mut self, duration: Duration) {}
    #[otp(write, duration = 0)]
    pub fn set_at(&mut self, instant: Instant) {}
    #[otp(write, duration = 0)]
    pub fn set_interval(&mut self, period: Duration) {}
    #[otp(write)]
    pub fn clear(&mut self) {}
}
impl Future for Timer {
    type Output = Instant;
}
impl Stream for Timer {
    type Item = Instant;
}
