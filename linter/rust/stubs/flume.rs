#![otp(krate = "flume", version = "0.12.0", also = "loole")]

use futures_core::Stream;
use std::future::Future;
use std::iter::Iter;
use std::time::{Duration, Instant};

// One pair of types for bounded and unbounded channels: `send` blocks only on the former, so it carries no `blocks`.
#[otp(sender, flavor = "mpsc")]
pub struct Sender<T>;
#[otp(receiver, flavor = "mpsc")]
pub struct Receiver<T>;
pub struct WeakSender<T>;

#[otp(channel, capacity = 0)]
pub fn bounded<T>(cap: usize) -> (Sender<T>, Receiver<T>) {}
#[otp(channel)]
pub fn unbounded<T>() -> (Sender<T>, Receiver<T>) {}

impl<T> Sender<T> {
    #[otp(close, unchecked = "loole's")]
    pub fn close(&self) -> bool {}
    #[otp(read, unchecked = "loole's")]
    pub fn is_closed(&self) -> bool {}
    #[otp(send, value = 0, outcome = "must")]
    pub fn send(&self, msg: T) -> Result<(), SendError<T>> {}
    #[otp(send, value = 0, cancel = "unsafe", loses = "arg", outcome = "must")]
    pub fn send_async(&self, item: T) -> SendFut<T> {}
    #[otp(send, value = 0, cancel = "unsafe", loses = "arg", outcome = "must")]
    pub fn into_send_async(self, item: T) -> SendFut<T> {}
    #[otp(try_send, value = 0, outcome = "must")]
    pub fn try_send(&self, msg: T) -> Result<(), TrySendError<T>> {}
    #[otp(send, blocks, value = 0, duration = 1, outcome = "must")]
    pub fn send_timeout(&self, msg: T, dur: Duration) -> Result<(), SendTimeoutError<T>> {}
    #[otp(send, blocks, value = 0, duration = 1, outcome = "must")]
    pub fn send_deadline(&self, msg: T, deadline: Instant) -> Result<(), SendTimeoutError<T>> {}
    #[otp(clone_handle)]
    pub fn sink(&self) -> r#async::SendSink<T> {}
    #[otp(clone_handle)]
    pub fn into_sink(self) -> r#async::SendSink<T> {}
    #[otp(read)]
    pub fn is_disconnected(&self) -> bool {}
    #[otp(read)]
    pub fn is_empty(&self) -> bool {}
    #[otp(read)]
    pub fn is_full(&self) -> bool {}
    #[otp(read)]
    pub fn len(&self) -> usize {}
    #[otp(read)]
    pub fn capacity(&self) -> Option<usize> {}
    #[otp(read)]
    pub fn sender_count(&self) -> usize {}
    #[otp(read)]
    pub fn receiver_count(&self) -> usize {}
    #[otp(clone_handle)]
    pub fn downgrade(&self) -> WeakSender<T> {}
    #[otp(read)]
    pub fn same_channel(&self, other: &Sender<T>) -> bool {}
}
impl<T> Clone for Sender<T> {
    #[otp(clone_handle)]
    fn clone(&self) -> Sender<T> {}
}
impl<T> WeakSender<T> {
    #[otp(clone_handle, finds_process)]
    pub fn upgrade(&self) -> Option<Sender<T>> {}
}
impl<T> Clone for WeakSender<T> {
    #[otp(clone_handle)]
    fn clone(&self) -> WeakSender<T> {}
}

impl<T> Receiver<T> {
    #[otp(close, unchecked = "loole's")]
    pub fn close(&self) -> bool {}
    #[otp(read, unchecked = "loole's")]
    pub fn is_closed(&self) -> bool {}
    #[otp(recv, blocks)]
    pub fn recv(&self) -> Result<T, RecvError> {}
    #[otp(recv, cancel = "safe", loses = "nothing")]
    pub fn recv_async(&self) -> RecvFut<T> {}
    #[otp(recv, cancel = "safe", loses = "nothing")]
    pub fn into_recv_async(self) -> RecvFut<T> {}
    #[otp(try_recv)]
    pub fn try_recv(&self) -> Result<T, TryRecvError> {}
    #[otp(recv, blocks, duration = 0)]
    pub fn recv_timeout(&self, dur: Duration) -> Result<T, RecvTimeoutError> {}
    #[otp(recv, blocks, duration = 0)]
    pub fn recv_deadline(&self, deadline: Instant) -> Result<T, RecvTimeoutError> {}
    #[otp(recv, blocks)]
    pub fn iter(&self) -> Iter<T> {}
    #[otp(try_recv)]
    pub fn try_iter(&self) -> Iter<T> {}
    #[otp(try_recv)]
    pub fn drain(&self) -> Iter<T> {}
    #[otp(borrow)]
    pub fn stream(&self) -> r#async::RecvStream<T> {}
    #[otp(clone_handle)]
    pub fn into_stream(self) -> r#async::RecvStream<T> {}
    #[otp(read)]
    pub fn is_disconnected(&self) -> bool {}
    #[otp(read)]
    pub fn is_empty(&self) -> bool {}
    #[otp(read)]
    pub fn is_full(&self) -> bool {}
    #[otp(read)]
    pub fn len(&self) -> usize {}
    #[otp(read)]
    pub fn capacity(&self) -> Option<usize> {}
    #[otp(read)]
    pub fn sender_count(&self) -> usize {}
    #[otp(read)]
    pub fn receiver_count(&self) -> usize {}
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

pub mod r#async {
    use super::{RecvError, SendError, Sender};
    use futures_core::Stream;
    use std::future::Future;

    #[otp(future)]
    pub struct SendFut<T>;
    impl<T> SendFut<T> {
        #[otp(read)]
        pub fn is_disconnected(&self) -> bool {}
        #[otp(read)]
        pub fn is_empty(&self) -> bool {}
        #[otp(read)]
        pub fn is_full(&self) -> bool {}
        #[otp(read)]
        pub fn len(&self) -> usize {}
        #[otp(read)]
        pub fn capacity(&self) -> Option<usize> {}
    }
    impl<T> Future for SendFut<T> {
        type Output = Result<(), SendError<T>>;
    }

    #[otp(future)]
    pub struct RecvFut<T>;
    impl<T> RecvFut<T> {
        #[otp(read)]
        pub fn is_disconnected(&self) -> bool {}
        #[otp(read)]
        pub fn is_empty(&self) -> bool {}
        #[otp(read)]
        pub fn is_full(&self) -> bool {}
        #[otp(read)]
        pub fn len(&self) -> usize {}
        #[otp(read)]
        pub fn capacity(&self) -> Option<usize> {}
    }
    impl<T> Future for RecvFut<T> {
        type Output = Result<T, RecvError>;
    }

    #[otp(sender, flavor = "mpsc")]
    pub struct SendSink<T>;
    impl<T> SendSink<T> {
        #[otp(borrow)]
        pub fn sender(&self) -> &Sender<T> {}
        #[otp(read)]
        pub fn is_disconnected(&self) -> bool {}
        #[otp(read)]
        pub fn is_empty(&self) -> bool {}
        #[otp(read)]
        pub fn is_full(&self) -> bool {}
        #[otp(read)]
        pub fn len(&self) -> usize {}
        #[otp(read)]
        pub fn capacity(&self) -> Option<usize> {}
    }
    impl<T> Clone for SendSink<T> {
        #[otp(clone_handle)]
        fn clone(&self) -> SendSink<T> {}
    }

    #[otp(receiver, flavor = "mpsc", stream)]
    pub struct RecvStream<T>;
    impl<T> RecvStream<T> {
        #[otp(read)]
        pub fn is_disconnected(&self) -> bool {}
        #[otp(read)]
        pub fn is_empty(&self) -> bool {}
        #[otp(read)]
        pub fn is_full(&self) -> bool {}
        #[otp(read)]
        pub fn len(&self) -> usize {}
        #[otp(read)]
        pub fn capacity(&self) -> Option<usize> {}
    }
    impl<T> Clone for RecvStream<T> {
        #[otp(clone_handle)]
        fn clone(&self) -> RecvStream<T> {}
    }
    impl<T> Stream for RecvStream<T> {
        type Item = T;
    }
}
use r#async::{RecvFut, SendFut};

pub mod select {
    use super::{Receiver, RecvError, SendError, Sender};
    use std::time::{Duration, Instant};

    pub struct Selector<T>;
    impl<T> Selector<T> {
        #[otp(pure)]
        pub fn new() -> Selector<T> {}
        #[otp(send, value = 1, closure = "stored")]
        pub fn send<U, F: FnMut(Result<(), SendError<U>>) -> T>(self, sender: &Sender<U>, msg: U, mapper: F) -> Selector<T> {}
        #[otp(recv, closure = "stored")]
        pub fn recv<U, F: FnMut(Result<U, RecvError>) -> T>(self, receiver: &Receiver<U>, mapper: F) -> Selector<T> {}
        #[otp(wait, blocks)]
        pub fn wait(self) -> T {}
        #[otp(wait, blocks, duration = 0)]
        pub fn wait_timeout(self, dur: Duration) -> Result<T, SelectError> {}
        #[otp(wait, blocks, duration = 0)]
        pub fn wait_deadline(self, deadline: Instant) -> Result<T, SelectError> {}
    }
    pub enum SelectError {
        Timeout,
    }
}
pub use select::Selector;

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
}
pub enum SendTimeoutError<T> {
    Timeout(T),
    Disconnected(T),
}
impl<T> SendTimeoutError<T> {
    #[otp(pure)]
    pub fn into_inner(self) -> T {}
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
