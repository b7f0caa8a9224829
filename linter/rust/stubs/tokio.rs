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

        #[otp(sender, flavor = "mpsc")]
        pub struct WeakSender<T>;

        impl<T> Clone for WeakSender<T> {
            #[otp(clone_handle)]
            fn clone(&self) -> Self {}
        }

        impl<T> WeakSender<T> {
            #[otp(clone_handle, finds_process)]
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
            #[otp(clone_handle, finds_process)]
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
            #[otp(clone_handle, finds_process)]
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
        #[otp(lock, guard, acquires = "shared", cancel = "restarts", loses = "nothing")]
        pub async fn read(&self) -> RwLockReadGuard<T> {}
        #[otp(lock, guard, blocks, acquires = "shared")]
        pub fn blocking_read(&self) -> RwLockReadGuard<T> {}
        #[otp(lock, guard, acquires = "shared", cancel = "restarts", loses = "nothing")]
        pub async fn read_owned(self: Arc<Self>) -> OwnedRwLockReadGuard<T> {}
        #[otp(try_lock, guard, acquires = "shared")]
        pub fn try_read(&self) -> Result<RwLockReadGuard<T>, TryLockError> {}
        #[otp(try_lock, guard, acquires = "shared")]
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
    pub struct OwnedRwLockReadGuard<T>;

    impl<T> Deref for OwnedRwLockReadGuard<T> {
        type Target = T;
        #[otp(borrow)]
        fn deref(&self) -> &T {}
    }

    impl<T> OwnedRwLockReadGuard<T> {
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
        pub fn downgrade(self) -> OwnedRwLockReadGuard<T> {}
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
            #[otp(finds_value, borrow, read)]
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
        #[otp(finds_value, borrow, read)]
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

    #[otp(crash)]
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

pub mod io {
    use std::io;
    use std::pin::Pin;
    use std::task::{Context, Poll};

    pub use std::io::{Error, ErrorKind, Result, SeekFrom};

    // The extension traits stand as supertraits so that a bound on the plain trait is enough to find them.
    #[otp(unchecked = "the extension trait is no supertrait")]
    pub trait AsyncRead: AsyncReadExt {
        #[otp(io_read)]
        fn poll_read(
            self: Pin<&mut Self>,
            cx: &mut Context,
            buf: &mut ReadBuf,
        ) -> Poll<io::Result<()>>;
    }

    #[otp(unchecked = "the extension trait is no supertrait")]
    pub trait AsyncBufRead: AsyncRead + AsyncBufReadExt {
        #[otp(io_read)]
        fn poll_fill_buf(self: Pin<&mut Self>, cx: &mut Context) -> Poll<io::Result<&[u8]>>;
        #[otp(write)]
        fn consume(self: Pin<&mut Self>, amt: usize);
    }

    #[otp(unchecked = "the extension trait is no supertrait")]
    pub trait AsyncWrite: AsyncWriteExt {
        #[otp(io_write)]
        fn poll_write(
            self: Pin<&mut Self>,
            cx: &mut Context,
            buf: &[u8],
        ) -> Poll<io::Result<usize>>;
        #[otp(flush)]
        fn poll_flush(self: Pin<&mut Self>, cx: &mut Context) -> Poll<io::Result<()>>;
        #[otp(flush)]
        fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context) -> Poll<io::Result<()>>;
        #[otp(io_write)]
        fn poll_write_vectored(
            self: Pin<&mut Self>,
            cx: &mut Context,
            bufs: &[io::IoSlice],
        ) -> Poll<io::Result<usize>> {
        }
        #[otp(pure)]
        fn is_write_vectored(&self) -> bool {}
    }

    #[otp(unchecked = "the extension trait is no supertrait")]
    pub trait AsyncSeek: AsyncSeekExt {
        fn start_seek(self: Pin<&mut Self>, position: SeekFrom) -> io::Result<()>;
        fn poll_complete(self: Pin<&mut Self>, cx: &mut Context) -> Poll<io::Result<u64>>;
    }

    impl<T: AsyncRead> AsyncReadExt for T {}
    impl<T: AsyncBufRead> AsyncBufReadExt for T {}
    impl<T: AsyncWrite> AsyncWriteExt for T {}
    impl<T: AsyncSeek> AsyncSeekExt for T {}

    pub trait AsyncReadExt {
        #[otp(pure)]
        fn chain<R>(self, next: R) -> Chain<Self, R> {}
        #[otp(io_read, cancel = "safe")]
        async fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {}
        #[otp(io_read, cancel = "safe")]
        async fn read_buf<B>(&mut self, buf: &mut B) -> io::Result<usize> {}
        #[otp(io_read, cancel = "unsafe", loses = "self")]
        async fn read_exact(&mut self, buf: &mut [u8]) -> io::Result<usize> {}
        #[otp(io_read, cancel = "safe")]
        async fn read_u8(&mut self) -> io::Result<u8> {}
        #[otp(io_read, cancel = "safe")]
        async fn read_i8(&mut self) -> io::Result<i8> {}
        #[otp(io_read, cancel = "unsafe", loses = "self")]
        async fn read_u16(&mut self) -> io::Result<u16> {}
        #[otp(io_read, cancel = "unsafe", loses = "self")]
        async fn read_i16(&mut self) -> io::Result<i16> {}
        #[otp(io_read, cancel = "unsafe", loses = "self")]
        async fn read_u32(&mut self) -> io::Result<u32> {}
        #[otp(io_read, cancel = "unsafe", loses = "self")]
        async fn read_i32(&mut self) -> io::Result<i32> {}
        #[otp(io_read, cancel = "unsafe", loses = "self")]
        async fn read_u64(&mut self) -> io::Result<u64> {}
        #[otp(io_read, cancel = "unsafe", loses = "self")]
        async fn read_i64(&mut self) -> io::Result<i64> {}
        #[otp(io_read, cancel = "unsafe", loses = "self")]
        async fn read_u128(&mut self) -> io::Result<u128> {}
        #[otp(io_read, cancel = "unsafe", loses = "self")]
        async fn read_i128(&mut self) -> io::Result<i128> {}
        #[otp(io_read, cancel = "unsafe", loses = "self")]
        async fn read_f32(&mut self) -> io::Result<f32> {}
        #[otp(io_read, cancel = "unsafe", loses = "self")]
        async fn read_f64(&mut self) -> io::Result<f64> {}
        #[otp(io_read, cancel = "unsafe", loses = "self")]
        async fn read_u16_le(&mut self) -> io::Result<u16> {}
        #[otp(io_read, cancel = "unsafe", loses = "self")]
        async fn read_i16_le(&mut self) -> io::Result<i16> {}
        #[otp(io_read, cancel = "unsafe", loses = "self")]
        async fn read_u32_le(&mut self) -> io::Result<u32> {}
        #[otp(io_read, cancel = "unsafe", loses = "self")]
        async fn read_i32_le(&mut self) -> io::Result<i32> {}
        #[otp(io_read, cancel = "unsafe", loses = "self")]
        async fn read_u64_le(&mut self) -> io::Result<u64> {}
        #[otp(io_read, cancel = "unsafe", loses = "self")]
        async fn read_i64_le(&mut self) -> io::Result<i64> {}
        #[otp(io_read, cancel = "unsafe", loses = "self")]
        async fn read_u128_le(&mut self) -> io::Result<u128> {}
        #[otp(io_read, cancel = "unsafe", loses = "self")]
        async fn read_i128_le(&mut self) -> io::Result<i128> {}
        #[otp(io_read, cancel = "unsafe", loses = "self")]
        async fn read_f32_le(&mut self) -> io::Result<f32> {}
        #[otp(io_read, cancel = "unsafe", loses = "self")]
        async fn read_f64_le(&mut self) -> io::Result<f64> {}
        // What was read so far stays in the buffer that was lent: it is lost when that buffer is.
        #[otp(io_read, value = 0, cancel = "unsafe", loses = "arg")]
        async fn read_to_end(&mut self, buf: &mut Vec<u8>) -> io::Result<usize> {}
        #[otp(io_read, cancel = "unsafe", loses = "self")]
        async fn read_to_string(&mut self, dst: &mut String) -> io::Result<usize> {}
        #[otp(pure)]
        fn take(self, limit: u64) -> Take<Self> {}
    }

    pub trait AsyncBufReadExt {
        // The same: what was read before the delimiter stays in the buffer that was lent.
        #[otp(io_read, value = 1, cancel = "unsafe", loses = "arg")]
        async fn read_until(&mut self, byte: u8, buf: &mut Vec<u8>) -> io::Result<usize> {}
        #[otp(io_read, cancel = "unsafe", loses = "self")]
        async fn read_line(&mut self, buf: &mut String) -> io::Result<usize> {}
        #[otp(pure)]
        fn split(self, byte: u8) -> Split<Self> {}
        #[otp(io_read, borrow, cancel = "safe")]
        async fn fill_buf(&mut self) -> io::Result<&[u8]> {}
        #[otp(write)]
        fn consume(&mut self, amt: usize) {}
        #[otp(pure)]
        fn lines(self) -> Lines<Self> {}
    }

    pub trait AsyncWriteExt {
        #[otp(io_write, value = 0, cancel = "safe")]
        async fn write(&mut self, src: &[u8]) -> io::Result<usize> {}
        #[otp(io_write, value = 0, cancel = "safe")]
        async fn write_vectored(&mut self, bufs: &[io::IoSlice]) -> io::Result<usize> {}
        #[otp(io_write, value = 0, cancel = "safe")]
        async fn write_buf<B>(&mut self, src: &mut B) -> io::Result<usize> {}
        // The buffer is advanced by what was written.
        #[otp(io_write, value = 0, cancel = "safe")]
        async fn write_all_buf<B>(&mut self, src: &mut B) -> io::Result<()> {}
        #[otp(io_write, value = 0, cancel = "unsafe", loses = "self")]
        async fn write_all(&mut self, src: &[u8]) -> io::Result<()> {}
        #[otp(io_write, value = 0, cancel = "safe")]
        async fn write_u8(&mut self, n: u8) -> io::Result<()> {}
        #[otp(io_write, value = 0, cancel = "safe")]
        async fn write_i8(&mut self, n: i8) -> io::Result<()> {}
        #[otp(io_write, value = 0, cancel = "unsafe", loses = "self")]
        async fn write_u16(&mut self, n: u16) -> io::Result<()> {}
        #[otp(io_write, value = 0, cancel = "unsafe", loses = "self")]
        async fn write_i16(&mut self, n: i16) -> io::Result<()> {}
        #[otp(io_write, value = 0, cancel = "unsafe", loses = "self")]
        async fn write_u32(&mut self, n: u32) -> io::Result<()> {}
        #[otp(io_write, value = 0, cancel = "unsafe", loses = "self")]
        async fn write_i32(&mut self, n: i32) -> io::Result<()> {}
        #[otp(io_write, value = 0, cancel = "unsafe", loses = "self")]
        async fn write_u64(&mut self, n: u64) -> io::Result<()> {}
        #[otp(io_write, value = 0, cancel = "unsafe", loses = "self")]
        async fn write_i64(&mut self, n: i64) -> io::Result<()> {}
        #[otp(io_write, value = 0, cancel = "unsafe", loses = "self")]
        async fn write_u128(&mut self, n: u128) -> io::Result<()> {}
        #[otp(io_write, value = 0, cancel = "unsafe", loses = "self")]
        async fn write_i128(&mut self, n: i128) -> io::Result<()> {}
        #[otp(io_write, value = 0, cancel = "unsafe", loses = "self")]
        async fn write_f32(&mut self, n: f32) -> io::Result<()> {}
        #[otp(io_write, value = 0, cancel = "unsafe", loses = "self")]
        async fn write_f64(&mut self, n: f64) -> io::Result<()> {}
        #[otp(io_write, value = 0, cancel = "unsafe", loses = "self")]
        async fn write_u16_le(&mut self, n: u16) -> io::Result<()> {}
        #[otp(io_write, value = 0, cancel = "unsafe", loses = "self")]
        async fn write_i16_le(&mut self, n: i16) -> io::Result<()> {}
        #[otp(io_write, value = 0, cancel = "unsafe", loses = "self")]
        async fn write_u32_le(&mut self, n: u32) -> io::Result<()> {}
        #[otp(io_write, value = 0, cancel = "unsafe", loses = "self")]
        async fn write_i32_le(&mut self, n: i32) -> io::Result<()> {}
        #[otp(io_write, value = 0, cancel = "unsafe", loses = "self")]
        async fn write_u64_le(&mut self, n: u64) -> io::Result<()> {}
        #[otp(io_write, value = 0, cancel = "unsafe", loses = "self")]
        async fn write_i64_le(&mut self, n: i64) -> io::Result<()> {}
        #[otp(io_write, value = 0, cancel = "unsafe", loses = "self")]
        async fn write_u128_le(&mut self, n: u128) -> io::Result<()> {}
        #[otp(io_write, value = 0, cancel = "unsafe", loses = "self")]
        async fn write_i128_le(&mut self, n: i128) -> io::Result<()> {}
        #[otp(io_write, value = 0, cancel = "unsafe", loses = "self")]
        async fn write_f32_le(&mut self, n: f32) -> io::Result<()> {}
        #[otp(io_write, value = 0, cancel = "unsafe", loses = "self")]
        async fn write_f64_le(&mut self, n: f64) -> io::Result<()> {}
        #[otp(flush, cancel = "safe")]
        async fn flush(&mut self) -> io::Result<()> {}
        #[otp(flush, close, cancel = "safe")]
        async fn shutdown(&mut self) -> io::Result<()> {}
    }

    pub trait AsyncSeekExt {
        async fn seek(&mut self, pos: SeekFrom) -> io::Result<u64> {}
        async fn rewind(&mut self) -> io::Result<u64> {}
        async fn stream_position(&mut self) -> io::Result<u64> {}
    }

    pub struct ReadBuf;

    impl ReadBuf {
        #[otp(pure)]
        pub fn new(buf: &mut [u8]) -> ReadBuf {}
        #[otp(pure)]
        pub fn capacity(&self) -> usize {}
        #[otp(borrow)]
        pub fn filled(&self) -> &[u8] {}
        #[otp(borrow)]
        pub fn filled_mut(&mut self) -> &mut [u8] {}
        #[otp(borrow)]
        pub fn initialized(&self) -> &[u8] {}
        #[otp(borrow)]
        pub fn initialize_unfilled(&mut self) -> &mut [u8] {}
        #[otp(pure)]
        pub fn remaining(&self) -> usize {}
        #[otp(clear)]
        pub fn clear(&mut self) {}
        #[otp(write)]
        pub fn advance(&mut self, n: usize) {}
        #[otp(write)]
        pub fn set_filled(&mut self, n: usize) {}
        #[otp(insert, panics, value = 0)]
        pub fn put_slice(&mut self, buf: &[u8]) {}
    }

    #[otp(io)]
    pub struct BufReader<R>;

    impl<R> AsyncRead for BufReader<R> {}
    impl<R0> AsyncReadExt for BufReader<R0> {}
    impl<R> AsyncBufRead for BufReader<R> {}
    impl<R0> AsyncBufReadExt for BufReader<R0> {}
    impl<R> AsyncWrite for BufReader<R> {}
    impl<R0> AsyncWriteExt for BufReader<R0> {}
    impl<R> AsyncSeek for BufReader<R> {}
    impl<R0> AsyncSeekExt for BufReader<R0> {}

    impl<R> BufReader<R> {
        #[otp(pure)]
        pub fn new(inner: R) -> Self {}
        #[otp(pure)]
        pub fn with_capacity(capacity: usize, inner: R) -> Self {}
        #[otp(borrow)]
        pub fn get_ref(&self) -> &R {}
        #[otp(borrow)]
        pub fn get_mut(&mut self) -> &mut R {}
        #[otp(borrow)]
        pub fn get_pin_mut(self: Pin<&mut Self>) -> Pin<&mut R> {}
        #[otp(pure)]
        pub fn into_inner(self) -> R {}
        #[otp(borrow)]
        pub fn buffer(&self) -> &[u8] {}
    }

    #[otp(io)]
    pub struct BufWriter<W>;

    impl<W> AsyncRead for BufWriter<W> {}
    impl<W0> AsyncReadExt for BufWriter<W0> {}
    impl<W> AsyncBufRead for BufWriter<W> {}
    impl<W0> AsyncBufReadExt for BufWriter<W0> {}
    impl<W> AsyncWrite for BufWriter<W> {}
    impl<W0> AsyncWriteExt for BufWriter<W0> {}
    impl<W> AsyncSeek for BufWriter<W> {}
    impl<W0> AsyncSeekExt for BufWriter<W0> {}

    impl<W> BufWriter<W> {
        #[otp(pure)]
        pub fn new(inner: W) -> Self {}
        #[otp(pure)]
        pub fn with_capacity(capacity: usize, inner: W) -> Self {}
        #[otp(borrow)]
        pub fn get_ref(&self) -> &W {}
        #[otp(borrow)]
        pub fn get_mut(&mut self) -> &mut W {}
        #[otp(borrow)]
        pub fn get_pin_mut(self: Pin<&mut Self>) -> Pin<&mut W> {}
        #[otp(pure)]
        pub fn into_inner(self) -> W {}
        #[otp(borrow)]
        pub fn buffer(&self) -> &[u8] {}
    }

    #[otp(io)]
    pub struct BufStream<RW>;

    impl<RW> AsyncRead for BufStream<RW> {}
    impl<RW0> AsyncReadExt for BufStream<RW0> {}
    impl<RW> AsyncBufRead for BufStream<RW> {}
    impl<RW0> AsyncBufReadExt for BufStream<RW0> {}
    impl<RW> AsyncWrite for BufStream<RW> {}
    impl<RW0> AsyncWriteExt for BufStream<RW0> {}
    impl<RW> AsyncSeek for BufStream<RW> {}
    impl<RW0> AsyncSeekExt for BufStream<RW0> {}

    impl<RW> BufStream<RW> {
        #[otp(pure)]
        pub fn new(inner: RW) -> Self {}
        #[otp(pure)]
        pub fn with_capacity(reader_capacity: usize, writer_capacity: usize, inner: RW) -> Self {}
        #[otp(borrow)]
        pub fn get_ref(&self) -> &RW {}
        #[otp(borrow)]
        pub fn get_mut(&mut self) -> &mut RW {}
        #[otp(borrow)]
        pub fn get_pin_mut(self: Pin<&mut Self>) -> Pin<&mut RW> {}
        #[otp(pure)]
        pub fn into_inner(self) -> RW {}
    }

    #[otp(io)]
    pub struct Take<R>;

    impl<R> AsyncRead for Take<R> {}
    impl<R0> AsyncReadExt for Take<R0> {}
    impl<R> AsyncBufRead for Take<R> {}
    impl<R0> AsyncBufReadExt for Take<R0> {}

    impl<R> Take<R> {
        #[otp(read)]
        pub fn limit(&self) -> u64 {}
        #[otp(write)]
        pub fn set_limit(&mut self, limit: u64) {}
        #[otp(borrow)]
        pub fn get_ref(&self) -> &R {}
        #[otp(borrow)]
        pub fn get_mut(&mut self) -> &mut R {}
        #[otp(pure)]
        pub fn into_inner(self) -> R {}
    }

    #[otp(io)]
    pub struct Chain<T, U>;

    impl<T, U> AsyncRead for Chain<T, U> {}
    impl<T0, U0> AsyncReadExt for Chain<T0, U0> {}
    impl<T, U> AsyncBufRead for Chain<T, U> {}
    impl<T0, U0> AsyncBufReadExt for Chain<T0, U0> {}

    impl<T, U> Chain<T, U> {
        #[otp(borrow)]
        pub fn get_ref(&self) -> (&T, &U) {}
        #[otp(borrow)]
        pub fn get_mut(&mut self) -> (&mut T, &mut U) {}
        #[otp(pure)]
        pub fn into_inner(self) -> (T, U) {}
    }

    #[otp(io)]
    pub struct Lines<R>;

    impl<R> Lines<R> {
        #[otp(io_read, cancel = "safe")]
        pub async fn next_line(&mut self) -> io::Result<Option<String>> {}
        #[otp(io_read)]
        pub fn poll_next_line(
            self: Pin<&mut Self>,
            cx: &mut Context,
        ) -> Poll<io::Result<Option<String>>> {
        }
        #[otp(borrow)]
        pub fn get_mut(&mut self) -> &mut R {}
        #[otp(borrow)]
        pub fn get_ref(&mut self) -> &R {}
        #[otp(pure)]
        pub fn into_inner(self) -> R {}
    }

    #[otp(io)]
    pub struct Split<R>;

    impl<R> Split<R> {
        #[otp(io_read, cancel = "safe")]
        pub async fn next_segment(&mut self) -> io::Result<Option<Vec<u8>>> {}
        #[otp(io_read)]
        pub fn poll_next_segment(
            self: Pin<&mut Self>,
            cx: &mut Context,
        ) -> Poll<io::Result<Option<Vec<u8>>>> {
        }
    }

    #[otp(io_read, io_write, cancel = "unsafe", loses = "self")]
    pub async fn copy<R, W>(reader: &mut R, writer: &mut W) -> io::Result<u64> {}

    #[otp(io_read, io_write, cancel = "safe")]
    pub async fn copy_buf<R, W>(reader: &mut R, writer: &mut W) -> io::Result<u64> {}

    #[otp(io_read, io_write, cancel = "unsafe", loses = "self")]
    pub async fn copy_bidirectional<A, B>(a: &mut A, b: &mut B) -> io::Result<(u64, u64)> {}

    #[otp(io_read, io_write, cancel = "unsafe", loses = "self")]
    pub async fn copy_bidirectional_with_sizes<A, B>(
        a: &mut A,
        b: &mut B,
        a_to_b_buf_size: usize,
        b_to_a_buf_size: usize,
    ) -> io::Result<(u64, u64)> {
    }

    #[otp(pure)]
    pub fn split<T>(stream: T) -> (ReadHalf<T>, WriteHalf<T>) {}

    #[otp(io)]
    pub struct ReadHalf<T>;

    impl<T> AsyncRead for ReadHalf<T> {}
    impl<T0> AsyncReadExt for ReadHalf<T0> {}

    impl<T> ReadHalf<T> {
        #[otp(pure)]
        pub fn is_pair_of(&self, other: &WriteHalf<T>) -> bool {}
        #[otp(panics)]
        pub fn unsplit(self, wr: WriteHalf<T>) -> T {}
    }

    #[otp(io)]
    pub struct WriteHalf<T>;

    impl<T> AsyncWrite for WriteHalf<T> {}
    impl<T0> AsyncWriteExt for WriteHalf<T0> {}

    impl<T> WriteHalf<T> {
        #[otp(pure)]
        pub fn is_pair_of(&self, other: &ReadHalf<T>) -> bool {}
    }

    #[otp(pure)]
    pub fn join<R, W>(reader: R, writer: W) -> Join<R, W> {}

    #[otp(io)]
    pub struct Join<R, W>;

    impl<R, W> AsyncRead for Join<R, W> {}
    impl<R0, W0> AsyncReadExt for Join<R0, W0> {}
    impl<R, W> AsyncBufRead for Join<R, W> {}
    impl<R0, W0> AsyncBufReadExt for Join<R0, W0> {}
    impl<R, W> AsyncWrite for Join<R, W> {}
    impl<R0, W0> AsyncWriteExt for Join<R0, W0> {}

    impl<R, W> Join<R, W> {
        #[otp(pure)]
        pub fn into_inner(self) -> (R, W) {}
        #[otp(borrow)]
        pub fn reader(&self) -> &R {}
        #[otp(borrow)]
        pub fn writer(&self) -> &W {}
        #[otp(borrow)]
        pub fn reader_mut(&mut self) -> &mut R {}
        #[otp(borrow)]
        pub fn writer_mut(&mut self) -> &mut W {}
    }

    #[otp(pure)]
    pub fn duplex(max_buf_size: usize) -> (DuplexStream, DuplexStream) {}

    #[otp(pure)]
    pub fn simplex(max_buf_size: usize) -> (ReadHalf<SimplexStream>, WriteHalf<SimplexStream>) {}

    #[otp(io)]
    pub struct DuplexStream;

    impl AsyncRead for DuplexStream {}
    impl AsyncReadExt for DuplexStream {}
    impl AsyncWrite for DuplexStream {}
    impl AsyncWriteExt for DuplexStream {}

    #[otp(io)]
    pub struct SimplexStream;

    impl AsyncRead for SimplexStream {}
    impl AsyncReadExt for SimplexStream {}
    impl AsyncWrite for SimplexStream {}
    impl AsyncWriteExt for SimplexStream {}

    #[otp(io)]
    pub struct Empty;

    impl AsyncRead for Empty {}
    impl AsyncReadExt for Empty {}
    impl AsyncBufRead for Empty {}
    impl AsyncBufReadExt for Empty {}
    impl AsyncWrite for Empty {}
    impl AsyncWriteExt for Empty {}
    impl AsyncSeek for Empty {}
    impl AsyncSeekExt for Empty {}

    #[otp(pure)]
    pub fn empty() -> Empty {}

    #[otp(io)]
    pub struct Repeat;

    impl AsyncRead for Repeat {}
    impl AsyncReadExt for Repeat {}

    #[otp(pure)]
    pub fn repeat(byte: u8) -> Repeat {}

    #[otp(io)]
    pub struct Sink;

    impl AsyncWrite for Sink {}
    impl AsyncWriteExt for Sink {}

    #[otp(pure)]
    pub fn sink() -> Sink {}

    #[otp(io)]
    pub struct Stdin;

    impl AsyncRead for Stdin {}
    impl AsyncReadExt for Stdin {}

    #[otp(pure)]
    pub fn stdin() -> Stdin {}

    #[otp(io)]
    pub struct Stdout;

    impl AsyncWrite for Stdout {}
    impl AsyncWriteExt for Stdout {}

    #[otp(pure)]
    pub fn stdout() -> Stdout {}

    #[otp(io)]
    pub struct Stderr;

    impl AsyncWrite for Stderr {}
    impl AsyncWriteExt for Stderr {}

    #[otp(pure)]
    pub fn stderr() -> Stderr {}

    pub struct Interest(usize);

    impl Interest {
        pub const READABLE: Interest = Interest(0);
        pub const WRITABLE: Interest = Interest(0);
        pub const ERROR: Interest = Interest(0);
        pub const PRIORITY: Interest = Interest(0);
        #[otp(pure)]
        pub const fn is_readable(self) -> bool {}
        #[otp(pure)]
        pub const fn is_writable(self) -> bool {}
        #[otp(pure)]
        pub const fn add(self, other: Interest) -> Interest {}
        #[otp(pure)]
        pub fn remove(self, other: Interest) -> Option<Interest> {}
    }

    pub struct Ready(usize);

    impl Ready {
        #[otp(pure)]
        pub fn is_empty(self) -> bool {}
        #[otp(pure)]
        pub fn is_readable(self) -> bool {}
        #[otp(pure)]
        pub fn is_writable(self) -> bool {}
        #[otp(pure)]
        pub fn is_read_closed(self) -> bool {}
        #[otp(pure)]
        pub fn is_write_closed(self) -> bool {}
        #[otp(pure)]
        pub fn is_error(self) -> bool {}
    }

    pub mod unix {
        use std::io;

        use super::{Interest, Ready};

        #[otp(io)]
        pub struct AsyncFd<T>;

        impl<T> AsyncFd<T> {
            #[otp(pure)]
            pub fn new(inner: T) -> io::Result<Self> {}
            #[otp(pure)]
            pub fn with_interest(inner: T, interest: Interest) -> io::Result<Self> {}
            #[otp(borrow)]
            pub fn get_ref(&self) -> &T {}
            #[otp(borrow)]
            pub fn get_mut(&mut self) -> &mut T {}
            #[otp(pure)]
            pub fn into_inner(self) -> T {}
            #[otp(wait, cancel = "safe")]
            pub async fn ready(&self, interest: Interest) -> io::Result<AsyncFdReadyGuard<T>> {}
            #[otp(wait, cancel = "safe")]
            pub async fn ready_mut(
                &mut self,
                interest: Interest,
            ) -> io::Result<AsyncFdReadyMutGuard<T>> {
            }
            #[otp(wait, cancel = "safe")]
            pub async fn readable(&self) -> io::Result<AsyncFdReadyGuard<T>> {}
            #[otp(wait, cancel = "safe")]
            pub async fn readable_mut(&mut self) -> io::Result<AsyncFdReadyMutGuard<T>> {}
            #[otp(wait, cancel = "safe")]
            pub async fn writable(&self) -> io::Result<AsyncFdReadyGuard<T>> {}
            #[otp(wait, cancel = "safe")]
            pub async fn writable_mut(&mut self) -> io::Result<AsyncFdReadyMutGuard<T>> {}
            #[otp(closure = "stored")]
            pub async fn async_io<R, F: FnMut(&T) -> io::Result<R>>(
                &self,
                interest: Interest,
                f: F,
            ) -> io::Result<R> {
            }
            #[otp(closure = "stored")]
            pub async fn async_io_mut<R, F: FnMut(&mut T) -> io::Result<R>>(
                &mut self,
                interest: Interest,
                f: F,
            ) -> io::Result<R> {
            }
        }

        pub struct AsyncFdReadyGuard<T>;

        pub struct TryIoError(());

        impl<T> AsyncFdReadyGuard<T> {
            #[otp(write)]
            pub fn clear_ready(&mut self) {}
            #[otp(write)]
            pub fn clear_ready_matching(&mut self, ready: Ready) {}
            #[otp(pure)]
            pub fn retain_ready(&mut self) {}
            #[otp(pure)]
            pub fn ready(&self) -> Ready {}
            #[otp(closure = "called")]
            pub fn try_io<R, F: FnOnce(&AsyncFd<T>) -> io::Result<R>>(
                &mut self,
                f: F,
            ) -> Result<io::Result<R>, TryIoError> {
            }
            #[otp(borrow)]
            pub fn get_ref(&self) -> &AsyncFd<T> {}
            #[otp(borrow)]
            pub fn get_inner(&self) -> &T {}
        }

        pub struct AsyncFdReadyMutGuard<T>;

        impl<T> AsyncFdReadyMutGuard<T> {
            #[otp(write)]
            pub fn clear_ready(&mut self) {}
            #[otp(write)]
            pub fn clear_ready_matching(&mut self, ready: Ready) {}
            #[otp(pure)]
            pub fn retain_ready(&mut self) {}
            #[otp(pure)]
            pub fn ready(&self) -> Ready {}
            #[otp(closure = "called")]
            pub fn try_io<R, F: FnOnce(&mut AsyncFd<T>) -> io::Result<R>>(
                &mut self,
                f: F,
            ) -> Result<io::Result<R>, TryIoError> {
            }
            #[otp(borrow)]
            pub fn get_ref(&self) -> &AsyncFd<T> {}
            #[otp(borrow)]
            pub fn get_mut(&mut self) -> &mut AsyncFd<T> {}
            #[otp(borrow)]
            pub fn get_inner(&self) -> &T {}
            #[otp(borrow)]
            pub fn get_inner_mut(&mut self) -> &mut T {}
        }
    }
}

pub mod fs {
    use std::ffi::OsString;
    use std::fs::{FileType, Metadata, Permissions};
    use std::io;
    use std::path::{Path, PathBuf};
    use std::task::{Context, Poll};

    use crate::io::{AsyncRead, AsyncReadExt, AsyncSeek, AsyncSeekExt, AsyncWrite, AsyncWriteExt};

    #[otp(io_read, store_read, table = 0, cancel = "restarts", loses = "nothing")]
    pub async fn canonicalize(path: impl AsRef<Path>) -> io::Result<PathBuf> {}

    #[otp(io_write, store_write, table = 0)]
    pub async fn create_dir(path: impl AsRef<Path>) -> io::Result<()> {}

    #[otp(io_write, store_write, table = 0)]
    pub async fn create_dir_all(path: impl AsRef<Path>) -> io::Result<()> {}

    #[otp(io_write, store_write, table = 1)]
    pub async fn hard_link(src: impl AsRef<Path>, dst: impl AsRef<Path>) -> io::Result<()> {}

    #[otp(io_read, store_read, table = 0, cancel = "restarts", loses = "nothing")]
    pub async fn metadata(path: impl AsRef<Path>) -> io::Result<Metadata> {}

    #[otp(io_read, store_read, table = 0, cancel = "restarts", loses = "nothing")]
    pub async fn symlink_metadata(path: impl AsRef<Path>) -> io::Result<Metadata> {}

    #[otp(io_read, store_read, table = 0, cancel = "restarts", loses = "nothing")]
    pub async fn read(path: impl AsRef<Path>) -> io::Result<Vec<u8>> {}

    #[otp(io_read, store_read, table = 0, cancel = "restarts", loses = "nothing")]
    pub async fn read_to_string(path: impl AsRef<Path>) -> io::Result<String> {}

    #[otp(io_read, store_read, table = 0, cancel = "restarts", loses = "nothing")]
    pub async fn read_dir(path: impl AsRef<Path>) -> io::Result<ReadDir> {}

    #[otp(io_read, store_read, table = 0, cancel = "restarts", loses = "nothing")]
    pub async fn read_link(path: impl AsRef<Path>) -> io::Result<PathBuf> {}

    #[otp(io_read, store_read, table = 0, cancel = "restarts", loses = "nothing")]
    pub async fn try_exists(path: impl AsRef<Path>) -> io::Result<bool> {}

    #[otp(io_write, store_write, table = 0)]
    pub async fn remove_dir(path: impl AsRef<Path>) -> io::Result<()> {}

    #[otp(io_write, store_write, table = 0)]
    pub async fn remove_dir_all(path: impl AsRef<Path>) -> io::Result<()> {}

    #[otp(io_write, store_write, table = 0)]
    pub async fn remove_file(path: impl AsRef<Path>) -> io::Result<()> {}

    #[otp(io_write, store_write, table = 1)]
    pub async fn rename(from: impl AsRef<Path>, to: impl AsRef<Path>) -> io::Result<()> {}

    #[otp(io_write, store_write, table = 1)]
    pub async fn copy(from: impl AsRef<Path>, to: impl AsRef<Path>) -> io::Result<u64> {}

    #[otp(io_write, store_write, table = 0)]
    pub async fn set_permissions(path: impl AsRef<Path>, perm: Permissions) -> io::Result<()> {}

    #[otp(io_write, store_write, table = 1)]
    pub async fn symlink(original: impl AsRef<Path>, link: impl AsRef<Path>) -> io::Result<()> {}

    #[otp(io_write, store_write, table = 1)]
    pub async fn symlink_dir(original: impl AsRef<Path>, link: impl AsRef<Path>) -> io::Result<()> {
    }

    #[otp(io_write, store_write, table = 1)]
    pub async fn symlink_file(
        original: impl AsRef<Path>,
        link: impl AsRef<Path>,
    ) -> io::Result<()> {
    }

    #[otp(io_write, store_write, table = 0, value = 1)]
    pub async fn write(path: impl AsRef<Path>, contents: impl AsRef<[u8]>) -> io::Result<()> {}

    #[otp(io, store)]
    pub struct File;

    impl AsyncRead for File {}
    impl AsyncReadExt for File {}
    impl AsyncWrite for File {}
    impl AsyncWriteExt for File {}
    impl AsyncSeek for File {}
    impl AsyncSeekExt for File {}

    impl File {
        #[otp(table = 0)]
        pub async fn open(path: impl AsRef<Path>) -> io::Result<File> {}
        #[otp(io_write, store_write, table = 0)]
        pub async fn create(path: impl AsRef<Path>) -> io::Result<File> {}
        #[otp(io_write, store_write, table = 0)]
        pub async fn create_new(path: impl AsRef<Path>) -> io::Result<File> {}
        #[otp(pure)]
        pub fn options() -> OpenOptions {}
        #[otp(pure)]
        pub fn from_std(std: std::fs::File) -> File {}
        #[otp(flush)]
        pub async fn sync_all(&self) -> io::Result<()> {}
        #[otp(flush)]
        pub async fn sync_data(&self) -> io::Result<()> {}
        #[otp(io_write, store_write)]
        pub async fn set_len(&self, size: u64) -> io::Result<()> {}
        #[otp(io_read, store_read)]
        pub async fn metadata(&self) -> io::Result<Metadata> {}
        #[otp(clone_handle)]
        pub async fn try_clone(&self) -> io::Result<File> {}
        #[otp(pure)]
        pub async fn into_std(self) -> std::fs::File {}
        #[otp(pure)]
        pub fn try_into_std(self) -> Result<std::fs::File, Self> {}
        #[otp(io_write, store_write)]
        pub async fn set_permissions(&self, perm: Permissions) -> io::Result<()> {}
        #[otp(io_write, store_write)]
        pub async fn set_modified(&self, time: std::time::SystemTime) -> io::Result<()> {}
        #[otp(pure)]
        pub fn set_max_buf_size(&mut self, max_buf_size: usize) {}
        #[otp(pure)]
        pub fn max_buf_size(&self) -> usize {}
    }

    pub struct OpenOptions;

    impl OpenOptions {
        #[otp(pure)]
        pub fn new() -> OpenOptions {}
        #[otp(pure)]
        pub fn read(&mut self, read: bool) -> &mut OpenOptions {}
        #[otp(pure)]
        pub fn write(&mut self, write: bool) -> &mut OpenOptions {}
        #[otp(pure)]
        pub fn append(&mut self, append: bool) -> &mut OpenOptions {}
        #[otp(pure)]
        pub fn truncate(&mut self, truncate: bool) -> &mut OpenOptions {}
        #[otp(pure)]
        pub fn create(&mut self, create: bool) -> &mut OpenOptions {}
        #[otp(pure)]
        pub fn create_new(&mut self, create_new: bool) -> &mut OpenOptions {}
        #[otp(table = 0)]
        pub async fn open(&self, path: impl AsRef<Path>) -> io::Result<File> {}
        #[otp(pure)]
        pub fn mode(&mut self, mode: u32) -> &mut OpenOptions {}
        #[otp(pure)]
        pub fn custom_flags(&mut self, flags: i32) -> &mut OpenOptions {}
    }

    pub struct DirBuilder;

    impl DirBuilder {
        #[otp(pure)]
        pub fn new() -> Self {}
        #[otp(pure)]
        pub fn recursive(&mut self, recursive: bool) -> &mut Self {}
        #[otp(pure)]
        pub fn mode(&mut self, mode: u32) -> &mut Self {}
        #[otp(io_write, store_write, table = 0)]
        pub async fn create(&self, path: impl AsRef<Path>) -> io::Result<()> {}
    }

    pub struct ReadDir;

    impl ReadDir {
        #[otp(io_read, store_read, cancel = "safe")]
        pub async fn next_entry(&mut self) -> io::Result<Option<DirEntry>> {}
        #[otp(io_read, store_read)]
        pub fn poll_next_entry(&mut self, cx: &mut Context) -> Poll<io::Result<Option<DirEntry>>> {}
    }

    pub struct DirEntry;

    impl DirEntry {
        #[otp(pure)]
        pub fn path(&self) -> PathBuf {}
        #[otp(pure)]
        pub fn file_name(&self) -> OsString {}
        #[otp(io_read, store_read)]
        pub async fn metadata(&self) -> io::Result<Metadata> {}
        #[otp(io_read, store_read)]
        pub async fn file_type(&self) -> io::Result<FileType> {}
        #[otp(pure)]
        pub fn ino(&self) -> u64 {}
    }
}

pub mod net {
    use std::io;
    use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
    use std::path::Path;
    use std::task::{Context, Poll};
    use std::time::Duration;

    use crate::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, Interest, ReadBuf, Ready};

    pub trait ToSocketAddrs {}

    #[otp(outside, cancel = "restarts", loses = "nothing")]
    pub async fn lookup_host<T: ToSocketAddrs>(host: T) -> io::Result<std::iter::Iter<SocketAddr>> {
    }

    #[otp(io)]
    pub struct TcpListener;

    impl TcpListener {
        // nobody is waited for
        pub async fn bind<A: ToSocketAddrs>(addr: A) -> io::Result<TcpListener> {}
        #[otp(accepts, io_read, cancel = "safe")]
        pub async fn accept(&self) -> io::Result<(TcpStream, SocketAddr)> {}
        #[otp(io_read)]
        pub fn poll_accept(&self, cx: &mut Context) -> Poll<io::Result<(TcpStream, SocketAddr)>> {}
        #[otp(pure)]
        pub fn from_std(listener: std::net::TcpListener) -> io::Result<TcpListener> {}
        #[otp(pure)]
        pub fn into_std(self) -> io::Result<std::net::TcpListener> {}
        #[otp(pure)]
        pub fn local_addr(&self) -> io::Result<SocketAddr> {}
        #[otp(pure)]
        pub fn ttl(&self) -> io::Result<u32> {}
        #[otp(pure)]
        pub fn set_ttl(&self, value: u32) -> io::Result<()> {}
    }

    #[otp(io)]
    pub struct TcpStream;

    impl AsyncRead for TcpStream {}
    impl AsyncReadExt for TcpStream {}
    impl AsyncWrite for TcpStream {}
    impl AsyncWriteExt for TcpStream {}

    impl TcpStream {
        #[otp(outside, cancel = "restarts", loses = "nothing")]
        pub async fn connect<A: ToSocketAddrs>(addr: A) -> io::Result<TcpStream> {}
        #[otp(pure)]
        pub fn from_std(stream: std::net::TcpStream) -> io::Result<TcpStream> {}
        #[otp(pure)]
        pub fn into_std(self) -> io::Result<std::net::TcpStream> {}
        #[otp(pure)]
        pub fn local_addr(&self) -> io::Result<SocketAddr> {}
        #[otp(pure)]
        pub fn peer_addr(&self) -> io::Result<SocketAddr> {}
        #[otp(take)]
        pub fn take_error(&self) -> io::Result<Option<io::Error>> {}
        #[otp(wait, cancel = "safe")]
        pub async fn ready(&self, interest: Interest) -> io::Result<Ready> {}
        #[otp(wait, cancel = "safe")]
        pub async fn readable(&self) -> io::Result<()> {}
        #[otp(wait, cancel = "safe")]
        pub async fn writable(&self) -> io::Result<()> {}
        #[otp(io_read)]
        pub fn try_read(&self, buf: &mut [u8]) -> io::Result<usize> {}
        #[otp(io_read)]
        pub fn try_read_buf<B>(&self, buf: &mut B) -> io::Result<usize> {}
        #[otp(io_read)]
        pub fn try_read_vectored(&self, bufs: &mut [io::IoSliceMut]) -> io::Result<usize> {}
        #[otp(io_write, value = 0)]
        pub fn try_write(&self, buf: &[u8]) -> io::Result<usize> {}
        #[otp(io_write, value = 0)]
        pub fn try_write_vectored(&self, bufs: &[io::IoSlice]) -> io::Result<usize> {}
        #[otp(closure = "called")]
        pub fn try_io<R>(
            &self,
            interest: Interest,
            f: impl FnOnce() -> io::Result<R>,
        ) -> io::Result<R> {
        }
        #[otp(closure = "stored")]
        pub async fn async_io<R>(
            &self,
            interest: Interest,
            f: impl FnMut() -> io::Result<R>,
        ) -> io::Result<R> {
        }
        #[otp(io_read, cancel = "safe")]
        pub async fn peek(&self, buf: &mut [u8]) -> io::Result<usize> {}
        #[otp(io_read)]
        pub fn poll_peek(&self, cx: &mut Context, buf: &mut ReadBuf) -> Poll<io::Result<usize>> {}
        #[otp(wait)]
        pub fn poll_read_ready(&self, cx: &mut Context) -> Poll<io::Result<()>> {}
        #[otp(wait)]
        pub fn poll_write_ready(&self, cx: &mut Context) -> Poll<io::Result<()>> {}
        #[otp(pure)]
        pub fn nodelay(&self) -> io::Result<bool> {}
        #[otp(pure)]
        pub fn set_nodelay(&self, value: bool) -> io::Result<()> {}
        #[otp(pure)]
        pub fn quickack(&self) -> io::Result<bool> {}
        #[otp(pure)]
        pub fn set_quickack(&self, value: bool) -> io::Result<()> {}
        #[otp(pure)]
        pub fn linger(&self) -> io::Result<Option<Duration>> {}
        #[otp(pure)]
        pub fn set_linger(&self, value: Option<Duration>) -> io::Result<()> {}
        #[otp(pure)]
        pub fn ttl(&self) -> io::Result<u32> {}
        #[otp(pure)]
        pub fn set_ttl(&self, value: u32) -> io::Result<()> {}
        #[otp(pure)]
        pub fn set_zero_linger(&self) -> io::Result<()> {}
        #[otp(borrow)]
        pub fn split(&mut self) -> (tcp::ReadHalf, tcp::WriteHalf) {}
        #[otp(pure)]
        pub fn into_split(self) -> (tcp::OwnedReadHalf, tcp::OwnedWriteHalf) {}
    }

    pub struct TcpSocket;

    impl TcpSocket {
        #[otp(pure)]
        pub fn new_v4() -> io::Result<TcpSocket> {}
        #[otp(pure)]
        pub fn new_v6() -> io::Result<TcpSocket> {}
        #[otp(pure)]
        pub fn keepalive(&self) -> io::Result<bool> {}
        #[otp(pure)]
        pub fn set_keepalive(&self, value: bool) -> io::Result<()> {}
        #[otp(pure)]
        pub fn reuseaddr(&self) -> io::Result<bool> {}
        #[otp(pure)]
        pub fn set_reuseaddr(&self, value: bool) -> io::Result<()> {}
        #[otp(pure)]
        pub fn reuseport(&self) -> io::Result<bool> {}
        #[otp(pure)]
        pub fn set_reuseport(&self, value: bool) -> io::Result<()> {}
        #[otp(pure)]
        pub fn send_buffer_size(&self) -> io::Result<u32> {}
        #[otp(pure)]
        pub fn set_send_buffer_size(&self, value: u32) -> io::Result<()> {}
        #[otp(pure)]
        pub fn recv_buffer_size(&self) -> io::Result<u32> {}
        #[otp(pure)]
        pub fn set_recv_buffer_size(&self, value: u32) -> io::Result<()> {}
        #[otp(pure)]
        pub fn linger(&self) -> io::Result<Option<Duration>> {}
        #[otp(pure)]
        pub fn set_linger(&self, value: Option<Duration>) -> io::Result<()> {}
        #[otp(pure)]
        pub fn nodelay(&self) -> io::Result<bool> {}
        #[otp(pure)]
        pub fn set_nodelay(&self, value: bool) -> io::Result<()> {}
        #[otp(pure)]
        pub fn tos_v4(&self) -> io::Result<u32> {}
        #[otp(pure)]
        pub fn set_tos_v4(&self, value: u32) -> io::Result<()> {}
        #[otp(pure)]
        pub fn tclass_v6(&self) -> io::Result<u32> {}
        #[otp(pure)]
        pub fn set_tclass_v6(&self, value: u32) -> io::Result<()> {}
        #[otp(pure)]
        pub fn set_zero_linger(&self) -> io::Result<()> {}
        #[otp(pure)]
        pub fn local_addr(&self) -> io::Result<SocketAddr> {}
        #[otp(take)]
        pub fn take_error(&self) -> io::Result<Option<io::Error>> {}
        #[otp(outside)]
        pub fn bind(&self, addr: SocketAddr) -> io::Result<()> {}
        #[otp(outside, cancel = "restarts", loses = "nothing")]
        pub async fn connect(self, addr: SocketAddr) -> io::Result<TcpStream> {}
        #[otp(outside)]
        pub fn listen(self, backlog: u32) -> io::Result<TcpListener> {}
        #[otp(pure)]
        pub fn from_std_stream(std_stream: std::net::TcpStream) -> TcpSocket {}
    }

    pub mod tcp {
        use std::io;
        use std::net::SocketAddr;
        use std::task::{Context, Poll};

        use super::TcpStream;
        use crate::io::{
            AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, Interest, ReadBuf, Ready,
        };

        #[otp(io)]
        pub struct ReadHalf;

        impl AsyncRead for ReadHalf {}
        impl AsyncReadExt for ReadHalf {}

        impl ReadHalf {
            #[otp(io_read, cancel = "safe")]
            pub async fn peek(&mut self, buf: &mut [u8]) -> io::Result<usize> {}
            #[otp(io_read)]
            pub fn poll_peek(
                &mut self,
                cx: &mut Context,
                buf: &mut ReadBuf,
            ) -> Poll<io::Result<usize>> {
            }
            #[otp(wait, cancel = "safe")]
            pub async fn ready(&self, interest: Interest) -> io::Result<Ready> {}
            #[otp(wait, cancel = "safe")]
            pub async fn readable(&self) -> io::Result<()> {}
            #[otp(io_read)]
            pub fn try_read(&self, buf: &mut [u8]) -> io::Result<usize> {}
            #[otp(io_read)]
            pub fn try_read_buf<B>(&self, buf: &mut B) -> io::Result<usize> {}
            #[otp(io_read)]
            pub fn try_read_vectored(&self, bufs: &mut [io::IoSliceMut]) -> io::Result<usize> {}
            #[otp(pure)]
            pub fn local_addr(&self) -> io::Result<SocketAddr> {}
            #[otp(pure)]
            pub fn peer_addr(&self) -> io::Result<SocketAddr> {}
        }

        #[otp(io)]
        pub struct WriteHalf;

        impl AsyncWrite for WriteHalf {}
        impl AsyncWriteExt for WriteHalf {}

        impl WriteHalf {
            #[otp(wait, cancel = "safe")]
            pub async fn ready(&self, interest: Interest) -> io::Result<Ready> {}
            #[otp(wait, cancel = "safe")]
            pub async fn writable(&self) -> io::Result<()> {}
            #[otp(io_write, value = 0)]
            pub fn try_write(&self, buf: &[u8]) -> io::Result<usize> {}
            #[otp(io_write, value = 0)]
            pub fn try_write_vectored(&self, bufs: &[io::IoSlice]) -> io::Result<usize> {}
            #[otp(pure)]
            pub fn local_addr(&self) -> io::Result<SocketAddr> {}
            #[otp(pure)]
            pub fn peer_addr(&self) -> io::Result<SocketAddr> {}
        }

        #[otp(io)]
        pub struct OwnedReadHalf;

        impl AsyncRead for OwnedReadHalf {}
        impl AsyncReadExt for OwnedReadHalf {}

        impl OwnedReadHalf {
            #[otp(pure)]
            pub fn reunite(self, other: OwnedWriteHalf) -> Result<TcpStream, ReuniteError> {}
            #[otp(io_read, cancel = "safe")]
            pub async fn peek(&mut self, buf: &mut [u8]) -> io::Result<usize> {}
            #[otp(io_read)]
            pub fn poll_peek(
                &mut self,
                cx: &mut Context,
                buf: &mut ReadBuf,
            ) -> Poll<io::Result<usize>> {
            }
            #[otp(wait, cancel = "safe")]
            pub async fn ready(&self, interest: Interest) -> io::Result<Ready> {}
            #[otp(wait, cancel = "safe")]
            pub async fn readable(&self) -> io::Result<()> {}
            #[otp(io_read)]
            pub fn try_read(&self, buf: &mut [u8]) -> io::Result<usize> {}
            #[otp(io_read)]
            pub fn try_read_buf<B>(&self, buf: &mut B) -> io::Result<usize> {}
            #[otp(io_read)]
            pub fn try_read_vectored(&self, bufs: &mut [io::IoSliceMut]) -> io::Result<usize> {}
            #[otp(pure)]
            pub fn local_addr(&self) -> io::Result<SocketAddr> {}
            #[otp(pure)]
            pub fn peer_addr(&self) -> io::Result<SocketAddr> {}
        }

        impl AsRef<TcpStream> for OwnedReadHalf {
            #[otp(borrow)]
            fn as_ref(&self) -> &TcpStream {}
        }

        #[otp(io)]
        pub struct OwnedWriteHalf;

        impl AsyncWrite for OwnedWriteHalf {}
        impl AsyncWriteExt for OwnedWriteHalf {}

        impl OwnedWriteHalf {
            #[otp(pure)]
            pub fn reunite(self, other: OwnedReadHalf) -> Result<TcpStream, ReuniteError> {}
            #[otp(forget)]
            pub fn forget(self) {}
            #[otp(wait, cancel = "safe")]
            pub async fn ready(&self, interest: Interest) -> io::Result<Ready> {}
            #[otp(wait, cancel = "safe")]
            pub async fn writable(&self) -> io::Result<()> {}
            #[otp(io_write, value = 0)]
            pub fn try_write(&self, buf: &[u8]) -> io::Result<usize> {}
            #[otp(io_write, value = 0)]
            pub fn try_write_vectored(&self, bufs: &[io::IoSlice]) -> io::Result<usize> {}
            #[otp(pure)]
            pub fn local_addr(&self) -> io::Result<SocketAddr> {}
            #[otp(pure)]
            pub fn peer_addr(&self) -> io::Result<SocketAddr> {}
        }

        impl AsRef<TcpStream> for OwnedWriteHalf {
            #[otp(borrow)]
            fn as_ref(&self) -> &TcpStream {}
        }

        pub struct ReuniteError(pub OwnedReadHalf, pub OwnedWriteHalf);
    }

    #[otp(io)]
    pub struct UdpSocket;

    impl UdpSocket {
        // nobody is waited for
        pub async fn bind<A: ToSocketAddrs>(addr: A) -> io::Result<UdpSocket> {}
        #[otp(pure)]
        pub fn from_std(socket: std::net::UdpSocket) -> io::Result<UdpSocket> {}
        #[otp(pure)]
        pub fn into_std(self) -> io::Result<std::net::UdpSocket> {}
        #[otp(pure)]
        pub fn local_addr(&self) -> io::Result<SocketAddr> {}
        #[otp(pure)]
        pub fn peer_addr(&self) -> io::Result<SocketAddr> {}
        #[otp(take)]
        pub fn take_error(&self) -> io::Result<Option<io::Error>> {}
        // nobody is waited for
        pub async fn connect<A: ToSocketAddrs>(&self, addr: A) -> io::Result<()> {}
        #[otp(wait, cancel = "safe")]
        pub async fn ready(&self, interest: Interest) -> io::Result<Ready> {}
        #[otp(wait, cancel = "safe")]
        pub async fn readable(&self) -> io::Result<()> {}
        #[otp(wait, cancel = "safe")]
        pub async fn writable(&self) -> io::Result<()> {}
        #[otp(closure = "called")]
        pub fn try_io<R>(
            &self,
            interest: Interest,
            f: impl FnOnce() -> io::Result<R>,
        ) -> io::Result<R> {
        }
        #[otp(closure = "stored")]
        pub async fn async_io<R>(
            &self,
            interest: Interest,
            f: impl FnMut() -> io::Result<R>,
        ) -> io::Result<R> {
        }
        #[otp(io_write, value = 0, cancel = "safe")]
        pub async fn send(&self, buf: &[u8]) -> io::Result<usize> {}
        #[otp(io_write, value = 0)]
        pub fn poll_send(&self, cx: &mut Context, buf: &[u8]) -> Poll<io::Result<usize>> {}
        #[otp(io_write, value = 0)]
        pub fn try_send(&self, buf: &[u8]) -> io::Result<usize> {}
        #[otp(io_write, value = 0, cancel = "safe")]
        pub async fn send_to<A: ToSocketAddrs>(&self, buf: &[u8], target: A) -> io::Result<usize> {}
        #[otp(io_write, value = 0)]
        pub fn try_send_to(&self, buf: &[u8], target: SocketAddr) -> io::Result<usize> {}
        #[otp(io_read, cancel = "safe")]
        pub async fn recv(&self, buf: &mut [u8]) -> io::Result<usize> {}
        #[otp(io_read)]
        pub fn poll_recv(&self, cx: &mut Context, buf: &mut ReadBuf) -> Poll<io::Result<()>> {}
        #[otp(io_read)]
        pub fn try_recv(&self, buf: &mut [u8]) -> io::Result<usize> {}
        #[otp(io_read, cancel = "safe")]
        pub async fn recv_buf<B>(&self, buf: &mut B) -> io::Result<usize> {}
        #[otp(io_read)]
        pub fn try_recv_buf<B>(&self, buf: &mut B) -> io::Result<usize> {}
        #[otp(io_read, cancel = "safe")]
        pub async fn recv_from(&self, buf: &mut [u8]) -> io::Result<(usize, SocketAddr)> {}
        #[otp(io_read)]
        pub fn poll_recv_from(
            &self,
            cx: &mut Context,
            buf: &mut ReadBuf,
        ) -> Poll<io::Result<SocketAddr>> {
        }
        #[otp(io_read)]
        pub fn try_recv_from(&self, buf: &mut [u8]) -> io::Result<(usize, SocketAddr)> {}
        #[otp(io_read, cancel = "safe")]
        pub async fn recv_buf_from<B>(&self, buf: &mut B) -> io::Result<(usize, SocketAddr)> {}
        #[otp(io_read)]
        pub fn try_recv_buf_from<B>(&self, buf: &mut B) -> io::Result<(usize, SocketAddr)> {}
        #[otp(io_read, cancel = "safe")]
        pub async fn peek(&self, buf: &mut [u8]) -> io::Result<usize> {}
        #[otp(io_read, cancel = "safe")]
        pub async fn peek_from(&self, buf: &mut [u8]) -> io::Result<(usize, SocketAddr)> {}
        #[otp(io_read, cancel = "safe")]
        pub async fn peek_sender(&self) -> io::Result<SocketAddr> {}
        #[otp(pure)]
        pub fn broadcast(&self) -> io::Result<bool> {}
        #[otp(pure)]
        pub fn set_broadcast(&self, value: bool) -> io::Result<()> {}
        #[otp(pure)]
        pub fn multicast_loop_v4(&self) -> io::Result<bool> {}
        #[otp(pure)]
        pub fn set_multicast_loop_v4(&self, value: bool) -> io::Result<()> {}
        #[otp(pure)]
        pub fn multicast_ttl_v4(&self) -> io::Result<u32> {}
        #[otp(pure)]
        pub fn set_multicast_ttl_v4(&self, value: u32) -> io::Result<()> {}
        #[otp(pure)]
        pub fn multicast_loop_v6(&self) -> io::Result<bool> {}
        #[otp(pure)]
        pub fn set_multicast_loop_v6(&self, value: bool) -> io::Result<()> {}
        #[otp(pure)]
        pub fn ttl(&self) -> io::Result<u32> {}
        #[otp(pure)]
        pub fn set_ttl(&self, value: u32) -> io::Result<()> {}
        #[otp(pure)]
        pub fn tos_v4(&self) -> io::Result<u32> {}
        #[otp(pure)]
        pub fn set_tos_v4(&self, value: u32) -> io::Result<()> {}
        #[otp(outside)]
        pub fn join_multicast_v4(
            &self,
            multiaddr: Ipv4Addr,
            interface: Ipv4Addr,
        ) -> io::Result<()> {
        }
        #[otp(outside)]
        pub fn leave_multicast_v4(
            &self,
            multiaddr: Ipv4Addr,
            interface: Ipv4Addr,
        ) -> io::Result<()> {
        }
        #[otp(outside)]
        pub fn join_multicast_v6(&self, multiaddr: &Ipv6Addr, interface: u32) -> io::Result<()> {}
        #[otp(outside)]
        pub fn leave_multicast_v6(&self, multiaddr: &Ipv6Addr, interface: u32) -> io::Result<()> {}
    }

    #[otp(io)]
    pub struct UnixListener;

    impl UnixListener {
        #[otp(outside)]
        pub fn bind<P: AsRef<Path>>(path: P) -> io::Result<UnixListener> {}
        #[otp(pure)]
        pub fn from_std(listener: std::os::unix::net::UnixListener) -> io::Result<UnixListener> {}
        #[otp(pure)]
        pub fn into_std(self) -> io::Result<std::os::unix::net::UnixListener> {}
        #[otp(pure)]
        pub fn local_addr(&self) -> io::Result<unix::SocketAddr> {}
        #[otp(take)]
        pub fn take_error(&self) -> io::Result<Option<io::Error>> {}
        #[otp(accepts, io_read, cancel = "safe")]
        pub async fn accept(&self) -> io::Result<(UnixStream, unix::SocketAddr)> {}
        #[otp(io_read)]
        pub fn poll_accept(
            &self,
            cx: &mut Context,
        ) -> Poll<io::Result<(UnixStream, unix::SocketAddr)>> {
        }
    }

    #[otp(io)]
    pub struct UnixStream;

    impl AsyncRead for UnixStream {}
    impl AsyncReadExt for UnixStream {}
    impl AsyncWrite for UnixStream {}
    impl AsyncWriteExt for UnixStream {}

    impl UnixStream {
        #[otp(outside, cancel = "restarts", loses = "nothing")]
        pub async fn connect<P: AsRef<Path>>(path: P) -> io::Result<UnixStream> {}
        #[otp(pure)]
        pub fn pair() -> io::Result<(UnixStream, UnixStream)> {}
        #[otp(pure)]
        pub fn from_std(stream: std::os::unix::net::UnixStream) -> io::Result<UnixStream> {}
        #[otp(pure)]
        pub fn into_std(self) -> io::Result<std::os::unix::net::UnixStream> {}
        #[otp(pure)]
        pub fn local_addr(&self) -> io::Result<unix::SocketAddr> {}
        #[otp(pure)]
        pub fn peer_addr(&self) -> io::Result<unix::SocketAddr> {}
        #[otp(take)]
        pub fn take_error(&self) -> io::Result<Option<io::Error>> {}
        #[otp(wait, cancel = "safe")]
        pub async fn ready(&self, interest: Interest) -> io::Result<Ready> {}
        #[otp(wait, cancel = "safe")]
        pub async fn readable(&self) -> io::Result<()> {}
        #[otp(wait, cancel = "safe")]
        pub async fn writable(&self) -> io::Result<()> {}
        #[otp(io_read)]
        pub fn try_read(&self, buf: &mut [u8]) -> io::Result<usize> {}
        #[otp(io_read)]
        pub fn try_read_buf<B>(&self, buf: &mut B) -> io::Result<usize> {}
        #[otp(io_read)]
        pub fn try_read_vectored(&self, bufs: &mut [io::IoSliceMut]) -> io::Result<usize> {}
        #[otp(io_write, value = 0)]
        pub fn try_write(&self, buf: &[u8]) -> io::Result<usize> {}
        #[otp(io_write, value = 0)]
        pub fn try_write_vectored(&self, bufs: &[io::IoSlice]) -> io::Result<usize> {}
        #[otp(closure = "called")]
        pub fn try_io<R>(
            &self,
            interest: Interest,
            f: impl FnOnce() -> io::Result<R>,
        ) -> io::Result<R> {
        }
        #[otp(closure = "stored")]
        pub async fn async_io<R>(
            &self,
            interest: Interest,
            f: impl FnMut() -> io::Result<R>,
        ) -> io::Result<R> {
        }
        #[otp(pure)]
        pub fn peer_cred(&self) -> io::Result<unix::UCred> {}
        #[otp(borrow)]
        pub fn split(&mut self) -> (unix::ReadHalf, unix::WriteHalf) {}
        #[otp(pure)]
        pub fn into_split(self) -> (unix::OwnedReadHalf, unix::OwnedWriteHalf) {}
    }

    pub struct UnixSocket;

    impl UnixSocket {
        #[otp(pure)]
        pub fn new_datagram() -> io::Result<UnixSocket> {}
        #[otp(pure)]
        pub fn new_stream() -> io::Result<UnixSocket> {}
        #[otp(outside)]
        pub fn bind(&self, path: impl AsRef<Path>) -> io::Result<()> {}
        #[otp(outside)]
        pub fn listen(self, backlog: u32) -> io::Result<UnixListener> {}
        #[otp(outside, cancel = "restarts", loses = "nothing")]
        pub async fn connect(self, path: impl AsRef<Path>) -> io::Result<UnixStream> {}
        #[otp(pure)]
        pub fn datagram(self) -> io::Result<UnixDatagram> {}
    }

    #[otp(io)]
    pub struct UnixDatagram;

    impl UnixDatagram {
        #[otp(outside)]
        pub fn bind<P: AsRef<Path>>(path: P) -> io::Result<UnixDatagram> {}
        #[otp(pure)]
        pub fn pair() -> io::Result<(UnixDatagram, UnixDatagram)> {}
        #[otp(pure)]
        pub fn unbound() -> io::Result<UnixDatagram> {}
        #[otp(pure)]
        pub fn from_std(datagram: std::os::unix::net::UnixDatagram) -> io::Result<UnixDatagram> {}
        #[otp(pure)]
        pub fn into_std(self) -> io::Result<std::os::unix::net::UnixDatagram> {}
        #[otp(outside)]
        pub fn connect<P: AsRef<Path>>(&self, path: P) -> io::Result<()> {}
        #[otp(pure)]
        pub fn local_addr(&self) -> io::Result<unix::SocketAddr> {}
        #[otp(pure)]
        pub fn peer_addr(&self) -> io::Result<unix::SocketAddr> {}
        #[otp(take)]
        pub fn take_error(&self) -> io::Result<Option<io::Error>> {}
        #[otp(wait, cancel = "safe")]
        pub async fn ready(&self, interest: Interest) -> io::Result<Ready> {}
        #[otp(wait, cancel = "safe")]
        pub async fn readable(&self) -> io::Result<()> {}
        #[otp(wait, cancel = "safe")]
        pub async fn writable(&self) -> io::Result<()> {}
        #[otp(closure = "called")]
        pub fn try_io<R>(
            &self,
            interest: Interest,
            f: impl FnOnce() -> io::Result<R>,
        ) -> io::Result<R> {
        }
        #[otp(closure = "stored")]
        pub async fn async_io<R>(
            &self,
            interest: Interest,
            f: impl FnMut() -> io::Result<R>,
        ) -> io::Result<R> {
        }
        #[otp(io_write, value = 0, cancel = "safe")]
        pub async fn send(&self, buf: &[u8]) -> io::Result<usize> {}
        #[otp(io_write, value = 0)]
        pub fn poll_send(&self, cx: &mut Context, buf: &[u8]) -> Poll<io::Result<usize>> {}
        #[otp(io_write, value = 0)]
        pub fn try_send(&self, buf: &[u8]) -> io::Result<usize> {}
        #[otp(io_write, value = 0, cancel = "safe")]
        pub async fn send_to<P: AsRef<Path>>(&self, buf: &[u8], target: P) -> io::Result<usize> {}
        #[otp(io_write, value = 0)]
        pub fn try_send_to<P: AsRef<Path>>(&self, buf: &[u8], target: P) -> io::Result<usize> {}
        #[otp(io_read, cancel = "safe")]
        pub async fn recv(&self, buf: &mut [u8]) -> io::Result<usize> {}
        #[otp(io_read)]
        pub fn poll_recv(&self, cx: &mut Context, buf: &mut ReadBuf) -> Poll<io::Result<()>> {}
        #[otp(io_read)]
        pub fn try_recv(&self, buf: &mut [u8]) -> io::Result<usize> {}
        #[otp(io_read, cancel = "safe")]
        pub async fn recv_buf<B>(&self, buf: &mut B) -> io::Result<usize> {}
        #[otp(io_read)]
        pub fn try_recv_buf<B>(&self, buf: &mut B) -> io::Result<usize> {}
        #[otp(io_read, cancel = "safe")]
        pub async fn recv_from(&self, buf: &mut [u8]) -> io::Result<(usize, unix::SocketAddr)> {}
        #[otp(io_read)]
        pub fn poll_recv_from(
            &self,
            cx: &mut Context,
            buf: &mut ReadBuf,
        ) -> Poll<io::Result<unix::SocketAddr>> {
        }
        #[otp(io_read)]
        pub fn try_recv_from(&self, buf: &mut [u8]) -> io::Result<(usize, unix::SocketAddr)> {}
        #[otp(io_read, cancel = "safe")]
        pub async fn recv_buf_from<B>(&self, buf: &mut B) -> io::Result<(usize, unix::SocketAddr)> {
        }
        #[otp(io_read)]
        pub fn try_recv_buf_from<B>(&self, buf: &mut B) -> io::Result<(usize, unix::SocketAddr)> {}
        #[otp(flush)]
        pub fn shutdown(&self, how: std::net::Shutdown) -> io::Result<()> {}
    }

    pub mod unix {
        use std::io;

        use super::UnixStream;
        use crate::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, Interest, Ready};

        pub struct SocketAddr;

        pub struct UCred;

        impl UCred {
            #[otp(pure)]
            pub fn uid(&self) -> u32 {}
            #[otp(pure)]
            pub fn gid(&self) -> u32 {}
            #[otp(pure)]
            pub fn pid(&self) -> Option<i32> {}
        }

        #[otp(io)]
        pub struct ReadHalf;

        impl AsyncRead for ReadHalf {}
        impl AsyncReadExt for ReadHalf {}

        impl ReadHalf {
            #[otp(wait, cancel = "safe")]
            pub async fn ready(&self, interest: Interest) -> io::Result<Ready> {}
            #[otp(wait, cancel = "safe")]
            pub async fn readable(&self) -> io::Result<()> {}
            #[otp(io_read)]
            pub fn try_read(&self, buf: &mut [u8]) -> io::Result<usize> {}
            #[otp(io_read)]
            pub fn try_read_buf<B>(&self, buf: &mut B) -> io::Result<usize> {}
            #[otp(io_read)]
            pub fn try_read_vectored(&self, bufs: &mut [io::IoSliceMut]) -> io::Result<usize> {}
            #[otp(pure)]
            pub fn local_addr(&self) -> io::Result<SocketAddr> {}
            #[otp(pure)]
            pub fn peer_addr(&self) -> io::Result<SocketAddr> {}
        }

        #[otp(io)]
        pub struct WriteHalf;

        impl AsyncWrite for WriteHalf {}
        impl AsyncWriteExt for WriteHalf {}

        impl WriteHalf {
            #[otp(wait, cancel = "safe")]
            pub async fn ready(&self, interest: Interest) -> io::Result<Ready> {}
            #[otp(wait, cancel = "safe")]
            pub async fn writable(&self) -> io::Result<()> {}
            #[otp(io_write, value = 0)]
            pub fn try_write(&self, buf: &[u8]) -> io::Result<usize> {}
            #[otp(io_write, value = 0)]
            pub fn try_write_vectored(&self, bufs: &[io::IoSlice]) -> io::Result<usize> {}
            #[otp(pure)]
            pub fn local_addr(&self) -> io::Result<SocketAddr> {}
            #[otp(pure)]
            pub fn peer_addr(&self) -> io::Result<SocketAddr> {}
        }

        #[otp(io)]
        pub struct OwnedReadHalf;

        impl AsyncRead for OwnedReadHalf {}
        impl AsyncReadExt for OwnedReadHalf {}

        impl OwnedReadHalf {
            #[otp(pure)]
            pub fn reunite(self, other: OwnedWriteHalf) -> Result<UnixStream, ReuniteError> {}
            #[otp(wait, cancel = "safe")]
            pub async fn ready(&self, interest: Interest) -> io::Result<Ready> {}
            #[otp(wait, cancel = "safe")]
            pub async fn readable(&self) -> io::Result<()> {}
            #[otp(io_read)]
            pub fn try_read(&self, buf: &mut [u8]) -> io::Result<usize> {}
            #[otp(io_read)]
            pub fn try_read_buf<B>(&self, buf: &mut B) -> io::Result<usize> {}
            #[otp(io_read)]
            pub fn try_read_vectored(&self, bufs: &mut [io::IoSliceMut]) -> io::Result<usize> {}
            #[otp(pure)]
            pub fn local_addr(&self) -> io::Result<SocketAddr> {}
            #[otp(pure)]
            pub fn peer_addr(&self) -> io::Result<SocketAddr> {}
        }

        impl AsRef<UnixStream> for OwnedReadHalf {
            #[otp(borrow)]
            fn as_ref(&self) -> &UnixStream {}
        }

        #[otp(io)]
        pub struct OwnedWriteHalf;

        impl AsyncWrite for OwnedWriteHalf {}
        impl AsyncWriteExt for OwnedWriteHalf {}

        impl OwnedWriteHalf {
            #[otp(pure)]
            pub fn reunite(self, other: OwnedReadHalf) -> Result<UnixStream, ReuniteError> {}
            #[otp(forget)]
            pub fn forget(self) {}
            #[otp(wait, cancel = "safe")]
            pub async fn ready(&self, interest: Interest) -> io::Result<Ready> {}
            #[otp(wait, cancel = "safe")]
            pub async fn writable(&self) -> io::Result<()> {}
            #[otp(io_write, value = 0)]
            pub fn try_write(&self, buf: &[u8]) -> io::Result<usize> {}
            #[otp(io_write, value = 0)]
            pub fn try_write_vectored(&self, bufs: &[io::IoSlice]) -> io::Result<usize> {}
            #[otp(pure)]
            pub fn local_addr(&self) -> io::Result<SocketAddr> {}
            #[otp(pure)]
            pub fn peer_addr(&self) -> io::Result<SocketAddr> {}
        }

        impl AsRef<UnixStream> for OwnedWriteHalf {
            #[otp(borrow)]
            fn as_ref(&self) -> &UnixStream {}
        }

        pub struct ReuniteError(pub OwnedReadHalf, pub OwnedWriteHalf);

        pub mod pipe {
            use std::io;
            use std::path::Path;

            use crate::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, Interest, Ready};

            #[otp(pure)]
            pub fn pipe() -> io::Result<(Sender, Receiver)> {}

            #[otp(io)]
            pub struct Sender;

            impl AsyncWrite for Sender {}
            impl AsyncWriteExt for Sender {}

            impl Sender {
                #[otp(wait, cancel = "safe")]
                pub async fn ready(&self, interest: Interest) -> io::Result<Ready> {}
                #[otp(wait, cancel = "safe")]
                pub async fn writable(&self) -> io::Result<()> {}
                #[otp(io_write, value = 0)]
                pub fn try_write(&self, buf: &[u8]) -> io::Result<usize> {}
                #[otp(io_write, value = 0)]
                pub fn try_write_vectored(&self, bufs: &[io::IoSlice]) -> io::Result<usize> {}
            }

            #[otp(io)]
            pub struct Receiver;

            impl AsyncRead for Receiver {}
            impl AsyncReadExt for Receiver {}

            impl Receiver {
                #[otp(wait, cancel = "safe")]
                pub async fn ready(&self, interest: Interest) -> io::Result<Ready> {}
                #[otp(wait, cancel = "safe")]
                pub async fn readable(&self) -> io::Result<()> {}
                #[otp(io_read)]
                pub fn try_read(&self, buf: &mut [u8]) -> io::Result<usize> {}
                #[otp(io_read)]
                pub fn try_read_buf<B>(&self, buf: &mut B) -> io::Result<usize> {}
                #[otp(io_read)]
                pub fn try_read_vectored(&self, bufs: &mut [io::IoSliceMut]) -> io::Result<usize> {}
            }

            pub struct OpenOptions;

            impl OpenOptions {
                #[otp(pure)]
                pub fn new() -> OpenOptions {}
                #[otp(pure)]
                pub fn read_write(&mut self, value: bool) -> &mut Self {}
                #[otp(pure)]
                pub fn unchecked(&mut self, value: bool) -> &mut Self {}
                #[otp(table = 0)]
                pub fn open_receiver<P: AsRef<Path>>(&self, path: P) -> io::Result<Receiver> {}
                #[otp(table = 0)]
                pub fn open_sender<P: AsRef<Path>>(&self, path: P) -> io::Result<Sender> {}
            }
        }
    }
}

pub mod process {
    use std::ffi::OsStr;
    use std::io;
    use std::path::Path;
    use std::process::{ExitStatus, Output, Stdio};

    use crate::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

    pub struct Command;

    impl Command {
        #[otp(pure)]
        pub fn new<S: AsRef<OsStr>>(program: S) -> Command {}
        #[otp(borrow)]
        pub fn as_std(&self) -> &std::process::Command {}
        #[otp(borrow)]
        pub fn as_std_mut(&mut self) -> &mut std::process::Command {}
        #[otp(pure)]
        pub fn into_std(self) -> std::process::Command {}
        #[otp(pure)]
        pub fn arg<S: AsRef<OsStr>>(&mut self, arg: S) -> &mut Command {}
        #[otp(pure)]
        pub fn args<I, S>(&mut self, args: I) -> &mut Command {}
        #[otp(pure)]
        pub fn env<K, V>(&mut self, key: K, val: V) -> &mut Command {}
        #[otp(pure)]
        pub fn envs<I, K, V>(&mut self, vars: I) -> &mut Command {}
        #[otp(pure)]
        pub fn env_remove<K: AsRef<OsStr>>(&mut self, key: K) -> &mut Command {}
        #[otp(pure)]
        pub fn env_clear(&mut self) -> &mut Command {}
        #[otp(pure)]
        pub fn current_dir<P: AsRef<Path>>(&mut self, dir: P) -> &mut Command {}
        #[otp(pure)]
        pub fn stdin<T: Into<Stdio>>(&mut self, cfg: T) -> &mut Command {}
        #[otp(pure)]
        pub fn stdout<T: Into<Stdio>>(&mut self, cfg: T) -> &mut Command {}
        #[otp(pure)]
        pub fn stderr<T: Into<Stdio>>(&mut self, cfg: T) -> &mut Command {}
        #[otp(pure)]
        pub fn kill_on_drop(&mut self, kill_on_drop: bool) -> &mut Command {}
        #[otp(pure)]
        pub fn creation_flags(&mut self, flags: u32) -> &mut Command {}
        #[otp(pure)]
        pub fn uid(&mut self, id: u32) -> &mut Command {}
        #[otp(pure)]
        pub fn gid(&mut self, id: u32) -> &mut Command {}
        #[otp(pure)]
        pub fn arg0<S: AsRef<OsStr>>(&mut self, arg: S) -> &mut Command {}
        #[otp(pure)]
        pub fn process_group(&mut self, pgroup: i32) -> &mut Command {}
        #[otp(closure = "stored")]
        pub unsafe fn pre_exec<F: FnMut() -> io::Result<()>>(&mut self, f: F) -> &mut Command {}
        #[otp(pure)]
        pub fn get_kill_on_drop(&self) -> bool {}
        #[otp(outside)]
        pub fn spawn(&mut self) -> io::Result<Child> {}
        #[otp(outside, join)]
        pub async fn status(&mut self) -> io::Result<ExitStatus> {}
        #[otp(outside, join, io_read)]
        pub async fn output(&mut self) -> io::Result<Output> {}
    }

    pub struct Child {
        pub stdin: Option<ChildStdin>,
        pub stdout: Option<ChildStdout>,
        pub stderr: Option<ChildStderr>,
    }

    impl Child {
        #[otp(pure)]
        pub fn id(&self) -> Option<u32> {}
        #[otp(outside)]
        pub fn start_kill(&mut self) -> io::Result<()> {}
        #[otp(outside, join)]
        pub async fn kill(&mut self) -> io::Result<()> {}
        #[otp(join, cancel = "safe")]
        pub async fn wait(&mut self) -> io::Result<ExitStatus> {}
        #[otp(join)]
        pub fn try_wait(&mut self) -> io::Result<Option<ExitStatus>> {}
        #[otp(join, io_read, cancel = "unsafe", loses = "self")]
        pub async fn wait_with_output(self) -> io::Result<Output> {}
    }

    #[otp(io)]
    pub struct ChildStdin;

    impl AsyncWrite for ChildStdin {}
    impl AsyncWriteExt for ChildStdin {}

    impl ChildStdin {
        #[otp(pure)]
        pub fn from_std(inner: std::process::ChildStdin) -> io::Result<Self> {}
    }

    #[otp(io)]
    pub struct ChildStdout;

    impl AsyncRead for ChildStdout {}
    impl AsyncReadExt for ChildStdout {}

    impl ChildStdout {
        #[otp(pure)]
        pub fn from_std(inner: std::process::ChildStdout) -> io::Result<Self> {}
    }

    #[otp(io)]
    pub struct ChildStderr;

    impl AsyncRead for ChildStderr {}
    impl AsyncReadExt for ChildStderr {}

    impl ChildStderr {
        #[otp(pure)]
        pub fn from_std(inner: std::process::ChildStderr) -> io::Result<Self> {}
    }
}

pub mod signal {
    use std::io;

    #[otp(wait, cancel = "safe")]
    pub async fn ctrl_c() -> io::Result<()> {}

    pub mod unix {
        use std::io;
        use std::task::{Context, Poll};

        #[otp(pure)]
        pub fn signal(kind: SignalKind) -> io::Result<Signal> {}

        pub struct SignalKind(i32);

        impl SignalKind {
            #[otp(pure)]
            pub const fn from_raw(signum: i32) -> Self {}
            #[otp(pure)]
            pub const fn as_raw_value(&self) -> i32 {}
            #[otp(pure)]
            pub const fn alarm() -> Self {}
            #[otp(pure)]
            pub const fn child() -> Self {}
            #[otp(pure)]
            pub const fn hangup() -> Self {}
            #[otp(pure)]
            pub const fn io() -> Self {}
            #[otp(pure)]
            pub const fn interrupt() -> Self {}
            #[otp(pure)]
            pub const fn pipe() -> Self {}
            #[otp(pure)]
            pub const fn quit() -> Self {}
            #[otp(pure)]
            pub const fn terminate() -> Self {}
            #[otp(pure)]
            pub const fn user_defined1() -> Self {}
            #[otp(pure)]
            pub const fn user_defined2() -> Self {}
            #[otp(pure)]
            pub const fn window_change() -> Self {}
        }

        pub struct Signal;

        impl Signal {
            #[otp(wait, cancel = "safe")]
            pub async fn recv(&mut self) -> Option<()> {}
            #[otp(wait)]
            pub fn poll_recv(&mut self, cx: &mut Context) -> Poll<Option<()>> {}
        }
    }

    pub mod windows {
        use std::io;

        #[otp(pure)]
        pub fn ctrl_break() -> io::Result<CtrlBreak> {}

        pub struct CtrlBreak;

        impl CtrlBreak {
            #[otp(wait, cancel = "safe")]
            pub async fn recv(&mut self) -> Option<()> {}
        }

        #[otp(pure)]
        pub fn ctrl_c() -> io::Result<CtrlC> {}

        pub struct CtrlC;

        impl CtrlC {
            #[otp(wait, cancel = "safe")]
            pub async fn recv(&mut self) -> Option<()> {}
        }

        #[otp(pure)]
        pub fn ctrl_close() -> io::Result<CtrlClose> {}

        pub struct CtrlClose;

        impl CtrlClose {
            #[otp(wait, cancel = "safe")]
            pub async fn recv(&mut self) -> Option<()> {}
        }

        #[otp(pure)]
        pub fn ctrl_logoff() -> io::Result<CtrlLogoff> {}

        pub struct CtrlLogoff;

        impl CtrlLogoff {
            #[otp(wait, cancel = "safe")]
            pub async fn recv(&mut self) -> Option<()> {}
        }

        #[otp(pure)]
        pub fn ctrl_shutdown() -> io::Result<CtrlShutdown> {}

        pub struct CtrlShutdown;

        impl CtrlShutdown {
            #[otp(wait, cancel = "safe")]
            pub async fn recv(&mut self) -> Option<()> {}
        }
    }
}

pub mod runtime {
    use std::io;
    use std::time::Duration;

    use crate::task::JoinHandle;

    pub struct Id(u64);

    pub enum RuntimeFlavor {
        CurrentThread,
        MultiThread,
    }

    pub enum UnhandledPanic {
        Ignore,
        ShutdownRuntime,
    }

    pub struct Builder;

    impl Builder {
        #[otp(pure)]
        pub fn new_current_thread() -> Builder {}
        #[otp(pure)]
        pub fn new_multi_thread() -> Builder {}
        #[otp(pure)]
        pub fn enable_all(&mut self) -> &mut Self {}
        #[otp(pure)]
        pub fn enable_io(&mut self) -> &mut Self {}
        #[otp(pure)]
        pub fn enable_time(&mut self) -> &mut Self {}
        #[otp(pure)]
        pub fn worker_threads(&mut self, val: usize) -> &mut Self {}
        #[otp(pure)]
        pub fn max_blocking_threads(&mut self, val: usize) -> &mut Self {}
        #[otp(pure)]
        pub fn thread_name(&mut self, val: impl Into<String>) -> &mut Self {}
        #[otp(pure)]
        pub fn name(&mut self, val: impl Into<String>) -> &mut Self {}
        #[otp(pure)]
        pub fn thread_stack_size(&mut self, val: usize) -> &mut Self {}
        #[otp(pure)]
        pub fn thread_keep_alive(&mut self, duration: Duration) -> &mut Self {}
        #[otp(pure)]
        pub fn global_queue_interval(&mut self, val: u32) -> &mut Self {}
        #[otp(pure)]
        pub fn event_interval(&mut self, val: u32) -> &mut Self {}
        #[otp(pure)]
        pub fn max_io_events_per_tick(&mut self, capacity: usize) -> &mut Self {}
        #[otp(pure)]
        pub fn unhandled_panic(&mut self, behavior: UnhandledPanic) -> &mut Self {}
        #[otp(pure)]
        pub fn disable_lifo_slot(&mut self) -> &mut Self {}
        #[otp(pure)]
        pub fn start_paused(&mut self, start_paused: bool) -> &mut Self {}
        #[otp(closure = "stored")]
        pub fn thread_name_fn<F: Fn() -> String>(&mut self, f: F) -> &mut Self {}
        #[otp(closure = "stored")]
        pub fn on_thread_start<F: Fn()>(&mut self, f: F) -> &mut Self {}
        #[otp(closure = "stored")]
        pub fn on_thread_stop<F: Fn()>(&mut self, f: F) -> &mut Self {}
        #[otp(closure = "stored")]
        pub fn on_thread_park<F: Fn()>(&mut self, f: F) -> &mut Self {}
        #[otp(closure = "stored")]
        pub fn on_thread_unpark<F: Fn()>(&mut self, f: F) -> &mut Self {}
        #[otp(pure)]
        pub fn build(&mut self) -> io::Result<Runtime> {}
        #[otp(pure)]
        pub fn build_local(&mut self, options: LocalOptions) -> io::Result<LocalRuntime> {}
    }

    pub struct LocalOptions;

    pub struct EnterGuard;

    pub struct RuntimeMetrics;

    impl RuntimeMetrics {
        #[otp(read)]
        pub fn num_workers(&self) -> usize {}
        #[otp(read)]
        pub fn num_alive_tasks(&self) -> usize {}
        #[otp(read)]
        pub fn global_queue_depth(&self) -> usize {}
    }

    pub struct Runtime;

    impl Runtime {
        #[otp(pure)]
        pub fn new() -> io::Result<Runtime> {}
        #[otp(borrow)]
        pub fn handle(&self) -> &Handle {}
        #[otp(spawn, spawned = 0)]
        pub fn spawn<F: Future>(&self, future: F) -> JoinHandle<F::Output> {}
        #[otp(spawn_blocking, spawned = 0, closure = "blocking")]
        pub fn spawn_blocking<F: FnOnce() -> R, R>(&self, func: F) -> JoinHandle<R> {}
        #[otp(block_on, future = 0)]
        pub fn block_on<F: Future>(&self, future: F) -> F::Output {}
        #[otp(pure)]
        pub fn enter(&self) -> EnterGuard {}
        #[otp(close, blocks, duration = 0)]
        pub fn shutdown_timeout(self, duration: Duration) {}
        #[otp(abort)]
        pub fn shutdown_background(self) {}
        #[otp(pure)]
        pub fn metrics(&self) -> RuntimeMetrics {}
    }

    pub struct LocalRuntime;

    impl LocalRuntime {
        #[otp(pure)]
        pub fn new() -> io::Result<LocalRuntime> {}
        #[otp(borrow)]
        pub fn handle(&self) -> &Handle {}
        #[otp(spawn_local, spawned = 0)]
        pub fn spawn_local<F: Future>(&self, future: F) -> JoinHandle<F::Output> {}
        #[otp(spawn_blocking, spawned = 0, closure = "blocking")]
        pub fn spawn_blocking<F: FnOnce() -> R, R>(&self, func: F) -> JoinHandle<R> {}
        #[otp(block_on, future = 0)]
        pub fn block_on<F: Future>(&self, future: F) -> F::Output {}
        #[otp(pure)]
        pub fn enter(&self) -> EnterGuard {}
        #[otp(close, blocks, duration = 0)]
        pub fn shutdown_timeout(self, duration: Duration) {}
        #[otp(abort)]
        pub fn shutdown_background(self) {}
        #[otp(pure)]
        pub fn metrics(&self) -> RuntimeMetrics {}
    }

    pub struct TryCurrentError;

    impl TryCurrentError {
        #[otp(pure)]
        pub fn is_missing_context(&self) -> bool {}
        #[otp(pure)]
        pub fn is_thread_local_destroyed(&self) -> bool {}
    }

    pub struct Handle;

    impl Clone for Handle {
        #[otp(clone_handle)]
        fn clone(&self) -> Self {}
    }

    impl Handle {
        #[otp(panics_on_error)]
        pub fn current() -> Self {}
        #[otp(finds_runtime)]
        pub fn try_current() -> Result<Self, TryCurrentError> {}
        #[otp(pure)]
        pub fn enter(&self) -> EnterGuard {}
        #[otp(spawn, spawned = 0)]
        pub fn spawn<F: Future>(&self, future: F) -> JoinHandle<F::Output> {}
        #[otp(spawn_blocking, spawned = 0, closure = "blocking")]
        pub fn spawn_blocking<F: FnOnce() -> R, R>(&self, func: F) -> JoinHandle<R> {}
        #[otp(block_on, future = 0)]
        pub fn block_on<F: Future>(&self, future: F) -> F::Output {}
        #[otp(pure)]
        pub fn runtime_flavor(&self) -> RuntimeFlavor {}
        #[otp(pure)]
        pub fn id(&self) -> Id {}
        #[otp(pure)]
        pub fn name(&self) -> Option<&str> {}
        #[otp(pure)]
        pub fn metrics(&self) -> RuntimeMetrics {}
    }
}
