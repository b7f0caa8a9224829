#![otp(krate = "tower", version = "0.5.3", also = "tower_service")]

pub use builder::ServiceBuilder;
pub use util::ServiceExt;

pub type BoxError = Box<dyn std::error::Error>;

/// What a call does depends on the service.
pub trait Service<Request> {
    type Response;
    type Error;
    type Future;
    fn call(&mut self, req: Request) -> Self::Future;
}
pub trait Layer<S> {
    type Service;
    fn layer(&self, inner: S) -> Self::Service;
}

pub mod util {
    use crate::Service;

    pub trait ServiceExt<Request>: Service<Request> {
        #[otp(wait)]
        async fn ready(&mut self) -> Result<&mut Self, Self::Error> {}
        #[otp(wait)]
        async fn ready_oneshot(self) -> Result<Self, Self::Error> {}
    }
}

pub mod builder {
    use std::time::Duration;

    pub struct ServiceBuilder<L>;
    impl<L> ServiceBuilder<L> {
        pub fn new() -> Self {}
        pub fn layer<T>(self, layer: T) -> ServiceBuilder<T> {}
        pub fn buffer<R>(self, bound: usize) -> Self {}
        pub fn concurrency_limit(self, max: usize) -> Self {}
        pub fn load_shed(self) -> Self {}
        pub fn rate_limit(self, num: u64, per: Duration) -> Self {}
        /// Drops the inner service's future when the time is up.
        #[otp(duration = 0)]
        pub fn timeout(self, timeout: Duration) -> Self {}
        #[otp(closure = "stored")]
        pub fn map_request<F, R1, R2>(self, f: F) -> Self {}
        pub fn service<S>(&self, service: S) -> S {}
    }
}

pub mod timeout {
    use std::time::Duration;

    pub struct TimeoutLayer;
    impl TimeoutLayer {
        #[otp(duration = 0)]
        pub const fn new(timeout: Duration) -> Self {}
    }
    pub struct Timeout<T>;
    impl<T> Timeout<T> {
        #[otp(duration = 1)]
        pub const fn new(inner: T, timeout: Duration) -> Self {}
    }
}
