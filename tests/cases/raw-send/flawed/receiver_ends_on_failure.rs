//! One row that cannot be written ends the writer; every later row is accepted and lost.
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

    pub async fn save(&self, row: Row) {
        let _ = self.rows.send(row).await;
        //~     ^ raw-send: the message `Row` is lost without a trace when the receiving process has ended
    }
}

async fn write(mut mailbox: mpsc::Receiver<Row>, pool: SqlitePool) -> Result<(), sqlx::Error> {
    while let Some(row) = mailbox.recv().await {
        sqlx::query("INSERT INTO rows (text) VALUES (?)").bind(row.text).execute(&pool).await?; //~ related: a failure here ends the receiver
    }
    Ok(())
}
