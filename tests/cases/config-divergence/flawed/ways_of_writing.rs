//! An early return, an assignment, two bindings, two functions, a deadline that only production has, a range.
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::timeout;

pub struct Unanswered;

fn patience() -> Duration {
    if cfg!(test) { //~ config-divergence: this length of time depends on `cfg!(test)` (20 ms, 30 s)
        return Duration::from_millis(20);
    }
    Duration::from_secs(30)
}

pub async fn by_return(peer: &str) -> Option<TcpStream> {
    timeout(patience(), TcpStream::connect(peer)).await.ok()?.ok()
}

pub async fn by_assignment(peer: &str) -> Option<TcpStream> {
    let mut limit = Duration::from_secs(30);
    if std::env::var("TEST_MODE").is_ok() { //~ config-divergence: this length of time depends on `TEST_MODE` (20 ms, 30 s)
        limit = Duration::from_millis(20);
    }
    timeout(limit, TcpStream::connect(peer)).await.ok()?.ok()
}

pub async fn by_binding(peer: &str) -> Option<TcpStream> {
    #[cfg(test)]
    let limit = Duration::from_millis(20); //~ config-divergence: this length of time depends on `cfg!(test)` (20 ms, 30 s)
    #[cfg(not(test))]
    let limit = Duration::from_secs(30);
    timeout(limit, TcpStream::connect(peer)).await.ok()?.ok()
}

#[cfg(test)]
fn limit() -> Duration {
    Duration::from_millis(20)
}

#[cfg(not(test))]
fn limit() -> Duration { //~ config-divergence: tests run with another `limit` than production
    Duration::from_secs(30)
}

pub async fn by_function(peer: &str) -> Option<TcpStream> {
    timeout(limit(), TcpStream::connect(peer)).await.ok()?.ok()
}

#[cfg(feature = "test_mode")]
const MOST: u32 = 1000;
#[cfg(not(feature = "test_mode"))]
const MOST: u32 = 5; //~ config-divergence: tests run with another `MOST` than production (1000, 5)

pub async fn by_feature(peer: &str) -> Result<TcpStream, Unanswered> {
    let mut tries = 0;
    loop {
        match TcpStream::connect(peer).await {
            Ok(stream) => return Ok(stream),
            Err(error) => {
                tries += 1;
                tracing::warn!(%error, "again");
                if tries >= MOST { //~ related: failures are counted up to it here
                    return Err(Unanswered);
                }
            }
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

pub async fn by_range(peer: &str) -> Result<TcpStream, Unanswered> {
    let most = if cfg!(debug_assertions) { 2 } else { 20 }; //~ config-divergence: this limit depends on `cfg!(debug_assertions)` (2, 20)
    for _turn in 0..most {
        if let Ok(stream) = TcpStream::connect(peer).await {
            return Ok(stream);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Err(Unanswered)
}

pub async fn each_by_itself(peer: &str) -> Option<TcpStream> {
    if cfg!(test) { //~ config-divergence: this length of time depends on `cfg!(test)` (20 ms, 30 s)
        timeout(Duration::from_millis(20), TcpStream::connect(peer)).await.ok()?.ok()
    } else {
        timeout(Duration::from_secs(30), TcpStream::connect(peer)).await.ok()?.ok()
    }
}

pub struct Options {
    pub reply_timeout: Option<Duration>,
    pub max_retries: u32,
    pub port: u16,
}

pub fn options(environment: &str) -> Options {
    match environment { //~ config-divergence: this length of time depends on `"test"` (none, 5 s)
        "test" => Options { reply_timeout: None, max_retries: 5, port: 0 },
        _ => Options { reply_timeout: Some(Duration::from_secs(5)), max_retries: 5, port: 443 },
    }
}

#[cfg(test)]
fn start_reaper() {}

#[cfg(not(test))]
fn start_reaper() { //~ config-divergence: `reap` runs only on one side of `cfg!(test)`
    drop(std::thread::spawn(reap));
}

pub fn start() {
    start_reaper();
}

fn reap() {
    loop {
        std::thread::sleep(Duration::from_secs(60));
        tracing::info!("reaped");
    }
}
