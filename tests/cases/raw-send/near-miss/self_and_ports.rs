//! To itself, and to whoever asked: when the process has ended nobody waits.
use ractor::{Actor, ActorProcessingErr, ActorRef, RpcReplyPort};
use sqlx::SqlitePool;
use tokio::sync::mpsc;

pub struct Row {
    pub text: String,
}

pub enum Message {
    Save(Row),
    Again(Row),
    Read(RpcReplyPort<String>),
}

pub struct Writer;

impl Actor for Writer {
    type Msg = Message;
    type State = SqlitePool;
    type Arguments = SqlitePool;

    async fn pre_start(&self, _: ActorRef<Message>, pool: SqlitePool) -> Result<SqlitePool, ActorProcessingErr> {
        Ok(pool)
    }

    async fn handle(&self, myself: ActorRef<Message>, message: Message, pool: &mut SqlitePool) -> Result<(), ActorProcessingErr> {
        match message {
            Message::Save(row) => {
                let _ = myself.cast(Message::Again(row));
            }
            Message::Again(row) => {
                sqlx::query("INSERT INTO rows (text) VALUES (?)").bind(row.text).execute(&*pool).await?;
            }
            Message::Read(port) => {
                let _ = port.send("rows".to_owned());
            }
        }
        Ok(())
    }
}

pub async fn turns(pool: SqlitePool, own: mpsc::Sender<Row>, mut mailbox: mpsc::Receiver<Row>) -> Result<(), sqlx::Error> {
    while let Some(row) = mailbox.recv().await {
        if row.text.is_empty() {
            let _ = own.try_send(row);
            continue;
        }
        sqlx::query("INSERT INTO rows (text) VALUES (?)").bind(row.text).execute(&pool).await?;
    }
    Ok(())
}

pub fn start(pool: SqlitePool) -> tokio::task::JoinHandle<Result<(), sqlx::Error>> {
    let (sender, mailbox) = mpsc::channel(8);
    tokio::spawn(turns(pool, sender, mailbox))
}
