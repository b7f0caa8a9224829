//! What `main` alone waits for.
use std::time::Duration;

#[tokio::main]
async fn main() {
    let settings = std::fs::read_to_string("settings.toml").unwrap_or_default();
    wait_for_clock().await;
    println!("{settings}");
}

async fn wait_for_clock() {
    std::thread::sleep(Duration::from_secs(1));
}
