//! The stop hook starts a task that stores or sends: at shutdown the runtime drops it, a crash starts none.

use actix::prelude::*;
use ractor::{ActorProcessingErr, ActorRef};
use tokio::sync::mpsc;

pub struct Seat {
    number: i64,
    pool: sqlx::PgPool,
}

impl Actor for Seat {
    type Context = Context<Self>;

    fn stopped(&mut self, _: &mut Self::Context) {
        let (pool, number) = (self.pool.clone(), self.number);
        actix::spawn(async move { //~ lifecycle-logic: at shutdown the runtime drops the task that this stop hook starts
            let freed = sqlx::query("update seats set taken = false where number = $1").bind(number).execute(&pool).await;
            if let Err(error) = freed {
                tracing::warn!(%error, "not freed");
            }
        });
    }
}

pub struct Row;

pub struct Taken {
    number: i64,
    freed: mpsc::Sender<i64>,
}

impl ractor::Actor for Row {
    type Msg = i64;
    type State = Taken;
    type Arguments = Taken;

    async fn pre_start(&self, _: ActorRef<i64>, taken: Taken) -> Result<Taken, ActorProcessingErr> {
        Ok(taken)
    }

    async fn post_stop(&self, _: ActorRef<i64>, taken: &mut Taken) -> Result<(), ActorProcessingErr> {
        later(taken); //~ lifecycle-logic: at shutdown the runtime drops the task that this stop hook starts
        Ok(())
    }
}

fn later(taken: &Taken) {
    let (freed, number) = (taken.freed.clone(), taken.number);
    ractor::concurrency::spawn(async move { //~ related: it happens here
        if freed.send(number).await.is_err() {
            tracing::warn!("not told");
        }
    });
}
