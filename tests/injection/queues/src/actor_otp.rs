use std::collections::VecDeque;
use std::time::Duration;

use otp_runtime::exit::BoxError;
use otp_runtime::server::{Context, Reply, Server};
use tokio::time::timeout;

use crate::{Sheet, load, save};

pub struct Queue {
    pool: sqlx::PgPool,
    sheets: VecDeque<Sheet>,
}

pub enum Message {
    Add(Sheet, Reply<()>),
    Next(Reply<Option<Sheet>>),
}

impl Server for Queue {
    type Args = sqlx::PgPool;
    type Message = Message;
    type Error = BoxError;

    async fn init(pool: sqlx::PgPool, _: &mut Context<Self>) -> Result<Self, BoxError> {
        let sheets = load(&pool).await?;
        Ok(Self { pool, sheets })
    }

    async fn handle(&mut self, message: Message, _: &mut Context<Self>) -> Result<(), BoxError> {
        match message {
            Message::Add(sheet, reply) => {
                timeout(Duration::from_secs(3), save(&self.pool, &sheet)).await??;
                self.sheets.push_back(sheet);
                reply.send(());
            }
            Message::Next(reply) => reply.send(self.sheets.pop_front()),
        }
        Ok(())
    }
}
