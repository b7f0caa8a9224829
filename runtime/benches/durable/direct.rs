//! The same without the store.

use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use otp_runtime::durable::State;
use rusqlite::Connection;

use crate::ours::{Account, Moved, event};

fn connect(folder: &Path) -> Connection {
    let connection = Connection::open(folder.join("s.db")).unwrap();
    let _: String = connection
        .query_row("PRAGMA journal_mode=WAL", [], |row| row.get(0))
        .unwrap();
    connection.execute_batch("PRAGMA synchronous=FULL").unwrap();
    connection
}

pub fn append(folder: &Path, total: usize, batch: usize) -> Duration {
    let connection = connect(folder);
    connection
        .execute_batch(
            "CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER) WITHOUT ROWID;
             INSERT INTO meta VALUES ('revision', 0);
             CREATE TABLE events (object INTEGER, position INTEGER, version INTEGER, codec INTEGER, sum INTEGER, value,
                 PRIMARY KEY (object, position)) WITHOUT ROWID",
        )
        .unwrap();
    let start = Instant::now();
    let mut position = 0_i64;
    while position < total as i64 {
        connection
            .prepare_cached("BEGIN IMMEDIATE")
            .unwrap()
            .execute(())
            .unwrap();
        for _ in 0..batch {
            position += 1;
            let text = serde_json::to_string(&event()).unwrap();
            connection
                .prepare_cached("INSERT INTO events VALUES (1, ?1, 1, 1, 123456789, ?2)")
                .unwrap()
                .execute((position, text))
                .unwrap();
        }
        let revision = "UPDATE meta SET value=?1 WHERE key='revision'";
        connection
            .prepare_cached(revision)
            .unwrap()
            .execute((position,))
            .unwrap();
        connection
            .prepare_cached("COMMIT")
            .unwrap()
            .execute(())
            .unwrap();
    }
    start.elapsed()
}

/// The floor: the same bytes, a sync for each batch, in a file that is long enough already.
pub fn raw(folder: &Path, total: usize, batch: usize) -> Duration {
    let text = serde_json::to_string(&event()).unwrap();
    let batch_bytes = text.repeat(batch);
    let mut file = File::create(folder.join("raw")).unwrap();
    file.write_all(&vec![0; (batch_bytes.len() + 4096) * (total / batch + 1)])
        .unwrap();
    file.sync_all().unwrap();
    file.seek(SeekFrom::Start(0)).unwrap();
    let start = Instant::now();
    for _ in 0..total.div_ceil(batch) {
        file.write_all(batch_bytes.as_bytes()).unwrap();
        file.sync_data().unwrap();
    }
    start.elapsed()
}

pub fn recover(folder: &Path, events: u64) -> Duration {
    let start = Instant::now();
    let connection = connect(folder);
    let mut query = connection
        .prepare("SELECT value FROM events ORDER BY object, position")
        .unwrap();
    let mut rows = query.query(()).unwrap();
    let mut account = Account::default();
    while let Some(row) = rows.next().unwrap() {
        let text = row.get_ref(0).unwrap().as_str().unwrap();
        account.apply(&serde_json::from_str::<Moved>(text).unwrap());
    }
    let time = start.elapsed();
    assert_eq!(account.balance, events as i64 * 17);
    time
}
