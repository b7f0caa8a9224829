//! What was counted is written only when the actor stops in order, by a helper.

use ractor::{Actor, ActorProcessingErr, ActorRef};

struct Counter;

struct Seen {
    pool: sqlx::PgPool,
    seen: i64,
}

impl Actor for Counter {
    type Msg = i64;
    type State = Seen;
    type Arguments = sqlx::PgPool;

    async fn pre_start(&self, _: ActorRef<i64>, pool: sqlx::PgPool) -> Result<Seen, ActorProcessingErr> {
        Ok(Seen { pool, seen: 0 })
    }

    async fn handle(&self, _: ActorRef<i64>, more: i64, state: &mut Seen) -> Result<(), ActorProcessingErr> {
        state.seen += more;
        Ok(())
    }

    async fn post_stop(&self, _: ActorRef<i64>, state: &mut Seen) -> Result<(), ActorProcessingErr> {
        keep(&state.pool, state.seen).await?; //~ lifecycle-logic: what the stop hook writes to the store
        Ok(())
    }
}

async fn keep(pool: &sqlx::PgPool, seen: i64) -> Result<(), sqlx::Error> {
    sqlx::query("update counters set seen = $1").bind(seen).execute(pool).await?; //~ related: it happens here
    Ok(())
}
