//! Tolls: kameo.

use std::collections::HashMap;

use kameo::Actor;
use kameo::actor::{ActorRef, Spawn};
use kameo::message::{Context, Message};
use sqlx::PgPool;
use tokio::net::TcpStream;

use crate::{Fault, SECOND, ask, note, noted};

#[derive(Actor)]
pub struct Office {
    pool: PgPool,
    debts: HashMap<i64, i64>,
    gate: ActorRef<Gate>,
}

pub struct Pass(pub i64);
pub struct Pardon(pub i64);
pub struct Debt(pub i64);
pub struct Closed(pub i64);

impl Message<Pass> for Office {
    type Reply = Result<i64, Fault>;

    async fn handle(&mut self, Pass(car): Pass, _: &mut Context<Self, Self::Reply>) -> Self::Reply {
        let asked = self.gate.ask(Open(car)).mailbox_timeout(SECOND).reply_timeout(SECOND).await;
        let price = asked.map_err(|_| Fault::Gone)?;
        note(&self.pool, "debt", car).await?;
        *self.debts.entry(car).or_default() += price;
        Ok(price)
    }
}

impl Message<Pardon> for Office {
    type Reply = Result<(), Fault>;

    async fn handle(&mut self, Pardon(car): Pardon, _: &mut Context<Self, Self::Reply>) -> Self::Reply {
        note(&self.pool, "pardon", car).await?;
        self.debts.remove(&car);
        Ok(())
    }
}

impl Message<Debt> for Office {
    type Reply = i64;

    async fn handle(&mut self, Debt(car): Debt, _: &mut Context<Self, Self::Reply>) -> i64 {
        self.debts.get(&car).copied().unwrap_or_default()
    }
}

impl Message<Closed> for Office {
    type Reply = Result<(), Fault>;

    async fn handle(&mut self, Closed(lane): Closed, _: &mut Context<Self, Self::Reply>) -> Self::Reply {
        note(&self.pool, "closed", lane).await?;
        self.debts.retain(|_, cents| *cents > 0);
        Ok(())
    }
}

#[derive(Actor)]
pub struct Gate {
    line: TcpStream,
    office: Option<ActorRef<Office>>,
}

pub struct Open(pub i64);
pub struct Jam(pub i64);
pub struct Know(pub ActorRef<Office>);

impl Message<Know> for Gate {
    type Reply = ();

    async fn handle(&mut self, Know(office): Know, _: &mut Context<Self, Self::Reply>) {
        self.office = Some(office);
    }
}

impl Message<Open> for Gate {
    type Reply = Result<i64, Fault>;

    async fn handle(&mut self, Open(car): Open, _: &mut Context<Self, Self::Reply>) -> Self::Reply {
        ask(&mut self.line, car).await
    }
}

impl Message<Jam> for Gate {
    type Reply = Result<(), Fault>;

    async fn handle(&mut self, Jam(lane): Jam, _: &mut Context<Self, Self::Reply>) -> Self::Reply {
        let office = self.office.as_ref().ok_or(Fault::Refused)?;
        office.tell(Closed(lane)).try_send().map_err(|_| Fault::Gone)?;
        Ok(())
    }
}

pub async fn open(pool: PgPool, line: TcpStream) -> Result<ActorRef<Office>, Fault> {
    let debts = noted(&pool, "debt").await?.into_iter().map(|car| (car, 1)).collect();
    let gate = Gate::spawn(Gate { line, office: None });
    let office = Office::spawn(Office { pool, debts, gate: gate.clone() });
    gate.ask(Know(office.clone())).reply_timeout(SECOND).await.map_err(|_| Fault::Gone)?;
    gate.link(&office).await;
    Ok(office)
}
