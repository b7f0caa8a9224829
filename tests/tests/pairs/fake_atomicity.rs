//! The commit in the middle of a transfer fails.

use std::collections::HashMap;

use otp_runtime::durable::Map;
use otp_runtime::store::faulty::{Fault, Faults, Faulty};
use otp_runtime::store::keeper::Keeper;
use otp_runtime::store::{Options, Store};

#[path = "../../pairs/fake-atomicity/corrected.rs"]
mod corrected;
#[path = "../../pairs/fake-atomicity/flawed.rs"]
mod flawed;

async fn store() -> (Store, Faults) {
    let faults = Faults::default();
    let backend = Faulty::new(Keeper::new(9), faults.clone());
    let store = Store::open(backend, Options::default()).await.unwrap();
    (store, faults)
}

fn sum<'a>(amounts: impl IntoIterator<Item = &'a i64>) -> i64 {
    amounts.into_iter().sum()
}

/// By how much more was given than taken after a transfer of 30, and whether that was said to be done.
async fn flawed_after(fault: Fault) -> (i64, bool) {
    let (store, faults) = store().await;
    let mut accounts = flawed::Accounts {
        taken: HashMap::new(),
        given: HashMap::new(),
        notes: store.map("notes").await.unwrap(),
    };
    faults.befall(fault);
    let result = accounts.transfer("anna", "bert", 30).await;
    let balance = sum(accounts.given.values()) - sum(accounts.taken.values());
    (balance, result.is_ok())
}

/// The same of the corrected program.
async fn corrected_after(fault: Fault) -> (i64, bool) {
    let (store, faults) = store().await;
    let (taken, given): (Map<String, i64>, Map<String, i64>) = (
        store.map("taken").await.unwrap(),
        store.map("given").await.unwrap(),
    );
    let notes: Map<String, i64> = store.map("notes").await.unwrap();
    let mut accounts = corrected::Accounts {
        store: store.clone(),
        taken: taken.clone(),
        given: given.clone(),
        notes: notes.clone(),
    };
    faults.befall(fault);
    let result = accounts.transfer("anna", "bert", 30).await;
    store.reopen().await.unwrap();
    let (taken, given) = (
        taken.range(.., 9).await.unwrap(),
        given.range(.., 9).await.unwrap(),
    );
    let is_noted = !notes.range(.., 9).await.unwrap().is_empty();
    assert_eq!(is_noted, !taken.is_empty());
    let balance = sum(given.iter().map(|(_, it)| it)) - sum(taken.iter().map(|(_, it)| it));
    (balance, result.is_ok())
}

#[tokio::test]
async fn the_flawed_program_loses_the_money() {
    assert_eq!(flawed_after(Fault::None).await, (0, true));
    assert_eq!(flawed_after(Fault::Write).await, (-30, false));
}

#[tokio::test]
async fn the_corrected_program_does_not() {
    assert_eq!(corrected_after(Fault::None).await, (0, true));
    assert_eq!(corrected_after(Fault::Write).await, (0, false));
    // It may be there after all, and then all of it is.
    assert_eq!(corrected_after(Fault::LateSync).await, (0, false));
}

#[test]
fn the_linter_tells_them_apart() {
    crate::assert_told_apart("fake-atomicity");
}
