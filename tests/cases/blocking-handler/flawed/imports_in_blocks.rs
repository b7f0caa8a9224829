//! What blocks is imported where it is used: in a block, or in the body of a macro.
use std::time::Duration;

macro_rules! retry {
    ($attempt:expr) => {{
        use std::thread::sleep;
        use std::time::Duration;
        let mut left = 3;
        loop {
            match $attempt {
                Ok(value) => break Ok(value),
                Err(error) if left == 0 => break Err(error),
                Err(_) => {
                    left -= 1;
                    sleep(Duration::from_millis(200));
                }
            }
        }
    }};
}

pub async fn read(address: &str) -> std::io::Result<tokio::net::TcpStream> {
    retry!(tokio::net::TcpStream::connect(address).await) //~ blocking-handler: this sleeps on a thread of the runtime
}

pub fn start() -> tokio::task::JoinHandle<()> {
    tokio::spawn(async {
        loop {
            if tokio::fs::metadata("ready").await.is_ok() {
                use std::thread as os;
                os::sleep(Duration::from_secs(1)); //~ blocking-handler: this sleeps on a thread of the runtime
            }
            tokio::time::sleep(Duration::from_secs(5)).await;
        }
    })
}
