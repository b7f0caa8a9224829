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
