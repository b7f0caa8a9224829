//! What is taken, a note of it, and what is given: nothing takes back the first if the note fails.

use std::collections::HashMap;

use otp_runtime::durable::Map;
use otp_runtime::store::CommitError;

pub struct Accounts {
    pub taken: HashMap<String, i64>,
    pub given: HashMap<String, i64>,
    pub notes: Map<String, i64>,
}

impl Accounts {
    /// Moves an amount atomically: all of it or nothing.
    pub async fn transfer(&mut self, from: &str, to: &str, amount: i64) -> Result<(), CommitError> {
        self.taken.insert(from.to_owned(), amount);
        self.notes.insert(&from.to_owned(), &amount).await?;
        self.given.insert(to.to_owned(), amount);
        Ok(())
    }
}
