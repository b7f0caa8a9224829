//! However the outcome is thrown away: nobody learns that the row is lost.
use sqlx::SqlitePool;
use tokio::sync::mpsc;

pub struct Row {
    pub text: String,
}

#[derive(Clone)]
pub struct Writer {
    rows: mpsc::Sender<Row>,
}

pub fn start(pool: SqlitePool) -> (Writer, tokio::task::JoinHandle<()>) {
    let (rows, mut mailbox) = mpsc::channel::<Row>(64);
    let writing = tokio::spawn(async move {
        while let Some(row) = mailbox.recv().await {
            insert(&pool, row).await.unwrap();
        }
    });
    (Writer { rows }, writing)
}

async fn insert(pool: &SqlitePool, row: Row) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO rows (text) VALUES (?)").bind(row.text).execute(pool).await?;
    Ok(())
}

impl Writer {
    pub async fn by_ok(&self, row: Row) {
        self.rows.send(row).await.ok(); //~ raw-send
    }

    pub async fn by_drop(&self, row: Row) {
        drop(self.rows.send(row).await); //~ raw-send
    }

    pub async fn by_an_empty_branch(&self, row: Row) {
        if let Err(_) = self.rows.send(row).await {} //~ raw-send
    }

    pub async fn by_a_default(&self, row: Row) {
        self.rows.send(row).await.unwrap_or_default(); //~ raw-send
    }

    pub fn by_a_lost_error(&self, row: Row) {
        let _ = self.rows.try_send(row).map_err(|_| ()); //~ raw-send: lost without a trace when the mailbox is full
    }

    pub fn in_a_forgotten_task(&self, row: Row) -> Result<(), String> {
        let rows = self.rows.clone();
        tokio::spawn(async move {
            let _ = rows.send(row).await; //~ raw-send
        });
        Ok(()) //~ related: and the caller is told that it went well
    }

    pub fn as_the_value_of_a_forgotten_task(&self, row: Row) -> Result<(), String> {
        let rows = self.rows.clone();
        tokio::spawn(async move { rows.send(row).await }); //~ raw-send
        Ok(())
    }
}
