#![otp(krate = "tracing", version = "0.1.44")]

pub use instrument::{Instrument, WithSubscriber};
pub use span::Span;

#[otp(log)]
macro_rules! event { () => {} }
#[otp(log)]
macro_rules! trace { () => {} }
#[otp(log)]
macro_rules! debug { () => {} }
#[otp(log)]
macro_rules! info { () => {} }
#[otp(log)]
macro_rules! warn { () => {} }
#[otp(log)]
macro_rules! error { () => {} }
#[otp(pure, returns = "tracing::Span")]
macro_rules! span { () => {} }
#[otp(pure, returns = "tracing::Span")]
macro_rules! trace_span { () => {} }
#[otp(pure, returns = "tracing::Span")]
macro_rules! debug_span { () => {} }
#[otp(pure, returns = "tracing::Span")]
macro_rules! info_span { () => {} }
#[otp(pure, returns = "tracing::Span")]
macro_rules! warn_span { () => {} }
#[otp(pure, returns = "tracing::Span")]
macro_rules! error_span { () => {} }
#[otp(pure, returns = "bool")]
macro_rules! enabled { () => {} }
#[otp(pure, returns = "bool")]
macro_rules! event_enabled { () => {} }
#[otp(pure, returns = "bool")]
macro_rules! span_enabled { () => {} }

pub struct Level;
impl Level {
    pub const ERROR: Level = Level;
    pub const WARN: Level = Level;
    pub const INFO: Level = Level;
    pub const DEBUG: Level = Level;
    pub const TRACE: Level = Level;
}
pub struct Dispatch;
pub trait Subscriber {}

pub mod field {
    pub struct Empty;
}

pub mod span {
    pub struct Id;

    pub struct Span;
    impl Span {
        pub fn current() -> Span {}
        pub fn none() -> Span {}
        /// Held over an `.await` it mixes up spans, but it is no lock.
        #[otp(borrow)]
        pub fn enter(&self) -> Entered {}
        pub fn entered(self) -> EnteredSpan {}
        pub fn or_current(self) -> Self {}
        #[otp(closure = "called")]
        pub fn in_scope<F: FnOnce() -> T, T>(&self, f: F) -> T {}
        pub fn record<Q, V>(&self, field: &Q, value: V) -> &Self {}
        pub fn is_disabled(&self) -> bool {}
        pub fn is_none(&self) -> bool {}
        pub fn follows_from(&self, from: impl Into<Option<Id>>) -> &Self {}
        pub fn id(&self) -> Option<Id> {}
    }
    impl Clone for Span {
        #[otp(clone_handle)]
        fn clone(&self) -> Self {}
    }
    pub struct Entered;
    pub struct EnteredSpan;
    impl EnteredSpan {
        pub fn exit(self) -> Span {}
    }
    impl std::ops::Deref for EnteredSpan {
        type Target = Span;
    }
}

pub mod instrument {
    use crate::Span;

    #[otp(future, pointer)]
    pub struct Instrumented<T>;
    impl<T> Instrumented<T> {
        pub fn span(&self) -> &Span {}
        pub fn inner(&self) -> &T {}
        pub fn inner_mut(&mut self) -> &mut T {}
        #[otp(wraps_future)]
        pub fn into_inner(self) -> T {}
    }
    impl<T: Future> Future for Instrumented<T> {
        type Output = T::Output;
    }

    pub trait Instrument {
        #[otp(wraps_future)]
        fn instrument(self, span: Span) -> Instrumented<Self> {}
        #[otp(wraps_future)]
        fn in_current_span(self) -> Instrumented<Self> {}
    }
    impl<T> Instrument for T {}

    #[otp(future, pointer)]
    pub struct WithDispatch<T>;
    impl<T: Future> Future for WithDispatch<T> {
        type Output = T::Output;
    }
    pub trait WithSubscriber {
        #[otp(wraps_future)]
        fn with_subscriber<S>(self, subscriber: S) -> WithDispatch<Self> {}
        #[otp(wraps_future)]
        fn with_current_subscriber(self) -> WithDispatch<Self> {}
    }
    impl<T> WithSubscriber for T {}
}
