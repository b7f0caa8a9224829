#![otp(krate = "crossbeam", version = "0.8.5")]

pub use crossbeam_channel as channel;
pub use crossbeam_channel::select;
pub use thread::scope;

pub mod thread {
    use std::any::Any;
    use std::io;

    #[otp(join, blocks, closure = "called", outcome = "must")]
    pub fn scope<F: FnOnce(&Scope) -> R, R>(f: F) -> Result<R, Box<dyn Any>> {}

    #[otp(task_set)]
    pub struct Scope;
    impl Scope {
        #[otp(spawn_thread, spawned = 0, panics_on_error, closure = "blocking")]
        pub fn spawn<F: FnOnce(&Scope) -> T, T>(&self, f: F) -> ScopedJoinHandle<T> {}
        #[otp(pure)]
        pub fn builder(&self) -> ScopedThreadBuilder {}
    }

    pub struct ScopedThreadBuilder;
    impl ScopedThreadBuilder {
        #[otp(pure)]
        pub fn name(self, name: String) -> ScopedThreadBuilder {}
        #[otp(pure)]
        pub fn stack_size(self, size: usize) -> ScopedThreadBuilder {}
        #[otp(spawn_thread, spawned = 0, closure = "blocking")]
        pub fn spawn<F: FnOnce(&Scope) -> T, T>(self, f: F) -> io::Result<ScopedJoinHandle<T>> {}
    }

    // the scope waits for its threads and passes their panics on: a dropped handle loses nothing
    pub struct ScopedJoinHandle<T>;
    impl<T> ScopedJoinHandle<T> {
        #[otp(join, blocks, outcome = "must")]
        pub fn join(self) -> Result<T, Box<dyn Any>> {}
        #[otp(borrow)]
        pub fn thread(&self) -> &std::thread::Thread {}
    }
}

pub mod queue {
    #[otp(collection = "queue")]
    pub struct ArrayQueue<T>;
    impl<T> ArrayQueue<T> {
        #[otp(pure)]
        pub fn new(cap: usize) -> ArrayQueue<T> {}
        #[otp(insert, value = 0, outcome = "must")]
        pub fn push(&self, value: T) -> Result<(), T> {}
        #[otp(insert, value = 0)]
        pub fn force_push(&self, value: T) -> Option<T> {}
        #[otp(remove)]
        pub fn pop(&self) -> Option<T> {}
        #[otp(read)]
        pub fn capacity(&self) -> usize {}
        #[otp(read)]
        pub fn is_empty(&self) -> bool {}
        #[otp(read)]
        pub fn is_full(&self) -> bool {}
        #[otp(read)]
        pub fn len(&self) -> usize {}
    }
    impl<T> IntoIterator for ArrayQueue<T> {
        type Item = T;
    }

    #[otp(collection = "queue")]
    pub struct SegQueue<T>;
    impl<T> SegQueue<T> {
        #[otp(pure)]
        pub fn new() -> SegQueue<T> {}
        #[otp(insert, value = 0)]
        pub fn push(&self, value: T) {}
        #[otp(remove)]
        pub fn pop(&self) -> Option<T> {}
        #[otp(read)]
        pub fn is_empty(&self) -> bool {}
        #[otp(read)]
        pub fn len(&self) -> usize {}
    }
    impl<T> IntoIterator for SegQueue<T> {
        type Item = T;
    }
}

pub mod deque {
    #[otp(collection = "queue")]
    pub struct Worker<T>;
    impl<T> Worker<T> {
        #[otp(pure)]
        pub fn new_fifo() -> Worker<T> {}
        #[otp(pure)]
        pub fn new_lifo() -> Worker<T> {}
        #[otp(clone_handle)]
        pub fn stealer(&self) -> Stealer<T> {}
        #[otp(insert, value = 0)]
        pub fn push(&self, task: T) {}
        #[otp(remove)]
        pub fn pop(&self) -> Option<T> {}
        #[otp(read)]
        pub fn is_empty(&self) -> bool {}
        #[otp(read)]
        pub fn len(&self) -> usize {}
    }

    #[otp(collection = "queue")]
    pub struct Stealer<T>;
    impl<T> Stealer<T> {
        #[otp(remove)]
        pub fn steal(&self) -> Steal<T> {}
        #[otp(remove)]
        pub fn steal_batch(&self, dest: &Worker<T>) -> Steal<()> {}
        #[otp(remove)]
        pub fn steal_batch_and_pop(&self, dest: &Worker<T>) -> Steal<T> {}
        #[otp(read)]
        pub fn is_empty(&self) -> bool {}
        #[otp(read)]
        pub fn len(&self) -> usize {}
    }
    impl<T> Clone for Stealer<T> {
        #[otp(clone_handle)]
        fn clone(&self) -> Stealer<T> {}
    }

    #[otp(collection = "queue")]
    pub struct Injector<T>;
    impl<T> Injector<T> {
        #[otp(pure)]
        pub fn new() -> Injector<T> {}
        #[otp(insert, value = 0)]
        pub fn push(&self, task: T) {}
        #[otp(remove)]
        pub fn steal(&self) -> Steal<T> {}
        #[otp(remove)]
        pub fn steal_batch(&self, dest: &Worker<T>) -> Steal<()> {}
        #[otp(remove)]
        pub fn steal_batch_and_pop(&self, dest: &Worker<T>) -> Steal<T> {}
        #[otp(read)]
        pub fn is_empty(&self) -> bool {}
        #[otp(read)]
        pub fn len(&self) -> usize {}
    }

    pub enum Steal<T> {
        Empty,
        Success(T),
        Retry,
    }
    impl<T> Steal<T> {
        #[otp(pure)]
        pub fn is_empty(&self) -> bool {}
        #[otp(pure)]
        pub fn is_success(&self) -> bool {}
        #[otp(pure)]
        pub fn is_retry(&self) -> bool {}
        #[otp(pure)]
        pub fn success(self) -> Option<T> {}
        #[otp(closure = "called")]
        pub fn or_else<F: FnOnce() -> Steal<T>>(self, f: F) -> Steal<T> {}
    }
}

pub mod sync {
    use std::ops::{Deref, DerefMut};
    use std::sync::{LockResult, TryLockResult};
    use std::time::{Duration, Instant};

    #[otp(lock)]
    pub struct ShardedLock<T>;
    impl<T> ShardedLock<T> {
        #[otp(pure)]
        pub fn new(value: T) -> ShardedLock<T> {}
        #[otp(pure)]
        pub fn into_inner(self) -> LockResult<T> {}
        #[otp(borrow)]
        pub fn get_mut(&mut self) -> LockResult<&mut T> {}
        #[otp(lock, guard, acquires = "shared")]
        pub fn read(&self) -> LockResult<ShardedLockReadGuard<T>> {}
        #[otp(try_lock, guard, acquires = "shared")]
        pub fn try_read(&self) -> TryLockResult<ShardedLockReadGuard<T>> {}
        #[otp(lock, guard, acquires = "lock")]
        pub fn write(&self) -> LockResult<ShardedLockWriteGuard<T>> {}
        #[otp(try_lock, guard, acquires = "lock")]
        pub fn try_write(&self) -> TryLockResult<ShardedLockWriteGuard<T>> {}
    }
    #[otp(guard)]
    pub struct ShardedLockReadGuard<T>;
    impl<T> Deref for ShardedLockReadGuard<T> {
        type Target = T;
    }
    #[otp(guard)]
    pub struct ShardedLockWriteGuard<T>;
    impl<T> Deref for ShardedLockWriteGuard<T> {
        type Target = T;
    }
    impl<T> DerefMut for ShardedLockWriteGuard<T> {}

    #[otp(notify)]
    pub struct WaitGroup;
    impl WaitGroup {
        #[otp(pure)]
        pub fn new() -> WaitGroup {}
        #[otp(wait, blocks)]
        pub fn wait(self) {}
    }
    impl Clone for WaitGroup {
        #[otp(clone_handle)]
        fn clone(&self) -> WaitGroup {}
    }

    #[otp(notify)]
    pub struct Parker;
    impl Parker {
        #[otp(pure)]
        pub fn new() -> Parker {}
        #[otp(wait, blocks)]
        pub fn park(&self) {}
        #[otp(wait, blocks, duration = 0)]
        pub fn park_timeout(&self, timeout: Duration) {}
        #[otp(wait, blocks, duration = 0)]
        pub fn park_deadline(&self, deadline: Instant) {}
        #[otp(borrow)]
        pub fn unparker(&self) -> &Unparker {}
    }
    #[otp(notify)]
    pub struct Unparker;
    impl Unparker {
        #[otp(notify)]
        pub fn unpark(&self) {}
    }
    impl Clone for Unparker {
        #[otp(clone_handle)]
        fn clone(&self) -> Unparker {}
    }
}

pub mod atomic {
    #[otp(atomic)]
    pub struct AtomicCell<T>;
    impl<T> AtomicCell<T> {
        #[otp(pure)]
        pub fn new(val: T) -> AtomicCell<T> {}
        #[otp(pure)]
        pub fn into_inner(self) -> T {}
        #[otp(read)]
        pub fn load(&self) -> T {}
        #[otp(put, value = 0)]
        pub fn store(&self, val: T) {}
        #[otp(put, value = 0)]
        pub fn swap(&self, val: T) -> T {}
        #[otp(take)]
        pub fn take(&self) -> T {}
        #[otp(put, value = 1)]
        pub fn compare_exchange(&self, current: T, new: T) -> Result<T, T> {}
        #[otp(write, closure = "called")]
        pub fn fetch_update<F: FnMut(T) -> Option<T>>(&self, f: F) -> Result<T, T> {}
    }
}

pub mod utils {
    use std::ops::Deref;

    pub struct Backoff;
    impl Backoff {
        #[otp(pure)]
        pub fn new() -> Backoff {}
        #[otp(pure)]
        pub fn reset(&self) {}
        #[otp(pure)]
        pub fn spin(&self) {}
        #[otp(pure)]
        pub fn snooze(&self) {}
        #[otp(pure)]
        pub fn is_completed(&self) -> bool {}
    }

    #[otp(pointer)]
    pub struct CachePadded<T>;
    impl<T> CachePadded<T> {
        #[otp(pure)]
        pub fn new(t: T) -> CachePadded<T> {}
        #[otp(pure)]
        pub fn into_inner(self) -> T {}
    }
    impl<T> Deref for CachePadded<T> {
        type Target = T;
    }
}
