#![otp(krate = "tokio_rustls", version = "0.26.6")]

use std::future::Future;
use std::io;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

pub use client::{Connect, TlsConnector};
pub use server::{Accept, LazyConfigAcceptor, StartHandshake, TlsAcceptor};

// A handshake lasts as long as the peer likes; both sides of `TlsStream` stand for the socket inside.
pub mod client {
    pub struct TlsConnector;
    impl TlsConnector {
        #[otp(outside, value = 1)]
        pub fn connect<IO>(&self, domain: rustls_pki_types::ServerName, stream: IO) -> Connect<IO> {}
        #[otp(outside, value = 1, closure = "called")]
        pub fn connect_with<IO, F>(&self, domain: rustls_pki_types::ServerName, stream: IO, f: F) -> Connect<IO> {}
    }
    impl Clone for TlsConnector {
        #[otp(clone_handle)]
        fn clone(&self) -> Self {}
    }
    #[otp(future)]
    pub struct Connect<IO>;
    impl<IO> Future for Connect<IO> {
        type Output = io::Result<TlsStream<IO>>;
    }
    #[otp(io)]
    pub struct TlsStream<IO>;
    impl<IO> AsyncRead for TlsStream<IO> {}
    impl<IO> AsyncReadExt for TlsStream<IO> {}
    impl<IO> AsyncWrite for TlsStream<IO> {}
    impl<IO> AsyncWriteExt for TlsStream<IO> {}
}

pub mod server {
    pub struct TlsAcceptor;
    impl TlsAcceptor {
        #[otp(outside, value = 0)]
        pub fn accept<IO>(&self, stream: IO) -> Accept<IO> {}
        #[otp(outside, value = 0, closure = "called")]
        pub fn accept_with<IO, F>(&self, stream: IO, f: F) -> Accept<IO> {}
    }
    impl Clone for TlsAcceptor {
        #[otp(clone_handle)]
        fn clone(&self) -> Self {}
    }
    #[otp(future)]
    pub struct Accept<IO>;
    impl<IO> Future for Accept<IO> {
        type Output = io::Result<TlsStream<IO>>;
    }
    #[otp(future)]
    pub struct LazyConfigAcceptor<IO>;
    impl<IO> LazyConfigAcceptor<IO> {
        #[otp(outside, value = 1)]
        pub fn new(acceptor: rustls::server::Acceptor, io: IO) -> Self {}
        #[otp(take)]
        pub fn take_io(&mut self) -> Option<IO> {}
    }
    impl<IO> Future for LazyConfigAcceptor<IO> {
        type Output = Result<StartHandshake<IO>, io::Error>;
    }
    pub struct StartHandshake<IO>;
    impl<IO> StartHandshake<IO> {
        #[otp(outside)]
        pub fn into_stream(self, config: std::sync::Arc<rustls::ServerConfig>) -> Accept<IO> {}
    }
    #[otp(io)]
    pub struct TlsStream<IO>;
    impl<IO> AsyncRead for TlsStream<IO> {}
    impl<IO> AsyncReadExt for TlsStream<IO> {}
    impl<IO> AsyncWrite for TlsStream<IO> {}
    impl<IO> AsyncWriteExt for TlsStream<IO> {}
}

#[otp(io)]
pub enum TlsStream<T> {
    Client(client::TlsStream<T>),
    Server(server::TlsStream<T>),
}
impl<T> AsyncRead for TlsStream<T> {}
impl<T> AsyncReadExt for TlsStream<T> {}
impl<T> AsyncWrite for TlsStream<T> {}
impl<T> AsyncWriteExt for TlsStream<T> {}
impl<T> From<client::TlsStream<T>> for TlsStream<T> {}
impl<T> From<server::TlsStream<T>> for TlsStream<T> {}
