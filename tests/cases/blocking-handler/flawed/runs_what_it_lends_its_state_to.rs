//! Whoever has the address does what it likes with the state, for as long as it likes.
use std::collections::BTreeMap;

use tokio::sync::{mpsc, oneshot};

type Look = Box<dyn FnOnce(&mut BTreeMap<u64, u64>) + Send>;

pub enum Message {
    Take(u64, u64),
    With(Look),
    Count(oneshot::Sender<usize>),
}

pub struct Roster {
    shifts: BTreeMap<u64, u64>,
    inbox: mpsc::Receiver<Message>,
}

impl Roster {
    pub async fn run(mut self) {
        while let Some(message) = self.inbox.recv().await {
            match message {
                Message::Take(shift, driver) => {
                    self.shifts.insert(shift, driver);
                }
                Message::With(look) => self.with(look),
                Message::Count(reply) => reply.send(self.shifts.len()).unwrap_or_default(),
            }
        }
    }

    fn with(&mut self, look: Look) {
        look(&mut self.shifts); //~ blocking-handler: runs its caller's function itself
    }
}

pub fn start(roster: Roster) -> tokio::task::JoinHandle<()> {
    tokio::spawn(roster.run())
}
