//! What was counted is written only when the server stops in order.

use otp_runtime::exit::ExitReason;
use otp_runtime::server::{Context, Server};

pub struct Counter {
    pool: sqlx::PgPool,
    seen: i64,
}

impl Server for Counter {
    type Args = sqlx::PgPool;
    type Message = i64;
    type Error = sqlx::Error;

    async fn init(pool: sqlx::PgPool, _: &mut Context<Self>) -> Result<Self, sqlx::Error> {
        Ok(Self { pool, seen: 0 })
    }

    async fn handle(&mut self, more: i64, _: &mut Context<Self>) -> Result<(), sqlx::Error> {
        self.seen += more;
        Ok(())
    }

    async fn terminate(&mut self, _: &ExitReason, _: &mut Context<Self>) {
        let stored = sqlx::query("update counters set seen = $1").bind(self.seen).execute(&self.pool).await; //~ lifecycle-logic: what the stop hook writes to the store
        if let Err(error) = stored {
            tracing::warn!("{error}");
        }
    }
}
