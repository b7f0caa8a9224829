//! Rides: ractor.

use std::collections::HashSet;

use ractor::{Actor, ActorProcessingErr, ActorRef, RpcReplyPort, SupervisionEvent, call_t};
use sqlx::PgPool;
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

use crate::{ask, note, noted};

#[derive(Clone, Debug)]
pub struct Ride {
    pub id: i64,
    pub car: i64,
}

pub enum DispatchMsg {
    Take(Ride, RpcReplyPort<bool>),
    Done(i64),
    Broken(i64),
    Busy(RpcReplyPort<usize>),
}

pub struct Dispatcher;

pub struct Rides {
    pool: PgPool,
    busy: HashSet<i64>,
    garage: ActorRef<GarageMsg>,
}

impl Actor for Dispatcher {
    type Msg = DispatchMsg;
    type State = Rides;
    type Arguments = (PgPool, ActorRef<GarageMsg>);

    async fn pre_start(
        &self,
        _: ActorRef<DispatchMsg>,
        (pool, garage): (PgPool, ActorRef<GarageMsg>),
    ) -> Result<Rides, ActorProcessingErr> {
        let busy = noted(&pool, "busy").await?.into_iter().collect();
        Ok(Rides { pool, busy, garage })
    }

    async fn handle(
        &self,
        _: ActorRef<DispatchMsg>,
        message: DispatchMsg,
        rides: &mut Rides,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            DispatchMsg::Take(ride, reply) => {
                let fit = call_t!(rides.garage, GarageMsg::Check, 1000, ride.car)?;
                if fit {
                    note(&rides.pool, "busy", ride.car).await?;
                    rides.busy.insert(ride.car);
                }
                reply.send(fit)?;
            }
            DispatchMsg::Done(car) => {
                note(&rides.pool, "free", car).await?;
                rides.busy.remove(&car);
            }
            DispatchMsg::Broken(car) => {
                rides.busy.insert(car);
                rides.garage.cast(GarageMsg::Repair(car))?;
            }
            DispatchMsg::Busy(reply) => reply.send(rides.busy.len())?,
        }
        Ok(())
    }
}

pub enum GarageMsg {
    Check(i64, RpcReplyPort<bool>),
    Repair(i64),
    Know(ActorRef<DispatchMsg>),
}

pub struct Garage;

pub struct Bench {
    pool: PgPool,
    line: TcpStream,
    dispatcher: Option<ActorRef<DispatchMsg>>,
}

impl Actor for Garage {
    type Msg = GarageMsg;
    type State = Bench;
    type Arguments = (PgPool, TcpStream);

    async fn pre_start(
        &self,
        _: ActorRef<GarageMsg>,
        (pool, line): (PgPool, TcpStream),
    ) -> Result<Bench, ActorProcessingErr> {
        Ok(Bench { pool, line, dispatcher: None })
    }

    async fn handle(
        &self,
        _: ActorRef<GarageMsg>,
        message: GarageMsg,
        bench: &mut Bench,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            GarageMsg::Know(dispatcher) => bench.dispatcher = Some(dispatcher),
            GarageMsg::Check(car, reply) => {
                let value = ask(&mut bench.line, car).await?;
                reply.send(value > 10)?;
            }
            GarageMsg::Repair(car) => {
                note(&bench.pool, "repaired", car).await?;
                let dispatcher = bench.dispatcher.as_ref().ok_or("nobody said who dispatches")?;
                dispatcher.cast(DispatchMsg::Done(car))?;
            }
        }
        Ok(())
    }

    async fn handle_supervisor_evt(
        &self,
        garage: ActorRef<GarageMsg>,
        event: SupervisionEvent,
        _: &mut Bench,
    ) -> Result<(), ActorProcessingErr> {
        match event {
            SupervisionEvent::ActorFailed(who, error) => {
                tracing::error!("{} failed: {error}", who.get_id());
                garage.stop(Some("somebody failed".to_owned()));
            }
            other => tracing::info!("{other}"),
        }
        Ok(())
    }
}

pub async fn open(
    pool: PgPool,
    line: TcpStream,
) -> Result<(ActorRef<DispatchMsg>, JoinHandle<()>), Box<dyn std::error::Error + Send + Sync>> {
    let (garage, garage_ends) = Actor::spawn(None, Garage, (pool.clone(), line)).await?;
    let arguments = (pool, garage.clone());
    let (dispatcher, ends) =
        Actor::spawn_linked(None, Dispatcher, arguments, garage.get_cell()).await?;
    garage.cast(GarageMsg::Know(dispatcher.clone()))?;
    let both = tokio::spawn(async move {
        if let Err(error) = garage_ends.await {
            tracing::error!("the garage crashed: {error}");
        }
        if let Err(error) = ends.await {
            tracing::error!("the dispatcher crashed: {error}");
        }
    });
    Ok((dispatcher, both))
}
