//! A full mailbox is enough: the setting never arrives.
use std::sync::Arc;
use std::thread;

use tokio::sync::mpsc;

pub struct Resource {
    pub name: String,
}

enum Message {
    Export(String),
    SetResource(Arc<Resource>),
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
                    Message::Export(text) => println!("{text}"),
                    Message::SetResource(resource) => used.push(resource),
                }
            }
        });
        Self { sender }
    }

    pub fn set_resource(&self, resource: Arc<Resource>) {
        let _ = self.sender.try_send(Message::SetResource(resource));
        //~     ^ raw-send: lost without a trace when the mailbox is full
    }

    pub fn export(&self, text: String) -> bool {
        self.sender.try_send(Message::Export(text)).is_ok()
    }
}
