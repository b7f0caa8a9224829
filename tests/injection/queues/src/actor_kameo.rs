use std::collections::VecDeque;
use std::time::Duration;

use kameo::Actor;
use kameo::actor::{ActorRef, Spawn};
use kameo::message::{Context, Message};
use tokio::time::timeout;

use crate::{Sheet, load, save};

type Failure = Box<dyn std::error::Error + Send + Sync>;

#[derive(Actor)]
pub struct Queue {
    pool: sqlx::PgPool,
    sheets: VecDeque<Sheet>,
}

pub struct Add(pub Sheet);
pub struct Next;

pub async fn open(pool: sqlx::PgPool) -> Result<ActorRef<Queue>, sqlx::Error> {
    let sheets = load(&pool).await?;
    Ok(Queue::spawn(Queue { pool, sheets }))
}

impl Message<Add> for Queue {
    type Reply = Result<usize, Failure>;

    async fn handle(&mut self, Add(sheet): Add, _: &mut Context<Self, Self::Reply>) -> Self::Reply {
        timeout(Duration::from_secs(3), save(&self.pool, &sheet)).await??;
        self.sheets.push_back(sheet);
        Ok(self.sheets.len())
    }
}

impl Message<Next> for Queue {
    type Reply = Option<Sheet>;

    async fn handle(&mut self, _: Next, _: &mut Context<Self, Self::Reply>) -> Self::Reply {
        self.sheets.pop_front()
    }
}
