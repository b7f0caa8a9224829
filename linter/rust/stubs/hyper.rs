#![otp(krate = "hyper", version = "1.12.0")]

pub use error::Error;

pub type Result<T> = std::result::Result<T, Error>;

pub mod error {
    pub struct Error;
    impl Error {
        pub fn is_timeout(&self) -> bool {}
        pub fn is_canceled(&self) -> bool {}
        pub fn is_closed(&self) -> bool {}
    }
}

pub mod body {
    #[otp(io)]
    pub struct Incoming;
}

pub mod service {
    pub struct ServiceFn<F>;
    /// The server polls the future of each request and drops it when the connection ends.
    #[otp(serves, future = 0, closure = "stored")]
    pub fn service_fn<F>(f: F) -> ServiceFn<F> {}
}

pub mod client {
    pub mod conn {
        pub mod http1 {
            #[otp(client)]
            pub struct SendRequest<B>;
            impl<B> SendRequest<B> {
                #[otp(wait)]
                pub async fn ready(&mut self) -> crate::Result<()> {}
                pub fn is_ready(&self) -> bool {}
                pub fn is_closed(&self) -> bool {}
                /// Dropping it closes the connection.
                #[otp(outside, value = 0, cancel = "unsafe", loses = "self")]
                pub async fn send_request<R>(&mut self, req: R) -> crate::Result<Response> {}
            }
            #[otp(unchecked = "the response of the http crate over Incoming")]
            pub struct Response;
            #[otp(future, io)]
            pub struct Connection<T, B>;
            impl<T, B> Future for Connection<T, B> {
                type Output = crate::Result<()>;
            }
            pub async fn handshake<T, B>(io: T) -> crate::Result<(SendRequest<B>, Connection<T, B>)> {}
        }
        pub mod http2 {
            #[otp(client)]
            pub struct SendRequest<B>;
            impl<B> SendRequest<B> {
                #[otp(wait)]
                pub async fn ready(&mut self) -> crate::Result<()> {}
                pub fn is_ready(&self) -> bool {}
                pub fn is_closed(&self) -> bool {}
                #[otp(outside, value = 0)]
                pub async fn send_request<R>(&mut self, req: R) -> crate::Result<super::http1::Response> {}
            }
            #[otp(future, io)]
            pub struct Connection<T, B, E>;
            impl<T, B, E> Future for Connection<T, B, E> {
                type Output = crate::Result<()>;
            }
            pub async fn handshake<E, T, B>(exec: E, io: T) -> crate::Result<(SendRequest<B>, Connection<T, B, E>)> {}
        }
    }
}

pub mod server {
    pub mod conn {
        pub mod http1 {
            pub struct Builder;
            impl Builder {
                pub fn new() -> Self {}
                pub fn keep_alive(&mut self, val: bool) -> &mut Self {}
                pub fn serve_connection<I, S>(&self, io: I, service: S) -> Connection<I, S> {}
            }
            #[otp(future, io)]
            pub struct Connection<T, S>;
            impl<T, S> Connection<T, S> {
                #[otp(cancel)]
                pub fn graceful_shutdown(self: std::pin::Pin<&mut Self>) {}
                #[otp(wraps_future)]
                pub fn with_upgrades(self) -> UpgradeableConnection<T, S> {}
            }
            impl<T, S> Future for Connection<T, S> {
                type Output = crate::Result<()>;
            }
            #[otp(future, io)]
            pub struct UpgradeableConnection<T, S>;
            impl<T, S> Future for UpgradeableConnection<T, S> {
                type Output = crate::Result<()>;
            }
        }
    }
}
