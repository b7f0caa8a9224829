//! A supervised server is restarted, with an empty queue: `init` loads nothing and nothing is written.
use std::collections::VecDeque;

use otp_runtime::server::{Context, Reply, Server};

pub struct Job {
    pub body: String,
}

pub enum Message {
    Submit(Job, Reply<()>),
    Next(Reply<Option<Job>>),
}

pub struct Jobs {
    waiting: VecDeque<Job>, //~ volatile-state: accepted work waits in `waiting` only
}

impl Server for Jobs {
    type Args = ();
    type Message = Message;
    type Error = std::io::Error;

    async fn init(_: (), _: &mut Context<Self>) -> Result<Self, std::io::Error> {
        Ok(Self { waiting: VecDeque::new() })
    }

    async fn handle(&mut self, message: Message, _: &mut Context<Self>) -> Result<(), std::io::Error> {
        match message {
            Message::Submit(job, accepted) => {
                self.waiting.push_back(job);
                accepted.send(());
            }
            Message::Next(reply) => reply.send(self.waiting.pop_front()),
        }
        Ok(())
    }
}
