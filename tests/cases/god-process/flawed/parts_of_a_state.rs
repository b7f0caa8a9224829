//! A ractor actor whose state is made of structs that know nothing of each other; one of them asks a database.
use std::collections::{HashMap, HashSet};

use ractor::{Actor, ActorProcessingErr, ActorRef, RpcReplyPort};

pub struct Tariffs {
    pool: sqlx::PgPool,
}

impl Tariffs {
    async fn of(&self, zone: i32) -> sqlx::Result<i64> {
        sqlx::query_scalar("select cents from tariffs where zone = $1").bind(zone).fetch_one(&self.pool).await
    }
}

#[derive(Default)]
pub struct Gates {
    open: HashSet<u64>,
}

impl Gates {
    fn set(&mut self, gate: u64) {
        self.open.insert(gate);
    }

    fn is_open(&self, gate: u64) -> bool {
        self.open.contains(&gate)
    }
}

#[derive(Default)]
pub struct Badges {
    holders: HashMap<String, u64>,
}

impl Badges {
    fn give(&mut self, badge: String, holder: u64) {
        self.holders.insert(badge, holder);
    }

    fn take_all(&mut self) {
        self.holders.clear();
    }
}

pub enum Ask {
    Tariff(i32, RpcReplyPort<Option<i64>>),
    Open { gate: u64 },
    IsOpen(u64, RpcReplyPort<bool>),
    Give(String, u64),
    TakeAll,
}

pub struct Site; //~ god-process: this process has 3 duties that share no state

pub struct SiteState {
    tariffs: Tariffs,
    gates: Gates,
    badges: Badges,
}

impl Actor for Site {
    type Msg = Ask;
    type State = SiteState;
    type Arguments = sqlx::PgPool;

    async fn pre_start(&self, _: ActorRef<Ask>, pool: sqlx::PgPool) -> Result<SiteState, ActorProcessingErr> {
        Ok(SiteState { tariffs: Tariffs { pool }, gates: Gates::default(), badges: Badges::default() })
    }

    async fn handle(&self, _: ActorRef<Ask>, message: Ask, state: &mut SiteState) -> Result<(), ActorProcessingErr> {
        match message {
            Ask::Tariff(zone, reply) => {
                let cents = state.tariffs.of(zone).await.inspect_err(|error| tracing::error!(%error, "no tariff")).ok();
                reply.send(cents)?;
            }
            Ask::Open { gate } => state.gates.set(gate),
            Ask::IsOpen(gate, reply) => reply.send(state.gates.is_open(gate))?,
            Ask::Give(badge, holder) => state.badges.give(badge, holder),
            Ask::TakeAll => state.badges.take_all(),
        }
        Ok(())
    }
}
