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
pub enum List {
    Import { number: u32, name: String, price: String, reply: Reply },
    Rename { old: String, new: String, reply: Reply },
    Put { number: u32, shelf: String, room: String, reply: Reply },
    Label { number: u32, code: String, reply: Reply },
    Read { supplier: String, text: String, reply: Reply },
}

#[derive(Debug)]
pub enum Bill {
    Charge { customer: i64, cents: i64, reply: Reply },
    Open { customer: i64, limit: String, reply: Reply },
    Reassign { from: i64, to: i64, cents: i64, reply: Reply },
}

#[derive(Debug)]
pub enum Move {
    Arrange { id: u64, count: u32, truck: String, reply: Reply },
    Book { id: i64, from: i64, to: i64, reply: Reply },
    Repack(Reply),
}

fn answer(result: Result<(), Failure>, reply: Reply) {
    if let Err(error) = &result {
        tracing::warn!("refused: {error}");
    }
    if reply.send(result).is_err() {
        tracing::debug!("nobody waits any more");
    }
}

pub async fn keep_catalog(catalog: Arc<Catalog>, mut lists: mpsc::Receiver<List>) {
    while let Some(list) = lists.recv().await {
        let (result, reply) = match list {
            List::Import { number, name, price, reply } => (catalog.import(number, &name, &price), reply),
            List::Rename { old, new, reply } => (catalog.rename(&old, new), reply),
            List::Put { number, shelf, room, reply } => (catalog.put(number, &shelf, &room), reply),
            List::Label { number, code, reply } => (catalog.label(number, &code), reply),
            List::Read { supplier, text, reply } => (catalog.read_list(&supplier, &text).map(drop), reply),
        };
        answer(result, reply);
    }
}

pub struct Books {
    ledger: Ledger,
}

impl Books {
    pub fn new(ledger: Ledger) -> Self {
        Self { ledger }
    }

    pub async fn run(mut self, mut bills: mpsc::Receiver<Bill>) {
        while let Some(bill) = bills.recv().await {
            if timeout(Duration::from_secs(20), self.settle(bill)).await.is_err() {
                tracing::warn!("a bill took too long");
            }
        }
    }

    async fn settle(&mut self, bill: Bill) {
        let (result, reply) = match bill {
            Bill::Charge { customer, cents, reply } => (self.ledger.charge(customer, cents).await, reply),
            Bill::Open { customer, limit, reply } => (self.ledger.open(customer, &limit).await, reply),
            Bill::Reassign { from, to, cents, reply } => (self.ledger.reassign(from, to, cents).await, reply),
        };
        answer(result, reply);
    }
}

pub async fn plan(transfers: Transfers, mut moves: mpsc::Receiver<Move>) {
    while let Some(request) = moves.recv().await {
        if timeout(Duration::from_secs(20), arrange(&transfers, request)).await.is_err() {
            tracing::warn!("a move took too long");
        }
    }
}

async fn arrange(transfers: &Transfers, request: Move) {
    let (result, reply) = match request {
        Move::Arrange { id, count, truck, reply } => (transfers.arrange(id, count, truck).await, reply),
        Move::Book { id, from, to, reply } => (transfers.book(id, from, to).await, reply),
        Move::Repack(reply) => (transfers.repack().await, reply),
    };
    answer(result, reply);
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
