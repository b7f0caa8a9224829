//! A `select!` over a borrowed future; the other arm, and in the second function what follows, wants the
//! lock that the future waits for.
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;

pub struct Ledger {
    total: u64,
}

async fn add(ledger: Arc<Mutex<Ledger>>, amount: u64) {
    let mut guard = ledger.lock().await; //~ related: taken here by the future
    guard.total += amount;
}

pub async fn in_the_arm(ledger: Arc<Mutex<Ledger>>) {
    let mut first = Box::pin(add(ledger.clone(), 1));
    tokio::select! {
        () = &mut first => {}
        () = tokio::time::sleep(Duration::from_millis(500)) => {
            add(ledger.clone(), 2).await; //~ futurelock: which nobody polls meanwhile
        }
    }
}

pub async fn after_it(ledger: Arc<Mutex<Ledger>>) -> u64 {
    let first = add(ledger.clone(), 1);
    tokio::pin!(first);
    tokio::select! {
        () = &mut first => {}
        () = tokio::time::sleep(Duration::from_millis(500)) => tracing::warn!("slow"),
    }
    let guard = ledger.lock().await; //~ futurelock: the task hangs for good
    guard.total
}
