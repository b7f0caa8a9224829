//! A helper asks the actor whose address it is given: here that is never the one in whose turn it runs.
use kameo::Actor;
use kameo::actor::ActorRef;
use kameo::message::{Context, Message};

pub struct Open;
pub struct Weigh;

pub struct Vault {
    neighbour: Option<ActorRef<Vault>>,
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
        tracing::info!("{}", context.actor_ref().id());
        if let Some(neighbour) = &self.neighbour {
            tracing::info!("{:?}", weigh(neighbour).await);
        }
    }
}

impl Message<Weigh> for Vault {
    type Reply = u64;

    async fn handle(&mut self, _: Weigh, _: &mut Context<Self, u64>) -> u64 {
        self.opened
    }
}

async fn weigh(vault: &ActorRef<Vault>) -> Option<u64> {
    vault.ask(Weigh).await.ok()
}
