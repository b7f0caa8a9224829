//! A handler that tries again and again, with pauses, while all other messages wait.
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};

pub enum Message {
    Send(String),
    Sent(oneshot::Sender<u64>),
}

pub struct Mailer {
    inbox: mpsc::Receiver<Message>,
    relay: Relay,
    sent: u64,
}

pub struct Relay(std::path::PathBuf);

impl Mailer {
    pub fn start(self) {
        drop(tokio::spawn(self.run()));
    }

    async fn run(mut self) {
        while let Some(message) = self.inbox.recv().await {
            match message {
                Message::Send(text) => {
                    if self.relay.deliver(&text).await.is_ok() {
                        self.sent += 1;
                    }
                }
                Message::Sent(reply) => {
                    reply.send(self.sent).ok();
                }
            }
        }
    }
}

impl Relay {
    async fn deliver(&self, text: &str) -> std::io::Result<()> {
        let mut left = 5;
        loop {
            match tokio::fs::write(&self.0, text).await {
                Ok(()) => return Ok(()),
                Err(error) if left == 0 => return Err(error),
                Err(error) => {
                    tracing::warn!("{error}");
                    tokio::time::sleep(Duration::from_secs(3)).await; //~ blocking-handler: while this process sleeps here messages of all 2 kinds wait behind it
                    left -= 1;
                }
            }
        }
    }
}
