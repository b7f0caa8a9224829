//! Two actors ask each other for different reasons: each may be in its turn when the other asks.
use kameo::Actor;
use kameo::actor::ActorRef;
use kameo::message::{Context, Message};

pub struct Reserve(pub u32);
pub struct Order(pub u32);
pub struct Restock(pub u32);
pub struct Forecast;

pub struct Stock {
    orders: ActorRef<Orders>,
}

pub struct Orders {
    stock: ActorRef<Stock>,
}

impl Actor for Stock {
    type Args = Self;
    type Error = std::convert::Infallible;
}

impl Actor for Orders {
    type Args = Self;
    type Error = std::convert::Infallible;
}

impl Message<Reserve> for Stock {
    type Reply = ();

    async fn handle(&mut self, message: Reserve, _: &mut Context<Self, ()>) {
        tracing::info!("{}", message.0);
    }
}

impl Message<Restock> for Stock {
    type Reply = ();

    async fn handle(&mut self, message: Restock, _: &mut Context<Self, ()>) {
        if let Err(error) = self.orders.ask(Forecast).await { //~ call-cycle: wait for each other
            tracing::error!("{} {error:?}", message.0);
        }
    }
}

impl Message<Order> for Orders {
    type Reply = ();

    async fn handle(&mut self, message: Order, _: &mut Context<Self, ()>) {
        if let Err(error) = self.stock.ask(Reserve(message.0)).await { //~ related: asks `kameo_two::Stock` here
            tracing::error!("{error:?}");
        }
    }
}

impl Message<Forecast> for Orders {
    type Reply = ();

    async fn handle(&mut self, _: Forecast, _: &mut Context<Self, ()>) {
        tracing::info!("forecast");
    }
}
