#![otp(krate = "arc_swap", version = "1.9.5")]

use std::ops::Deref;
use std::sync::{Arc, Weak};

pub use cache::Cache;

pub type ArcSwap<T> = ArcSwapAny<Arc<T>>;
pub type ArcSwapOption<T> = ArcSwapAny<Option<Arc<T>>>;
pub type ArcSwapWeak<T> = ArcSwapAny<Weak<T>>;

pub struct ArcSwapAny<T>;
impl<T> ArcSwapAny<T> {
    #[otp(pure)]
    pub fn new(val: T) -> ArcSwapAny<T> {}
    #[otp(pure)]
    pub fn into_inner(self) -> T {}
    #[otp(read, clone_handle)]
    pub fn load_full(&self) -> T {}
    #[otp(read, clone_handle)]
    pub fn load(&self) -> Guard<T> {}
    #[otp(put, value = 0)]
    pub fn store(&self, val: T) {}
    #[otp(put, value = 0)]
    pub fn swap(&self, new: T) -> T {}
    #[otp(put, value = 1)]
    pub fn compare_and_swap<C>(&self, current: C, new: T) -> Guard<T> {}
    // the closure may run more than once
    #[otp(put, closure = "called")]
    pub fn rcu<R, F: FnMut(&T) -> R>(&self, f: F) -> T {}
}
impl<T> ArcSwapAny<Arc<T>> {
    #[otp(pure)]
    pub fn from_pointee(val: T) -> ArcSwapAny<Arc<T>> {}
}
impl<T> ArcSwapAny<Option<Arc<T>>> {
    #[otp(pure)]
    pub fn from_pointee<V: Into<Option<T>>>(val: V) -> ArcSwapAny<Option<Arc<T>>> {}
    #[otp(pure)]
    pub fn empty() -> ArcSwapAny<Option<Arc<T>>> {}
    #[otp(pure)]
    pub fn const_empty() -> ArcSwapAny<Option<Arc<T>>> {}
}
impl<T> From<T> for ArcSwapAny<T> {
    #[otp(pure)]
    fn from(val: T) -> ArcSwapAny<T> {}
}
impl<T> Default for ArcSwapAny<T> {
    #[otp(pure)]
    fn default() -> ArcSwapAny<T> {}
}

// holds the value, no lock: it may be kept across an await
#[otp(pointer)]
pub struct Guard<T>;
impl<T> Guard<T> {
    #[otp(clone_handle)]
    pub fn into_inner(lease: Self) -> T {}
    #[otp(pure)]
    pub fn from_inner(inner: T) -> Guard<T> {}
}
impl<T> Deref for Guard<T> {
    type Target = T;
}

pub mod cache {
    pub struct Cache<A, T>;
    impl<A, T> Cache<A, T> {
        #[otp(read)]
        pub fn new(arc_swap: A) -> Cache<A, T> {}
        #[otp(borrow)]
        pub fn arc_swap(&self) -> &A {}
        #[otp(borrow)]
        pub fn load(&mut self) -> &T {}
    }
}
