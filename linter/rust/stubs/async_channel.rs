#![otp(krate = "async_channel", version = "2.5.0")]

use futures_core::Stream;

#[otp(sender, flavor = "mpsc")]
pub struct Sender<T>;
#[otp(receiver, flavor = "mpsc", stream)]
pub struct Receiver<T>;
pub struct WeakSender<T>;
pub struct WeakReceiver<T>;

#[otp(channel, capacity = 0)]
pub fn bounded<T>(cap: usize) -> (Sender<T>, Receiver<T>) {}
#[otp(channel)]
pub fn unbounded<T>() -> (Sender<T>, Receiver<T>) {}

impl<T> Sender<T> {
    #[otp(send, value = 0, cancel = "unsafe", loses = "arg", outcome = "must")]
    pub async fn send(&self, msg: T) -> Result<(), SendError<T>> {}
    #[otp(try_send, value = 0, outcome = "must")]
    pub fn try_send(&self, msg: T) -> Result<(), TrySendError<T>> {}
    #[otp(send, blocks, value = 0, outcome = "must")]
    pub fn send_blocking(&self, msg: T) -> Result<(), SendError<T>> {}
    // takes out the oldest message when there is no room, and returns it
    #[otp(try_send, value = 0, outcome = "must")]
    pub fn force_send(&self, msg: T) -> Result<Option<T>, SendError<T>> {}
    #[otp(wait, cancel = "safe", loses = "nothing")]
    pub async fn closed(&self) {}
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
    #[otp(read)]
    pub fn capacity(&self) -> Option<usize> {}
    #[otp(read)]
    pub fn receiver_count(&self) -> usize {}
    #[otp(read)]
    pub fn sender_count(&self) -> usize {}
    #[otp(clone_handle)]
    pub fn downgrade(&self) -> WeakSender<T> {}
    #[otp(read)]
    pub fn same_channel(&self, other: &Sender<T>) -> bool {}
}
impl<T> Clone for Sender<T> {
    #[otp(clone_handle)]
    fn clone(&self) -> Sender<T> {}
}

impl<T> Receiver<T> {
    #[otp(recv, cancel = "safe", loses = "nothing")]
    pub async fn recv(&self) -> Result<T, RecvError> {}
    #[otp(try_recv)]
    pub fn try_recv(&self) -> Result<T, TryRecvError> {}
    #[otp(recv, blocks)]
    pub fn recv_blocking(&self) -> Result<T, RecvError> {}
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
    #[otp(read)]
    pub fn capacity(&self) -> Option<usize> {}
    #[otp(read)]
    pub fn receiver_count(&self) -> usize {}
    #[otp(read)]
    pub fn sender_count(&self) -> usize {}
    #[otp(clone_handle)]
    pub fn downgrade(&self) -> WeakReceiver<T> {}
    #[otp(read)]
    pub fn same_channel(&self, other: &Receiver<T>) -> bool {}
}
impl<T> Clone for Receiver<T> {
    #[otp(clone_handle)]
    fn clone(&self) -> Receiver<T> {}
}
impl<T> Stream for Receiver<T> {
    type Item = T;
}

impl<T> WeakSender<T> {
    #[otp(clone_handle, finds_process)]
    pub fn upgrade(&self) -> Option<Sender<T>> {}
}
impl<T> Clone for WeakSender<T> {
    #[otp(clone_handle)]
    fn clone(&self) -> WeakSender<T> {}
}
impl<T> WeakReceiver<T> {
    #[otp(clone_handle)]
    pub fn upgrade(&self) -> Option<Receiver<T>> {}
}
impl<T> Clone for WeakReceiver<T> {
    #[otp(clone_handle)]
    fn clone(&self) -> WeakReceiver<T> {}
}

pub struct SendError<T>(pub T);
impl<T> SendError<T> {
    #[otp(pure)]
    pub fn into_inner(self) -> T {}
}
pub enum TrySendError<T> {
    Full(T),
    Closed(T),
}
impl<T> TrySendError<T> {
    #[otp(pure)]
    pub fn into_inner(self) -> T {}
    #[otp(pure)]
    pub fn is_full(&self) -> bool {}
    #[otp(pure)]
    pub fn is_closed(&self) -> bool {}
}
pub struct RecvError;
pub enum TryRecvError {
    Empty,
    Closed,
}
impl TryRecvError {
    #[otp(pure)]
    pub fn is_empty(&self) -> bool {}
    #[otp(pure)]
    pub fn is_closed(&self) -> bool {}
}
