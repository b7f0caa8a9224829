//! Takes orders and answers.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use crate::Failure;
use crate::catalog::Catalog;
use crate::ledger::Ledger;
use crate::robots::Robot;
use crate::transfer::Transfers;

type Reply = oneshot::Sender<Result<(), Failure>>;

#[derive(Debug)]
pub enum Order {
    Import { number: u32, name: String, price: String, reply: Reply },
    Rename { old: String, new: String, reply: Reply },
    Put { number: u32, shelf: String, room: String, reply: Reply },
    Label { number: u32, code: String, reply: Reply },
    List { supplier: String, text: String, reply: Reply },
    Charge { customer: i64, cents: i64, reply: Reply },
    Open { customer: i64, limit: String, reply: Reply },
    Reassign { from: i64, to: i64, cents: i64, reply: Reply },
    Arrange { id: u64, count: u32, truck: String, reply: Reply },
    Book { id: i64, from: i64, to: i64, reply: Reply },
    Repack(Reply),
}

pub struct Desk {
    ledger: Ledger,
    catalog: Arc<Catalog>,
    transfers: Transfers,
}

impl Desk {
    pub fn new(ledger: Ledger, pool: sqlx::PgPool, catalog: Arc<Catalog>) -> Self {
        Self { ledger, catalog, transfers: Transfers::new(pool) }
    }

    pub async fn run(mut self, mut inbox: mpsc::Receiver<Order>) {
        while let Some(order) = inbox.recv().await {
            if timeout(Duration::from_secs(20), self.serve(order)).await.is_err() {
                tracing::warn!("an order took too long");
            }
        }
    }

    async fn serve(&mut self, order: Order) {
        let (result, reply) = match order {
            Order::Import { number, name, price, reply } => {
                (self.catalog.import(number, &name, &price), reply)
            }
            Order::Rename { old, new, reply } => (self.catalog.rename(&old, new), reply),
            Order::Put { number, shelf, room, reply } => {
                (self.catalog.put(number, &shelf, &room), reply)
            }
            Order::Label { number, code, reply } => (self.catalog.label(number, &code), reply),
            Order::List { supplier, text, reply } => {
                (self.catalog.read_list(&supplier, &text).map(drop), reply)
            }
            Order::Charge { customer, cents, reply } => {
                (self.ledger.charge(customer, cents).await, reply)
            }
            Order::Open { customer, limit, reply } => {
                (self.ledger.open(customer, &limit).await, reply)
            }
            Order::Reassign { from, to, cents, reply } => {
                (self.ledger.reassign(from, to, cents).await, reply)
            }
            Order::Arrange { id, count, truck, reply } => {
                (self.transfers.arrange(id, count, truck).await, reply)
            }
            Order::Book { id, from, to, reply } => (self.transfers.book(id, from, to).await, reply),
            Order::Repack(reply) => (self.transfers.repack().await, reply),
        };
        if let Err(error) = &result {
            tracing::warn!("refused: {error}");
        }
        if reply.send(result).is_err() {
            tracing::debug!("nobody waits any more");
        }
    }
}

/// Serves one robot.
pub async fn serve_robot(mut robot: Robot, mut places: mpsc::Receiver<u16>) {
    while let Some(place) = places.recv().await {
        let done = match place {
            0 => robot.step().await,
            1 => robot.drive().await,
            2 => robot.lift().await,
            3 => robot.fetch().await.map(drop),
            4..100 => robot.begin(u64::from(place)).await,
            _ => robot.go(place).await.map(drop),
        };
        if let Err(error) = done {
            tracing::warn!("the robot: {error}");
        }
    }
}
