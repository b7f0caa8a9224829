//! The directory waits for a peer with no deadline while its other messages wait, and the board waits for the
//! directory: the one who waits longest is told of, once.
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};

pub enum Command {
    Refresh(String, oneshot::Sender<usize>),
    Forget(String),
}

pub struct Directory {
    known: Vec<String>,
    commands: mpsc::Receiver<Command>,
    client: reqwest::Client,
}

impl Directory {
    pub async fn run(mut self) {
        let mut tick = tokio::time::interval(Duration::from_secs(60));
        loop {
            tokio::select! {
                Some(command) = self.commands.recv() => self.handle(command).await,
                _ = tick.tick() => self.known.clear(),
            }
        }
    }

    async fn handle(&mut self, command: Command) {
        match command {
            Command::Refresh(url, reply) => {
                if self.client.get(&url).send().await.is_ok() { //~ related: waits for a peer here
                    self.known.push(url);
                }
                let _ = reply.send(self.known.len());
            }
            Command::Forget(url) => self.known.retain(|known| *known != url),
        }
    }
}

pub struct Board {
    asked: mpsc::Receiver<String>,
    directory: mpsc::Sender<Command>,
}

impl Board {
    pub async fn run(mut self) {
        while let Some(url) = self.asked.recv().await {
            let (reply, answer) = oneshot::channel();
            if self.directory.send(Command::Refresh(url, reply)).await.is_err() { //~ call-without-timeout: with no deadline
                return;
            }
            if let Ok(known) = answer.await {
                tracing::info!("{known}");
            }
        }
    }
}

pub fn start(asked: mpsc::Receiver<String>, client: reqwest::Client) {
    let (directory, commands) = mpsc::channel(8);
    let known = Vec::new();
    tokio::spawn(Directory { known, commands, client }.run());
    tokio::spawn(Board { asked, directory }.run());
}
