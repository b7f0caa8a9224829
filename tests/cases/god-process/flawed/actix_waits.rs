//! An actix actor with two duties whose mailbox waits for a future.
use std::collections::HashMap;

use actix::prelude::*;

#[derive(Message)]
#[rtype(result = "()")]
pub struct Join(u64);

#[derive(Message)]
#[rtype(result = "()")]
pub struct Leave(u64);

#[derive(Message)]
#[rtype(result = "()")]
pub struct Rename(u64);

#[derive(Message)]
#[rtype(result = "()")]
pub struct Bill(u64);

#[derive(Message)]
#[rtype(result = "()")]
pub struct Pay(u64);

#[derive(Message)]
#[rtype(result = "()")]
pub struct Remind(u64);

pub struct Office { //~ god-process: this process has 2 duties that share no state
    members: HashMap<u64, u64>,
    invoices: HashMap<u64, u64>,
    client: reqwest::Client,
}

impl Actor for Office {
    type Context = Context<Self>;
}

impl Handler<Join> for Office {
    type Result = ();
    fn handle(&mut self, Join(id): Join, _: &mut Self::Context) {
        self.members.insert(id, id);
    }
}

impl Handler<Leave> for Office {
    type Result = ();
    fn handle(&mut self, Leave(id): Leave, _: &mut Self::Context) {
        self.members.remove(&id);
    }
}

impl Handler<Rename> for Office {
    type Result = ();
    fn handle(&mut self, Rename(id): Rename, _: &mut Self::Context) {
        if let Some(name) = self.members.get_mut(&id) {
            *name = 7;
        }
    }
}

impl Handler<Bill> for Office {
    type Result = ();
    fn handle(&mut self, Bill(id): Bill, ctx: &mut Self::Context) {
        self.invoices.insert(id, 1);
        let client = self.client.clone();
        ctx.wait(
            async move {
                if let Err(error) = client.post("http://localhost/bill").send().await { //~ blocking-handler: while the other side does not answer this process waits without a deadline
                    tracing::error!(%error, "the bill was not sent");
                }
            }
            .into_actor(self),
        );
    }
}

impl Handler<Pay> for Office {
    type Result = ();
    fn handle(&mut self, Pay(id): Pay, _: &mut Self::Context) {
        self.invoices.remove(&id);
    }
}

impl Handler<Remind> for Office {
    type Result = ();
    fn handle(&mut self, Remind(id): Remind, _: &mut Self::Context) {
        tracing::info!("{id} owes {:?}", self.invoices);
    }
}
