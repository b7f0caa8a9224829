#![otp(krate = "eyre", version = "0.6.14", also = "color_eyre")]

use std::error::Error as StdError;

pub type Result<T = (), E = Report> = std::result::Result<T, E>;
#[otp(pure)]
pub fn Ok<T>(t: T) -> Result<T> {}

pub struct Report;
pub use Report as Error;
pub use Report as ErrReport;
pub use WrapErr as Context;
impl Report {
    #[otp(pure)]
    pub fn new<E>(error: E) -> Report {}
    #[otp(pure)]
    pub fn msg<M>(message: M) -> Report {}
    #[otp(pure)]
    pub fn wrap_err<D>(self, msg: D) -> Report {}
    #[otp(borrow)]
    pub fn chain(&self) -> Chain {}
    #[otp(borrow)]
    pub fn root_cause(&self) -> &dyn StdError {}
    #[otp(pure)]
    pub fn is<E>(&self) -> bool {}
    #[otp(pure)]
    pub fn downcast<E>(self) -> std::result::Result<E, Report> {}
    #[otp(borrow)]
    pub fn downcast_ref<E>(&self) -> Option<&E> {}
    #[otp(borrow)]
    pub fn downcast_mut<E>(&mut self) -> Option<&mut E> {}
}
impl<E: StdError> From<E> for Report {
    #[otp(pure)]
    fn from(error: E) -> Report {}
}

pub struct Chain;
impl Iterator for Chain {
    type Item = &dyn StdError;
}

pub trait WrapErr<T, E> {
    #[otp(pure)]
    fn wrap_err<D>(self, msg: D) -> std::result::Result<T, Report> {}
    #[otp(closure = "called")]
    fn wrap_err_with<D, F: FnOnce() -> D>(self, f: F) -> std::result::Result<T, Report> {}
    #[otp(pure)]
    fn context<D>(self, msg: D) -> std::result::Result<T, Report> {}
    #[otp(closure = "called")]
    fn with_context<D, F: FnOnce() -> D>(self, f: F) -> std::result::Result<T, Report> {}
}
impl<T, E> WrapErr<T, E> for std::result::Result<T, E> {}

pub trait ContextCompat<T> {
    #[otp(pure)]
    fn wrap_err<D>(self, msg: D) -> std::result::Result<T, Report> {}
    #[otp(closure = "called")]
    fn wrap_err_with<D, F: FnOnce() -> D>(self, f: F) -> std::result::Result<T, Report> {}
    #[otp(pure)]
    fn context<D>(self, msg: D) -> std::result::Result<T, Report> {}
    #[otp(closure = "called")]
    fn with_context<D, F: FnOnce() -> D>(self, f: F) -> std::result::Result<T, Report> {}
}
impl<T> ContextCompat<T> for Option<T> {}

pub trait OptionExt<T> {
    #[otp(pure)]
    fn ok_or_eyre<M>(self, message: M) -> std::result::Result<T, Report> {}
}
impl<T> OptionExt<T> for Option<T> {}

#[otp(pure, returns = "eyre::Report")]
macro_rules! eyre {
    () => {};
}
// returns from the function
#[otp(returns = "!")]
macro_rules! bail {
    () => {};
}
#[otp(returns = "()")]
macro_rules! ensure {
    () => {};
}
