//! A `for` over what a connection brings; replies that nobody awaits hold nobody back; channels of kanal.
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::thread::JoinHandle;

use rusqlite::{Connection, params};
use sqlx::PgPool;
use tokio::net::UdpSocket;

pub struct Entry {
    text: String,
    written: crossbeam_channel::Sender<()>,
}

pub fn start(index: Connection) -> (crossbeam_channel::Sender<Entry>, JoinHandle<rusqlite::Result<()>>) {
    let (entries, waiting) = crossbeam_channel::unbounded::<Entry>(); //~ unbounded-mailbox: grows without a bound
    let writing = std::thread::spawn(move || {
        for entry in waiting {
            insert(&index, &entry.text)?;
            if entry.written.send(()).is_err() {
                tracing::debug!("nobody waits for it");
            }
        }
        Ok(())
    });
    (entries, writing)
}

fn insert(index: &Connection, text: &str) -> rusqlite::Result<()> {
    index.execute("insert into lines (body) values (?1)", params![text])?;
    Ok(())
}

pub fn read(stream: TcpStream, entries: crossbeam_channel::Sender<Entry>) -> std::io::Result<()> {
    for text in BufReader::new(stream).lines() {
        let (written, _) = crossbeam_channel::bounded(1);
        entries.send(Entry { text: text?, written }).map_err(std::io::Error::other)?; //~ related: for everything that comes from the network
    }
    Ok(())
}

pub fn count_votes(socket: UdpSocket, pool: PgPool) {
    let (votes, waiting) = kanal::unbounded_async::<Vec<u8>>(); //~ unbounded-mailbox: grows without a bound
    tokio::spawn(async move {
        while let Ok(vote) = waiting.recv().await {
            if let Err(error) = sqlx::query("insert into votes (vote) values ($1)").bind(vote).execute(&pool).await {
                tracing::error!("{error}");
            }
        }
    });
    tokio::spawn(async move {
        let mut packet = vec![0; 512];
        while let Ok(length) = socket.recv(&mut packet).await {
            if votes.send(packet[..length].to_vec()).await.is_err() {
                return;
            }
        }
    });
}

/// A file ends, and is as long as it is.
pub fn copy(file: File, index: Connection) -> std::io::Result<()> {
    let (lines, waiting) = crossbeam_channel::unbounded::<String>();
    let writing = std::thread::spawn(move || {
        for line in waiting {
            insert(&index, &line)?;
        }
        rusqlite::Result::Ok(())
    });
    for line in BufReader::new(file).lines() {
        lines.send(line?).map_err(std::io::Error::other)?;
    }
    drop(lines);
    writing.join().expect("it does not panic").map_err(std::io::Error::other)
}
