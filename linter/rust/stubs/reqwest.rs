#![otp(krate = "reqwest", version = "0.13.5")]

pub use header::HeaderMap;

use std::time::Duration;

pub type Result<T> = std::result::Result<T, Error>;

pub struct Error;
impl Error {
    pub fn is_timeout(&self) -> bool {}
    pub fn is_connect(&self) -> bool {}
    pub fn is_status(&self) -> bool {}
    pub fn is_request(&self) -> bool {}
    pub fn is_body(&self) -> bool {}
    pub fn is_decode(&self) -> bool {}
    pub fn status(&self) -> Option<StatusCode> {}
    pub fn url(&self) -> Option<&Url> {}
}
pub struct Method;
pub struct Url;
pub struct Version;
pub struct StatusCode;
impl StatusCode {
    pub fn as_u16(&self) -> u16 {}
    pub fn is_success(&self) -> bool {}
    pub fn is_client_error(&self) -> bool {}
    pub fn is_server_error(&self) -> bool {}
    pub fn is_redirection(&self) -> bool {}
}
pub trait IntoUrl {}
pub mod header {
    pub struct HeaderMap;
    pub struct HeaderName;
    pub struct HeaderValue;
}
pub mod multipart {
    pub struct Form;
    impl Form {
        pub fn new() -> Form {}
        pub fn text<T, U>(self, name: T, value: U) -> Form {}
        pub fn part<T>(self, name: T, part: Part) -> Form {}
    }
    pub struct Part;
}

#[otp(outside)]
pub async fn get<T: IntoUrl>(url: T) -> Result<Response> {}

#[otp(client)]
pub struct Client;
impl Client {
    pub fn new() -> Client {}
    pub fn builder() -> ClientBuilder {}
    pub fn get<U: IntoUrl>(&self, url: U) -> RequestBuilder {}
    pub fn post<U: IntoUrl>(&self, url: U) -> RequestBuilder {}
    pub fn put<U: IntoUrl>(&self, url: U) -> RequestBuilder {}
    pub fn patch<U: IntoUrl>(&self, url: U) -> RequestBuilder {}
    pub fn delete<U: IntoUrl>(&self, url: U) -> RequestBuilder {}
    pub fn head<U: IntoUrl>(&self, url: U) -> RequestBuilder {}
    pub fn request<U: IntoUrl>(&self, method: Method, url: U) -> RequestBuilder {}
    #[otp(outside)]
    pub async fn execute(&self, request: Request) -> Result<Response> {}
}
impl Clone for Client {
    #[otp(clone_handle)]
    fn clone(&self) -> Self {}
}

pub struct ClientBuilder;
impl ClientBuilder {
    pub fn new() -> Self {}
    pub fn user_agent<V>(self, value: V) -> ClientBuilder {}
    pub fn default_headers(self, headers: HeaderMap) -> ClientBuilder {}
    pub fn redirect<P>(self, policy: P) -> ClientBuilder {}
    #[otp(limits, duration = 0)]
    pub fn timeout(self, timeout: Duration) -> ClientBuilder {}
    #[otp(limits)]
    pub fn read_timeout(self, timeout: Duration) -> ClientBuilder {}
    pub fn connect_timeout(self, timeout: Duration) -> ClientBuilder {}
    pub fn pool_idle_timeout<D>(self, val: D) -> ClientBuilder {}
    pub fn pool_max_idle_per_host(self, max: usize) -> ClientBuilder {}
    pub fn proxy<P>(self, proxy: P) -> ClientBuilder {}
    pub fn no_proxy(self) -> ClientBuilder {}
    pub fn cookie_store(self, enable: bool) -> ClientBuilder {}
    pub fn gzip(self, enable: bool) -> ClientBuilder {}
    pub fn tcp_nodelay(self, enabled: bool) -> ClientBuilder {}
    pub fn https_only(self, enabled: bool) -> ClientBuilder {}
    pub fn danger_accept_invalid_certs(self, accept_invalid_certs: bool) -> ClientBuilder {}
    pub fn build(self) -> Result<Client> {}
}

pub struct RequestBuilder;
impl RequestBuilder {
    pub fn header<K, V>(self, key: K, value: V) -> RequestBuilder {}
    pub fn headers(self, headers: HeaderMap) -> RequestBuilder {}
    pub fn basic_auth<U, P>(self, username: U, password: Option<P>) -> RequestBuilder {}
    pub fn bearer_auth<T>(self, token: T) -> RequestBuilder {}
    pub fn body<T: Into<Body>>(self, body: T) -> RequestBuilder {}
    #[otp(limits_one, duration = 0)]
    pub fn timeout(self, timeout: Duration) -> RequestBuilder {}
    pub fn multipart(self, multipart: multipart::Form) -> RequestBuilder {}
    pub fn query<T>(self, query: &T) -> RequestBuilder {}
    pub fn form<T>(self, form: &T) -> RequestBuilder {}
    pub fn json<T>(self, json: &T) -> RequestBuilder {}
    pub fn version(self, version: Version) -> RequestBuilder {}
    pub fn build(self) -> Result<Request> {}
    pub fn try_clone(&self) -> Option<RequestBuilder> {}
    /// Whether it changes something there is not known.
    #[otp(outside)]
    pub async fn send(self) -> Result<Response> {}
}

pub struct Request;
impl Request {
    pub fn new(method: Method, url: Url) -> Self {}
    pub fn method(&self) -> &Method {}
    pub fn url(&self) -> &Url {}
    pub fn headers(&self) -> &HeaderMap {}
    pub fn try_clone(&self) -> Option<Request> {}
}

#[otp(io)]
pub struct Response;
impl Response {
    pub fn status(&self) -> StatusCode {}
    pub fn version(&self) -> Version {}
    pub fn headers(&self) -> &HeaderMap {}
    pub fn content_length(&self) -> Option<u64> {}
    pub fn url(&self) -> &Url {}
    pub fn remote_addr(&self) -> Option<std::net::SocketAddr> {}
    #[otp(io_read)]
    pub async fn text(self) -> Result<String> {}
    #[otp(io_read)]
    pub async fn text_with_charset(self, default_encoding: &str) -> Result<String> {}
    #[otp(io_read)]
    pub async fn json<T>(self) -> Result<T> {}
    #[otp(io_read)]
    pub async fn bytes(self) -> Result<bytes::Bytes> {}
    #[otp(io_read)]
    pub async fn chunk(&mut self) -> Result<Option<bytes::Bytes>> {}
    #[otp(io_read)]
    pub fn bytes_stream(self) -> impl futures_core::Stream<Item = Result<bytes::Bytes>> {}
    pub fn error_for_status(self) -> Result<Self> {}
    pub fn error_for_status_ref(&self) -> Result<&Self> {}
}

pub struct Body;

pub mod blocking {
    use crate::header::HeaderMap;
    use crate::{IntoUrl, Method, Result, StatusCode, Url, Version};
    use std::time::Duration;

    #[otp(outside, blocks)]
    pub fn get<T: IntoUrl>(url: T) -> Result<Response> {}

    pub mod multipart {
        pub struct Form;
    }

    #[otp(client)]
    pub struct Client;
    impl Client {
        pub fn new() -> Client {}
        pub fn builder() -> ClientBuilder {}
        pub fn get<U: IntoUrl>(&self, url: U) -> RequestBuilder {}
        pub fn post<U: IntoUrl>(&self, url: U) -> RequestBuilder {}
        pub fn put<U: IntoUrl>(&self, url: U) -> RequestBuilder {}
        pub fn patch<U: IntoUrl>(&self, url: U) -> RequestBuilder {}
        pub fn delete<U: IntoUrl>(&self, url: U) -> RequestBuilder {}
        pub fn head<U: IntoUrl>(&self, url: U) -> RequestBuilder {}
        pub fn request<U: IntoUrl>(&self, method: Method, url: U) -> RequestBuilder {}
        #[otp(outside, blocks)]
        pub fn execute(&self, request: Request) -> Result<Response> {}
    }
    impl Clone for Client {
        #[otp(clone_handle)]
        fn clone(&self) -> Self {}
    }

    pub struct ClientBuilder;
    impl ClientBuilder {
        pub fn new() -> Self {}
        pub fn user_agent<V>(self, value: V) -> ClientBuilder {}
        pub fn default_headers(self, headers: HeaderMap) -> ClientBuilder {}
        pub fn redirect<P>(self, policy: P) -> ClientBuilder {}
        #[otp(duration = 0)]
        pub fn timeout<T: Into<Option<Duration>>>(self, timeout: T) -> ClientBuilder {}
        pub fn connect_timeout<T: Into<Option<Duration>>>(self, timeout: T) -> ClientBuilder {}
        pub fn pool_idle_timeout<D>(self, val: D) -> ClientBuilder {}
        pub fn pool_max_idle_per_host(self, max: usize) -> ClientBuilder {}
        pub fn proxy<P>(self, proxy: P) -> ClientBuilder {}
        pub fn no_proxy(self) -> ClientBuilder {}
        pub fn cookie_store(self, enable: bool) -> ClientBuilder {}
        pub fn gzip(self, enable: bool) -> ClientBuilder {}
        pub fn tcp_nodelay(self, enabled: bool) -> ClientBuilder {}
        pub fn https_only(self, enabled: bool) -> ClientBuilder {}
        pub fn danger_accept_invalid_certs(self, accept_invalid_certs: bool) -> ClientBuilder {}
        pub fn build(self) -> Result<Client> {}
    }

    pub struct RequestBuilder;
    impl RequestBuilder {
        pub fn header<K, V>(self, key: K, value: V) -> RequestBuilder {}
        pub fn headers(self, headers: HeaderMap) -> RequestBuilder {}
        pub fn basic_auth<U, P>(self, username: U, password: Option<P>) -> RequestBuilder {}
        pub fn bearer_auth<T>(self, token: T) -> RequestBuilder {}
        pub fn body<T: Into<Body>>(self, body: T) -> RequestBuilder {}
        #[otp(limits_one, duration = 0)]
        pub fn timeout(self, timeout: Duration) -> RequestBuilder {}
        pub fn multipart(self, multipart: multipart::Form) -> RequestBuilder {}
        pub fn query<T>(self, query: &T) -> RequestBuilder {}
        pub fn form<T>(self, form: &T) -> RequestBuilder {}
        pub fn json<T>(self, json: &T) -> RequestBuilder {}
        pub fn version(self, version: Version) -> RequestBuilder {}
        pub fn build(self) -> Result<Request> {}
        pub fn try_clone(&self) -> Option<RequestBuilder> {}
        /// Whether it changes something there is not known.
        #[otp(outside, blocks)]
        pub fn send(self) -> Result<Response> {}
    }

    pub struct Request;
    impl Request {
        pub fn new(method: Method, url: Url) -> Self {}
        pub fn method(&self) -> &Method {}
        pub fn url(&self) -> &Url {}
        pub fn headers(&self) -> &HeaderMap {}
        pub fn try_clone(&self) -> Option<Request> {}
    }

    #[otp(io)]
    pub struct Response;
    impl Response {
        pub fn status(&self) -> StatusCode {}
        pub fn version(&self) -> Version {}
        pub fn headers(&self) -> &HeaderMap {}
        pub fn content_length(&self) -> Option<u64> {}
        pub fn url(&self) -> &Url {}
        pub fn remote_addr(&self) -> Option<std::net::SocketAddr> {}
        #[otp(io_read, blocks)]
        pub fn text(self) -> Result<String> {}
        #[otp(io_read, blocks)]
        pub fn text_with_charset(self, default_encoding: &str) -> Result<String> {}
        #[otp(io_read, blocks)]
        pub fn json<T>(self) -> Result<T> {}
        #[otp(io_read, blocks)]
        pub fn bytes(self) -> Result<bytes::Bytes> {}
        #[otp(io_read, blocks)]
        pub fn copy_to<W>(&mut self, w: &mut W) -> Result<u64> {}
        pub fn error_for_status(self) -> Result<Self> {}
        pub fn error_for_status_ref(&self) -> Result<&Self> {}
    }

    pub struct Body;
}
