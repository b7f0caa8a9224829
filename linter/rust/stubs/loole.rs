#![otp(krate = "loole", version = "0.4.1")]

use std::future::Future;
use std::time::{Duration, Instant};

// One pair of types for bounded and unbounded channels: `send` blocks only on the former, so it carries no `blocks`.
#[otp(sender, flavor = "mpsc")]
pub struct Sender<T>;
#[otp(receiver, flavor = "mpsc")]
pub struct Receiver<T>;

#[otp(channel, capacity = 0)]
pub fn bounded<T>(cap: usize) -> (Sender<T>, Receiver<T>) {}
#[otp(channel)]
pub fn unbounded<T>() -> (Sender<T>, Receiver<T>) {}

impl<T> Sender<T> {
    #[otp(send, value = 0, outcome = "must")]
    pub fn send(&self, m: T) -> Result<(), SendError<T>> {}
    #[otp(send, value = 0, cancel = "unsafe", loses = "arg", outcome = "must")]
    pub fn send_async(&self, m: T) -> SendFuture<T> {}
    #[otp(try_send, value = 0, outcome = "must")]
    pub fn try_send(&self, m: T) -> Result<(), TrySendError<T>> {}
    #[otp(send, blocks, value = 0, duration = 1, outcome = "must")]
    pub fn send_timeout(&self, m: T, timeout: Duration) -> Result<(), SendTimeoutError<T>> {}
    #[otp(send, blocks, value = 0, duration = 1, outcome = "must")]
    pub fn send_deadline(&self, m: T, deadline: Instant) -> Result<(), SendTimeoutError<T>> {}
    #[otp(close)]
    pub fn close(&self) -> bool {}
    #[otp(read)]
    pub fn is_closed(&self) -> bool {}
    #[otp(read)]
    pub fn is_empty(&self) -> bool {}
    #[otp(read)]
    pub fn is_full(&self) -> bool {}
    #[otp(read)]
    pub fn len(&self) -> usize {}
}
impl<T> Clone for Sender<T> {
    #[otp(clone_handle)]
    fn clone(&self) -> Self {}
}

impl<T> Receiver<T> {
    #[otp(recv, blocks)]
    pub fn recv(&self) -> Result<T, RecvError> {}
    #[otp(recv, cancel = "safe", loses = "nothing")]
    pub fn recv_async(&self) -> RecvFuture<T> {}
    #[otp(try_recv)]
    pub fn try_recv(&self) -> Result<T, TryRecvError> {}
    #[otp(recv, blocks, duration = 0)]
    pub fn recv_timeout(&self, timeout: Duration) -> Result<T, RecvTimeoutError> {}
    #[otp(recv, blocks, duration = 0)]
    pub fn recv_deadline(&self, deadline: Instant) -> Result<T, RecvTimeoutError> {}
    #[otp(close)]
    pub fn close(&self) -> bool {}
    #[otp(read)]
    pub fn is_closed(&self) -> bool {}
    #[otp(read)]
    pub fn is_empty(&self) -> bool {}
    #[otp(read)]
    pub fn is_full(&self) -> bool {}
    #[otp(read)]
    pub fn len(&self) -> usize {}
}
impl<T> Clone for Receiver<T> {
    #[otp(clone_handle)]
    fn clone(&self) -> Self {}
}

#[otp(future)]
pub struct SendFuture<T>;
impl<T> Future for SendFuture<T> {
    type Output = Result<(), SendError<T>>;
}
#[otp(future)]
pub struct RecvFuture<T>;
impl<T> Future for RecvFuture<T> {
    type Output = Result<T, RecvError>;
}

pub struct SendError<T>(pub T);
pub enum TrySendError<T> {
    Full(T),
    Disconnected(T),
}
pub enum SendTimeoutError<T> {
    Timeout(T),
    Disconnected(T),
}
pub enum RecvError {
    Disconnected,
}
pub enum TryRecvError {
    Empty,
    Disconnected,
}
pub enum RecvTimeoutError {
    Timeout,
    Disconnected,
}
