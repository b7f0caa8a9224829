#![otp(krate = "tokio_tungstenite", version = "0.26.2")]

use futures_core::Stream;
use futures_sink::Sink;

// The handshake lasts as long as the peer likes.
#[otp(outside, value = 0)]
pub async fn accept_async<S>(stream: S) -> Result<WebSocketStream<S>, tungstenite::Error> {}
#[otp(outside, value = 0)]
pub async fn accept_hdr_async<S, C>(stream: S, callback: C) -> Result<WebSocketStream<S>, tungstenite::Error> {}
#[otp(outside, value = 1)]
pub async fn client_async<R, S>(
    request: R,
    stream: S,
) -> Result<(WebSocketStream<S>, tungstenite::handshake::client::Response), tungstenite::Error> {}

#[otp(outside, value = 0)]
pub async fn connect_async<R>(
    request: R,
) -> Result<(WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>, tungstenite::handshake::client::Response), tungstenite::Error> {
}
#[otp(outside, value = 1)]
pub async fn client_async_tls<R, S>(
    request: R,
    stream: S,
) -> Result<(WebSocketStream<MaybeTlsStream<S>>, tungstenite::handshake::client::Response), tungstenite::Error> {
}

#[otp(io)]
pub struct MaybeTlsStream<S>;

#[otp(io)]
pub struct WebSocketStream<S>;
impl<T> Stream for WebSocketStream<T> {
    type Item = Result<tungstenite::Message, tungstenite::Error>;
}
impl<T> Sink<tungstenite::Message> for WebSocketStream<T> {
    type Error = tungstenite::Error;
}
