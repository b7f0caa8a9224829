//! Roads: xtra.

use std::collections::HashSet;

use sqlx::PgPool;
use tokio::net::TcpStream;
use tokio::time::timeout;
use xtra::prelude::*;

use crate::{Fault, SECOND, ask, note, noted};

pub struct Router {
    pool: PgPool,
    closed: HashSet<i64>,
    traffic: Address<Traffic>,
}

impl xtra::Actor for Router {
    type Stop = ();

    async fn stopped(self) {
        tracing::info!("{} roads were closed", self.closed.len());
    }
}

pub struct Close(pub i64);
pub struct Reopen(pub i64);
pub struct Delay(pub i64);
pub struct IsClosed(pub i64);

impl Handler<Close> for Router {
    type Return = Result<(), Fault>;

    async fn handle(&mut self, Close(road): Close, _: &mut Context<Self>) -> Result<(), Fault> {
        note(&self.pool, "closed", road).await?;
        self.closed.insert(road);
        Ok(())
    }
}

impl Handler<Reopen> for Router {
    type Return = Result<(), Fault>;

    async fn handle(&mut self, Reopen(road): Reopen, _: &mut Context<Self>) -> Result<(), Fault> {
        note(&self.pool, "reopened", road).await?;
        self.closed.remove(&road);
        Ok(())
    }
}

impl Handler<Delay> for Router {
    type Return = Result<i64, Fault>;

    async fn handle(&mut self, Delay(road): Delay, _: &mut Context<Self>) -> Result<i64, Fault> {
        if self.closed.contains(&road) {
            return Err(Fault::Refused);
        }
        timeout(SECOND, self.traffic.send(Count(road))).await?.map_err(|_| Fault::Gone)?
    }
}

impl Handler<IsClosed> for Router {
    type Return = bool;

    async fn handle(&mut self, IsClosed(road): IsClosed, _: &mut Context<Self>) -> bool {
        self.closed.contains(&road)
    }
}

#[derive(xtra::Actor)]
pub struct Traffic {
    line: TcpStream,
    router: Option<Address<Router>>,
}

pub struct Count(pub i64);
pub struct Accident(pub i64);
pub struct Know(pub Address<Router>);

impl Handler<Know> for Traffic {
    type Return = ();

    async fn handle(&mut self, Know(router): Know, _: &mut Context<Self>) {
        self.router = Some(router);
    }
}

impl Handler<Count> for Traffic {
    type Return = Result<i64, Fault>;

    async fn handle(&mut self, Count(road): Count, _: &mut Context<Self>) -> Result<i64, Fault> {
        ask(&mut self.line, road).await
    }
}

impl Handler<Accident> for Traffic {
    type Return = Result<(), Fault>;

    async fn handle(&mut self, Accident(road): Accident, _: &mut Context<Self>) -> Result<(), Fault> {
        let router = self.router.as_ref().ok_or(Fault::Refused)?;
        tracing::warn!("an accident on {road}, routed: {}", router.is_connected());
        Ok(())
    }
}

pub async fn open(pool: PgPool, line: TcpStream) -> Result<Address<Router>, Fault> {
    let closed = noted(&pool, "closed").await?.into_iter().collect();
    let traffic = xtra::spawn_tokio(Traffic { line, router: None }, Mailbox::bounded(16));
    let router = Router { pool, closed, traffic: traffic.clone() };
    let router = xtra::spawn_tokio(router, Mailbox::bounded(16));
    timeout(SECOND, traffic.send(Know(router.clone()))).await?.map_err(|_| Fault::Gone)?;
    Ok(router)
}
