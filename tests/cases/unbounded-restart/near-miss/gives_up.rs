//! A limit, an error that is final, a list that ends.

use std::io;

use tokio::net::TcpStream;

async fn five_times(address: &str) -> io::Result<TcpStream> {
    let mut attempts = 0;
    loop {
        match TcpStream::connect(address).await {
            Ok(stream) => return Ok(stream),
            Err(error) => {
                attempts += 1;
                if attempts == 5 {
                    return Err(error);
                }
            }
        }
    }
}

async fn three_times(address: &str) -> Option<TcpStream> {
    let mut attempts = 0;
    while attempts < 3 {
        if let Ok(stream) = TcpStream::connect(address).await {
            return Some(stream);
        }
        attempts += 1;
    }
    None
}

async fn any_of(addresses: &[String]) -> Option<TcpStream> {
    for address in addresses {
        if let Ok(stream) = TcpStream::connect(address).await {
            return Some(stream);
        }
    }
    None
}
