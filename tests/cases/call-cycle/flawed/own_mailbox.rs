//! A loop puts a follow-up into its own bounded mailbox and waits for room.
use tokio::sync::mpsc;

pub enum Message {
    Fetch(String),
    Retry(String, u32),
}

pub struct Fetcher {
    inbox: mpsc::Receiver<Message>,
    own: mpsc::Sender<Message>,
}

impl Fetcher {
    pub fn start() -> mpsc::Sender<Message> {
        let (own, inbox) = mpsc::channel(64);
        let sender = own.clone();
        drop(tokio::spawn(Self { inbox, own }.run()));
        sender
    }

    async fn run(mut self) {
        while let Some(message) = self.inbox.recv().await {
            match message {
                Message::Fetch(url) => self.again(url, 0).await,
                Message::Retry(url, times) => self.again(url, times + 1).await,
            }
        }
    }

    async fn again(&self, url: String, times: u32) {
        if self.own.send(Message::Retry(url, times)).await.is_err() { //~ call-cycle: room in its own mailbox
            tracing::warn!("stopped");
        }
    }
}
