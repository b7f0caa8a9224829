#![otp(krate = "parking_lot", version = "0.13.0")]

use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::time::{Duration, Instant};

#[otp(lock)]
pub struct Mutex<T>;
impl<T> Mutex<T> {
    #[otp(pure)]
    pub fn new(val: T) -> Mutex<T> {}
    #[otp(pure)]
    pub fn into_inner(self) -> T {}
    #[otp(borrow)]
    pub fn get_mut(&mut self) -> &mut T {}
    #[otp(lock, guard, acquires = "lock")]
    pub fn lock(&self) -> MutexGuard<T> {}
    #[otp(try_lock, guard, acquires = "lock")]
    pub fn try_lock(&self) -> Option<MutexGuard<T>> {}
    #[otp(lock, guard, acquires = "lock", duration = 0)]
    pub fn try_lock_for(&self, timeout: Duration) -> Option<MutexGuard<T>> {}
    #[otp(lock, guard, acquires = "lock", duration = 0)]
    pub fn try_lock_until(&self, timeout: Instant) -> Option<MutexGuard<T>> {}
    #[otp(lock, guard, acquires = "lock")]
    pub fn lock_arc(self: &Arc<Self>) -> ArcMutexGuard<T> {}
    #[otp(try_lock, guard, acquires = "lock")]
    pub fn try_lock_arc(self: &Arc<Self>) -> Option<ArcMutexGuard<T>> {}
    #[otp(read)]
    pub fn is_locked(&self) -> bool {}
}
impl<T> Default for Mutex<T> {
    fn default() -> Mutex<T> {}
}

#[otp(guard)]
pub struct MutexGuard<T>;
impl<T> MutexGuard<T> {
    #[otp(borrow)]
    pub fn mutex(s: &Self) -> &Mutex<T> {}
    #[otp(guard, closure = "called")]
    pub fn map<U, F: FnOnce(&mut T) -> &mut U>(s: Self, f: F) -> MappedMutexGuard<U> {}
    #[otp(guard, closure = "called")]
    pub fn try_map<U, F: FnOnce(&mut T) -> Option<&mut U>>(s: Self, f: F) -> Result<MappedMutexGuard<U>, Self> {}
    #[otp(closure = "called")]
    pub fn unlocked<F: FnOnce() -> U, U>(s: &mut Self, f: F) -> U {}
    #[otp(drop)]
    pub fn unlock_fair(s: Self) {}
    pub fn bump(s: &mut Self) {}
    #[otp(forget)]
    pub fn leak(s: Self) -> &mut T {}
}
impl<T> Deref for MutexGuard<T> {
    type Target = T;
}
impl<T> DerefMut for MutexGuard<T> {}

#[otp(guard)]
pub struct MappedMutexGuard<T>;
impl<T> MappedMutexGuard<T> {
    #[otp(guard, closure = "called")]
    pub fn map<U, F: FnOnce(&mut T) -> &mut U>(s: Self, f: F) -> MappedMutexGuard<U> {}
    #[otp(guard, closure = "called")]
    pub fn try_map<U, F: FnOnce(&mut T) -> Option<&mut U>>(s: Self, f: F) -> Result<MappedMutexGuard<U>, Self> {}
    #[otp(drop)]
    pub fn unlock_fair(s: Self) {}
}
impl<T> Deref for MappedMutexGuard<T> {
    type Target = T;
}
impl<T> DerefMut for MappedMutexGuard<T> {}

#[otp(guard)]
pub struct ArcMutexGuard<T>;
impl<T> ArcMutexGuard<T> {
    #[otp(drop)]
    pub fn unlock_fair(s: Self) {}
}
impl<T> Deref for ArcMutexGuard<T> {
    type Target = T;
}
impl<T> DerefMut for ArcMutexGuard<T> {}

pub type FairMutex<T> = Mutex<T>;
pub type FairMutexGuard<T> = MutexGuard<T>;
pub type MappedFairMutexGuard<T> = MappedMutexGuard<T>;

#[otp(lock)]
pub struct ReentrantMutex<T>;
impl<T> ReentrantMutex<T> {
    #[otp(pure)]
    pub fn new(val: T) -> ReentrantMutex<T> {}
    #[otp(pure)]
    pub fn into_inner(self) -> T {}
    #[otp(borrow)]
    pub fn get_mut(&mut self) -> &mut T {}
    #[otp(lock, guard, acquires = "lock")]
    pub fn lock(&self) -> ReentrantMutexGuard<T> {}
    #[otp(try_lock, guard, acquires = "lock")]
    pub fn try_lock(&self) -> Option<ReentrantMutexGuard<T>> {}
    #[otp(lock, guard, acquires = "lock", duration = 0)]
    pub fn try_lock_for(&self, timeout: Duration) -> Option<ReentrantMutexGuard<T>> {}
    #[otp(lock, guard, acquires = "lock", duration = 0)]
    pub fn try_lock_until(&self, timeout: Instant) -> Option<ReentrantMutexGuard<T>> {}
    #[otp(read)]
    pub fn is_locked(&self) -> bool {}
    #[otp(read)]
    pub fn is_owned_by_current_thread(&self) -> bool {}
}
#[otp(guard)]
pub struct ReentrantMutexGuard<T>;
impl<T> Deref for ReentrantMutexGuard<T> {
    type Target = T;
}

#[otp(lock)]
pub struct RwLock<T>;
impl<T> RwLock<T> {
    #[otp(pure)]
    pub fn new(val: T) -> RwLock<T> {}
    #[otp(pure)]
    pub fn into_inner(self) -> T {}
    #[otp(borrow)]
    pub fn get_mut(&mut self) -> &mut T {}
    #[otp(lock, guard, acquires = "shared")]
    pub fn read(&self) -> RwLockReadGuard<T> {}
    #[otp(try_lock, guard, acquires = "shared")]
    pub fn try_read(&self) -> Option<RwLockReadGuard<T>> {}
    #[otp(lock, guard, acquires = "shared", duration = 0)]
    pub fn try_read_for(&self, timeout: Duration) -> Option<RwLockReadGuard<T>> {}
    #[otp(lock, guard, acquires = "shared", duration = 0)]
    pub fn try_read_until(&self, timeout: Instant) -> Option<RwLockReadGuard<T>> {}
    #[otp(lock, guard, acquires = "lock")]
    pub fn write(&self) -> RwLockWriteGuard<T> {}
    #[otp(try_lock, guard, acquires = "lock")]
    pub fn try_write(&self) -> Option<RwLockWriteGuard<T>> {}
    #[otp(lock, guard, acquires = "lock", duration = 0)]
    pub fn try_write_for(&self, timeout: Duration) -> Option<RwLockWriteGuard<T>> {}
    #[otp(lock, guard, acquires = "lock", duration = 0)]
    pub fn try_write_until(&self, timeout: Instant) -> Option<RwLockWriteGuard<T>> {}
    #[otp(lock, guard, acquires = "lock")]
    pub fn upgradable_read(&self) -> RwLockUpgradableReadGuard<T> {}
    #[otp(try_lock, guard, acquires = "lock")]
    pub fn try_upgradable_read(&self) -> Option<RwLockUpgradableReadGuard<T>> {}
    #[otp(lock, guard, acquires = "lock", duration = 0)]
    pub fn try_upgradable_read_for(&self, timeout: Duration) -> Option<RwLockUpgradableReadGuard<T>> {}
    #[otp(lock, guard, acquires = "shared")]
    pub fn read_arc(self: &Arc<Self>) -> ArcRwLockReadGuard<T> {}
    #[otp(try_lock, guard, acquires = "shared")]
    pub fn try_read_arc(self: &Arc<Self>) -> Option<ArcRwLockReadGuard<T>> {}
    #[otp(lock, guard, acquires = "lock")]
    pub fn write_arc(self: &Arc<Self>) -> ArcRwLockWriteGuard<T> {}
    #[otp(try_lock, guard, acquires = "lock")]
    pub fn try_write_arc(self: &Arc<Self>) -> Option<ArcRwLockWriteGuard<T>> {}
    #[otp(read)]
    pub fn is_locked(&self) -> bool {}
    #[otp(read)]
    pub fn is_locked_exclusive(&self) -> bool {}
}
impl<T> Default for RwLock<T> {
    fn default() -> RwLock<T> {}
}

#[otp(guard)]
pub struct RwLockReadGuard<T>;
impl<T> RwLockReadGuard<T> {
    #[otp(borrow)]
    pub fn rwlock(s: &Self) -> &RwLock<T> {}
    #[otp(guard, closure = "called")]
    pub fn map<U, F: FnOnce(&T) -> &U>(s: Self, f: F) -> MappedRwLockReadGuard<U> {}
    #[otp(guard, closure = "called")]
    pub fn try_map<U, F: FnOnce(&T) -> Option<&U>>(s: Self, f: F) -> Result<MappedRwLockReadGuard<U>, Self> {}
    #[otp(closure = "called")]
    pub fn unlocked<F: FnOnce() -> U, U>(s: &mut Self, f: F) -> U {}
    #[otp(drop)]
    pub fn unlock_fair(s: Self) {}
    pub fn bump(s: &mut Self) {}
}
impl<T> Deref for RwLockReadGuard<T> {
    type Target = T;
}

#[otp(guard)]
pub struct RwLockWriteGuard<T>;
impl<T> RwLockWriteGuard<T> {
    #[otp(borrow)]
    pub fn rwlock(s: &Self) -> &RwLock<T> {}
    #[otp(guard, closure = "called")]
    pub fn map<U, F: FnOnce(&mut T) -> &mut U>(s: Self, f: F) -> MappedRwLockWriteGuard<U> {}
    #[otp(guard, closure = "called")]
    pub fn try_map<U, F: FnOnce(&mut T) -> Option<&mut U>>(s: Self, f: F) -> Result<MappedRwLockWriteGuard<U>, Self> {}
    #[otp(closure = "called")]
    pub fn unlocked<F: FnOnce() -> U, U>(s: &mut Self, f: F) -> U {}
    #[otp(guard)]
    pub fn downgrade(s: Self) -> RwLockReadGuard<T> {}
    #[otp(guard)]
    pub fn downgrade_to_upgradable(s: Self) -> RwLockUpgradableReadGuard<T> {}
    #[otp(drop)]
    pub fn unlock_fair(s: Self) {}
    pub fn bump(s: &mut Self) {}
}
impl<T> Deref for RwLockWriteGuard<T> {
    type Target = T;
}
impl<T> DerefMut for RwLockWriteGuard<T> {}

#[otp(guard)]
pub struct RwLockUpgradableReadGuard<T>;
impl<T> RwLockUpgradableReadGuard<T> {
    #[otp(lock, guard, acquires = "lock")]
    pub fn upgrade(s: Self) -> RwLockWriteGuard<T> {}
    #[otp(try_lock, guard, acquires = "lock")]
    pub fn try_upgrade(s: Self) -> Result<RwLockWriteGuard<T>, Self> {}
    #[otp(lock, guard, acquires = "lock", duration = 1)]
    pub fn try_upgrade_for(s: Self, timeout: Duration) -> Result<RwLockWriteGuard<T>, Self> {}
    #[otp(guard)]
    pub fn downgrade(s: Self) -> RwLockReadGuard<T> {}
    #[otp(lock, closure = "called")]
    pub fn with_upgraded<Ret, F: FnOnce(&mut T) -> Ret>(&mut self, f: F) -> Ret {}
    #[otp(drop)]
    pub fn unlock_fair(s: Self) {}
}
impl<T> Deref for RwLockUpgradableReadGuard<T> {
    type Target = T;
}

#[otp(guard)]
pub struct MappedRwLockReadGuard<T>;
impl<T> MappedRwLockReadGuard<T> {
    #[otp(guard, closure = "called")]
    pub fn map<U, F: FnOnce(&T) -> &U>(s: Self, f: F) -> MappedRwLockReadGuard<U> {}
    #[otp(guard, closure = "called")]
    pub fn try_map<U, F: FnOnce(&T) -> Option<&U>>(s: Self, f: F) -> Result<MappedRwLockReadGuard<U>, Self> {}
}
impl<T> Deref for MappedRwLockReadGuard<T> {
    type Target = T;
}
#[otp(guard)]
pub struct MappedRwLockWriteGuard<T>;
impl<T> MappedRwLockWriteGuard<T> {
    #[otp(guard, closure = "called")]
    pub fn map<U, F: FnOnce(&mut T) -> &mut U>(s: Self, f: F) -> MappedRwLockWriteGuard<U> {}
    #[otp(guard, closure = "called")]
    pub fn try_map<U, F: FnOnce(&mut T) -> Option<&mut U>>(s: Self, f: F) -> Result<MappedRwLockWriteGuard<U>, Self> {}
}
impl<T> Deref for MappedRwLockWriteGuard<T> {
    type Target = T;
}
impl<T> DerefMut for MappedRwLockWriteGuard<T> {}

#[otp(guard)]
pub struct ArcRwLockReadGuard<T>;
impl<T> Deref for ArcRwLockReadGuard<T> {
    type Target = T;
}
#[otp(guard)]
pub struct ArcRwLockWriteGuard<T>;
impl<T> Deref for ArcRwLockWriteGuard<T> {
    type Target = T;
}
impl<T> DerefMut for ArcRwLockWriteGuard<T> {}

#[otp(notify)]
pub struct Condvar;
impl Condvar {
    #[otp(pure)]
    pub fn new() -> Condvar {}
    #[otp(wait, blocks)]
    pub fn wait<T>(&self, mutex_guard: &mut MutexGuard<T>) {}
    #[otp(wait, blocks, duration = 1)]
    pub fn wait_for<T>(&self, mutex_guard: &mut MutexGuard<T>, timeout: Duration) -> WaitTimeoutResult {}
    #[otp(wait, blocks, duration = 1)]
    pub fn wait_until<T>(&self, mutex_guard: &mut MutexGuard<T>, timeout: Instant) -> WaitTimeoutResult {}
    #[otp(wait, blocks, closure = "called")]
    pub fn wait_while<T, F: FnMut(&mut T) -> bool>(&self, mutex_guard: &mut MutexGuard<T>, condition: F) {}
    #[otp(wait, blocks, closure = "called", duration = 2)]
    pub fn wait_while_for<T, F: FnMut(&mut T) -> bool>(
        &self,
        mutex_guard: &mut MutexGuard<T>,
        condition: F,
        timeout: Duration,
    ) -> WaitTimeoutResult {
    }
    #[otp(notify)]
    pub fn notify_one(&self) -> bool {}
    #[otp(notify)]
    pub fn notify_all(&self) -> usize {}
}
pub struct WaitTimeoutResult;
impl WaitTimeoutResult {
    #[otp(pure)]
    pub fn timed_out(self) -> bool {}
}

pub enum OnceState {
    New,
    Poisoned,
    InProgress,
    Done,
}
pub struct Once;
impl Once {
    #[otp(pure)]
    pub fn new() -> Once {}
    #[otp(read)]
    pub fn state(&self) -> OnceState {}
    #[otp(blocks, closure = "called")]
    pub fn call_once<F: FnOnce()>(&self, f: F) {}
    #[otp(blocks, closure = "called")]
    pub fn call_once_force<F: FnOnce(OnceState)>(&self, f: F) {}
}

// What is generic over the raw lock there is one of these types here.
pub mod lock_api {
    pub type Mutex<R, T> = crate::Mutex<T>;
    pub type MutexGuard<R, T> = crate::MutexGuard<T>;
    pub type MappedMutexGuard<R, T> = crate::MappedMutexGuard<T>;
    pub type ArcMutexGuard<R, T> = crate::ArcMutexGuard<T>;
    pub type RwLock<R, T> = crate::RwLock<T>;
    pub type RwLockReadGuard<R, T> = crate::RwLockReadGuard<T>;
    pub type RwLockWriteGuard<R, T> = crate::RwLockWriteGuard<T>;
    pub type MappedRwLockReadGuard<R, T> = crate::MappedRwLockReadGuard<T>;
    pub type MappedRwLockWriteGuard<R, T> = crate::MappedRwLockWriteGuard<T>;
    pub type ArcRwLockReadGuard<R, T> = crate::ArcRwLockReadGuard<T>;
    pub type ArcRwLockWriteGuard<R, T> = crate::ArcRwLockWriteGuard<T>;
}
