//! A request handler that sleeps with its thread, directly and in a helper.
use std::time::Duration;

pub async fn measure(load: u64) -> u64 {
    std::thread::sleep(Duration::from_millis(200)); //~ blocking-handler: this sleeps on a thread of the runtime
    load
}

pub fn spawned() -> tokio::task::JoinHandle<u64> {
    tokio::spawn(async { usage().await })
}

async fn usage() -> u64 {
    sampled() //~ blocking-handler: this sleeps on a thread of the runtime
}

fn sampled() -> u64 {
    let before = ticks();
    settle();
    ticks() - before
}

fn settle() {
    std::thread::sleep(Duration::from_secs(1));
}

fn ticks() -> u64 {
    7
}
