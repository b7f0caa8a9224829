use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::timeout;
use xtra::prelude::*;

use crate::{Sheet, load, save};

type Failure = Box<dyn std::error::Error + Send + Sync>;

#[derive(xtra::Actor)]
pub struct Queue {
    pool: sqlx::PgPool,
    sheets: VecDeque<Sheet>,
}

pub struct Add(pub Sheet);
pub struct Next;

pub async fn open(pool: sqlx::PgPool) -> Result<Address<Queue>, sqlx::Error> {
    let sheets = load(&pool).await?;
    Ok(xtra::spawn_tokio(Queue { pool, sheets }, Mailbox::bounded(16)))
}

impl Handler<Add> for Queue {
    type Return = Result<(), Failure>;

    async fn handle(&mut self, add: Add, _: &mut Context<Self>) -> Result<(), Failure> {
        let Add(sheet) = add;
        timeout(Duration::from_secs(3), save(&self.pool, &sheet)).await??;
        self.sheets.push_back(sheet);
        Ok(())
    }
}

impl Handler<Next> for Queue {
    type Return = Option<Sheet>;

    async fn handle(&mut self, _: Next, _: &mut Context<Self>) -> Option<Sheet> {
        self.sheets.pop_front()
    }
}
