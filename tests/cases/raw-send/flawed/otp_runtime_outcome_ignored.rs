//! `cast` says what became of the message; that helps only those who listen.
use otp_runtime::Address;
use otp_runtime::server::{Context, Server};
use sqlx::SqlitePool;

pub struct Row {
    pub text: String,
}

pub struct Writer {
    pool: SqlitePool,
}

impl Server for Writer {
    type Args = SqlitePool;
    type Message = Row;
    type Error = sqlx::Error;

    async fn init(pool: SqlitePool, _: &mut Context<Self>) -> Result<Self, sqlx::Error> {
        Ok(Self { pool })
    }

    async fn handle(&mut self, row: Row, _: &mut Context<Self>) -> Result<(), sqlx::Error> {
        sqlx::query("INSERT INTO rows (text) VALUES (?)").bind(row.text).execute(&self.pool).await?;
        Ok(())
    }
}

pub struct Desk {
    writer: Address<Row>,
}

impl Desk {
    pub fn save(&self, row: Row) {
        let _ = self.writer.try_cast(row); //~ raw-send: lost without a trace when the mailbox is full
    }
}
