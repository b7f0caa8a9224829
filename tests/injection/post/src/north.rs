//! The north: actix.

use actix::prelude::*;

use crate::{Letter, Refused, register};

#[derive(Message)]
#[rtype(result = "()")]
pub struct Sort(pub Letter);

pub struct Sorter {
    pub pool: sqlx::PgPool,
}

impl Actor for Sorter {
    type Context = Context<Self>;
}

impl Handler<Sort> for Sorter {
    type Result = AtomicResponse<Self, ()>;

    fn handle(&mut self, sort: Sort, _: &mut Context<Self>) -> Self::Result {
        let pool = self.pool.clone();
        let work = async move { register(&pool, &sort.0).await };
        AtomicResponse::new(Box::pin(work.into_actor(self).map(|result, _, context| {
            if let Err(error) = result {
                tracing::error!("cannot go on: {error}");
                context.stop();
            }
        })))
    }
}

pub struct Counter {
    pub sorter: Addr<Sorter>,
}

impl Counter {
    pub fn accept(&self, letter: Letter) -> Result<(), Refused> {
        self.sorter.try_send(Sort(letter)).map_err(|_| Refused::Full)?;
        Ok(())
    }

    pub async fn accept_waiting(&self, letter: Letter) -> Result<(), Refused> {
        self.sorter.send(Sort(letter)).await.map_err(|_| Refused::Gone)?;
        Ok(())
    }
}
