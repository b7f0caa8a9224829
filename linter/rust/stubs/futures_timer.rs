#![otp(krate = "futures_timer", version = "3.0.4")]

use std::future::Future;
use std::time::Duration;

#[otp(sleep, future)]
pub struct Delay;
impl Delay {
    #[otp(sleep, duration = 0, cancel = "restarts", loses = "nothing")]
    pub fn new(dur: Duration) -> Delay {}
    #[otp(write, duration = 0)]
    pub fn reset(&mut self, dur: Duration) {}
}
impl Future for Delay {
    type Output = ();
}
