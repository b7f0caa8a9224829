//! A feature that users choose is no environment.
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::timeout;

pub async fn connect(peer: &str) -> Option<TcpStream> {
    #[cfg(feature = "satellite")]
    let limit = Duration::from_secs(90);
    #[cfg(not(feature = "satellite"))]
    let limit = Duration::from_secs(30);
    timeout(limit, TcpStream::connect(peer)).await.ok()?.ok()
}
