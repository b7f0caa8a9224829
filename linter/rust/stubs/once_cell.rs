#![otp(krate = "once_cell", version = "1.21.4")]

pub mod sync {
    use std::ops::{Deref, DerefMut};

    pub struct OnceCell<T>;
    impl<T> OnceCell<T> {
        #[otp(pure)]
        pub fn new() -> OnceCell<T> {}
        #[otp(pure)]
        pub fn with_value(value: T) -> OnceCell<T> {}
        #[otp(finds_value, borrow)]
        pub fn get(&self) -> Option<&T> {}
        // Not blocking: what is set once is set while the program starts.
        #[otp(wait, borrow)]
        pub fn wait(&self) -> &T {}
        #[otp(borrow)]
        pub fn get_mut(&mut self) -> Option<&mut T> {}
        #[otp(put, value = 0)]
        pub fn set(&self, value: T) -> Result<(), T> {}
        #[otp(put, value = 0)]
        pub fn try_insert(&self, value: T) -> Result<&T, (&T, T)> {}
        #[otp(borrow, closure = "called")]
        pub fn get_or_init<F: FnOnce() -> T>(&self, f: F) -> &T {}
        #[otp(borrow, closure = "called")]
        pub fn get_or_try_init<F: FnOnce() -> Result<T, E>, E>(&self, f: F) -> Result<&T, E> {}
        #[otp(take)]
        pub fn take(&mut self) -> Option<T> {}
        #[otp(pure)]
        pub fn into_inner(self) -> Option<T> {}
    }

    #[otp(pointer)]
    pub struct Lazy<T, F = fn() -> T>;
    impl<T, F: FnOnce() -> T> Lazy<T, F> {
        #[otp(closure = "stored")]
        pub fn new(f: F) -> Lazy<T, F> {}
        #[otp(borrow)]
        pub fn force(this: &Lazy<T, F>) -> &T {}
        #[otp(borrow)]
        pub fn force_mut(this: &mut Lazy<T, F>) -> &mut T {}
        #[otp(borrow)]
        pub fn get(this: &Lazy<T, F>) -> Option<&T> {}
        #[otp(borrow)]
        pub fn get_mut(this: &mut Lazy<T, F>) -> Option<&mut T> {}
        #[otp(pure)]
        pub fn into_value(this: Lazy<T, F>) -> Result<T, F> {}
    }
    impl<T, F> Deref for Lazy<T, F> {
        type Target = T;
    }
    impl<T, F> DerefMut for Lazy<T, F> {}
}

pub mod unsync {
    use std::ops::{Deref, DerefMut};

    pub struct OnceCell<T>;
    impl<T> OnceCell<T> {
        #[otp(pure)]
        pub fn new() -> OnceCell<T> {}
        #[otp(pure)]
        pub fn with_value(value: T) -> OnceCell<T> {}
        #[otp(finds_value, borrow)]
        pub fn get(&self) -> Option<&T> {}
        #[otp(borrow)]
        pub fn get_mut(&mut self) -> Option<&mut T> {}
        #[otp(put, value = 0)]
        pub fn set(&self, value: T) -> Result<(), T> {}
        #[otp(put, value = 0)]
        pub fn try_insert(&self, value: T) -> Result<&T, (&T, T)> {}
        #[otp(borrow, closure = "called")]
        pub fn get_or_init<F: FnOnce() -> T>(&self, f: F) -> &T {}
        #[otp(borrow, closure = "called")]
        pub fn get_or_try_init<F: FnOnce() -> Result<T, E>, E>(&self, f: F) -> Result<&T, E> {}
        #[otp(take)]
        pub fn take(&mut self) -> Option<T> {}
        #[otp(pure)]
        pub fn into_inner(self) -> Option<T> {}
    }

    #[otp(pointer)]
    pub struct Lazy<T, F = fn() -> T>;
    impl<T, F: FnOnce() -> T> Lazy<T, F> {
        #[otp(closure = "stored")]
        pub fn new(init: F) -> Lazy<T, F> {}
        #[otp(borrow)]
        pub fn force(this: &Lazy<T, F>) -> &T {}
        #[otp(borrow)]
        pub fn get(this: &Lazy<T, F>) -> Option<&T> {}
        #[otp(pure)]
        pub fn into_value(this: Lazy<T, F>) -> Result<T, F> {}
    }
    impl<T, F> Deref for Lazy<T, F> {
        type Target = T;
    }
    impl<T, F> DerefMut for Lazy<T, F> {}
}

pub mod race {
    pub struct OnceBox<T>;
    impl<T> OnceBox<T> {
        #[otp(pure)]
        pub fn new() -> OnceBox<T> {}
        #[otp(borrow)]
        pub fn get(&self) -> Option<&T> {}
        #[otp(put, value = 0)]
        pub fn set(&self, value: Box<T>) -> Result<(), Box<T>> {}
        #[otp(borrow, closure = "called")]
        pub fn get_or_init<F: FnOnce() -> Box<T>>(&self, f: F) -> &T {}
    }
    pub struct OnceBool;
    impl OnceBool {
        #[otp(pure)]
        pub fn new() -> OnceBool {}
        #[otp(read)]
        pub fn get(&self) -> Option<bool> {}
        #[otp(put, value = 0)]
        pub fn set(&self, value: bool) -> Result<(), ()> {}
        #[otp(closure = "called")]
        pub fn get_or_init<F: FnOnce() -> bool>(&self, f: F) -> bool {}
    }
}
