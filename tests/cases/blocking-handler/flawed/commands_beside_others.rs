//! Polled by `main` alone, but in turns with others; or also by somebody who is not seen.
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::runtime::Runtime;

#[tokio::main]
async fn main() {
    tokio::select! {
        () = watch() => {}
        () = serve() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    tokio::join!(tidy(), serve());
    tokio::select! {
        () = alone() => {}
        () = stopped() => {}
    }
    tokio::spawn(refreshed());
    refreshed().await;
}

async fn serve() {
    let Ok(listener) = TcpListener::bind("[::]:8080").await else { return };
    while let Ok((peer, _)) = listener.accept().await {
        drop(peer);
    }
}

async fn watch() {
    std::thread::sleep(Duration::from_secs(1)); //~ blocking-handler: this sleeps on a thread of the runtime
}

async fn tidy() {
    std::thread::sleep(Duration::from_secs(2)); //~ blocking-handler: this sleeps on a thread of the runtime
}

/// The others only wait for the end.
async fn alone() {
    std::thread::sleep(Duration::from_secs(3));
}

async fn stopped() {
    tokio::signal::ctrl_c().await.ok();
}

async fn refreshed() {
    std::thread::sleep(Duration::from_secs(4)); //~ blocking-handler: this sleeps on a thread of the runtime
}

/// For whoever uses it.
pub async fn checked() {
    std::thread::sleep(Duration::from_secs(5)); //~ blocking-handler: this sleeps on a thread of the runtime
}

pub fn check(runtime: &Runtime) {
    runtime.block_on(handed_to_a_task());
}

async fn handed_to_a_task() {
    tokio::spawn(async { slow() }).await.expect("it runs"); //~ blocking-handler: this sleeps on a thread of the runtime
}

fn slow() {
    std::thread::sleep(Duration::from_secs(6)); //~ related: the thread is blocked here
}
