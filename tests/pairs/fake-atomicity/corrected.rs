//! The same in a transaction.

use otp_runtime::durable::Map;
use otp_runtime::store::{CommitError, Store};

pub struct Accounts {
    pub store: Store,
    pub taken: Map<String, i64>,
    pub given: Map<String, i64>,
    pub notes: Map<String, i64>,
}

impl Accounts {
    /// Moves an amount atomically: all of it or nothing.
    pub async fn transfer(&mut self, from: &str, to: &str, amount: i64) -> Result<(), CommitError> {
        let mut transaction = self.store.begin();
        transaction
            .insert(&self.taken, &from.to_owned(), &amount)
            .insert(&self.notes, &from.to_owned(), &amount)
            .insert(&self.given, &to.to_owned(), &amount);
        transaction.commit().await?;
        Ok(())
    }
}
