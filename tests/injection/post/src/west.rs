//! The west: xtra.

use xtra::prelude::*;

use crate::{Letter, Refused, register};

#[derive(xtra::Actor)]
pub struct Sorter {
    pool: sqlx::PgPool,
}

pub struct Sort(pub Letter);

impl Handler<Sort> for Sorter {
    type Return = ();

    async fn handle(&mut self, sort: Sort, context: &mut Context<Self>) {
        if let Err(error) = register(&self.pool, &sort.0).await {
            tracing::error!("cannot go on: {error}");
            context.stop_self();
        }
    }
}

pub struct Counter {
    sorter: Address<Sorter>,
}

impl Counter {
    pub fn open(pool: sqlx::PgPool) -> Self {
        Self { sorter: xtra::spawn_tokio(Sorter { pool }, Mailbox::bounded(32)) }
    }

    pub async fn accept(&self, letter: Letter) -> Result<(), Refused> {
        self.sorter.send(Sort(letter)).await.map_err(|_| Refused::Gone)?;
        Ok(())
    }
}
