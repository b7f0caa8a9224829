use std::collections::VecDeque;

use actix::prelude::*;

use crate::{Sheet, load, save};

pub struct Queue {
    pool: sqlx::PgPool,
    sheets: VecDeque<Sheet>,
}

#[derive(Message)]
#[rtype(result = "bool")]
pub struct Add(pub Sheet);

#[derive(Message)]
#[rtype(result = "Option<Sheet>")]
pub struct Next;

pub async fn open(pool: sqlx::PgPool) -> Result<Addr<Queue>, sqlx::Error> {
    let sheets = load(&pool).await?;
    Ok(Queue { pool, sheets }.start())
}

impl Actor for Queue {
    type Context = Context<Self>;
}

impl Handler<Add> for Queue {
    type Result = AtomicResponse<Self, bool>;

    fn handle(&mut self, Add(sheet): Add, _: &mut Context<Self>) -> Self::Result {
        let pool = self.pool.clone();
        let work = async move { save(&pool, &sheet).await.map(|()| sheet) };
        AtomicResponse::new(Box::pin(work.into_actor(self).map(|saved, queue, _| match saved {
            Ok(sheet) => {
                queue.sheets.push_back(sheet);
                true
            }
            Err(_) => false,
        })))
    }
}

impl Handler<Next> for Queue {
    type Result = MessageResult<Next>;

    fn handle(&mut self, _: Next, _: &mut Context<Self>) -> Self::Result {
        MessageResult(self.sheets.pop_front())
    }
}
