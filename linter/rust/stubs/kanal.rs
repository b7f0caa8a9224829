#![otp(krate = "kanal", version = "0.1.1")]

use futures_core::Stream;
use std::future::Future;
use std::time::Duration;

// One pair of types for bounded and unbounded channels: `send` blocks only on the former, so it carries no `blocks`.
#[otp(sender, flavor = "mpsc")]
pub struct Sender<T>;
#[otp(sender, flavor = "mpsc")]
pub struct AsyncSender<T>;
#[otp(receiver, flavor = "mpsc")]
pub struct Receiver<T>;
#[otp(receiver, flavor = "mpsc")]
pub struct AsyncReceiver<T>;

#[otp(channel, capacity = 0)]
pub fn bounded<T>(size: usize) -> (Sender<T>, Receiver<T>) {}
#[otp(channel, capacity = 0)]
pub fn bounded_async<T>(size: usize) -> (AsyncSender<T>, AsyncReceiver<T>) {}
#[otp(channel)]
pub fn unbounded<T>() -> (Sender<T>, Receiver<T>) {}
#[otp(channel)]
pub fn unbounded_async<T>() -> (AsyncSender<T>, AsyncReceiver<T>) {}

impl<T> Sender<T> {
    #[otp(send, value = 0, outcome = "must")]
    pub fn send(&self, data: T) -> Result<(), SendError> {}
    #[otp(send, blocks, value = 0, duration = 1, outcome = "must")]
    pub fn send_timeout(&self, data: T, duration: Duration) -> Result<(), SendErrorTimeout> {}
    // what cannot be sent stays in the option
    #[otp(send, blocks, value = 0, duration = 1)]
    pub fn send_option_timeout(
        &self,
        data: &mut Option<T>,
        duration: Duration,
    ) -> Result<(), SendErrorTimeout> {}
    // `Ok(false)` when there is no room
    #[otp(try_send, value = 0, outcome = "must", unchecked = "a macro makes it")]
    pub fn try_send(&self, data: T) -> Result<bool, SendError> {}
    #[otp(try_send, value = 0, outcome = "must", unchecked = "a macro makes it")]
    pub fn try_send_realtime(&self, data: T) -> Result<bool, SendError> {}
    // what cannot be sent stays in the option
    #[otp(try_send, value = 0, unchecked = "a macro makes it")]
    pub fn try_send_option(&self, data: &mut Option<T>) -> Result<bool, SendError> {}
    #[otp(try_send, value = 0, unchecked = "a macro makes it")]
    pub fn try_send_option_realtime(&self, data: &mut Option<T>) -> Result<bool, SendError> {}
    #[otp(clone_handle)]
    pub fn clone_async(&self) -> AsyncSender<T> {}
    #[otp(clone_handle)]
    pub fn to_async(self) -> AsyncSender<T> {}
    #[otp(borrow)]
    pub fn as_async(&self) -> &AsyncSender<T> {}
    #[otp(read, unchecked = "a macro makes it")]
    pub fn is_bounded(&self) -> bool {}
    #[otp(read, unchecked = "a macro makes it")]
    pub fn len(&self) -> usize {}
    #[otp(read, unchecked = "a macro makes it")]
    pub fn is_empty(&self) -> bool {}
    #[otp(read, unchecked = "a macro makes it")]
    pub fn is_full(&self) -> bool {}
    #[otp(read, unchecked = "a macro makes it")]
    pub fn capacity(&self) -> usize {}
    #[otp(read, unchecked = "a macro makes it")]
    pub fn receiver_count(&self) -> u32 {}
    #[otp(read, unchecked = "a macro makes it")]
    pub fn sender_count(&self) -> u32 {}
    #[otp(close, unchecked = "a macro makes it")]
    pub fn close(&self) -> Result<(), CloseError> {}
    #[otp(read, unchecked = "a macro makes it")]
    pub fn is_closed(&self) -> bool {}
    #[otp(read, unchecked = "a macro makes it")]
    pub fn is_disconnected(&self) -> bool {}
}
impl<T> Clone for Sender<T> {
    #[otp(clone_handle)]
    fn clone(&self) -> Self {}
}

impl<T> AsyncSender<T> {
    #[otp(send, value = 0, cancel = "unsafe", loses = "arg", outcome = "must")]
    pub fn send(&self, data: T) -> SendFuture<T> {}
    // `Ok(false)` when there is no room
    #[otp(try_send, value = 0, outcome = "must", unchecked = "a macro makes it")]
    pub fn try_send(&self, data: T) -> Result<bool, SendError> {}
    #[otp(try_send, value = 0, outcome = "must", unchecked = "a macro makes it")]
    pub fn try_send_realtime(&self, data: T) -> Result<bool, SendError> {}
    // what cannot be sent stays in the option
    #[otp(try_send, value = 0, unchecked = "a macro makes it")]
    pub fn try_send_option(&self, data: &mut Option<T>) -> Result<bool, SendError> {}
    #[otp(try_send, value = 0, unchecked = "a macro makes it")]
    pub fn try_send_option_realtime(&self, data: &mut Option<T>) -> Result<bool, SendError> {}
    #[otp(clone_handle)]
    pub fn clone_sync(&self) -> Sender<T> {}
    #[otp(clone_handle)]
    pub fn to_sync(self) -> Sender<T> {}
    #[otp(borrow)]
    pub fn as_sync(&self) -> &Sender<T> {}
    #[otp(read, unchecked = "a macro makes it")]
    pub fn is_bounded(&self) -> bool {}
    #[otp(read, unchecked = "a macro makes it")]
    pub fn len(&self) -> usize {}
    #[otp(read, unchecked = "a macro makes it")]
    pub fn is_empty(&self) -> bool {}
    #[otp(read, unchecked = "a macro makes it")]
    pub fn is_full(&self) -> bool {}
    #[otp(read, unchecked = "a macro makes it")]
    pub fn capacity(&self) -> usize {}
    #[otp(read, unchecked = "a macro makes it")]
    pub fn receiver_count(&self) -> u32 {}
    #[otp(read, unchecked = "a macro makes it")]
    pub fn sender_count(&self) -> u32 {}
    #[otp(close, unchecked = "a macro makes it")]
    pub fn close(&self) -> Result<(), CloseError> {}
    #[otp(read, unchecked = "a macro makes it")]
    pub fn is_closed(&self) -> bool {}
    #[otp(read, unchecked = "a macro makes it")]
    pub fn is_disconnected(&self) -> bool {}
}
impl<T> Clone for AsyncSender<T> {
    #[otp(clone_handle)]
    fn clone(&self) -> Self {}
}

impl<T> Receiver<T> {
    #[otp(recv, blocks)]
    pub fn recv(&self) -> Result<T, ReceiveError> {}
    #[otp(recv, blocks, duration = 0)]
    pub fn recv_timeout(&self, duration: Duration) -> Result<T, ReceiveErrorTimeout> {}
    #[otp(try_recv, unchecked = "a macro makes it")]
    pub fn try_recv(&self) -> Result<Option<T>, ReceiveError> {}
    #[otp(try_recv, unchecked = "a macro makes it")]
    pub fn try_recv_realtime(&self) -> Result<Option<T>, ReceiveError> {}
    #[otp(try_recv, unchecked = "a macro makes it")]
    pub fn drain_into(&self, vec: &mut Vec<T>) -> Result<usize, ReceiveError> {}
    #[otp(read, unchecked = "a macro makes it")]
    pub fn is_terminated(&self) -> bool {}
    #[otp(clone_handle)]
    pub fn clone_async(&self) -> AsyncReceiver<T> {}
    #[otp(clone_handle)]
    pub fn to_async(self) -> AsyncReceiver<T> {}
    #[otp(borrow)]
    pub fn as_async(&self) -> &AsyncReceiver<T> {}
    #[otp(read, unchecked = "a macro makes it")]
    pub fn is_bounded(&self) -> bool {}
    #[otp(read, unchecked = "a macro makes it")]
    pub fn len(&self) -> usize {}
    #[otp(read, unchecked = "a macro makes it")]
    pub fn is_empty(&self) -> bool {}
    #[otp(read, unchecked = "a macro makes it")]
    pub fn is_full(&self) -> bool {}
    #[otp(read, unchecked = "a macro makes it")]
    pub fn capacity(&self) -> usize {}
    #[otp(read, unchecked = "a macro makes it")]
    pub fn receiver_count(&self) -> u32 {}
    #[otp(read, unchecked = "a macro makes it")]
    pub fn sender_count(&self) -> u32 {}
    #[otp(close, unchecked = "a macro makes it")]
    pub fn close(&self) -> Result<(), CloseError> {}
    #[otp(read, unchecked = "a macro makes it")]
    pub fn is_closed(&self) -> bool {}
    #[otp(read, unchecked = "a macro makes it")]
    pub fn is_disconnected(&self) -> bool {}
}
impl<T> Clone for Receiver<T> {
    #[otp(clone_handle)]
    fn clone(&self) -> Self {}
}
impl<T> Iterator for Receiver<T> {
    type Item = T;
}

impl<T> AsyncReceiver<T> {
    // dropped while a sender hands over, it drops what it got
    #[otp(recv, cancel = "unsafe", loses = "self")]
    pub fn recv(&self) -> ReceiveFuture<T> {}
    #[otp(borrow)]
    pub fn stream(&self) -> ReceiveStream<T> {}
    #[otp(try_recv, unchecked = "a macro makes it")]
    pub fn try_recv(&self) -> Result<Option<T>, ReceiveError> {}
    #[otp(try_recv, unchecked = "a macro makes it")]
    pub fn try_recv_realtime(&self) -> Result<Option<T>, ReceiveError> {}
    #[otp(try_recv, unchecked = "a macro makes it")]
    pub fn drain_into(&self, vec: &mut Vec<T>) -> Result<usize, ReceiveError> {}
    #[otp(read, unchecked = "a macro makes it")]
    pub fn is_terminated(&self) -> bool {}
    #[otp(clone_handle)]
    pub fn clone_sync(&self) -> Receiver<T> {}
    #[otp(clone_handle)]
    pub fn to_sync(self) -> Receiver<T> {}
    #[otp(borrow)]
    pub fn as_sync(&self) -> &Receiver<T> {}
    #[otp(read, unchecked = "a macro makes it")]
    pub fn is_bounded(&self) -> bool {}
    #[otp(read, unchecked = "a macro makes it")]
    pub fn len(&self) -> usize {}
    #[otp(read, unchecked = "a macro makes it")]
    pub fn is_empty(&self) -> bool {}
    #[otp(read, unchecked = "a macro makes it")]
    pub fn is_full(&self) -> bool {}
    #[otp(read, unchecked = "a macro makes it")]
    pub fn capacity(&self) -> usize {}
    #[otp(read, unchecked = "a macro makes it")]
    pub fn receiver_count(&self) -> u32 {}
    #[otp(read, unchecked = "a macro makes it")]
    pub fn sender_count(&self) -> u32 {}
    #[otp(close, unchecked = "a macro makes it")]
    pub fn close(&self) -> Result<(), CloseError> {}
    #[otp(read, unchecked = "a macro makes it")]
    pub fn is_closed(&self) -> bool {}
    #[otp(read, unchecked = "a macro makes it")]
    pub fn is_disconnected(&self) -> bool {}
}
impl<T> Clone for AsyncReceiver<T> {
    #[otp(clone_handle)]
    fn clone(&self) -> Self {}
}

pub struct SendFuture<T>;
impl<T> Future for SendFuture<T> {
    type Output = Result<(), SendError>;
}
pub struct ReceiveFuture<T>;
impl<T> Future for ReceiveFuture<T> {
    type Output = Result<T, ReceiveError>;
}
#[otp(receiver, flavor = "mpsc", stream)]
pub struct ReceiveStream<T>;
impl<T> Stream for ReceiveStream<T> {
    type Item = T;
}

pub enum SendError {
    Closed,
    ReceiveClosed,
}
pub enum SendErrorTimeout {
    Closed,
    ReceiveClosed,
    Timeout,
}
pub enum ReceiveError {
    Closed,
    SendClosed,
}
pub enum ReceiveErrorTimeout {
    Closed,
    SendClosed,
    Timeout,
}
pub struct CloseError;
