//! Two messages dropped the same way are one mistake.
use std::sync::Arc;
use std::thread;

use tokio::sync::mpsc;

pub struct Resource {
    pub name: String,
}

enum Message {
    SetResource(Arc<Resource>),
    SetFallback(Arc<Resource>),
}

pub struct Processor {
    sender: mpsc::Sender<Message>,
}

impl Processor {
    pub fn new() -> Self {
        let (sender, mut receiver) = mpsc::channel(8);
        thread::spawn(move || {
            let mut used = Vec::new();
            while let Some(message) = receiver.blocking_recv() {
                match message {
                    Message::SetResource(resource) => used.insert(0, resource),
                    Message::SetFallback(resource) => used.push(resource),
                }
            }
        });
        Self { sender }
    }

    pub fn set_resources(&self, resource: Arc<Resource>, fallback: Arc<Resource>) {
        let _ = self.sender.try_send(Message::SetResource(resource));
        //~     ^ raw-send: lost without a trace when the mailbox is full
        let _ = self.sender.try_send(Message::SetFallback(fallback)); //~ related: another message is dropped the same way here
    }
}
