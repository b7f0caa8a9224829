#![otp(krate = "scopeguard", version = "1.2.0")]

use std::ops::{Deref, DerefMut};

pub enum Always {}
pub enum OnUnwind {}
pub enum OnSuccess {}

// runs its closure on drop; stands for the value inside
#[otp(pointer)]
pub struct ScopeGuard<T, F, S = Always>;
impl<T, F: FnOnce(T), S> ScopeGuard<T, F, S> {
    #[otp(closure = "stored", value = 0)]
    pub fn with_strategy(v: T, dropfn: F) -> ScopeGuard<T, F, S> {}
    // the closure never runs
    #[otp(forget)]
    pub fn into_inner(guard: Self) -> T {}
}
impl<T, F, S> Deref for ScopeGuard<T, F, S> {
    type Target = T;
}
impl<T, F, S> DerefMut for ScopeGuard<T, F, S> {}

#[otp(closure = "stored", value = 0)]
pub fn guard<T, F: FnOnce(T)>(v: T, dropfn: F) -> ScopeGuard<T, F, Always> {}
#[otp(closure = "stored", value = 0)]
pub fn guard_on_success<T, F: FnOnce(T)>(v: T, dropfn: F) -> ScopeGuard<T, F, OnSuccess> {}
#[otp(closure = "stored", value = 0)]
pub fn guard_on_unwind<T, F: FnOnce(T)>(v: T, dropfn: F) -> ScopeGuard<T, F, OnUnwind> {}

#[otp(closure = "stored", returns = "()")]
macro_rules! defer {
    () => {};
}
#[otp(closure = "stored", returns = "()")]
macro_rules! defer_on_success {
    () => {};
}
#[otp(closure = "stored", returns = "()")]
macro_rules! defer_on_unwind {
    () => {};
}
