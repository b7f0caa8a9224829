//! A kameo actor with two duties.
use std::collections::HashMap;
use std::time::Duration;

pub struct Office { //~ god-process: this process has 2 duties that share no state
    members: HashMap<u64, u64>,
    invoices: HashMap<u64, u64>,
    client: reqwest::Client,
}

impl Office {
    async fn send(&self) {
        let request = self.client.post("http://localhost/bill").timeout(Duration::from_secs(9));
        if let Err(error) = request.send().await {
            tracing::error!(%error, "the bill was not sent");
        }
    }
}

impl kameo::Actor for Office {
    type Args = Self;
    type Error = kameo::error::Infallible;
    async fn on_start(args: Self, _: kameo::actor::ActorRef<Self>) -> Result<Self, Self::Error> {
        Ok(args)
    }
}

pub struct Join(pub u64);
impl kameo::message::Message<Join> for Office {
    type Reply = ();
    async fn handle(&mut self, message: Join, _: &mut kameo::message::Context<Self, ()>) {
        self.members.insert(message.0, message.0);
    }
}

pub struct Leave(pub u64);
impl kameo::message::Message<Leave> for Office {
    type Reply = ();
    async fn handle(&mut self, message: Leave, _: &mut kameo::message::Context<Self, ()>) {
        self.members.remove(&message.0);
    }
}

pub struct Rename(pub u64);
impl kameo::message::Message<Rename> for Office {
    type Reply = ();
    async fn handle(&mut self, message: Rename, _: &mut kameo::message::Context<Self, ()>) {
        self.members.insert(message.0, 7);
    }
}

pub struct Bill(pub u64);
impl kameo::message::Message<Bill> for Office {
    type Reply = ();
    async fn handle(&mut self, message: Bill, _: &mut kameo::message::Context<Self, ()>) {
        self.invoices.insert(message.0, 1);
        self.send().await;
    }
}

pub struct Pay(pub u64);
impl kameo::message::Message<Pay> for Office {
    type Reply = ();
    async fn handle(&mut self, message: Pay, _: &mut kameo::message::Context<Self, ()>) {
        self.invoices.remove(&message.0);
    }
}

pub struct Remind(pub u64);
impl kameo::message::Message<Remind> for Office {
    type Reply = ();
    async fn handle(&mut self, message: Remind, _: &mut kameo::message::Context<Self, ()>) {
        if self.invoices.contains_key(&message.0) {
            self.send().await;
        }
    }
}
