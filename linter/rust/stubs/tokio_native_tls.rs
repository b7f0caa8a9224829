#![otp(krate = "tokio_native_tls", version = "0.3.1")]

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

#[otp(io)]
pub struct TlsStream<S>;
impl<S> AsyncRead for TlsStream<S> {}
impl<S> AsyncReadExt for TlsStream<S> {}
impl<S> AsyncWrite for TlsStream<S> {}
impl<S> AsyncWriteExt for TlsStream<S> {}

pub struct TlsConnector;
impl TlsConnector {
    #[otp(outside, value = 1)]
    pub async fn connect<S>(&self, domain: &str, stream: S) -> Result<TlsStream<S>, native_tls::Error> {}
}
impl Clone for TlsConnector {
    #[otp(clone_handle)]
    fn clone(&self) -> Self {}
}

pub struct TlsAcceptor;
impl TlsAcceptor {
    #[otp(outside, value = 0)]
    pub async fn accept<S>(&self, stream: S) -> Result<TlsStream<S>, native_tls::Error> {}
}
impl Clone for TlsAcceptor {
    #[otp(clone_handle)]
    fn clone(&self) -> Self {}
}
