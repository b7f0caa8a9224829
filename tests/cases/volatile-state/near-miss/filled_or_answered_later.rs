//! Filled at start, answered once it is written, or numbers that no store gets.
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::thread::JoinHandle;

use crossbeam_channel::{Receiver, Sender, bounded};
use rusqlite::{Connection, params};
use sqlx::PgPool;
use tokio::sync::{mpsc, oneshot};

pub enum Shift {
    Book(i64, oneshot::Sender<()>),
    Next(oneshot::Sender<Option<i64>>),
    Flush,
}

struct Roster {
    pool: PgPool,
    mailbox: mpsc::Receiver<Shift>,
    /// Read at start, by assignment.
    unwritten: VecDeque<i64>,
    /// Handed out again, never stored.
    turns: VecDeque<i64>,
}

pub fn open(pool: PgPool) -> mpsc::Sender<Shift> {
    let (shifts, mailbox) = mpsc::channel(16);
    let roster = Roster { pool, mailbox, unwritten: VecDeque::new(), turns: VecDeque::new() };
    tokio::spawn(async move {
        if let Err(error) = roster.run().await {
            tracing::error!("{error}");
        }
    });
    shifts
}

impl Roster {
    async fn run(mut self) -> Result<(), sqlx::Error> {
        self.unwritten = sqlx::query_scalar("select id from owed").fetch_all(&self.pool).await?.into();
        while let Some(shift) = self.mailbox.recv().await {
            match shift {
                Shift::Book(shift, reply) => {
                    self.unwritten.push_back(shift);
                    self.turns.push_back(shift);
                    let _ = reply.send(());
                }
                Shift::Next(reply) => {
                    let _ = reply.send(self.turns.pop_front());
                }
                Shift::Flush => {
                    while let Some(shift) = self.unwritten.pop_front() {
                        sqlx::query("insert into shifts (id) values ($1)").bind(shift).execute(&self.pool).await?;
                    }
                }
            }
        }
        Ok(())
    }
}

pub struct Entry {
    text: String,
    written: Sender<()>,
}

pub fn start(index: Connection) -> (Sender<Entry>, JoinHandle<rusqlite::Result<()>>) {
    let (entries, waiting) = bounded(1024);
    (entries, std::thread::spawn(move || write_all(index, waiting)))
}

/// Written first, answered then.
fn write_all(index: Connection, waiting: Receiver<Entry>) -> rusqlite::Result<()> {
    let mut batch: Vec<Entry> = Vec::new();
    for entry in waiting {
        batch.push(entry);
        if batch.len() >= 100 {
            for entry in batch.drain(..) {
                index.execute("insert into lines (body) values (?1)", params![entry.text])?;
                if entry.written.send(()).is_err() {
                    tracing::debug!("nobody waits for it");
                }
            }
        }
    }
    Ok(())
}

/// The line is answered when it is written.
pub fn read(stream: TcpStream, entries: Sender<Entry>) -> std::io::Result<()> {
    let mut answers = stream.try_clone()?;
    for text in BufReader::new(stream).lines() {
        let (written, done) = bounded(1);
        entries.send(Entry { text: text?, written }).map_err(std::io::Error::other)?;
        done.recv().map_err(std::io::Error::other)?;
        answers.write_all(b"ok\n")?;
    }
    Ok(())
}
