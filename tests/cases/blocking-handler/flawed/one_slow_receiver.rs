//! A room waits for room in the mailbox of one member, while the others starve.
use std::collections::HashMap;
use tokio::sync::mpsc;

pub enum Command {
    Join(u64, mpsc::Sender<String>),
    Tell(u64, String),
    All(String),
}

pub struct Room {
    members: HashMap<u64, mpsc::Sender<String>>,
    commands: mpsc::Receiver<Command>,
}

impl Room {
    pub async fn run(mut self) {
        while let Some(command) = self.commands.recv().await {
            match command {
                Command::Join(id, member) => {
                    self.members.insert(id, member);
                }
                Command::Tell(id, text) => {
                    if let Some(member) = self.members.get(&id) {
                        if member.try_send(text).is_err() {
                            self.members.remove(&id);
                        }
                    }
                }
                Command::All(text) => self.tell_all(text).await,
            }
        }
    }

    async fn tell_all(&mut self, text: String) {
        for member in self.members.values() {
            member.send(text.clone()).await.ok(); //~ blocking-handler: while the mailbox of one receiver is full
        }
    }
}

pub fn open(room: Room) -> tokio::task::JoinHandle<()> {
    tokio::spawn(room.run())
}

/// The same type of sender may have a bound or none: here it has one.
pub struct Hall {
    members: HashMap<u64, async_channel::Sender<String>>,
    commands: mpsc::Receiver<HallCommand>,
}

pub enum HallCommand {
    Open(u64),
    All(String),
}

impl Hall {
    pub async fn run(mut self) {
        while let Some(command) = self.commands.recv().await {
            match command {
                HallCommand::Open(id) => {
                    let (sender, receiver) = async_channel::bounded(4);
                    self.members.insert(id, sender);
                    tokio::spawn(listen(receiver));
                }
                HallCommand::All(text) => {
                    for member in self.members.values() {
                        member.send(text.clone()).await.ok(); //~ blocking-handler: while the mailbox of one receiver is full
                    }
                }
            }
        }
    }
}

async fn listen(receiver: async_channel::Receiver<String>) {
    while let Ok(text) = receiver.recv().await {
        tracing::info!("{text}");
    }
}

pub fn enter(hall: Hall) -> tokio::task::JoinHandle<()> {
    tokio::spawn(hall.run())
}
