//! Three actors, each of which asks the next; the third is asked through a trait object's method.
use kameo::Actor;
use kameo::actor::ActorRef;
use kameo::message::{Context, Message};

pub struct Plan;
pub struct Price;
pub struct Load;

pub struct Planner {
    prices: ActorRef<Prices>,
}

pub struct Prices {
    loads: Box<dyn Source>,
}

pub struct Loads {
    planner: ActorRef<Planner>,
}

#[async_trait::async_trait]
pub trait Source: Send + Sync {
    async fn load(&self) -> u64;
}

pub struct ByActor {
    loads: ActorRef<Loads>,
}

#[async_trait::async_trait]
impl Source for ByActor {
    async fn load(&self) -> u64 {
        self.loads.ask(Load).await.unwrap_or(0) //~ related: asks `three_hops::Loads` here
    }
}

impl Actor for Planner {
    type Args = Self;
    type Error = std::convert::Infallible;
}

impl Actor for Prices {
    type Args = Self;
    type Error = std::convert::Infallible;
}

impl Actor for Loads {
    type Args = Self;
    type Error = std::convert::Infallible;
}

impl Message<Plan> for Planner {
    type Reply = u64;

    async fn handle(&mut self, _: Plan, _: &mut Context<Self, u64>) -> u64 {
        self.prices.ask(Price).await.unwrap_or(0) //~ related: asks `three_hops::Prices` here
    }
}

impl Message<Price> for Prices {
    type Reply = u64;

    async fn handle(&mut self, _: Price, _: &mut Context<Self, u64>) -> u64 {
        self.loads.load().await * 2 //~ related: comes here
    }
}

impl Message<Load> for Loads {
    type Reply = u64;

    async fn handle(&mut self, _: Load, _: &mut Context<Self, u64>) -> u64 {
        self.planner.ask(Plan).await.unwrap_or(1) //~ call-cycle: both hang for good
    }
}
