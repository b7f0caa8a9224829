//! Lines that come over TCP, and the thread that writes them.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, bounded};
use rusqlite::{Connection, params};

use crate::upload::Shipping;
use crate::{Broken, Line};

/// The index on the disk.
pub struct Index {
    connection: Connection,
    written: u64,
}

impl Index {
    pub fn open(path: &str) -> Result<Self, Broken> {
        let connection = Connection::open(path)?;
        connection.execute_batch("create table if not exists lines (source text, body text)")?;
        Ok(Self { connection, written: 0 })
    }

    pub fn write(&mut self, line: &Line) -> Result<(), Broken> {
        self.connection
            .execute("insert into lines (source, body) values (?1, ?2)", params![line.source, line.text])?;
        self.written += 1;
        Ok(())
    }

    /// Renames a source in all tables, atomically.
    pub fn rename(&mut self, old: &str, new: &str) -> Result<(), Broken> {
        let both = self.connection.transaction()?;
        both.execute("update lines set source = ?2 where source = ?1", params![old, new])?;
        both.execute("update sources set name = ?2 where name = ?1", params![old, new])?;
        both.commit()?;
        Ok(())
    }
}

/// A line, and the way back to whoever waits until it is written.
pub struct Entry {
    line: Line,
    written: Sender<()>,
}

pub fn start(index: Index) -> (Sender<Entry>, JoinHandle<Result<(), Broken>>) {
    let (entries, waiting) = bounded(1024);
    let writing = std::thread::spawn(move || write_all(index, waiting));
    (entries, writing)
}

fn write_all(mut index: Index, waiting: Receiver<Entry>) -> Result<(), Broken> {
    for entry in waiting {
        index.write(&entry.line)?;
        if entry.written.send(()).is_err() {
            tracing::debug!("nobody waits for it");
        }
    }
    Ok(())
}

pub fn accept(listener: TcpListener, entries: Sender<Entry>, shipping: Arc<Shipping>) -> Result<(), Broken> {
    let mut readers: Vec<JoinHandle<Result<(), Broken>>> = Vec::new();
    for stream in listener.incoming() {
        let (stream, entries, shipping) = (stream?, entries.clone(), shipping.clone());
        readers.push(std::thread::spawn(move || read(stream, entries, &shipping)));
        let (ended, running): (Vec<_>, Vec<_>) = readers.into_iter().partition(JoinHandle::is_finished);
        readers = running;
        for reader in ended {
            match reader.join() {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::info!("a source left: {error}"),
                Err(_) => tracing::error!("a reader crashed"),
            }
        }
    }
    Ok(())
}

/// Each line is answered when it is written.
fn read(stream: TcpStream, entries: Sender<Entry>, shipping: &Shipping) -> Result<(), Broken> {
    let source = stream.peer_addr()?.to_string();
    let mut answers = stream.try_clone()?;
    for text in BufReader::new(stream).lines() {
        let line = Line { source: source.clone(), text: text? };
        shipping.ship(line.clone())?;
        let (written, done) = bounded(1);
        entries.send(Entry { line, written }).map_err(|_| Broken::Gone("the writer"))?;
        done.recv().map_err(|_| Broken::Gone("the writer"))?;
        answers.write_all(b"ok\n")?;
    }
    Ok(())
}

/// Copies what another machine has, from the beginning when the connection breaks.
pub fn mirror(peer: &str, mut index: Index) -> Result<(), Broken> {
    let mut pause = Duration::from_millis(100);
    loop {
        match copy(peer, &mut index) {
            Ok(()) => return Ok(()),
            Err(error) => tracing::warn!("no mirror of {peer}: {error}"),
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_secs(30));
    }
}

fn copy(peer: &str, index: &mut Index) -> Result<(), Broken> {
    let stream = TcpStream::connect(peer)?;
    for text in BufReader::new(stream).lines() {
        index.write(&Line { source: peer.to_owned(), text: text? })?;
    }
    Ok(())
}
