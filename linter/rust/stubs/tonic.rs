#![otp(krate = "tonic", version = "0.14.9")]

pub use codec::Streaming;

use std::time::Duration;

/// Clients and servers of services are generated: what they call stands here.
#[otp(request)]
pub struct Request<T>;
impl<T> Request<T> {
    pub fn new(message: T) -> Self {}
    pub fn get_ref(&self) -> &T {}
    pub fn get_mut(&mut self) -> &mut T {}
    pub fn metadata(&self) -> &metadata::MetadataMap {}
    pub fn metadata_mut(&mut self) -> &mut metadata::MetadataMap {}
    pub fn into_inner(self) -> T {}
    #[otp(closure = "called")]
    pub fn map<F: FnOnce(T) -> U, U>(self, f: F) -> Request<U> {}
    pub fn remote_addr(&self) -> Option<std::net::SocketAddr> {}
    #[otp(limits_one, duration = 0)]
    pub fn set_timeout(&mut self, deadline: Duration) {}
}
pub trait IntoRequest<T> {
    fn into_request(self) -> Request<T> {}
}
pub struct Response<T>;
impl<T> Response<T> {
    pub fn new(message: T) -> Self {}
    pub fn get_ref(&self) -> &T {}
    pub fn get_mut(&mut self) -> &mut T {}
    pub fn metadata(&self) -> &metadata::MetadataMap {}
    pub fn into_inner(self) -> T {}
    #[otp(closure = "called")]
    pub fn map<F: FnOnce(T) -> U, U>(self, f: F) -> Response<U> {}
}

pub enum Code {
    Ok,
    Cancelled,
    Unknown,
    InvalidArgument,
    DeadlineExceeded,
    NotFound,
    AlreadyExists,
    PermissionDenied,
    ResourceExhausted,
    FailedPrecondition,
    Aborted,
    OutOfRange,
    Unimplemented,
    Internal,
    Unavailable,
    DataLoss,
    Unauthenticated,
}
pub struct Status;
impl Status {
    pub fn new(code: Code, message: impl Into<String>) -> Status {}
    pub fn ok(message: impl Into<String>) -> Status {}
    pub fn cancelled(message: impl Into<String>) -> Status {}
    pub fn unknown(message: impl Into<String>) -> Status {}
    pub fn invalid_argument(message: impl Into<String>) -> Status {}
    pub fn deadline_exceeded(message: impl Into<String>) -> Status {}
    pub fn not_found(message: impl Into<String>) -> Status {}
    pub fn already_exists(message: impl Into<String>) -> Status {}
    pub fn permission_denied(message: impl Into<String>) -> Status {}
    pub fn resource_exhausted(message: impl Into<String>) -> Status {}
    pub fn failed_precondition(message: impl Into<String>) -> Status {}
    pub fn aborted(message: impl Into<String>) -> Status {}
    pub fn out_of_range(message: impl Into<String>) -> Status {}
    pub fn unimplemented(message: impl Into<String>) -> Status {}
    pub fn internal(message: impl Into<String>) -> Status {}
    pub fn unavailable(message: impl Into<String>) -> Status {}
    pub fn data_loss(message: impl Into<String>) -> Status {}
    pub fn unauthenticated(message: impl Into<String>) -> Status {}
    pub fn from_error(err: Box<dyn std::error::Error>) -> Status {}
    pub fn code(&self) -> Code {}
    pub fn message(&self) -> &str {}
}

pub mod metadata {
    pub struct MetadataMap;
    pub struct MetadataValue<VE>;
}

pub mod codec {
    #[otp(stream, io)]
    pub struct Streaming<T>;
    impl<T> Streaming<T> {
        #[otp(recv)]
        pub async fn message(&mut self) -> Result<Option<T>, crate::Status> {}
        pub async fn trailers(&mut self) -> Result<Option<crate::metadata::MetadataMap>, crate::Status> {}
    }
    impl<T> futures_core::Stream for Streaming<T> {
        type Item = Result<T, crate::Status>;
    }
}

pub mod client {
    use crate::{Request, Response, Status, Streaming};

    /// What generated clients call. Whether it changes something there is not known.
    #[otp(client)]
    pub struct Grpc<T>;
    impl<T> Grpc<T> {
        pub fn new(inner: T) -> Self {}
        #[otp(wait)]
        pub async fn ready(&mut self) -> Result<(), crate::transport::Error> {}
        #[otp(outside, value = 0)]
        pub async fn unary<M1, M2, C, P>(&mut self, request: Request<M1>, path: P, codec: C) -> Result<Response<M2>, Status> {}
        #[otp(outside, value = 0)]
        pub async fn client_streaming<S, M2, C, P>(&mut self, request: Request<S>, path: P, codec: C) -> Result<Response<M2>, Status> {}
        #[otp(outside, value = 0)]
        pub async fn server_streaming<M1, M2, C, P>(
            &mut self,
            request: Request<M1>,
            path: P,
            codec: C,
        ) -> Result<Response<Streaming<M2>>, Status> {
        }
        #[otp(outside, value = 0)]
        pub async fn streaming<S, M2, C, P>(&mut self, request: Request<S>, path: P, codec: C) -> Result<Response<Streaming<M2>>, Status> {}
    }
}

pub mod transport {
    pub use channel::{Channel, Endpoint};
    pub use server::Server;

    pub struct Error;
    pub struct Uri;

    pub mod channel {
        use super::{Error, Uri};
        use std::time::Duration;

        #[otp(client)]
        pub struct Channel;
        impl Channel {
            pub fn builder(uri: Uri) -> Endpoint {}
            pub fn from_static(s: &str) -> Endpoint {}
            pub fn balance_list<I>(list: I) -> Self {}
        }
        impl Clone for Channel {
            #[otp(clone_handle)]
            fn clone(&self) -> Self {}
        }
        pub struct Endpoint;
        impl Endpoint {
            pub fn new<D>(dst: D) -> Result<Self, Error> {}
            pub fn from_static(s: &str) -> Self {}
            pub fn from_shared<B>(s: B) -> Result<Self, Error> {}
            #[otp(limits)]
            pub fn timeout(self, dur: Duration) -> Self {}
            pub fn connect_timeout(self, dur: Duration) -> Self {}
            pub fn tcp_keepalive(self, tcp_keepalive: Option<Duration>) -> Self {}
            pub fn concurrency_limit(self, limit: usize) -> Self {}
            pub async fn connect(&self) -> Result<Channel, Error> {}
            pub fn connect_lazy(&self) -> Channel {}
        }
    }

    pub mod server {
        use std::net::SocketAddr;
        use std::time::Duration;

        pub struct Server;
        impl Server {
            pub fn builder() -> Self {}
            pub fn concurrency_limit_per_connection(self, limit: usize) -> Self {}
            pub fn timeout(self, timeout: Duration) -> Self {}
            pub fn layer<L>(self, new_layer: L) -> Server {}
            pub fn add_service<S>(&mut self, svc: S) -> Router {}
            pub fn add_optional_service<S>(&mut self, svc: Option<S>) -> Router {}
        }
        pub struct Router;
        impl Router {
            pub fn add_service<S>(self, svc: S) -> Self {}
            pub fn add_optional_service<S>(self, svc: Option<S>) -> Self {}
            pub async fn serve(self, addr: SocketAddr) -> Result<(), super::Error> {}
            pub async fn serve_with_shutdown<F: Future<Output = ()>>(self, addr: SocketAddr, signal: F) -> Result<(), super::Error> {}
            pub async fn serve_with_incoming<I>(self, incoming: I) -> Result<(), super::Error> {}
            pub async fn serve_with_incoming_shutdown<I, F: Future<Output = ()>>(self, incoming: I, signal: F) -> Result<(), super::Error> {}
        }
    }
}
