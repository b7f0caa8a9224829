//! Every failing way rolls the transaction back, or closes the connection with it.

use std::sync::Mutex;

use rusqlite::Connection;

struct Store {
    conn: Mutex<Connection>,
}

impl Store {
    fn rolls_back(&self, id: i64) -> rusqlite::Result<()> {
        let conn = self.conn.lock().unwrap();
        conn.execute_batch("BEGIN")?;
        if let Err(error) = conn.execute("insert into bookings values (?1)", [id]) {
            conn.execute_batch("ROLLBACK")?;
            return Err(error);
        }
        conn.execute_batch("COMMIT")
    }

    fn is_dropped(&self, id: i64) -> rusqlite::Result<()> {
        let mut conn = self.conn.lock().unwrap();
        let all = conn.transaction()?;
        all.execute("insert into bookings values (?1)", [id])?;
        all.commit()
    }

    fn asks_first(&self, id: i64) -> rusqlite::Result<()> {
        let conn = self.conn.lock().unwrap();
        conn.execute_batch("BEGIN")?;
        let done = conn.execute("insert into bookings values (?1)", [id]);
        match &done {
            Ok(_) => conn.execute_batch("COMMIT")?,
            Err(_) => conn.execute_batch("ROLLBACK")?,
        }
        done.map(|_| ())
    }

    fn in_one_script(&self) -> rusqlite::Result<()> {
        let conn = self.conn.lock().unwrap();
        conn.execute_batch("BEGIN; create table bookings (id integer); create index by_id on bookings (id); COMMIT;")?;
        conn.execute("insert into versions values (1)", [])?;
        Ok(())
    }
}

fn is_closed(path: &str) -> rusqlite::Result<()> {
    let conn = Connection::open(path)?;
    conn.execute_batch("BEGIN")?;
    conn.execute("insert into bookings values (1)", [])?;
    conn.execute_batch("COMMIT")
}
