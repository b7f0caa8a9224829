//! The receiver goes on without the message, and keeps what it would have taken away for ever.
use std::collections::HashMap;

use actix::prelude::*;

#[derive(Message)]
#[rtype(result = "()")]
pub struct Enter(pub i64);

#[derive(Message)]
#[rtype(result = "()")]
pub struct Leave(pub i64);

pub struct Depot {
    inside: HashMap<i64, u32>,
}

impl Actor for Depot {
    type Context = Context<Self>;
}

impl Handler<Enter> for Depot {
    type Result = ();

    fn handle(&mut self, Enter(car): Enter, _: &mut Context<Self>) {
        *self.inside.entry(car).or_default() += 1;
    }
}

impl Handler<Leave> for Depot {
    type Result = ();

    fn handle(&mut self, Leave(car): Leave, _: &mut Context<Self>) {
        self.inside.remove(&car);
    }
}

pub struct Barrier {
    depot: Addr<Depot>,
}

impl Actor for Barrier {
    type Context = Context<Self>;
}

#[derive(Message)]
#[rtype(result = "Result<(), String>")]
pub struct DroveOut(pub i64);

impl Handler<DroveOut> for Barrier {
    type Result = ResponseFuture<Result<(), String>>;

    fn handle(&mut self, DroveOut(car): DroveOut, _: &mut Context<Self>) -> Self::Result {
        let depot = self.depot.clone();
        Box::pin(async move {
            let _ = depot.try_send(Leave(car)); //~ raw-send: the message `Leave` is lost without a trace when the mailbox is full
            Ok(())
        })
    }
}
