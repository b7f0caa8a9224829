//! Takes over what the last program left: its log, and its leases.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use rusqlite::Connection;

use super::super::error::OpenError;
use super::beside;
use super::fault::{io, opening};

/// How much of the log is written over itself at once.
const CHUNK: usize = 1 << 20;

/// Writes the log over itself and syncs it, so that everything that is read from it from now on is durable.
///
/// The program before may have died, or had an error, between a write and its sync. What it wrote can be read, and is
/// perhaps only in the cache: without this a reader could act on it, and a power loss take it back. Syncing is not
/// enough after a sync that failed, which leaves pages that count as written.
pub(super) fn sync_log(connection: &Connection, path: &Path) -> Result<(), OpenError> {
    let log = beside(path, "-wal");
    if fs::metadata(&log).is_ok_and(|found| found.len() > 0) {
        // With SQLite's write lock nobody else writes the log meanwhile. (Nobody locks the log itself, so that opening
        // and closing it here lets go of no lock of SQLite's.)
        connection
            .execute_batch("BEGIN IMMEDIATE")
            .map_err(|error| opening(path, error))?;
        let result = rewrite(&log).map_err(|error| io(path, error));
        connection
            .execute_batch("ROLLBACK")
            .map_err(|error| opening(path, error))?;
        result?;
    }
    sync_folder(path).map_err(|error| io(path, error))
}

fn rewrite(log: &Path) -> std::io::Result<()> {
    let mut file = File::options().read(true).write(true).open(log)?;
    let mut chunk = vec![0; CHUNK];
    let mut at = 0;
    loop {
        file.seek(SeekFrom::Start(at))?;
        let read = file.read(&mut chunk)?;
        if read == 0 {
            return file.sync_all();
        }
        file.seek(SeekFrom::Start(at))?;
        file.write_all(&chunk[..read])?;
        at += read as u64;
    }
}

/// Gives back the jobs and the leases of a program that has ended. Nobody else had the file.
pub(super) fn release_leases(connection: &Connection) -> rusqlite::Result<()> {
    let sql =
        "BEGIN IMMEDIATE; UPDATE jobs SET state=0, due=0 WHERE state=1; DELETE FROM leases; COMMIT";
    connection.execute_batch(sql)
}

/// A file that was made is there after a power loss only if its folder was synced. SQLite does so for its log, and not
/// for the file itself.
#[cfg(unix)]
fn sync_folder(path: &Path) -> std::io::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> std::io::Result<()> {
    Ok(())
}
