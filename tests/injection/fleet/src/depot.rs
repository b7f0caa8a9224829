//! Places for the night: actix.

use std::collections::HashMap;

use actix::prelude::*;
use sqlx::PgPool;

use crate::{Fault, SECOND, note};

pub struct Depot {
    pool: PgPool,
    places: HashMap<i64, u32>,
    barrier: Addr<Barrier>,
}

impl Depot {
    pub fn new(pool: PgPool, places: HashMap<i64, u32>, barrier: Addr<Barrier>) -> Self {
        Self { pool, places, barrier }
    }
}

impl Actor for Depot {
    type Context = Context<Self>;

    fn stopping(&mut self, _: &mut Context<Self>) -> Running {
        tracing::info!("{} cars are in", self.places.len());
        Running::Stop
    }
}

#[derive(Message)]
#[rtype(result = "Result<u32, Fault>")]
pub struct Park(pub i64);

#[derive(Message)]
#[rtype(result = "Option<u32>")]
pub struct Leave(pub i64);

#[derive(Message)]
#[rtype(result = "Option<u32>")]
pub struct Find(pub i64);

#[derive(Message)]
#[rtype(result = "usize")]
pub struct Count;

impl Handler<Park> for Depot {
    type Result = AtomicResponse<Self, Result<u32, Fault>>;

    fn handle(&mut self, Park(car): Park, _: &mut Context<Self>) -> Self::Result {
        let pool = self.pool.clone();
        let raised = self.barrier.send(Raise(car)).timeout(SECOND);
        let work = async move {
            let place = raised.await.map_err(|_| Fault::Gone)?;
            note(&pool, "parked", car).await?;
            Ok(place)
        };
        AtomicResponse::new(Box::pin(work.into_actor(self).map(move |place, depot, _| {
            if let Ok(place) = &place {
                depot.places.insert(car, *place);
            }
            place
        })))
    }
}

impl Handler<Leave> for Depot {
    type Result = Option<u32>;

    fn handle(&mut self, Leave(car): Leave, _: &mut Context<Self>) -> Option<u32> {
        self.places.remove(&car)
    }
}

impl Handler<Find> for Depot {
    type Result = Option<u32>;

    fn handle(&mut self, Find(car): Find, _: &mut Context<Self>) -> Option<u32> {
        self.places.get(&car).copied()
    }
}

impl Handler<Count> for Depot {
    type Result = usize;

    fn handle(&mut self, _: Count, _: &mut Context<Self>) -> usize {
        self.places.len()
    }
}

#[derive(Default)]
pub struct Barrier {
    depot: Option<Addr<Depot>>,
    raised: u32,
}

impl Actor for Barrier {
    type Context = Context<Self>;
}

#[derive(Message)]
#[rtype(result = "u32")]
pub struct Raise(pub i64);

#[derive(Message)]
#[rtype(result = "Result<(), Fault>")]
pub struct DroveOut(pub i64);

#[derive(Message)]
#[rtype(result = "()")]
pub struct Know(pub Addr<Depot>);

impl Handler<Know> for Barrier {
    type Result = ();

    fn handle(&mut self, Know(depot): Know, _: &mut Context<Self>) {
        self.depot = Some(depot);
    }
}

impl Handler<Raise> for Barrier {
    type Result = u32;

    fn handle(&mut self, Raise(car): Raise, _: &mut Context<Self>) -> u32 {
        tracing::debug!("for {car}");
        self.raised += 1;
        self.raised
    }
}

impl Handler<DroveOut> for Barrier {
    type Result = ResponseFuture<Result<(), Fault>>;

    fn handle(&mut self, DroveOut(car): DroveOut, _: &mut Context<Self>) -> Self::Result {
        let depot = self.depot.clone();
        Box::pin(async move {
            let depot = depot.ok_or(Fault::Refused)?;
            depot.send(Leave(car)).timeout(SECOND).await.map_err(|_| Fault::Gone)?;
            Ok(())
        })
    }
}
