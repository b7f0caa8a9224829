#![otp(krate = "hyper_util", version = "0.1.21")]

pub mod rt {
    pub struct TokioExecutor;
    impl TokioExecutor {
        pub fn new() -> Self {}
    }
    #[otp(io)]
    pub struct TokioIo<T>;
    impl<T> TokioIo<T> {
        pub fn new(inner: T) -> Self {}
        pub fn inner(&self) -> &T {}
        pub fn into_inner(self) -> T {}
    }
    pub struct TokioTimer;
}

pub mod client {
    pub mod legacy {
        #[otp(client)]
        pub struct Client<C, B>;
        impl<C, B> Client<C, B> {
            pub fn builder<E>(executor: E) -> Builder {}
            #[otp(outside)]
            pub fn get<U>(&self, uri: U) -> ResponseFuture {}
            #[otp(outside, value = 0)]
            pub fn request<R>(&self, req: R) -> ResponseFuture {}
        }
        impl<C, B> Clone for Client<C, B> {
            #[otp(clone_handle)]
            fn clone(&self) -> Self {}
        }
        #[otp(future)]
        pub struct ResponseFuture;
        impl Future for ResponseFuture {
            type Output = Result<hyper::client::conn::http1::Response, Error>;
        }
        pub struct Error;
        impl Error {
            pub fn is_connect(&self) -> bool {}
        }
        pub struct Builder;
        impl Builder {
            pub fn new<E>(executor: E) -> Self {}
            pub fn build_http<B>(&self) -> Client<connect::HttpConnector, B> {}
            pub fn build<C, B>(&self, connector: C) -> Client<C, B> {}
        }
        pub mod connect {
            pub struct HttpConnector;
        }
    }
}
