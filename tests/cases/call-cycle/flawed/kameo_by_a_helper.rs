//! An actor hands its own address to helpers, and the last of them asks it.
use kameo::Actor;
use kameo::actor::ActorRef;
use kameo::message::{Context, Message};

pub struct Open;
pub struct Weigh;

pub struct Vault {
    opened: u64,
}

impl Actor for Vault {
    type Args = Self;
    type Error = std::convert::Infallible;
}

impl Message<Open> for Vault {
    type Reply = ();

    async fn handle(&mut self, _: Open, context: &mut Context<Self, ()>) {
        self.opened += 1;
        report(context.actor_ref()).await; //~ call-cycle: waits for a reply from itself
    }
}

impl Message<Weigh> for Vault {
    type Reply = u64;

    async fn handle(&mut self, _: Weigh, _: &mut Context<Self, u64>) -> u64 {
        self.opened
    }
}

async fn report(vault: &ActorRef<Vault>) {
    let weight = async { weigh(vault.clone()).await };
    tracing::info!("{:?}", weight.await);
}

async fn weigh(vault: ActorRef<Vault>) -> Option<u64> {
    vault.ask(Weigh).await.ok() //~ related: asks itself here
}
