//! What was counted is written only when the actor stops in order.

use xtra::prelude::*;

pub struct Counter {
    pool: sqlx::PgPool,
    seen: i64,
}

impl Actor for Counter {
    type Stop = ();

    async fn stopped(self) {
        let stored = sqlx::query("update counters set seen = $1").bind(self.seen).execute(&self.pool).await; //~ lifecycle-logic: what the stop hook writes to the store
        if let Err(error) = stored {
            tracing::warn!("{error}");
        }
    }
}
