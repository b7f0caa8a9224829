//! Vaults and their guards: kameo.

use std::time::Duration;

use kameo::Actor;
use kameo::actor::{ActorRef, Spawn};
use kameo::message::{Context, Message};

use crate::Failure;

#[derive(Actor)]
pub struct Vault {
    pool: sqlx::PgPool,
    guard: Option<ActorRef<Guard>>,
}

#[derive(Actor)]
pub struct Guard {
    vault: ActorRef<Vault>,
    rounds: u32,
}

pub struct Meet(pub ActorRef<Guard>);
pub struct Open(pub i64);
pub struct Weigh;
pub struct Round;
pub struct Report;

pub async fn start(pool: sqlx::PgPool) -> Result<ActorRef<Guard>, Failure> {
    let vault = Vault::spawn(Vault { pool, guard: None });
    let guard = Guard::spawn(Guard { vault: vault.clone(), rounds: 0 });
    vault.tell(Meet(guard.clone())).await?;
    Ok(guard)
}

impl Message<Meet> for Vault {
    type Reply = ();

    async fn handle(&mut self, Meet(guard): Meet, _: &mut Context<Self, ()>) {
        self.guard = Some(guard);
    }
}

impl Message<Open> for Vault {
    type Reply = Result<bool, String>;

    async fn handle(&mut self, Open(customer): Open, context: &mut Context<Self, Self::Reply>) -> Self::Reply {
        let known = sqlx::query("select 1 from customers where id = $1").bind(customer);
        let known = tokio::time::timeout(Duration::from_secs(1), known.fetch_optional(&self.pool)).await;
        let known = known.map_err(|late| late.to_string())?.map_err(|error| error.to_string())?;
        tracing::info!("{} is opened", context.actor_ref().id());
        Ok(known.is_some())
    }
}

impl Message<Weigh> for Vault {
    type Reply = u64;

    async fn handle(&mut self, _: Weigh, _: &mut Context<Self, u64>) -> u64 {
        7
    }
}

impl Message<Round> for Guard {
    type Reply = Result<u64, String>;

    async fn handle(&mut self, _: Round, _: &mut Context<Self, Self::Reply>) -> Self::Reply {
        self.rounds += 1;
        let weight = self.vault.ask(Weigh).reply_timeout(Duration::from_secs(2)).await.map_err(|error| error.to_string())?;
        Ok(weight)
    }
}

impl Message<Report> for Guard {
    type Reply = u32;

    async fn handle(&mut self, _: Report, _: &mut Context<Self, u32>) -> u32 {
        self.rounds
    }
}
