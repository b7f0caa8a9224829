#![otp(krate = "tokio", version = "1.54.1")]
//! Cancel safety is what tokio documents for each method; where its pages are silent, what its code does.

pub use task::spawn;

#[otp(race)]
macro_rules! select {
    () => {};
}

#[otp(join_all)]
macro_rules! join {
    () => {};
}

#[otp(try_join)]
macro_rules! try_join {
    () => {};
}

#[otp(pure)]
macro_rules! pin {
    () => {};
}

#[otp(pure)]
macro_rules! task_local {
    () => {};
}

pub mod sync {
    use std::ops::{Deref, DerefMut};
    use std::sync::Arc;

    pub use barrier::{Barrier, BarrierWaitResult};
    pub use once_cell::{OnceCell, SetError};

    pub mod futures {
        pub use super::notify::{Notified, OwnedNotified};
    }

    pub mod mpsc {
        use std::task::{Context, Poll};
        use std::time::Duration;

        pub mod error {
            pub struct SendError<T>(pub T);

            impl<T> SendError<T> {
                pub fn into_inner(self) -> T {}
            }

            pub enum TrySendError<T> {
                Full(T),
                Closed(T),
            }

            impl<T> TrySendError<T> {
                pub fn into_inner(self) -> T {}
            }

            pub enum TryRecvError {
                Empty,
                Disconnected,
            }

            pub enum SendTimeoutError<T> {
                Timeout(T),
                Closed(T),
            }

            impl<T> SendTimeoutError<T> {
                pub fn into_inner(self) -> T {}
            }
        }

        use error::{SendError, SendTimeoutError, TryRecvError, TrySendError};

        #[otp(channel, capacity = 0)]
        pub fn channel<T>(buffer: usize) -> (Sender<T>, Receiver<T>) {}

        #[otp(channel)]
        pub fn unbounded_channel<T>() -> (UnboundedSender<T>, UnboundedReceiver<T>) {}

        #[otp(sender, flavor = "mpsc")]
        pub struct Sender<T>;

        impl<T> Clone for Sender<T> {
            #[otp(clone_handle)]
            fn clone(&self) -> Self {}
        }

        impl<T> Sender<T> {
            #[otp(send, value = 0, cancel = "unsafe", loses = "arg", outcome = "must")]
            pub async fn send(&self, value: T) -> Result<(), SendError<T>> {}
            #[otp(wait, cancel = "safe")]
            pub async fn closed(&self) {}
            #[otp(try_send, value = 0, outcome = "must")]
            pub fn try_send(&self, message: T) -> Result<(), TrySendError<T>> {}
            #[otp(
                send,
                value = 0,
                duration = 1,
                cancel = "unsafe",
                loses = "arg",
                outcome = "must"
            )]
            pub async fn send_timeout(
                &self,
                value: T,
                timeout: Duration,
            ) -> Result<(), SendTimeoutError<T>> {
            }
            #[otp(send, blocks, value = 0, outcome = "must")]
            pub fn blocking_send(&self, value: T) -> Result<(), SendError<T>> {}
            #[otp(read)]
            pub fn is_closed(&self) -> bool {}
            #[otp(
                lock,
                guard,
                acquires = "permit",
                cancel = "restarts",
                loses = "nothing"
            )]
            pub async fn reserve(&self) -> Result<Permit<T>, SendError<()>> {}
            #[otp(
                lock,
                guard,
                acquires = "permit",
                cancel = "restarts",
                loses = "nothing"
            )]
            pub async fn reserve_many(&self, n: usize) -> Result<PermitIterator<T>, SendError<()>> {
            }
            #[otp(
                lock,
                guard,
                acquires = "permit",
                cancel = "restarts",
                loses = "nothing"
            )]
            pub async fn reserve_owned(self) -> Result<OwnedPermit<T>, SendError<()>> {}
            #[otp(try_lock, guard, acquires = "permit")]
            pub fn try_reserve(&self) -> Result<Permit<T>, TrySendError<()>> {}
            #[otp(try_lock, guard, acquires = "permit")]
            pub fn try_reserve_many(
                &self,
                n: usize,
            ) -> Result<PermitIterator<T>, TrySendError<()>> {
            }
            #[otp(try_lock, guard, acquires = "permit")]
            pub fn try_reserve_owned(self) -> Result<OwnedPermit<T>, TrySendError<Self>> {}
            #[otp(pure)]
            pub fn same_channel(&self, other: &Self) -> bool {}
            #[otp(read)]
            pub fn capacity(&self) -> usize {}
            #[otp(pure)]
            pub fn max_capacity(&self) -> usize {}
            #[otp(clone_handle)]
            pub fn downgrade(&self) -> WeakSender<T> {}
            #[otp(read)]
            pub fn strong_count(&self) -> usize {}
            #[otp(read)]
            pub fn weak_count(&self) -> usize {}
        }

        pub struct WeakSender<T>;

        impl<T> Clone for WeakSender<T> {
            #[otp(clone_handle)]
            fn clone(&self) -> Self {}
        }

        impl<T> WeakSender<T> {
            #[otp(clone_handle)]
            pub fn upgrade(&self) -> Option<Sender<T>> {}
            #[otp(read)]
            pub fn strong_count(&self) -> usize {}
            #[otp(read)]
            pub fn weak_count(&self) -> usize {}
        }

        #[otp(sender, guard, flavor = "permit")]
        pub struct Permit<T>;

        impl<T> Permit<T> {
            #[otp(send, value = 0, outcome = "may")]
            pub fn send(self, value: T) {}
        }

        #[otp(guard, flavor = "permit")]
        pub struct PermitIterator<T>;

        impl<T> Iterator for PermitIterator<T> {
            type Item = Permit<T>;
            #[otp(pure)]
            fn next(&mut self) -> Option<Permit<T>> {}
        }

        impl<T> IntoIterator for PermitIterator<T> {
            type Item = Permit<T>;
        }

        #[otp(sender, guard, flavor = "permit")]
        pub struct OwnedPermit<T>;

        impl<T> OwnedPermit<T> {
            #[otp(send, value = 0, outcome = "may")]
            pub fn send(self, value: T) -> Sender<T> {}
            #[otp(pure)]
            pub fn release(self) -> Sender<T> {}
            #[otp(pure)]
            pub fn same_channel(&self, other: &Self) -> bool {}
            #[otp(pure)]
            pub fn same_channel_as_sender(&self, sender: &Sender<T>) -> bool {}
        }

        #[otp(receiver, flavor = "mpsc")]
        pub struct Receiver<T>;

        impl<T> Receiver<T> {
            #[otp(recv, cancel = "safe")]
            pub async fn recv(&mut self) -> Option<T> {}
            #[otp(recv, cancel = "safe")]
            pub async fn recv_many(&mut self, buffer: &mut Vec<T>, limit: usize) -> usize {}
            #[otp(try_recv)]
            pub fn try_recv(&mut self) -> Result<T, TryRecvError> {}
            #[otp(recv, blocks)]
            pub fn blocking_recv(&mut self) -> Option<T> {}
            #[otp(recv, blocks)]
            pub fn blocking_recv_many(&mut self, buffer: &mut Vec<T>, limit: usize) -> usize {}
            // Messages that were sent before can still be received: nothing is waited for.
            #[otp(write)]
            pub fn close(&mut self) {}
            #[otp(read)]
            pub fn is_closed(&self) -> bool {}
            #[otp(read)]
            pub fn is_empty(&self) -> bool {}
            #[otp(read)]
            pub fn len(&self) -> usize {}
            #[otp(read)]
            pub fn capacity(&self) -> usize {}
            #[otp(pure)]
            pub fn max_capacity(&self) -> usize {}
            #[otp(try_recv)]
            pub fn poll_recv(&mut self, cx: &mut Context) -> Poll<Option<T>> {}
            #[otp(try_recv)]
            pub fn poll_recv_many(
                &mut self,
                cx: &mut Context,
                buffer: &mut Vec<T>,
                limit: usize,
            ) -> Poll<usize> {
            }
            #[otp(read)]
            pub fn sender_strong_count(&self) -> usize {}
            #[otp(read)]
            pub fn sender_weak_count(&self) -> usize {}
        }

        #[otp(sender, flavor = "unbounded")]
        pub struct UnboundedSender<T>;

        impl<T> Clone for UnboundedSender<T> {
            #[otp(clone_handle)]
            fn clone(&self) -> Self {}
        }

        impl<T> UnboundedSender<T> {
            #[otp(send, value = 0, outcome = "must")]
            pub fn send(&self, message: T) -> Result<(), SendError<T>> {}
            #[otp(wait, cancel = "safe")]
            pub async fn closed(&self) {}
            #[otp(read)]
            pub fn is_closed(&self) -> bool {}
            #[otp(pure)]
            pub fn same_channel(&self, other: &Self) -> bool {}
            #[otp(clone_handle)]
            pub fn downgrade(&self) -> WeakUnboundedSender<T> {}
            #[otp(read)]
            pub fn strong_count(&self) -> usize {}
            #[otp(read)]
            pub fn weak_count(&self) -> usize {}
        }

        pub struct WeakUnboundedSender<T>;

        impl<T> Clone for WeakUnboundedSender<T> {
            #[otp(clone_handle)]
            fn clone(&self) -> Self {}
        }

        impl<T> WeakUnboundedSender<T> {
            #[otp(clone_handle)]
            pub fn upgrade(&self) -> Option<UnboundedSender<T>> {}
            #[otp(read)]
            pub fn strong_count(&self) -> usize {}
            #[otp(read)]
            pub fn weak_count(&self) -> usize {}
        }

        #[otp(receiver, flavor = "unbounded")]
        pub struct UnboundedReceiver<T>;

        impl<T> UnboundedReceiver<T> {
            #[otp(recv, cancel = "safe")]
            pub async fn recv(&mut self) -> Option<T> {}
            #[otp(recv, cancel = "safe")]
            pub async fn recv_many(&mut self, buffer: &mut Vec<T>, limit: usize) -> usize {}
            #[otp(try_recv)]
            pub fn try_recv(&mut self) -> Result<T, TryRecvError> {}
            #[otp(recv, blocks)]
            pub fn blocking_recv(&mut self) -> Option<T> {}
            #[otp(recv, blocks)]
            pub fn blocking_recv_many(&mut self, buffer: &mut Vec<T>, limit: usize) -> usize {}
            #[otp(write)]
            pub fn close(&mut self) {}
            #[otp(read)]
            pub fn is_closed(&self) -> bool {}
            #[otp(read)]
            pub fn is_empty(&self) -> bool {}
            #[otp(read)]
            pub fn len(&self) -> usize {}
            #[otp(try_recv)]
            pub fn poll_recv(&mut self, cx: &mut Context) -> Poll<Option<T>> {}
            #[otp(try_recv)]
            pub fn poll_recv_many(
                &mut self,
                cx: &mut Context,
                buffer: &mut Vec<T>,
                limit: usize,
            ) -> Poll<usize> {
            }
            #[otp(read)]
            pub fn sender_strong_count(&self) -> usize {}
            #[otp(read)]
            pub fn sender_weak_count(&self) -> usize {}
        }
    }

    pub mod oneshot {
        use std::task::{Context, Poll};

        pub mod error {
            pub struct RecvError;

            pub enum TryRecvError {
                Empty,
                Closed,
            }
        }

        use error::{RecvError, TryRecvError};

        #[otp(channel)]
        pub fn channel<T>() -> (Sender<T>, Receiver<T>) {}

        #[otp(sender, flavor = "oneshot")]
        pub struct Sender<T>;

        impl<T> Sender<T> {
            #[otp(send, reply, value = 0, outcome = "may")]
            pub fn send(self, t: T) -> Result<(), T> {}
            #[otp(wait, cancel = "safe")]
            pub async fn closed(&mut self) {}
            #[otp(read)]
            pub fn is_closed(&self) -> bool {}
            #[otp(read)]
            pub fn poll_closed(&mut self, cx: &mut Context) -> Poll<()> {}
        }

        // Awaiting `&mut receiver` is cancel safe.
        #[otp(receiver, future, flavor = "oneshot")]
        pub struct Receiver<T>;

        impl<T> Future for Receiver<T> {
            type Output = Result<T, RecvError>;
        }

        impl<T> Receiver<T> {
            #[otp(write)]
            pub fn close(&mut self) {}
            #[otp(read)]
            pub fn is_terminated(&self) -> bool {}
            #[otp(read)]
            pub fn is_empty(&self) -> bool {}
            #[otp(try_recv)]
            pub fn try_recv(&mut self) -> Result<T, TryRecvError> {}
            #[otp(recv, blocks)]
            pub fn blocking_recv(self) -> Result<T, RecvError> {}
        }
    }

    pub mod watch {
        use std::ops::Deref;

        pub mod error {
            pub struct SendError<T>(pub T);

            pub struct RecvError(());
        }

        #[otp(channel)]
        pub fn channel<T>(init: T) -> (Sender<T>, Receiver<T>) {}

        #[otp(sender, flavor = "watch")]
        pub struct Sender<T>;

        impl<T> Clone for Sender<T> {
            #[otp(clone_handle)]
            fn clone(&self) -> Self {}
        }

        impl<T> Sender<T> {
            #[otp(channel)]
            pub fn new(init: T) -> Self {}
            #[otp(send, value = 0, outcome = "may")]
            pub fn send(&self, value: T) -> Result<(), error::SendError<T>> {}
            #[otp(send, closure = "called", outcome = "may")]
            pub fn send_modify<F: FnOnce(&mut T)>(&self, modify: F) {}
            #[otp(send, closure = "called", outcome = "may")]
            pub fn send_if_modified<F: FnOnce(&mut T) -> bool>(&self, modify: F) -> bool {}
            #[otp(send, value = 0, outcome = "may")]
            pub fn send_replace(&self, value: T) -> T {}
            #[otp(read, guard, acquires = "lock")]
            pub fn borrow(&self) -> Ref<T> {}
            #[otp(read)]
            pub fn is_closed(&self) -> bool {}
            #[otp(wait, cancel = "safe")]
            pub async fn closed(&self) {}
            #[otp(clone_handle)]
            pub fn subscribe(&self) -> Receiver<T> {}
            #[otp(read)]
            pub fn receiver_count(&self) -> usize {}
            #[otp(read)]
            pub fn sender_count(&self) -> usize {}
            #[otp(pure)]
            pub fn same_channel(&self, other: &Self) -> bool {}
        }

        #[otp(receiver, flavor = "watch")]
        pub struct Receiver<T>;

        impl<T> Clone for Receiver<T> {
            #[otp(clone_handle)]
            fn clone(&self) -> Self {}
        }

        impl<T> Receiver<T> {
            #[otp(read, guard, acquires = "lock")]
            pub fn borrow(&self) -> Ref<T> {}
            #[otp(read, guard, acquires = "lock")]
            pub fn borrow_and_update(&mut self) -> Ref<T> {}
            #[otp(read)]
            pub fn has_changed(&self) -> Result<bool, error::RecvError> {}
            #[otp(read)]
            pub fn is_closed(&self) -> bool {}
            #[otp(write)]
            pub fn mark_changed(&mut self) {}
            #[otp(write)]
            pub fn mark_unchanged(&mut self) {}
            #[otp(recv, cancel = "safe")]
            pub async fn changed(&mut self) -> Result<(), error::RecvError> {}
            #[otp(recv, guard, closure = "stored", cancel = "safe")]
            pub async fn wait_for<F: FnMut(&T) -> bool>(
                &mut self,
                f: F,
            ) -> Result<Ref<T>, error::RecvError> {
            }
            #[otp(pure)]
            pub fn same_channel(&self, other: &Self) -> bool {}
        }

        #[otp(guard)]
        pub struct Ref<T>;

        impl<T> Deref for Ref<T> {
            type Target = T;
            #[otp(borrow)]
            fn deref(&self) -> &T {}
        }

        impl<T> Ref<T> {
            #[otp(read)]
            pub fn has_changed(&self) -> bool {}
        }
    }

    pub mod broadcast {
        pub mod error {
            pub struct SendError<T>(pub T);

            pub enum RecvError {
                Closed,
                Lagged(u64),
            }

            pub enum TryRecvError {
                Empty,
                Closed,
                Lagged(u64),
            }
        }

        use error::{RecvError, SendError, TryRecvError};

        #[otp(channel, capacity = 0)]
        pub fn channel<T>(capacity: usize) -> (Sender<T>, Receiver<T>) {}

        #[otp(sender, flavor = "broadcast")]
        pub struct Sender<T>;

        impl<T> Clone for Sender<T> {
            #[otp(clone_handle)]
            fn clone(&self) -> Self {}
        }

        impl<T> Sender<T> {
            #[otp(channel, capacity = 0)]
            pub fn new(capacity: usize) -> Self {}
            // Never waits for room: the oldest message makes place.
            #[otp(send, value = 0, outcome = "may")]
            pub fn send(&self, value: T) -> Result<usize, SendError<T>> {}
            #[otp(clone_handle)]
            pub fn subscribe(&self) -> Receiver<T> {}
            #[otp(clone_handle)]
            pub fn downgrade(&self) -> WeakSender<T> {}
            #[otp(read)]
            pub fn len(&self) -> usize {}
            #[otp(read)]
            pub fn is_empty(&self) -> bool {}
            #[otp(read)]
            pub fn receiver_count(&self) -> usize {}
            #[otp(pure)]
            pub fn same_channel(&self, other: &Self) -> bool {}
            #[otp(wait, cancel = "safe")]
            pub async fn closed(&self) {}
            #[otp(read)]
            pub fn strong_count(&self) -> usize {}
            #[otp(read)]
            pub fn weak_count(&self) -> usize {}
        }

        pub struct WeakSender<T>;

        impl<T> Clone for WeakSender<T> {
            #[otp(clone_handle)]
            fn clone(&self) -> Self {}
        }

        impl<T> WeakSender<T> {
            #[otp(clone_handle)]
            pub fn upgrade(&self) -> Option<Sender<T>> {}
            #[otp(read)]
            pub fn strong_count(&self) -> usize {}
            #[otp(read)]
            pub fn weak_count(&self) -> usize {}
        }

        #[otp(receiver, flavor = "broadcast")]
        pub struct Receiver<T>;

        impl<T> Receiver<T> {
            #[otp(recv, cancel = "safe")]
            pub async fn recv(&mut self) -> Result<T, RecvError> {}
            #[otp(try_recv)]
            pub fn try_recv(&mut self) -> Result<T, TryRecvError> {}
            #[otp(recv, blocks)]
            pub fn blocking_recv(&mut self) -> Result<T, RecvError> {}
            #[otp(clone_handle)]
            pub fn resubscribe(&self) -> Self {}
            #[otp(read)]
            pub fn len(&self) -> usize {}
            #[otp(read)]
            pub fn is_empty(&self) -> bool {}
            #[otp(read)]
            pub fn is_closed(&self) -> bool {}
            #[otp(pure)]
            pub fn same_channel(&self, other: &Self) -> bool {}
            #[otp(read)]
            pub fn sender_strong_count(&self) -> usize {}
            #[otp(read)]
            pub fn sender_weak_count(&self) -> usize {}
        }
    }

    pub struct TryLockError(());

    #[otp(lock)]
    pub struct Mutex<T>;

    impl<T> Mutex<T> {
        #[otp(pure)]
        pub fn new(t: T) -> Self {}
        #[otp(pure)]
        pub const fn const_new(t: T) -> Self {}
        #[otp(lock, guard, acquires = "lock", cancel = "restarts", loses = "nothing")]
        pub async fn lock(&self) -> MutexGuard<T> {}
        #[otp(lock, guard, blocks, acquires = "lock")]
        pub fn blocking_lock(&self) -> MutexGuard<T> {}
        #[otp(lock, guard, blocks, acquires = "lock")]
        pub fn blocking_lock_owned(self: Arc<Self>) -> OwnedMutexGuard<T> {}
        #[otp(lock, guard, acquires = "lock", cancel = "restarts", loses = "nothing")]
        pub async fn lock_owned(self: Arc<Self>) -> OwnedMutexGuard<T> {}
        #[otp(try_lock, guard, acquires = "lock")]
        pub fn try_lock(&self) -> Result<MutexGuard<T>, TryLockError> {}
        #[otp(try_lock, guard, acquires = "lock")]
        pub fn try_lock_owned(self: Arc<Self>) -> Result<OwnedMutexGuard<T>, TryLockError> {}
        #[otp(borrow)]
        pub fn get_mut(&mut self) -> &mut T {}
        #[otp(pure)]
        pub fn into_inner(self) -> T {}
    }

    #[otp(guard)]
    pub struct MutexGuard<T>;

    impl<T> Deref for MutexGuard<T> {
        type Target = T;
        #[otp(borrow)]
        fn deref(&self) -> &T {}
    }

    impl<T> DerefMut for MutexGuard<T> {
        #[otp(borrow)]
        fn deref_mut(&mut self) -> &mut T {}
    }

    impl<T> MutexGuard<T> {
        #[otp(guard, closure = "called")]
        pub fn map<U, F: FnOnce(&mut T) -> &mut U>(this: Self, f: F) -> MappedMutexGuard<U> {}
        #[otp(guard, closure = "called")]
        pub fn try_map<U, F: FnOnce(&mut T) -> Option<&mut U>>(
            this: Self,
            f: F,
        ) -> Result<MappedMutexGuard<U>, Self> {
        }
        #[otp(borrow)]
        pub fn mutex(this: &Self) -> &Mutex<T> {}
    }

    #[otp(guard)]
    pub struct OwnedMutexGuard<T>;

    impl<T> Deref for OwnedMutexGuard<T> {
        type Target = T;
        #[otp(borrow)]
        fn deref(&self) -> &T {}
    }

    impl<T> DerefMut for OwnedMutexGuard<T> {
        #[otp(borrow)]
        fn deref_mut(&mut self) -> &mut T {}
    }

    impl<T> OwnedMutexGuard<T> {
        #[otp(guard, closure = "called")]
        pub fn map<U, F: FnOnce(&mut T) -> &mut U>(
            this: Self,
            f: F,
        ) -> OwnedMappedMutexGuard<T, U> {
        }
        #[otp(guard, closure = "called")]
        pub fn try_map<U, F: FnOnce(&mut T) -> Option<&mut U>>(
            this: Self,
            f: F,
        ) -> Result<OwnedMappedMutexGuard<T, U>, Self> {
        }
        #[otp(borrow)]
        pub fn mutex(this: &Self) -> &Arc<Mutex<T>> {}
    }

    #[otp(guard)]
    pub struct MappedMutexGuard<T>;

    impl<T> Deref for MappedMutexGuard<T> {
        type Target = T;
        #[otp(borrow)]
        fn deref(&self) -> &T {}
    }

    impl<T> DerefMut for MappedMutexGuard<T> {
        #[otp(borrow)]
        fn deref_mut(&mut self) -> &mut T {}
    }

    #[otp(guard)]
    pub struct OwnedMappedMutexGuard<T, U>;

    impl<T, U> Deref for OwnedMappedMutexGuard<T, U> {
        type Target = U;
        #[otp(borrow)]
        fn deref(&self) -> &U {}
    }

    impl<T, U> DerefMut for OwnedMappedMutexGuard<T, U> {
        #[otp(borrow)]
        fn deref_mut(&mut self) -> &mut U {}
    }

    #[otp(lock)]
    pub struct RwLock<T>;

    impl<T> RwLock<T> {
        #[otp(pure)]
        pub fn new(value: T) -> RwLock<T> {}
        #[otp(pure)]
        pub fn with_max_readers(value: T, max_reads: u32) -> RwLock<T> {}
        #[otp(pure)]
        pub const fn const_new(value: T) -> RwLock<T> {}
        #[otp(pure)]
        pub const fn const_with_max_readers(value: T, max_reads: u32) -> RwLock<T> {}
        #[otp(lock, guard, acquires = "lock", cancel = "restarts", loses = "nothing")]
        pub async fn read(&self) -> RwLockReadGuard<T> {}
        #[otp(lock, guard, blocks, acquires = "lock")]
        pub fn blocking_read(&self) -> RwLockReadGuard<T> {}
        #[otp(lock, guard, acquires = "lock", cancel = "restarts", loses = "nothing")]
        pub async fn read_owned(self: Arc<Self>) -> OwnedRwLockReadGuard<T> {}
        #[otp(try_lock, guard, acquires = "lock")]
        pub fn try_read(&self) -> Result<RwLockReadGuard<T>, TryLockError> {}
        #[otp(try_lock, guard, acquires = "lock")]
        pub fn try_read_owned(self: Arc<Self>) -> Result<OwnedRwLockReadGuard<T>, TryLockError> {}
        #[otp(lock, guard, acquires = "lock", cancel = "restarts", loses = "nothing")]
        pub async fn write(&self) -> RwLockWriteGuard<T> {}
        #[otp(lock, guard, blocks, acquires = "lock")]
        pub fn blocking_write(&self) -> RwLockWriteGuard<T> {}
        #[otp(lock, guard, acquires = "lock", cancel = "restarts", loses = "nothing")]
        pub async fn write_owned(self: Arc<Self>) -> OwnedRwLockWriteGuard<T> {}
        #[otp(try_lock, guard, acquires = "lock")]
        pub fn try_write(&self) -> Result<RwLockWriteGuard<T>, TryLockError> {}
        #[otp(try_lock, guard, acquires = "lock")]
        pub fn try_write_owned(self: Arc<Self>) -> Result<OwnedRwLockWriteGuard<T>, TryLockError> {}
        #[otp(borrow)]
        pub fn get_mut(&mut self) -> &mut T {}
        #[otp(pure)]
        pub fn into_inner(self) -> T {}
    }

    #[otp(guard)]
    pub struct RwLockReadGuard<T>;

    impl<T> Deref for RwLockReadGuard<T> {
        type Target = T;
        #[otp(borrow)]
        fn deref(&self) -> &T {}
    }

    impl<T> RwLockReadGuard<T> {
        #[otp(guard, closure = "called")]
        pub fn map<F: FnOnce(&T) -> &U, U>(this: Self, f: F) -> RwLockReadGuard<U> {}
        #[otp(guard, closure = "called")]
        pub fn try_map<F: FnOnce(&T) -> Option<&U>, U>(
            this: Self,
            f: F,
        ) -> Result<RwLockReadGuard<U>, Self> {
        }
    }

    #[otp(guard)]
    pub struct OwnedRwLockReadGuard<T, U = T>;

    impl<T, U> Deref for OwnedRwLockReadGuard<T, U> {
        type Target = T;
        #[otp(borrow)]
        fn deref(&self) -> &T {}
    }

    impl<T, U> OwnedRwLockReadGuard<T, U> {
        #[otp(borrow)]
        pub fn rwlock(this: &Self) -> &Arc<RwLock<T>> {}
    }

    #[otp(guard)]
    pub struct RwLockWriteGuard<T>;

    impl<T> Deref for RwLockWriteGuard<T> {
        type Target = T;
        #[otp(borrow)]
        fn deref(&self) -> &T {}
    }

    impl<T> DerefMut for RwLockWriteGuard<T> {
        #[otp(borrow)]
        fn deref_mut(&mut self) -> &mut T {}
    }

    impl<T> RwLockWriteGuard<T> {
        #[otp(guard, closure = "called")]
        pub fn map<F: FnOnce(&mut T) -> &mut U, U>(this: Self, f: F) -> RwLockMappedWriteGuard<U> {}
        #[otp(guard, closure = "called")]
        pub fn try_map<F: FnOnce(&mut T) -> Option<&mut U>, U>(
            this: Self,
            f: F,
        ) -> Result<RwLockMappedWriteGuard<U>, Self> {
        }
        #[otp(guard, closure = "called")]
        pub fn downgrade_map<F: FnOnce(&T) -> &U, U>(this: Self, f: F) -> RwLockReadGuard<U> {}
        #[otp(guard, closure = "called")]
        pub fn try_downgrade_map<F: FnOnce(&T) -> Option<&U>, U>(
            this: Self,
            f: F,
        ) -> Result<RwLockReadGuard<U>, Self> {
        }
        #[otp(guard)]
        pub fn into_mapped(this: Self) -> RwLockMappedWriteGuard<T> {}
        #[otp(guard)]
        pub fn downgrade(self) -> RwLockReadGuard<T> {}
    }

    #[otp(guard)]
    pub struct RwLockMappedWriteGuard<T>;

    impl<T> Deref for RwLockMappedWriteGuard<T> {
        type Target = T;
        #[otp(borrow)]
        fn deref(&self) -> &T {}
    }

    impl<T> DerefMut for RwLockMappedWriteGuard<T> {
        #[otp(borrow)]
        fn deref_mut(&mut self) -> &mut T {}
    }

    #[otp(guard)]
    pub struct OwnedRwLockWriteGuard<T>;

    impl<T> Deref for OwnedRwLockWriteGuard<T> {
        type Target = T;
        #[otp(borrow)]
        fn deref(&self) -> &T {}
    }

    impl<T> DerefMut for OwnedRwLockWriteGuard<T> {
        #[otp(borrow)]
        fn deref_mut(&mut self) -> &mut T {}
    }

    impl<T> OwnedRwLockWriteGuard<T> {
        #[otp(guard, closure = "called")]
        pub fn map<F: FnOnce(&mut T) -> &mut U, U>(
            this: Self,
            f: F,
        ) -> OwnedRwLockMappedWriteGuard<T, U> {
        }
        #[otp(guard)]
        pub fn downgrade(self) -> OwnedRwLockReadGuard<T, T> {}
        #[otp(guard)]
        pub fn into_mapped(this: Self) -> OwnedRwLockMappedWriteGuard<T, T> {}
        #[otp(borrow)]
        pub fn rwlock(this: &Self) -> &Arc<RwLock<T>> {}
    }

    #[otp(guard)]
    pub struct OwnedRwLockMappedWriteGuard<T, U>;

    impl<T, U> Deref for OwnedRwLockMappedWriteGuard<T, U> {
        type Target = U;
        #[otp(borrow)]
        fn deref(&self) -> &U {}
    }

    impl<T, U> DerefMut for OwnedRwLockMappedWriteGuard<T, U> {
        #[otp(borrow)]
        fn deref_mut(&mut self) -> &mut U {}
    }

    pub struct AcquireError(());

    pub enum TryAcquireError {
        Closed,
        NoPermits,
    }

    #[otp(semaphore)]
    pub struct Semaphore;

    impl Semaphore {
        pub const MAX_PERMITS: usize = 0;
        #[otp(pure)]
        pub fn new(permits: usize) -> Self {}
        #[otp(pure)]
        pub const fn const_new(permits: usize) -> Self {}
        #[otp(read)]
        pub fn available_permits(&self) -> usize {}
        #[otp(write)]
        pub fn add_permits(&self, n: usize) {}
        #[otp(write)]
        pub fn forget_permits(&self, n: usize) -> usize {}
        #[otp(
            lock,
            guard,
            acquires = "permit",
            cancel = "restarts",
            loses = "nothing"
        )]
        pub async fn acquire(&self) -> Result<SemaphorePermit, AcquireError> {}
        #[otp(
            lock,
            guard,
            acquires = "permit",
            cancel = "restarts",
            loses = "nothing"
        )]
        pub async fn acquire_many(&self, n: u32) -> Result<SemaphorePermit, AcquireError> {}
        #[otp(try_lock, guard, acquires = "permit")]
        pub fn try_acquire(&self) -> Result<SemaphorePermit, TryAcquireError> {}
        #[otp(try_lock, guard, acquires = "permit")]
        pub fn try_acquire_many(&self, n: u32) -> Result<SemaphorePermit, TryAcquireError> {}
        #[otp(lock, guard, blocks, acquires = "permit")]
        pub fn blocking_acquire(&self) -> Result<SemaphorePermit, AcquireError> {}
        #[otp(lock, guard, blocks, acquires = "permit")]
        pub fn blocking_acquire_many(&self, n: u32) -> Result<SemaphorePermit, AcquireError> {}
        #[otp(
            lock,
            guard,
            acquires = "permit",
            cancel = "restarts",
            loses = "nothing"
        )]
        pub async fn acquire_owned(self: Arc<Self>) -> Result<OwnedSemaphorePermit, AcquireError> {}
        #[otp(
            lock,
            guard,
            acquires = "permit",
            cancel = "restarts",
            loses = "nothing"
        )]
        pub async fn acquire_many_owned(
            self: Arc<Self>,
            n: u32,
        ) -> Result<OwnedSemaphorePermit, AcquireError> {
        }
        #[otp(try_lock, guard, acquires = "permit")]
        pub fn try_acquire_owned(self: Arc<Self>) -> Result<OwnedSemaphorePermit, TryAcquireError> {
        }
        #[otp(try_lock, guard, acquires = "permit")]
        pub fn try_acquire_many_owned(
            self: Arc<Self>,
            n: u32,
        ) -> Result<OwnedSemaphorePermit, TryAcquireError> {
        }
        #[otp(lock, guard, blocks, acquires = "permit")]
        pub fn blocking_acquire_owned(
            self: Arc<Self>,
        ) -> Result<OwnedSemaphorePermit, AcquireError> {
        }
        #[otp(lock, guard, blocks, acquires = "permit")]
        pub fn blocking_acquire_many_owned(
            self: Arc<Self>,
            n: u32,
        ) -> Result<OwnedSemaphorePermit, AcquireError> {
        }
        #[otp(write)]
        pub fn close(&self) {}
        #[otp(read)]
        pub fn is_closed(&self) -> bool {}
    }

    #[otp(guard)]
    pub struct SemaphorePermit;

    impl SemaphorePermit {
        #[otp(forget)]
        pub fn forget(self) {}
        #[otp(pure)]
        pub fn merge(&mut self, other: Self) {}
        #[otp(guard)]
        pub fn split(&mut self, n: usize) -> Option<Self> {}
        #[otp(borrow)]
        pub fn semaphore(&self) -> &Semaphore {}
        #[otp(pure)]
        pub fn num_permits(&self) -> usize {}
    }

    #[otp(guard)]
    pub struct OwnedSemaphorePermit;

    impl OwnedSemaphorePermit {
        #[otp(forget)]
        pub fn forget(self) {}
        #[otp(pure)]
        pub fn merge(&mut self, other: Self) {}
        #[otp(guard)]
        pub fn split(&mut self, n: usize) -> Option<Self> {}
        #[otp(borrow)]
        pub fn semaphore(&self) -> &Arc<Semaphore> {}
        #[otp(pure)]
        pub fn num_permits(&self) -> usize {}
    }

    pub use notify::Notify;

    mod notify {
        use std::pin::Pin;
        use std::sync::Arc;

        #[otp(notify)]
        pub struct Notify;

        impl Notify {
            #[otp(pure)]
            pub fn new() -> Notify {}
            #[otp(pure)]
            pub const fn const_new() -> Notify {}
            #[otp(wait, cancel = "restarts", loses = "nothing")]
            pub fn notified(&self) -> Notified {}
            #[otp(wait, cancel = "restarts", loses = "nothing")]
            pub fn notified_owned(self: Arc<Self>) -> OwnedNotified {}
            #[otp(notify)]
            pub fn notify_one(&self) {}
            #[otp(notify)]
            pub fn notify_last(&self) {}
            #[otp(notify)]
            pub fn notify_waiters(&self) {}
        }

        #[otp(future)]
        pub struct Notified;

        impl Future for Notified {
            type Output = ();
        }

        impl Notified {
            #[otp(pure)]
            pub fn enable(self: Pin<&mut Self>) -> bool {}
        }

        #[otp(future)]
        pub struct OwnedNotified;

        impl Future for OwnedNotified {
            type Output = ();
        }

        impl OwnedNotified {
            #[otp(pure)]
            pub fn enable(self: Pin<&mut Self>) -> bool {}
        }
    }

    mod barrier {
        pub struct Barrier;

        impl Barrier {
            #[otp(pure)]
            pub fn new(n: usize) -> Barrier {}
            #[otp(wait, cancel = "unsafe", loses = "self")]
            pub async fn wait(&self) -> BarrierWaitResult {}
        }

        pub struct BarrierWaitResult(bool);

        impl BarrierWaitResult {
            #[otp(pure)]
            pub fn is_leader(&self) -> bool {}
        }
    }

    mod once_cell {
        pub struct OnceCell<T>;

        impl<T> OnceCell<T> {
            #[otp(pure)]
            pub fn new() -> Self {}
            #[otp(pure)]
            pub const fn const_new() -> Self {}
            #[otp(pure)]
            pub fn new_with(value: Option<T>) -> Self {}
            #[otp(pure)]
            pub const fn const_new_with(value: T) -> Self {}
            #[otp(read)]
            pub fn initialized(&self) -> bool {}
            #[otp(borrow, read)]
            pub fn get(&self) -> Option<&T> {}
            #[otp(borrow)]
            pub fn get_mut(&mut self) -> Option<&mut T> {}
            #[otp(put, value = 0)]
            pub fn set(&self, value: T) -> Result<(), SetError<T>> {}
            // A dropped initialiser is begun anew by the next caller.
            #[otp(borrow, closure = "stored", cancel = "restarts")]
            pub async fn get_or_init<F: FnOnce() -> Fut, Fut: Future<Output = T>>(
                &self,
                f: F,
            ) -> &T {
            }
            #[otp(borrow, closure = "stored", cancel = "restarts")]
            pub async fn get_or_try_init<
                F: FnOnce() -> Fut,
                Fut: Future<Output = Result<T, E>>,
                E,
            >(
                &self,
                f: F,
            ) -> Result<&T, E> {
            }
            #[otp(pure)]
            pub fn into_inner(self) -> Option<T> {}
            #[otp(take)]
            pub fn take(&mut self) -> Option<T> {}
        }

        pub enum SetError<T> {
            AlreadyInitializedError(T),
            InitializingError(T),
        }

        impl<T> SetError<T> {
            #[otp(pure)]
            pub fn is_already_init_err(&self) -> bool {}
            #[otp(pure)]
            pub fn is_initializing_err(&self) -> bool {}
        }
    }

    pub struct SetOnce<T>;

    pub struct SetOnceError<T>(pub T);

    impl<T> SetOnce<T> {
        #[otp(pure)]
        pub fn new() -> Self {}
        #[otp(pure)]
        pub const fn const_new() -> Self {}
        #[otp(pure)]
        pub fn new_with(value: Option<T>) -> Self {}
        #[otp(pure)]
        pub const fn const_new_with(value: T) -> Self {}
        #[otp(read)]
        pub fn initialized(&self) -> bool {}
        #[otp(borrow, read)]
        pub fn get(&self) -> Option<&T> {}
        #[otp(put, value = 0)]
        pub fn set(&self, value: T) -> Result<(), SetOnceError<T>> {}
        #[otp(pure)]
        pub fn into_inner(self) -> Option<T> {}
        #[otp(wait, borrow, cancel = "safe")]
        pub async fn wait(&self) -> &T {}
    }
}

pub mod time {
    use std::pin::Pin;
    use std::task::{Context, Poll};

    pub use std::time::Duration;

    pub mod error {
        pub struct Elapsed(());

        pub struct Error;

        impl Error {
            #[otp(pure)]
            pub fn shutdown() -> Error {}
            #[otp(pure)]
            pub fn is_shutdown(&self) -> bool {}
            #[otp(pure)]
            pub fn at_capacity() -> Error {}
            #[otp(pure)]
            pub fn is_at_capacity(&self) -> bool {}
            #[otp(pure)]
            pub fn invalid() -> Error {}
            #[otp(pure)]
            pub fn is_invalid(&self) -> bool {}
        }
    }

    #[otp(time)]
    pub struct Instant;

    impl Clone for Instant {
        #[otp(pure)]
        fn clone(&self) -> Self {}
    }

    impl Instant {
        #[otp(pure)]
        pub fn now() -> Instant {}
        #[otp(pure)]
        pub fn from_std(std: std::time::Instant) -> Instant {}
        #[otp(pure)]
        pub fn into_std(self) -> std::time::Instant {}
        #[otp(pure)]
        pub fn duration_since(&self, earlier: Instant) -> Duration {}
        #[otp(pure)]
        pub fn checked_duration_since(&self, earlier: Instant) -> Option<Duration> {}
        #[otp(pure)]
        pub fn saturating_duration_since(&self, earlier: Instant) -> Duration {}
        #[otp(pure)]
        pub fn elapsed(&self) -> Duration {}
        #[otp(pure, duration = 0)]
        pub fn checked_add(&self, duration: Duration) -> Option<Instant> {}
        #[otp(pure, duration = 0)]
        pub fn checked_sub(&self, duration: Duration) -> Option<Instant> {}
    }

    #[otp(sleep, duration = 0, cancel = "restarts", loses = "nothing")]
    pub fn sleep(duration: Duration) -> Sleep {}

    #[otp(sleep, duration = 0, cancel = "restarts", loses = "nothing")]
    pub fn sleep_until(deadline: Instant) -> Sleep {}

    #[otp(sleep, future)]
    pub struct Sleep;

    impl Future for Sleep {
        type Output = ();
    }

    impl Sleep {
        #[otp(pure)]
        pub fn deadline(&self) -> Instant {}
        #[otp(read)]
        pub fn is_elapsed(&self) -> bool {}
        #[otp(write, duration = 0)]
        pub fn reset(self: Pin<&mut Self>, deadline: Instant) {}
    }

    #[otp(interval, duration = 0, policy = "burst")]
    pub fn interval(period: Duration) -> Interval {}

    #[otp(interval, duration = 1, policy = "burst")]
    pub fn interval_at(start: Instant, period: Duration) -> Interval {}

    pub enum MissedTickBehavior {
        Burst,
        Delay,
        Skip,
    }

    #[otp(interval)]
    pub struct Interval;

    impl Interval {
        #[otp(tick, cancel = "safe")]
        pub async fn tick(&mut self) -> Instant {}
        #[otp(tick)]
        pub fn poll_tick(&mut self, cx: &mut Context) -> Poll<Instant> {}
        #[otp(write)]
        pub fn reset(&mut self) {}
        #[otp(write)]
        pub fn reset_immediately(&mut self) {}
        #[otp(write, duration = 0)]
        pub fn reset_after(&mut self, after: Duration) {}
        #[otp(write, duration = 0)]
        pub fn reset_at(&mut self, deadline: Instant) {}
        #[otp(pure)]
        pub fn missed_tick_behavior(&self) -> MissedTickBehavior {}
        #[otp(write, policy = "given")]
        pub fn set_missed_tick_behavior(&mut self, behavior: MissedTickBehavior) {}
        #[otp(pure)]
        pub fn period(&self) -> Duration {}
    }

    #[otp(timeout, duration = 0, future = 1)]
    pub fn timeout<F: Future>(duration: Duration, future: F) -> Timeout<F> {}

    #[otp(timeout, duration = 0, future = 1)]
    pub fn timeout_at<F: Future>(deadline: Instant, future: F) -> Timeout<F> {}

    #[otp(future)]
    pub struct Timeout<T>;

    impl<T: Future> Future for Timeout<T> {
        type Output = Result<T::Output, error::Elapsed>;
    }

    impl<T> Timeout<T> {
        #[otp(borrow)]
        pub fn get_ref(&self) -> &T {}
        #[otp(borrow)]
        pub fn get_mut(&mut self) -> &mut T {}
        #[otp(pure)]
        pub fn into_inner(self) -> T {}
    }

    pub fn pause() {}

    pub fn resume() {}

    #[otp(duration = 0)]
    pub async fn advance(duration: Duration) {}
}

pub mod task {
    use std::any::Any;
    use std::task::{Context, Poll};

    use crate::runtime::{Handle, Runtime};

    pub use coop::{Unconstrained, consume_budget, unconstrained};
    pub use join_set::JoinSet;

    #[otp(spawn, spawned = 0)]
    pub fn spawn<F: Future>(future: F) -> JoinHandle<F::Output> {}

    #[otp(spawn_local, spawned = 0)]
    pub fn spawn_local<F: Future>(future: F) -> JoinHandle<F::Output> {}

    #[otp(spawn_blocking, spawned = 0, closure = "blocking")]
    pub fn spawn_blocking<F: FnOnce() -> R, R>(f: F) -> JoinHandle<R> {}

    // The runtime is told before: other tasks move to other threads.
    #[otp(closure = "blocking")]
    pub fn block_in_place<F: FnOnce() -> R, R>(f: F) -> R {}

    #[otp(cancel = "safe")]
    pub async fn yield_now() {}

    #[otp(pure)]
    pub fn id() -> Id {}

    #[otp(pure)]
    pub fn try_id() -> Option<Id> {}

    pub struct Id(u64);

    impl Clone for Id {
        #[otp(pure)]
        fn clone(&self) -> Self {}
    }

    // Awaiting `&mut handle` is cancel safe: a task's output is not lost by it.
    #[otp(task_handle, future)]
    pub struct JoinHandle<T>;

    impl<T> Future for JoinHandle<T> {
        type Output = Result<T, JoinError>;
    }

    impl<T> JoinHandle<T> {
        #[otp(abort)]
        pub fn abort(&self) {}
        #[otp(read)]
        pub fn is_finished(&self) -> bool {}
        #[otp(cancel_handle)]
        pub fn abort_handle(&self) -> AbortHandle {}
        #[otp(pure)]
        pub fn id(&self) -> Id {}
    }

    #[otp(abort_handle)]
    pub struct AbortHandle;

    impl Clone for AbortHandle {
        #[otp(clone_handle)]
        fn clone(&self) -> Self {}
    }

    impl AbortHandle {
        #[otp(abort)]
        pub fn abort(&self) {}
        #[otp(read)]
        pub fn is_finished(&self) -> bool {}
        #[otp(pure)]
        pub fn id(&self) -> Id {}
    }

    pub struct JoinError;

    impl JoinError {
        #[otp(pure)]
        pub fn is_cancelled(&self) -> bool {}
        #[otp(pure)]
        pub fn is_panic(&self) -> bool {}
        #[otp(panics)]
        pub fn into_panic(self) -> Box<dyn Any> {}
        #[otp(pure)]
        pub fn try_into_panic(self) -> Result<Box<dyn Any>, JoinError> {}
        #[otp(pure)]
        pub fn id(&self) -> Id {}
    }

    pub mod join_set {
        use std::task::{Context, Poll};

        use super::{AbortHandle, Id, JoinError, LocalSet};
        use crate::runtime::Handle;

        #[otp(task_set, abort_on_drop)]
        pub struct JoinSet<T>;

        impl<T> JoinSet<T> {
            #[otp(pure)]
            pub fn new() -> Self {}
            #[otp(read)]
            pub fn len(&self) -> usize {}
            #[otp(read)]
            pub fn is_empty(&self) -> bool {}
            #[otp(pure)]
            pub fn build_task(&mut self) -> Builder<T> {}
            #[otp(spawn, spawned = 0)]
            pub fn spawn<F: Future<Output = T>>(&mut self, task: F) -> AbortHandle {}
            #[otp(spawn, spawned = 0)]
            pub fn spawn_on<F: Future<Output = T>>(
                &mut self,
                task: F,
                handle: &Handle,
            ) -> AbortHandle {
            }
            #[otp(spawn_local, spawned = 0)]
            pub fn spawn_local<F: Future<Output = T>>(&mut self, task: F) -> AbortHandle {}
            #[otp(spawn_local, spawned = 0)]
            pub fn spawn_local_on<F: Future<Output = T>>(
                &mut self,
                task: F,
                local_set: &LocalSet,
            ) -> AbortHandle {
            }
            #[otp(spawn_blocking, spawned = 0, closure = "blocking")]
            pub fn spawn_blocking<F: FnOnce() -> T>(&mut self, f: F) -> AbortHandle {}
            #[otp(spawn_blocking, spawned = 0, closure = "blocking")]
            pub fn spawn_blocking_on<F: FnOnce() -> T>(
                &mut self,
                f: F,
                handle: &Handle,
            ) -> AbortHandle {
            }
            #[otp(join, cancel = "safe")]
            pub async fn join_next(&mut self) -> Option<Result<T, JoinError>> {}
            #[otp(join, cancel = "safe")]
            pub async fn join_next_with_id(&mut self) -> Option<Result<(Id, T), JoinError>> {}
            #[otp(join)]
            pub fn try_join_next(&mut self) -> Option<Result<T, JoinError>> {}
            #[otp(join)]
            pub fn try_join_next_with_id(&mut self) -> Option<Result<(Id, T), JoinError>> {}
            #[otp(abort, join)]
            pub async fn shutdown(&mut self) {}
            // Takes the set: dropping this future ends the tasks.
            #[otp(join, panics_on_error, cancel = "unsafe", loses = "self")]
            pub async fn join_all(self) -> Vec<T> {}
            #[otp(abort)]
            pub fn abort_all(&mut self) {}
            #[otp(detach)]
            pub fn detach_all(&mut self) {}
            #[otp(join)]
            pub fn poll_join_next(
                &mut self,
                cx: &mut Context,
            ) -> Poll<Option<Result<T, JoinError>>> {
            }
            #[otp(join)]
            pub fn poll_join_next_with_id(
                &mut self,
                cx: &mut Context,
            ) -> Poll<Option<Result<(Id, T), JoinError>>> {
            }
        }

        pub struct Builder<T>;

        impl<T> Builder<T> {
            #[otp(pure)]
            pub fn name(self, name: &str) -> Self {}
            #[otp(spawn, spawned = 0)]
            pub fn spawn<F: Future<Output = T>>(self, future: F) -> std::io::Result<AbortHandle> {}
            #[otp(spawn, spawned = 0)]
            pub fn spawn_on<F: Future<Output = T>>(
                self,
                future: F,
                handle: &Handle,
            ) -> std::io::Result<AbortHandle> {
            }
            #[otp(spawn_blocking, spawned = 0, closure = "blocking")]
            pub fn spawn_blocking<F: FnOnce() -> T>(self, f: F) -> std::io::Result<AbortHandle> {}
            #[otp(spawn_local, spawned = 0)]
            pub fn spawn_local<F: Future<Output = T>>(
                self,
                future: F,
            ) -> std::io::Result<AbortHandle> {
            }
        }
    }

    pub struct Builder;

    impl Builder {
        #[otp(pure)]
        pub fn new() -> Self {}
        #[otp(pure)]
        pub fn name(&self, name: &str) -> Self {}
        #[otp(spawn, spawned = 0)]
        pub fn spawn<F: Future>(self, future: F) -> std::io::Result<JoinHandle<F::Output>> {}
        #[otp(spawn, spawned = 0)]
        pub fn spawn_on<F: Future>(
            self,
            future: F,
            handle: &Handle,
        ) -> std::io::Result<JoinHandle<F::Output>> {
        }
        #[otp(spawn_local, spawned = 0)]
        pub fn spawn_local<F: Future>(self, future: F) -> std::io::Result<JoinHandle<F::Output>> {}
        #[otp(spawn_local, spawned = 0)]
        pub fn spawn_local_on<F: Future>(
            self,
            future: F,
            local_set: &LocalSet,
        ) -> std::io::Result<JoinHandle<F::Output>> {
        }
        #[otp(spawn_blocking, spawned = 0, closure = "blocking")]
        pub fn spawn_blocking<F: FnOnce() -> R, R>(
            self,
            function: F,
        ) -> std::io::Result<JoinHandle<R>> {
        }
        #[otp(spawn_blocking, spawned = 0, closure = "blocking")]
        pub fn spawn_blocking_on<F: FnOnce() -> R, R>(
            self,
            function: F,
            handle: &Handle,
        ) -> std::io::Result<JoinHandle<R>> {
        }
    }

    #[otp(future)]
    pub struct LocalSet;

    impl Future for LocalSet {
        type Output = ();
    }

    impl LocalSet {
        #[otp(pure)]
        pub fn new() -> LocalSet {}
        #[otp(pure)]
        pub fn enter(&self) -> LocalEnterGuard {}
        #[otp(spawn_local, spawned = 0)]
        pub fn spawn_local<F: Future>(&self, future: F) -> JoinHandle<F::Output> {}
        #[otp(block_on, future = 1)]
        pub fn block_on<F: Future>(&self, rt: &Runtime, future: F) -> F::Output {}
        #[otp(wraps_future, future = 0)]
        pub async fn run_until<F: Future>(&self, future: F) -> F::Output {}
    }

    pub struct LocalEnterGuard;

    pub struct LocalKey<T>;

    pub struct AccessError;

    impl<T> LocalKey<T> {
        #[otp(wraps_future, future = 1)]
        pub fn scope<F: Future>(&self, value: T, f: F) -> futures::TaskLocalFuture<T, F> {}
        #[otp(closure = "called")]
        pub fn sync_scope<F: FnOnce() -> R, R>(&self, value: T, f: F) -> R {}
        #[otp(read, panics, closure = "called")]
        pub fn with<F: FnOnce(&T) -> R, R>(&self, f: F) -> R {}
        #[otp(read, closure = "called")]
        pub fn try_with<F: FnOnce(&T) -> R, R>(&self, f: F) -> Result<R, AccessError> {}
        #[otp(read, panics)]
        pub fn get(&self) -> T {}
        #[otp(read)]
        pub fn try_get(&self) -> Result<T, AccessError> {}
    }

    pub mod futures {
        use std::pin::Pin;

        #[otp(future)]
        pub struct TaskLocalFuture<T, F>;

        impl<T, F: Future> Future for TaskLocalFuture<T, F> {
            type Output = F::Output;
        }

        impl<T, F> TaskLocalFuture<T, F> {
            #[otp(take)]
            pub fn take_value(self: Pin<&mut Self>) -> Option<T> {}
        }
    }

    pub mod coop {
        #[otp(cancel = "safe")]
        pub async fn consume_budget() {}

        #[otp(read)]
        pub fn has_budget_remaining() -> bool {}

        #[otp(wraps_future, future = 0)]
        pub fn cooperative<F: Future>(fut: F) -> Coop<F> {}

        #[otp(wraps_future, future = 0)]
        pub fn unconstrained<F: Future>(inner: F) -> Unconstrained<F> {}

        #[otp(future)]
        pub struct Coop<F>;

        impl<F: Future> Future for Coop<F> {
            type Output = F::Output;
        }

        #[otp(future)]
        pub struct Unconstrained<F>;

        impl<F: Future> Future for Unconstrained<F> {
            type Output = F::Output;
        }
    }
}
