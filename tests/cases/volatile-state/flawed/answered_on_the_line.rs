//! What is written back to the connection is the acknowledgement; the channel, or a list of a hundred, is the queue.
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::thread::JoinHandle;

use crossbeam_channel::{Receiver, Sender, bounded};
use rusqlite::{Connection, params};

pub struct Line {
    pub source: String,
    pub text: String,
}

pub struct Entry {
    line: Line,
    written: Sender<()>,
}

fn insert(index: &Connection, line: &Line) -> rusqlite::Result<()> {
    index.execute("insert into lines (source, body) values (?1, ?2)", params![line.source, line.text])?;
    Ok(())
}

pub fn start(index: Connection) -> (Sender<Entry>, JoinHandle<rusqlite::Result<()>>) {
    let (entries, waiting) = bounded(1024);
    (entries, std::thread::spawn(move || write_all(index, waiting)))
}

fn write_all(index: Connection, waiting: Receiver<Entry>) -> rusqlite::Result<()> {
    for entry in waiting {
        insert(&index, &entry.line)?;
        if entry.written.send(()).is_err() {
            tracing::debug!("nobody waits for it");
        }
    }
    Ok(())
}

pub fn read(stream: TcpStream, entries: Sender<Entry>) -> std::io::Result<()> {
    let mut answers = stream.try_clone()?;
    for text in BufReader::new(stream).lines() {
        let line = Line { source: "line".to_owned(), text: text? };
        let (written, _) = bounded(1);
        entries.send(Entry { line, written }).map_err(std::io::Error::other)?; //~ volatile-state: accepted work waits in a channel only
        answers.write_all(b"ok\n")?;
    }
    Ok(())
}

pub struct Owed {
    line: Line,
    written: Sender<()>,
}

pub fn start_batches(index: Connection) -> (Sender<Owed>, JoinHandle<rusqlite::Result<()>>) {
    let (entries, waiting) = bounded(1024);
    (entries, std::thread::spawn(move || write_batches(index, waiting)))
}

fn write_batches(index: Connection, waiting: Receiver<Owed>) -> rusqlite::Result<()> {
    let mut kept: Vec<Line> = Vec::new(); //~ volatile-state: accepted work waits in `kept` only
    for entry in waiting {
        kept.push(entry.line);
        if entry.written.send(()).is_err() {
            tracing::debug!("nobody waits for it");
        }
        if kept.len() >= 100 {
            for line in kept.drain(..) {
                insert(&index, &line)?;
            }
        }
    }
    Ok(())
}
