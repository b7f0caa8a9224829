//! The corrected shape: `cast` says what became of the message, and its sender passes that on.
use otp_runtime::server::{Context, Reply, Server};
use otp_runtime::{Address, CallError, CastError};
use sqlx::SqlitePool;

pub struct Row {
    pub text: String,
}

pub enum Message {
    Save(Row),
    Count(Reply<u64>),
}

pub struct Writer {
    pool: SqlitePool,
    written: u64,
}

impl Server for Writer {
    type Args = SqlitePool;
    type Message = Message;
    type Error = sqlx::Error;

    async fn init(pool: SqlitePool, _: &mut Context<Self>) -> Result<Self, sqlx::Error> {
        Ok(Self { pool, written: 0 })
    }

    async fn handle(&mut self, message: Message, _: &mut Context<Self>) -> Result<(), sqlx::Error> {
        match message {
            Message::Save(row) => {
                sqlx::query("INSERT INTO rows (text) VALUES (?)").bind(row.text).execute(&self.pool).await?;
                self.written += 1;
            }
            Message::Count(reply) => reply.send(self.written),
        }
        Ok(())
    }
}

pub struct Desk {
    writer: Address<Message>,
}

impl Desk {
    pub async fn save(&self, row: Row) -> Result<(), CastError<Message>> {
        self.writer.cast(Message::Save(row)).await
    }

    pub async fn count(&self) -> Result<u64, CallError> {
        self.writer.call(std::time::Duration::from_secs(1), Message::Count).await
    }
}
