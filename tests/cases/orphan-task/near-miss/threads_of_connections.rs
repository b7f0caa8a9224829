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

/// What stands in for a service in tests may end as it likes.
pub struct MockCoordinator {
    orders: tokio::sync::mpsc::Receiver<u64>,
    answers: tokio::sync::mpsc::Sender<u64>,
}

impl MockCoordinator {
    pub fn start(mut self) {
        tokio::spawn(async move {
            loop {
                match self.orders.recv().await {
                    Some(order) => self.answers.send(order).await?,
                    None => return Err(tokio::sync::mpsc::error::SendError(0)),
                }
            }
            #[allow(unreachable_code)] // says what the block yields
            Ok(())
        });
    }
}
