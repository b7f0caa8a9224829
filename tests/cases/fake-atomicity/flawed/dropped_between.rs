//! The promise is kept on failures, but not when the caller goes away.

use std::collections::HashMap;

use tokio::sync::mpsc;

struct Accounts {
    balances: HashMap<u64, i64>,
    owners: HashMap<u64, String>,
    log: mpsc::Sender<u64>,
}

impl Accounts {
    /// Opens an account: all or nothing.
    async fn open(&mut self, id: u64, owner: String) {
        self.balances.insert(id, 0); //~ fake-atomicity: a dropped future leaves `self.balances` changed
        if self.log.send(id).await.is_err() { //~ related: may be dropped while it waits
            tracing::warn!("nobody reads the log");
        }
        self.owners.insert(id, owner); //~ related: is changed here
    }
}
