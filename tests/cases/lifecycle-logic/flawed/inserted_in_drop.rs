//! `drop` adds a row: that undoes nothing.

pub struct Visit {
    store: rusqlite::Connection,
    seconds: i64,
}

impl Drop for Visit {
    fn drop(&mut self) {
        if let Err(error) = self.store.execute("insert into visits (seconds) values (?1)", [self.seconds]) { //~ lifecycle-logic: what `drop` writes to the store
            tracing::warn!("{error}");
        }
    }
}
