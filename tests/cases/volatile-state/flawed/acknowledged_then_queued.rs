//! The process acknowledges the job and keeps it in a field; a deque calls itself a store.
use std::collections::VecDeque;

use tokio::sync::{mpsc, oneshot};

pub struct Job {
    pub id: u64,
    pub body: String,
}

enum Message {
    Submit(Job, oneshot::Sender<()>),
    Next(oneshot::Sender<Option<Job>>),
}

struct JobStore {
    waiting: VecDeque<Job>, //~ volatile-state: accepted work waits in `waiting` only
}

impl JobStore {
    async fn run(mut self, mut mailbox: mpsc::Receiver<Message>) {
        while let Some(message) = mailbox.recv().await {
            match message {
                Message::Submit(job, accepted) => {
                    self.waiting.push_back(job);
                    let _ = accepted.send(()); //~ related: and acknowledged here
                }
                Message::Next(reply) => {
                    let _ = reply.send(self.waiting.pop_front());
                }
            }
        }
    }
}

pub fn start(mailbox: mpsc::Receiver<Message>) {
    let store = JobStore { waiting: VecDeque::new() };
    tokio::spawn(store.run(mailbox));
}
