//! Somebody looks at the outcome.
use sqlx::SqlitePool;
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;

pub struct Row {
    pub text: String,
}

pub struct Writer {
    rows: mpsc::Sender<Row>,
    refused: u64,
}

async fn write(mut mailbox: mpsc::Receiver<Row>, pool: SqlitePool) -> Result<(), sqlx::Error> {
    while let Some(row) = mailbox.recv().await {
        sqlx::query("INSERT INTO rows (text) VALUES (?)").bind(row.text).execute(&pool).await?;
    }
    Ok(())
}

impl Writer {
    pub fn start(pool: SqlitePool) -> (Self, tokio::task::JoinHandle<Result<(), sqlx::Error>>) {
        let (rows, mailbox) = mpsc::channel(64);
        let writing = tokio::spawn(write(mailbox, pool));
        (Self { rows, refused: 0 }, writing)
    }

    pub fn try_save(&mut self, row: Row) -> Result<(), Row> {
        match self.rows.try_send(row) {
            Ok(()) => Ok(()),
            Err(TrySendError::Full(row) | TrySendError::Closed(row)) => {
                self.refused += 1;
                Err(row)
            }
        }
    }

    pub async fn save(&self, row: Row) -> Result<(), mpsc::error::SendError<Row>> {
        self.rows.send(row).await
    }

    pub async fn save_or_say(&self, row: Row) {
        if self.rows.send(row).await.is_err() {
            eprintln!("the writer has ended, a row is lost");
        }
    }
}
