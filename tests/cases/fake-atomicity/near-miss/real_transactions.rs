//! One transaction of the store; a machine atomic.

use std::sync::atomic::{AtomicU64, Ordering};

struct Accounts {
    pool: sqlx::PgPool,
    booked: AtomicU64,
}

impl Accounts {
    /// Moves the amount atomically: both rows or none.
    async fn transfer(&self, from: i64, to: i64, amount: i64) -> Result<(), sqlx::Error> {
        let mut both = self.pool.begin().await?;
        let less = "update accounts set balance = balance - $1 where id = $2";
        sqlx::query(less).bind(amount).bind(from).execute(&mut *both).await?;
        let more = "update accounts set balance = balance + $1 where id = $2";
        sqlx::query(more).bind(amount).bind(to).execute(&mut *both).await?;
        both.commit().await
    }

    /// Counts atomically.
    fn count(&self) -> u64 {
        self.booked.fetch_add(1, Ordering::Relaxed)
    }
}
