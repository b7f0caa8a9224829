//! A deadline ends an attempt that hangs, not the attempts.

use std::time::Duration;

use tokio::net::TcpStream;

async fn connect(address: &str) -> TcpStream {
    loop {
        if let Ok(Ok(stream)) = tokio::time::timeout(Duration::from_secs(5), TcpStream::connect(address)).await { //~ unbounded-restart: tries it again at once
            return stream;
        }
    }
}
