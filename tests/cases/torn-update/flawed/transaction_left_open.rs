//! A transaction that is begun by its text stays open where a statement fails: nothing rolls it back.

use std::sync::Mutex;

use rusqlite::Connection;

struct Store {
    conn: Mutex<Connection>,
}

impl Store {
    fn book(&self, id: i64, amount: i64) -> rusqlite::Result<()> {
        let conn = self.conn.lock().unwrap();
        conn.execute_batch("BEGIN IMMEDIATE")?; //~ torn-update: the transaction stays open when this function fails
        conn.execute("insert into bookings values (?1, ?2)", (id, amount))?; //~ related: a failure leaves here
        conn.execute("update accounts set balance = balance - ?2 where id = ?1", (id, amount))?;
        conn.execute_batch("COMMIT")?; //~ related: it is committed only here
        Ok(())
    }

    fn within<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> rusqlite::Result<T> {
        let conn = self.conn.lock().unwrap();
        conn.execute("BEGIN", [])?; //~ torn-update: the transaction stays open when this function fails
        let done = work(&conn)?;
        conn.execute("COMMIT", [])?;
        Ok(done)
    }
}

struct Remote {
    client: tokio_postgres::Client,
}

impl Remote {
    async fn book(&self, id: i64, amount: i64) -> Result<(), tokio_postgres::Error> {
        self.client.batch_execute("START TRANSACTION").await?; //~ torn-update: the transaction stays open when this function fails
        self.client.execute("insert into bookings values ($1, $2)", &[&id, &amount]).await?;
        self.client.batch_execute("COMMIT").await?;
        Ok(())
    }
}
