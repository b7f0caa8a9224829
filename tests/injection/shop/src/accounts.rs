use sled::Transactional as _;
use sled::transaction::{ConflictableTransactionError, TransactionError};

use crate::Failure;

/// Who may log in: by number, and by address.
pub struct Accounts {
    users: sled::Tree,
    emails: sled::Tree,
}

fn ended(error: TransactionError<sled::Error>) -> Failure {
    match error {
        TransactionError::Abort(error) | TransactionError::Storage(error) => error.into(),
    }
}

impl Accounts {
    pub fn open(db: &sled::Db) -> Result<Self, Failure> {
        Ok(Self { users: db.open_tree("users")?, emails: db.open_tree("emails")? })
    }

    pub fn create(&self, id: u64, email: &str) -> Result<(), Failure> {
        let key = id.to_be_bytes();
        (&self.users, &self.emails)
            .transaction(|(users, emails)| {
                users.insert(&key[..], email.as_bytes())?;
                emails.insert(email.as_bytes(), &key[..])?;
                Ok::<(), ConflictableTransactionError<sled::Error>>(())
            })
            .map_err(ended)
    }

    pub fn change_email(&self, id: u64, old: &str, new: &str) -> Result<(), Failure> {
        let key = id.to_be_bytes();
        (&self.users, &self.emails)
            .transaction(|(users, emails)| {
                emails.remove(old.as_bytes())?;
                emails.insert(new.as_bytes(), &key[..])?;
                users.insert(&key[..], new.as_bytes())?;
                Ok::<(), ConflictableTransactionError<sled::Error>>(())
            })
            .map_err(ended)
    }
}
