//! Every failure waits before the next attempt, also in a helper.

use std::time::Duration;

use tokio::net::TcpStream;

async fn direct(address: &str) -> TcpStream {
    loop {
        match TcpStream::connect(address).await {
            Ok(stream) => return stream,
            Err(_) => tokio::time::sleep(Duration::from_secs(1)).await,
        }
    }
}

async fn helper(address: &str) -> TcpStream {
    let mut attempt = 0;
    loop {
        if let Ok(stream) = TcpStream::connect(address).await {
            return stream;
        }
        pause(&mut attempt).await;
    }
}

async fn pause(attempt: &mut u32) {
    *attempt += 1;
    tokio::time::sleep(Duration::from_millis(100) * *attempt).await;
}
