//! The wrapper hands the outcome on; its caller throws it away.
use sqlx::SqlitePool;
use tokio::sync::mpsc;

pub struct Row {
    pub text: String,
}

pub struct Writer {
    rows: mpsc::Sender<Row>,
}

impl Writer {
    pub fn start(pool: SqlitePool) -> (Self, tokio::task::JoinHandle<Result<(), sqlx::Error>>) {
        let (rows, mailbox) = mpsc::channel(64);
        let writing = tokio::spawn(write(mailbox, pool));
        (Self { rows }, writing)
    }

    async fn save(&self, row: Row) -> Result<(), mpsc::error::SendError<Row>> {
        self.rows.send(row).await
    }
}

async fn write(mut mailbox: mpsc::Receiver<Row>, pool: SqlitePool) -> Result<(), sqlx::Error> {
    while let Some(row) = mailbox.recv().await {
        sqlx::query("INSERT INTO rows (text) VALUES (?)").bind(row.text).execute(&pool).await?;
    }
    Ok(())
}

pub struct Desk {
    writer: Writer,
}

impl Desk {
    pub async fn note(&self, text: String) -> Result<(), String> {
        let _ = self.writer.save(Row { text }).await; //~ raw-send: the message `Row` is lost
        Ok(())
    }
}
