//! What was counted is written only when the actor stops in order.

use kameo::Actor;
use kameo::actor::{ActorRef, WeakActorRef};
use kameo::error::{ActorStopReason, Infallible};

struct Counter {
    pool: sqlx::PgPool,
    seen: i64,
}

impl Actor for Counter {
    type Args = Self;
    type Error = Infallible;

    async fn on_start(args: Self, _: ActorRef<Self>) -> Result<Self, Infallible> {
        Ok(args)
    }

    async fn on_stop(&mut self, _: WeakActorRef<Self>, _: ActorStopReason) -> Result<(), Infallible> {
        let stored = sqlx::query("update counters set seen = $1").bind(self.seen).execute(&self.pool).await; //~ lifecycle-logic: what the stop hook writes to the store
        if let Err(error) = stored {
            tracing::warn!("{error}");
        }
        Ok(())
    }
}
