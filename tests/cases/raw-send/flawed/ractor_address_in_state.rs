//! The address is kept in the actor's state: no way back that came with the message.
use ractor::{Actor, ActorProcessingErr, ActorRef};
use sqlx::PgPool;

pub enum GarageMsg {
    Repair(i64),
}

pub struct Garage;

impl Actor for Garage {
    type Msg = GarageMsg;
    type State = PgPool;
    type Arguments = PgPool;

    async fn pre_start(&self, _: ActorRef<GarageMsg>, pool: PgPool) -> Result<PgPool, ActorProcessingErr> {
        Ok(pool)
    }

    async fn handle(&self, _: ActorRef<GarageMsg>, message: GarageMsg, pool: &mut PgPool) -> Result<(), ActorProcessingErr> {
        match message {
            GarageMsg::Repair(car) => {
                sqlx::query("insert into repairs (car) values ($1)").bind(car).execute(&*pool).await?;
            }
        }
        Ok(())
    }
}

pub enum DispatchMsg {
    Broken(i64),
    /// Who asks brings the way back.
    Who(ActorRef<Answer>),
}

pub enum Answer {
    Nobody(String),
}

pub struct Dispatcher;

pub struct Rides {
    garage: ActorRef<GarageMsg>,
}

impl Actor for Dispatcher {
    type Msg = DispatchMsg;
    type State = Rides;
    type Arguments = ActorRef<GarageMsg>;

    async fn pre_start(&self, _: ActorRef<DispatchMsg>, garage: ActorRef<GarageMsg>) -> Result<Rides, ActorProcessingErr> {
        Ok(Rides { garage })
    }

    async fn handle(&self, _: ActorRef<DispatchMsg>, message: DispatchMsg, rides: &mut Rides) -> Result<(), ActorProcessingErr> {
        match message {
            DispatchMsg::Broken(car) => {
                let _ = rides.garage.cast(GarageMsg::Repair(car)); //~ raw-send: the message `Repair` is lost without a trace when the receiving process has ended
            }
            DispatchMsg::Who(asks) => {
                let _ = asks.cast(Answer::Nobody("yet".to_owned()));
            }
        }
        Ok(())
    }
}
