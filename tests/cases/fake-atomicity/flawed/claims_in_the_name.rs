//! The name says atomic; the store may fail after memory was changed.

use std::collections::HashMap;

struct Accounts {
    balances: HashMap<u64, i64>,
    pool: sqlx::PgPool,
}

impl Accounts {
    async fn set_atomic(&mut self, id: u64, balance: i64) -> Result<(), sqlx::Error> {
        self.balances.insert(id, balance); //~ fake-atomicity: `set_atomic` claims to be atomic
        sqlx::query("update accounts set balance = $1").bind(balance).execute(&self.pool).await?; //~ related: a failure leaves here
        Ok(())
    }
}
