//! Only an orderly end writes what the actor counted.

use actix::prelude::*;

pub struct Counter {
    store: rusqlite::Connection,
    seen: i64,
}

impl Actor for Counter {
    type Context = Context<Self>;

    fn stopped(&mut self, _: &mut Self::Context) {
        if let Err(error) = self.store.execute("update counters set seen = ?1", [self.seen]) { //~ lifecycle-logic: the stop hook writes to the store
            eprintln!("{error}");
        }
    }
}
