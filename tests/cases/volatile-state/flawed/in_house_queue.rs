//! An actor framework of the project's own: the handler answers and keeps the job in a field.
use std::collections::VecDeque;

use tokio::sync::{mpsc, oneshot};

trait Process {
    type Message;
    fn handle(&mut self, message: Self::Message);
}

fn spawn<P: Process + Send + 'static>(mut process: P) -> mpsc::Sender<P::Message> {
    let (sender, mut mailbox) = mpsc::channel(32);
    tokio::spawn(async move {
        while let Some(message) = mailbox.recv().await {
            process.handle(message);
        }
    });
    sender
}

pub struct Job {
    pub body: String,
}

enum Message {
    Submit(Job, oneshot::Sender<()>),
    Next(oneshot::Sender<Option<Job>>),
}

struct Jobs {
    waiting: VecDeque<Job>, //~ volatile-state: accepted work waits in `waiting` only
}

impl Process for Jobs {
    type Message = Message;

    fn handle(&mut self, message: Message) {
        match message {
            Message::Submit(job, accepted) => {
                self.waiting.push_back(job);
                let _ = accepted.send(());
            }
            Message::Next(reply) => {
                let _ = reply.send(self.waiting.pop_front());
            }
        }
    }
}

pub fn start() {
    let _jobs = spawn(Jobs { waiting: VecDeque::new() });
}
