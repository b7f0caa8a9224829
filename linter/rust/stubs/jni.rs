#![otp(krate = "jni", version = "0.22.4")]

pub use env::Env;
pub use objects::{JValue, JValueOwned};
pub use vm::JavaVM;

pub mod errors {
    pub struct Error;
    pub type Result<T> = std::result::Result<T, Error>;
}

mod objects {
    pub struct JValue;
    pub struct JValueOwned<'local>;
}

// Java code runs on the thread of its caller, and may do anything there.
mod env {
    use crate::errors;
    use crate::{JValue, JValueOwned};

    pub struct Env<'local>;
    impl<'local> Env<'local> {
        #[otp(outside, blocks)]
        pub fn call_method<O, N, S>(&mut self, obj: O, name: N, sig: S, args: &[JValue]) -> errors::Result<JValueOwned<'local>> {}
        #[otp(outside, blocks)]
        pub fn call_static_method<C, N, S>(&mut self, class: C, name: N, sig: S, args: &[JValue]) -> errors::Result<JValueOwned<'local>> {}
    }
}

mod vm {
    use crate::errors;
    use crate::{AttachGuard, JNIEnv};

    pub struct JavaVM;
    impl JavaVM {
        #[otp(unchecked = "takes a closure since 0.22")]
        pub fn attach_current_thread(&self) -> errors::Result<AttachGuard<'_>> {}
        #[otp(unchecked = "takes a closure since 0.22")]
        pub fn attach_current_thread_permanently(&self) -> errors::Result<JNIEnv<'_>> {}
        #[otp(unchecked = "gone since 0.22")]
        pub fn get_env(&self) -> errors::Result<JNIEnv<'_>> {}
    }
}

#[otp(unchecked = "is `Env` since 0.22")]
pub struct JNIEnv<'local>;
impl<'local> JNIEnv<'local> {
    #[otp(outside, blocks, unchecked = "is `Env` since 0.22")]
    pub fn call_method<O, S, T>(&mut self, obj: O, name: S, sig: T, args: &[JValue]) -> errors::Result<JValueOwned<'local>> {}
    #[otp(outside, blocks, unchecked = "is `Env` since 0.22")]
    pub fn call_static_method<T, U, V>(&mut self, class: T, name: U, sig: V, args: &[JValue]) -> errors::Result<JValueOwned<'local>> {}
}

#[otp(unchecked = "lies in a private module since 0.22")]
pub struct AttachGuard<'local>;
impl<'local> std::ops::Deref for AttachGuard<'local> {
    type Target = JNIEnv<'local>;
}
