//! A transaction that is begun and ended by SQL which a helper runs.
use rusqlite::Connection;

pub struct Store {
    connection: Connection,
}

impl Store {
    fn execute(&self, sql: &str) -> rusqlite::Result<usize> {
        self.connection.prepare_cached(sql)?.execute([])
    }

    /// Atomic: all that the body changes, or nothing.
    pub fn transaction<T>(&mut self, body: impl FnOnce(&Self) -> rusqlite::Result<T>) -> rusqlite::Result<T> {
        self.execute("BEGIN IMMEDIATE")?;
        match body(self) {
            Ok(value) => {
                self.execute("COMMIT")?;
                Ok(value)
            }
            Err(error) => {
                self.execute("ROLLBACK")?;
                Err(error)
            }
        }
    }
}
