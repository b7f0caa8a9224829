//! A message is sent if its process lives, or was ever started; otherwise all is said to be well.
use std::sync::OnceLock;
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::SendError;

pub struct Order {
    pub item: String,
}

pub struct Shop {
    orders: mpsc::WeakSender<Order>,
}

impl Shop {
    pub async fn order(&self, order: Order) -> Result<(), SendError<Order>> {
        let Some(orders) = self.orders.upgrade() else { //~ conditional-supervision: once this process is gone, what is meant for it is silently skipped
            return Ok(());
        };
        orders.send(order).await //~ related: this is done only if it is found
    }
}

static ORDERS: OnceLock<mpsc::Sender<Order>> = OnceLock::new();

pub async fn order(order: Order) -> Result<(), SendError<Order>> {
    match ORDERS.get() { //~ conditional-supervision: until this process is started, what is meant for it is silently skipped
        Some(orders) => put(orders, order).await?,
        None => return Ok(()),
    }
    Ok(())
}

async fn put(orders: &mpsc::Sender<Order>, order: Order) -> Result<(), SendError<Order>> {
    orders.send(order).await //~ related: this is done only if it is found
}

pub struct Desk {
    shop: kameo::actor::WeakActorRef<Ledger>,
}

impl Desk {
    pub async fn book(&self, amount: u64) {
        if let Some(shop) = self.shop.upgrade() { //~ conditional-supervision: once this process is gone
            if let Err(error) = shop.tell(Booking { amount }).await {
                tracing::error!("{error}");
            }
        }
    }
}

#[derive(kameo::Actor)]
pub struct Ledger;

pub struct Booking {
    amount: u64,
}

impl kameo::message::Message<Booking> for Ledger {
    type Reply = ();
    async fn handle(&mut self, booking: Booking, _: &mut kameo::message::Context<Self, ()>) {
        tracing::info!("{}", booking.amount);
    }
}
