//! An actor framework of the project's own: a failing handler ends the loop behind the handle.
use sqlx::SqlitePool;
use tokio::sync::mpsc;

pub struct Row {
    pub text: String,
}

trait Process {
    type Message;
    async fn handle(&mut self, message: Self::Message) -> Result<(), sqlx::Error>;
}

struct Handle<M> {
    sender: mpsc::Sender<M>,
}

fn spawn<P: Process + Send + 'static>(mut process: P) -> Handle<P::Message> {
    let (sender, mut mailbox) = mpsc::channel(32);
    tokio::spawn(async move {
        while let Some(message) = mailbox.recv().await {
            if let Err(error) = process.handle(message).await {
                eprintln!("{error}");
                break;
            }
        }
    });
    Handle { sender }
}

enum WriterMessage {
    Save(Row),
}

struct Writer {
    pool: SqlitePool,
}

impl Process for Writer {
    type Message = WriterMessage;

    async fn handle(&mut self, message: WriterMessage) -> Result<(), sqlx::Error> {
        match message {
            WriterMessage::Save(row) => {
                sqlx::query("INSERT INTO rows (text) VALUES (?)").bind(row.text).execute(&self.pool).await?;
            }
        }
        Ok(())
    }
}

pub struct Desk {
    writer: Handle<WriterMessage>,
}

impl Desk {
    pub fn start(pool: SqlitePool) -> Self {
        Self { writer: spawn(Writer { pool }) }
    }

    pub async fn save(&self, row: Row) {
        let _ = self.writer.sender.send(WriterMessage::Save(row)).await; //~ raw-send: the message `Save` is lost
    }
}
