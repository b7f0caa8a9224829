//! A key says that the work is going on; when the work fails it says so for ever.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

struct Syncs {
    running: Mutex<HashSet<String>>,
    pool: sqlx::PgPool,
}

impl Syncs {
    async fn sync(&self, name: &str) -> Result<(), sqlx::Error> {
        let entered = self.running.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned()); //~ torn-update: the key stays in `self.running`
        if !entered {
            return Ok(());
        }
        sqlx::query("update syncs set done = now() where name = $1").bind(name).execute(&self.pool).await?; //~ related: nothing sets it back
        self.running.lock().unwrap_or_else(PoisonError::into_inner).remove(name); //~ related: it would leave here
        Ok(())
    }
}
