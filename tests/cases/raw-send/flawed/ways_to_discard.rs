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

    pub async fn by_an_underscore(&self, row: Row) {
        _ = self.rows.send(row).await; //~ raw-send
    }

    pub async fn by_a_name_that_nobody_uses(&self, row: Row) {
        let _sent = self.rows.send(row).await; //~ raw-send
    }

    pub fn by_a_question_without_an_answer(&self, row: Row) {
        if self.rows.try_send(row).is_err() {} //~ raw-send
    }

    pub async fn by_a_question_to_nobody(&self, row: Row) {
        self.rows.send(row).await.is_ok(); //~ raw-send
    }

    pub async fn by_two_empty_arms(&self, row: Row) {
        match self.rows.send(row).await { //~ raw-send
            Ok(()) => {}
            Err(_gone) => {}
        }
    }

    pub async fn by_a_result_that_is_asked_later(&self, row: Row) -> Result<(), String> {
        let sent = self.rows.send(row).await; //~ raw-send
        if sent.is_err() {}
        Ok(())
    }

    pub async fn as_if_all_were_well(&self, row: Row, pool: &SqlitePool) -> Result<(), sqlx::Error> {
        if self.rows.send(row).await.is_err() { //~ raw-send
            return Ok(());
        }
        sqlx::query("UPDATE counts SET rows = rows + 1").execute(pool).await?;
        Ok(())
    }

    pub fn by_handing_it_to_a_forgotten_task(&self, row: Row) -> Result<(), String> {
        tokio::spawn(hand_over(self.rows.clone(), row)); //~ raw-send
        Ok(())
    }
}

async fn hand_over(rows: mpsc::Sender<Row>, row: Row) -> Result<(), mpsc::error::SendError<Row>> {
    rows.send(row).await
}
