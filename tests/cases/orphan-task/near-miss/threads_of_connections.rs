//! A thread for each connection ends with its connection: its peer notices.

use std::io::{BufRead, BufReader, Result};
use std::os::unix::net::{UnixListener, UnixStream};
use std::sync::mpsc::Sender;

pub fn listen(listener: UnixListener, told: Sender<String>) {
    for stream in listener.incoming().flatten() {
        let told = told.clone();
        std::thread::spawn(move || -> Result<()> {
            let mut reader = BufReader::new(stream);
            loop {
                let line = next(&mut reader)?;
                if told.send(line).is_err() {
                    tracing::warn!("nobody listens");
                }
            }
        });
    }
}

fn next(reader: &mut BufReader<UnixStream>) -> Result<String> {
    let mut line = String::new();
    reader.read_line(&mut line)?;
    Ok(line)
}

/// The listener is one that nobody describes.
pub fn listen_elsewhere(listener: pipes::Listener, told: Sender<String>) {
    for stream in listener.incoming().flatten() {
        let told = told.clone();
        std::thread::spawn(move || -> Result<()> {
            let mut reader = BufReader::new(stream);
            loop {
                let mut line = String::new();
                reader.read_line(&mut line)?;
                if told.send(line).is_err() {
                    tracing::warn!("nobody listens");
                }
            }
        });
    }
}
