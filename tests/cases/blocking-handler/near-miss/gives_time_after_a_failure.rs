//! A process that gives time to what failed, in its own turn: low confidence.
use std::time::Duration;

use tokio::sync::mpsc;

pub enum Message {
    Save(Vec<u8>),
    Stop,
}

pub async fn run(mut inbox: mpsc::Receiver<Message>) {
    while let Some(message) = inbox.recv().await {
        match message {
            Message::Save(bytes) => {
                if let Err(error) = tokio::fs::write("state", &bytes).await {
                    tracing::warn!("{error}");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
            Message::Stop => return,
        }
    }
}

pub fn start(inbox: mpsc::Receiver<Message>) -> tokio::task::JoinHandle<()> {
    tokio::spawn(run(inbox))
}
