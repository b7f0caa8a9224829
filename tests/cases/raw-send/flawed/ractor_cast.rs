//! An error of the handler ends the actor; casts to it fail from then on.
use ractor::{Actor, ActorProcessingErr, ActorRef};
use sqlx::SqlitePool;

pub struct Row {
    pub text: String,
}

pub enum Message {
    Save(Row),
    Flush,
}

pub struct Writer;

impl Actor for Writer {
    type Msg = Message;
    type State = SqlitePool;
    type Arguments = SqlitePool;

    async fn pre_start(&self, _: ActorRef<Message>, pool: SqlitePool) -> Result<SqlitePool, ActorProcessingErr> {
        Ok(pool)
    }

    async fn handle(&self, _: ActorRef<Message>, message: Message, pool: &mut SqlitePool) -> Result<(), ActorProcessingErr> {
        match message {
            Message::Save(row) => {
                sqlx::query("INSERT INTO rows (text) VALUES (?)").bind(row.text).execute(&*pool).await?;
            }
            Message::Flush => {}
        }
        Ok(())
    }
}

pub struct Desk {
    writer: ActorRef<Message>,
}

impl Desk {
    pub fn save(&self, row: Row) {
        let _ = self.writer.cast(Message::Save(row)); //~ raw-send: the message `Save` is lost without a trace when the receiving process has ended
    }

    pub fn flush(&self) {
        let _ = self.writer.cast(Message::Flush);
    }
}
