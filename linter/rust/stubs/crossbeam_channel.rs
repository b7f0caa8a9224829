#![otp(krate = "crossbeam_channel", version = "0.5.17")]

use std::iter::Iter;
use std::time::{Duration, Instant};

// One pair of types for bounded and unbounded channels: `send` blocks only on the former, so it carries no `blocks`.
#[otp(sender, flavor = "std")]
pub struct Sender<T>;
#[otp(receiver, flavor = "std")]
pub struct Receiver<T>;

#[otp(channel, capacity = 0)]
pub fn bounded<T>(cap: usize) -> (Sender<T>, Receiver<T>) {}
#[otp(channel)]
pub fn unbounded<T>() -> (Sender<T>, Receiver<T>) {}
#[otp(interval, duration = 0)]
pub fn tick(duration: Duration) -> Receiver<Instant> {}
#[otp(channel)]
pub fn after(duration: Duration) -> Receiver<Instant> {}
#[otp(channel)]
pub fn at(when: Instant) -> Receiver<Instant> {}
#[otp(channel)]
pub fn never<T>() -> Receiver<T> {}

impl<T> Sender<T> {
    #[otp(send, value = 0, outcome = "must")]
    pub fn send(&self, msg: T) -> Result<(), SendError<T>> {}
    #[otp(try_send, value = 0, outcome = "must")]
    pub fn try_send(&self, msg: T) -> Result<(), TrySendError<T>> {}
    #[otp(send, blocks, value = 0, duration = 1, outcome = "must")]
    pub fn send_timeout(&self, msg: T, timeout: Duration) -> Result<(), SendTimeoutError<T>> {}
    #[otp(send, blocks, value = 0, duration = 1, outcome = "must")]
    pub fn send_deadline(&self, msg: T, deadline: Instant) -> Result<(), SendTimeoutError<T>> {}
    #[otp(read)]
    pub fn is_empty(&self) -> bool {}
    #[otp(read)]
    pub fn is_full(&self) -> bool {}
    #[otp(read)]
    pub fn len(&self) -> usize {}
    #[otp(read)]
    pub fn capacity(&self) -> Option<usize> {}
    #[otp(read)]
    pub fn same_channel(&self, other: &Sender<T>) -> bool {}
}
impl<T> Clone for Sender<T> {
    #[otp(clone_handle)]
    fn clone(&self) -> Sender<T> {}
}

impl<T> Receiver<T> {
    #[otp(recv, blocks)]
    pub fn recv(&self) -> Result<T, RecvError> {}
    #[otp(try_recv)]
    pub fn try_recv(&self) -> Result<T, TryRecvError> {}
    #[otp(recv, blocks, duration = 0)]
    pub fn recv_timeout(&self, timeout: Duration) -> Result<T, RecvTimeoutError> {}
    #[otp(recv, blocks, duration = 0)]
    pub fn recv_deadline(&self, deadline: Instant) -> Result<T, RecvTimeoutError> {}
    #[otp(recv, blocks)]
    pub fn iter(&self) -> Iter<T> {}
    #[otp(try_recv)]
    pub fn try_iter(&self) -> Iter<T> {}
    #[otp(read)]
    pub fn is_empty(&self) -> bool {}
    #[otp(read)]
    pub fn is_full(&self) -> bool {}
    #[otp(read)]
    pub fn len(&self) -> usize {}
    #[otp(read)]
    pub fn capacity(&self) -> Option<usize> {}
    #[otp(read)]
    pub fn same_channel(&self, other: &Receiver<T>) -> bool {}
}
impl<T> Clone for Receiver<T> {
    #[otp(clone_handle)]
    fn clone(&self) -> Receiver<T> {}
}
impl<T> IntoIterator for Receiver<T> {
    type Item = T;
}

pub struct Select;
impl Select {
    #[otp(pure)]
    pub fn new() -> Select {}
    #[otp(pure)]
    pub fn new_biased() -> Select {}
    #[otp(write)]
    pub fn send<T>(&mut self, s: &Sender<T>) -> usize {}
    #[otp(write)]
    pub fn recv<T>(&mut self, r: &Receiver<T>) -> usize {}
    #[otp(write)]
    pub fn remove(&mut self, index: usize) {}
    pub fn try_select(&mut self) -> Result<SelectedOperation, TrySelectError> {}
    #[otp(wait, blocks)]
    pub fn select(&mut self) -> SelectedOperation {}
    #[otp(wait, blocks, duration = 0)]
    pub fn select_timeout(&mut self, timeout: Duration) -> Result<SelectedOperation, SelectTimeoutError> {}
    #[otp(wait, blocks, duration = 0)]
    pub fn select_deadline(&mut self, deadline: Instant) -> Result<SelectedOperation, SelectTimeoutError> {}
    pub fn try_ready(&mut self) -> Result<usize, TryReadyError> {}
    #[otp(wait, blocks)]
    pub fn ready(&mut self) -> usize {}
    #[otp(wait, blocks, duration = 0)]
    pub fn ready_timeout(&mut self, timeout: Duration) -> Result<usize, ReadyTimeoutError> {}
    #[otp(wait, blocks, duration = 0)]
    pub fn ready_deadline(&mut self, deadline: Instant) -> Result<usize, ReadyTimeoutError> {}
}
pub struct SelectedOperation;
impl SelectedOperation {
    #[otp(pure)]
    pub fn index(&self) -> usize {}
    #[otp(send, value = 1, outcome = "must")]
    pub fn send<T>(self, s: &Sender<T>, msg: T) -> Result<(), SendError<T>> {}
    #[otp(recv)]
    pub fn recv<T>(self, r: &Receiver<T>) -> Result<T, RecvError> {}
}

#[otp(wait, blocks)]
macro_rules! select {
    () => {};
}
#[otp(wait, blocks)]
macro_rules! select_biased {
    () => {};
}

pub struct SendError<T>(pub T);
impl<T> SendError<T> {
    #[otp(pure)]
    pub fn into_inner(self) -> T {}
}
pub enum TrySendError<T> {
    Full(T),
    Disconnected(T),
}
impl<T> TrySendError<T> {
    #[otp(pure)]
    pub fn into_inner(self) -> T {}
    #[otp(pure)]
    pub fn is_full(&self) -> bool {}
    #[otp(pure)]
    pub fn is_disconnected(&self) -> bool {}
}
pub enum SendTimeoutError<T> {
    Timeout(T),
    Disconnected(T),
}
impl<T> SendTimeoutError<T> {
    #[otp(pure)]
    pub fn into_inner(self) -> T {}
    #[otp(pure)]
    pub fn is_timeout(&self) -> bool {}
    #[otp(pure)]
    pub fn is_disconnected(&self) -> bool {}
}
pub struct RecvError;
pub enum TryRecvError {
    Empty,
    Disconnected,
}
impl TryRecvError {
    #[otp(pure)]
    pub fn is_empty(&self) -> bool {}
    #[otp(pure)]
    pub fn is_disconnected(&self) -> bool {}
}
pub enum RecvTimeoutError {
    Timeout,
    Disconnected,
}
impl RecvTimeoutError {
    #[otp(pure)]
    pub fn is_timeout(&self) -> bool {}
    #[otp(pure)]
    pub fn is_disconnected(&self) -> bool {}
}
pub struct TrySelectError;
pub struct SelectTimeoutError;
pub struct TryReadyError;
pub struct ReadyTimeoutError;
