//! The south: kameo.

use kameo::Actor;
use kameo::actor::ActorRef;
use kameo::message::{Context, Message};

use crate::{Letter, Refused, register};

#[derive(Actor)]
pub struct Sorter {
    pub pool: sqlx::PgPool,
}

pub struct Sort(pub Letter);

impl Message<Sort> for Sorter {
    type Reply = Result<(), sqlx::Error>;

    async fn handle(&mut self, sort: Sort, _: &mut Context<Self, Self::Reply>) -> Self::Reply {
        register(&self.pool, &sort.0).await
    }
}

pub struct Counter {
    sorter: ActorRef<Sorter>,
}

impl Counter {
    pub fn new(sorter: ActorRef<Sorter>) -> Self {
        Self { sorter }
    }

    pub async fn accept(&self, letter: Letter) -> Result<(), Refused> {
        self.sorter.tell(Sort(letter)).await.map_err(|_| Refused::Gone)?;
        Ok(())
    }

    pub fn accept_now(&self, letter: Letter) -> Result<(), Refused> {
        self.sorter.tell(Sort(letter)).try_send().map_err(|_| Refused::Full)?;
        Ok(())
    }
}
