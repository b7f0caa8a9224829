//! Waiters learn of the end, caches are built anew, stored work is loaded.
use std::collections::{HashMap, VecDeque};

use tokio::sync::{mpsc, oneshot};

pub struct Page {
    pub text: String,
}

struct Waiter {
    page: Page,
    reply: oneshot::Sender<Page>,
}

enum Message {
    Wait(Waiter, oneshot::Sender<()>),
    Remember(String, Page, oneshot::Sender<()>),
    Keep(Page, oneshot::Sender<()>),
    Turn(String, oneshot::Sender<Option<Page>>),
}

struct Desk {
    mailbox: mpsc::Receiver<Message>,
    waiting: VecDeque<Waiter>,
    cache: HashMap<String, Page>,
    kept: VecDeque<Page>,
}

impl Desk {
    async fn run(mut self) {
        while let Some(message) = self.mailbox.recv().await {
            match message {
                Message::Wait(waiter, accepted) => {
                    self.waiting.push_back(waiter);
                    let _ = accepted.send(());
                }
                Message::Remember(name, page, accepted) => {
                    self.cache.insert(name, page);
                    let _ = accepted.send(());
                }
                Message::Keep(page, accepted) => {
                    self.kept.push_back(page);
                    let _ = accepted.send(());
                }
                Message::Turn(name, reply) => {
                    if let Some(waiter) = self.waiting.pop_front() {
                        let _ = waiter.reply.send(waiter.page);
                    }
                    let found = self.cache.remove(&name).or(self.kept.pop_front());
                    let _ = reply.send(found);
                }
            }
        }
    }
}

/// What is kept is given: who starts the desk loads it.
pub fn start(mailbox: mpsc::Receiver<Message>, kept: VecDeque<Page>) {
    let desk = Desk { mailbox, waiting: VecDeque::new(), cache: HashMap::new(), kept };
    tokio::spawn(desk.run());
}
