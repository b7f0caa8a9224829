#![otp(krate = "async_lock", version = "3.5.0")]

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

#[otp(lock)]
pub struct Mutex<T>;
impl<T> Mutex<T> {
    #[otp(pure, unchecked = "a macro makes it")]
    pub const fn new(data: T) -> Mutex<T> {}
    #[otp(pure)]
    pub fn into_inner(self) -> T {}
    #[otp(borrow)]
    pub fn get_mut(&mut self) -> &mut T {}
    #[otp(lock, guard, acquires = "lock", cancel = "restarts", loses = "nothing")]
    pub async fn lock(&self) -> MutexGuard<T> {}
    #[otp(lock, guard, blocks, acquires = "lock")]
    pub fn lock_blocking(&self) -> MutexGuard<T> {}
    #[otp(try_lock, guard, acquires = "lock")]
    pub fn try_lock(&self) -> Option<MutexGuard<T>> {}
    #[otp(lock, guard, acquires = "lock", cancel = "restarts", loses = "nothing")]
    pub async fn lock_arc(self: &Arc<Self>) -> MutexGuardArc<T> {}
    #[otp(lock, guard, blocks, acquires = "lock")]
    pub fn lock_arc_blocking(self: &Arc<Self>) -> MutexGuardArc<T> {}
    #[otp(try_lock, guard, acquires = "lock")]
    pub fn try_lock_arc(self: &Arc<Self>) -> Option<MutexGuardArc<T>> {}
}

#[otp(guard)]
pub struct MutexGuard<T>;
impl<T> Deref for MutexGuard<T> {
    type Target = T;
}
impl<T> DerefMut for MutexGuard<T> {}

#[otp(guard)]
pub struct MutexGuardArc<T>;
impl<T> Deref for MutexGuardArc<T> {
    type Target = T;
}
impl<T> DerefMut for MutexGuardArc<T> {}

#[otp(lock)]
pub struct RwLock<T>;
impl<T> RwLock<T> {
    #[otp(pure, unchecked = "a macro makes it")]
    pub const fn new(data: T) -> RwLock<T> {}
    #[otp(pure)]
    pub fn into_inner(self) -> T {}
    #[otp(borrow)]
    pub fn get_mut(&mut self) -> &mut T {}
    #[otp(lock, guard, acquires = "shared", cancel = "restarts", loses = "nothing")]
    pub async fn read(&self) -> RwLockReadGuard<T> {}
    #[otp(lock, guard, blocks, acquires = "shared")]
    pub fn read_blocking(&self) -> RwLockReadGuard<T> {}
    #[otp(try_lock, guard, acquires = "shared")]
    pub fn try_read(&self) -> Option<RwLockReadGuard<T>> {}
    #[otp(lock, guard, acquires = "shared", cancel = "restarts", loses = "nothing")]
    pub async fn read_arc(self: &Arc<Self>) -> RwLockReadGuardArc<T> {}
    #[otp(lock, guard, acquires = "lock", cancel = "restarts", loses = "nothing")]
    pub async fn write(&self) -> RwLockWriteGuard<T> {}
    #[otp(lock, guard, blocks, acquires = "lock")]
    pub fn write_blocking(&self) -> RwLockWriteGuard<T> {}
    #[otp(try_lock, guard, acquires = "lock")]
    pub fn try_write(&self) -> Option<RwLockWriteGuard<T>> {}
    #[otp(lock, guard, acquires = "lock", cancel = "restarts", loses = "nothing")]
    pub async fn write_arc(self: &Arc<Self>) -> RwLockWriteGuardArc<T> {}
}

#[otp(guard)]
pub struct RwLockReadGuard<T>;
impl<T> Deref for RwLockReadGuard<T> {
    type Target = T;
}
#[otp(guard)]
pub struct RwLockReadGuardArc<T>;
impl<T> Deref for RwLockReadGuardArc<T> {
    type Target = T;
}
#[otp(guard)]
pub struct RwLockWriteGuard<T>;
impl<T> Deref for RwLockWriteGuard<T> {
    type Target = T;
}
impl<T> DerefMut for RwLockWriteGuard<T> {}
#[otp(guard)]
pub struct RwLockWriteGuardArc<T>;
impl<T> Deref for RwLockWriteGuardArc<T> {
    type Target = T;
}
impl<T> DerefMut for RwLockWriteGuardArc<T> {}

#[otp(semaphore)]
pub struct Semaphore;
impl Semaphore {
    #[otp(pure, unchecked = "a macro makes it")]
    pub const fn new(n: usize) -> Semaphore {}
    #[otp(try_lock, guard, acquires = "permit")]
    pub fn try_acquire(&self) -> Option<SemaphoreGuard> {}
    #[otp(lock, guard, acquires = "permit", cancel = "restarts", loses = "nothing")]
    pub async fn acquire(&self) -> SemaphoreGuard {}
    #[otp(lock, guard, acquires = "permit", cancel = "restarts", loses = "nothing")]
    pub async fn acquire_arc(self: &Arc<Self>) -> SemaphoreGuardArc {}
    #[otp(write)]
    pub fn add_permits(&self, n: usize) {}
}
#[otp(guard)]
pub struct SemaphoreGuard;
impl SemaphoreGuard {
    #[otp(forget)]
    pub fn forget(self) {}
}
#[otp(guard)]
pub struct SemaphoreGuardArc;
impl SemaphoreGuardArc {
    #[otp(forget)]
    pub fn forget(self) {}
}
