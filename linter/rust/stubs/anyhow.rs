#![otp(krate = "anyhow", version = "1.0.104")]

use std::error::Error as StdError;
use std::iter::Iter;
use std::ops::Deref;

pub type Result<T, E = Error> = std::result::Result<T, E>;
#[otp(pure)]
pub fn Ok<T>(value: T) -> Result<T> {}

pub struct Error;
impl Error {
    #[otp(pure)]
    pub fn new<E>(error: E) -> Error {}
    #[otp(pure)]
    pub fn msg<M>(message: M) -> Error {}
    #[otp(pure)]
    pub fn from_boxed(boxed_error: Box<dyn StdError>) -> Error {}
    #[otp(pure)]
    pub fn context<C>(self, context: C) -> Error {}
    #[otp(borrow)]
    pub fn chain(&self) -> Chain {}
    #[otp(borrow)]
    pub fn root_cause(&self) -> &dyn StdError {}
    #[otp(pure)]
    pub fn is<E>(&self) -> bool {}
    #[otp(pure)]
    pub fn downcast<E>(self) -> std::result::Result<E, Error> {}
    #[otp(borrow)]
    pub fn downcast_ref<E>(&self) -> Option<&E> {}
    #[otp(borrow)]
    pub fn downcast_mut<E>(&mut self) -> Option<&mut E> {}
    #[otp(pure)]
    pub fn into_boxed_dyn_error(self) -> Box<dyn StdError> {}
}
impl<E: StdError> From<E> for Error {
    #[otp(pure)]
    fn from(error: E) -> Error {}
}

pub struct Chain;
impl Iterator for Chain {
    type Item = &dyn StdError;
}

pub trait Context<T, E> {
    #[otp(pure)]
    fn context<C>(self, context: C) -> std::result::Result<T, Error> {}
    #[otp(closure = "called")]
    fn with_context<C, F: FnOnce() -> C>(self, f: F) -> std::result::Result<T, Error> {}
}
impl<T, E> Context<T, E> for std::result::Result<T, E> {}
impl<T> Context<T, std::convert::Infallible> for Option<T> {}

#[otp(pure, returns = "anyhow::Error")]
macro_rules! anyhow {
    () => {};
}
#[otp(pure, returns = "anyhow::Error")]
macro_rules! format_err {
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
