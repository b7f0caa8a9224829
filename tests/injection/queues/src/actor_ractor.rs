use std::collections::VecDeque;
use std::time::Duration;

use ractor::{Actor, ActorProcessingErr, ActorRef, RpcReplyPort};
use tokio::time::timeout;

use crate::{Sheet, load, save};

pub struct Queue;

pub struct State {
    pool: sqlx::PgPool,
    sheets: VecDeque<Sheet>,
}

pub enum Message {
    Add(Sheet, RpcReplyPort<()>),
    Next(RpcReplyPort<Option<Sheet>>),
}

impl Actor for Queue {
    type Msg = Message;
    type State = State;
    type Arguments = sqlx::PgPool;

    async fn pre_start(&self, _: ActorRef<Message>, pool: sqlx::PgPool) -> Result<State, ActorProcessingErr> {
        let sheets = load(&pool).await?;
        Ok(State { pool, sheets })
    }

    async fn handle(
        &self,
        _: ActorRef<Message>,
        message: Message,
        state: &mut State,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            Message::Add(sheet, reply) => {
                timeout(Duration::from_secs(3), save(&state.pool, &sheet)).await??;
                state.sheets.push_back(sheet);
                reply.send(())?;
            }
            Message::Next(reply) => reply.send(state.sheets.pop_front())?,
        }
        Ok(())
    }
}
