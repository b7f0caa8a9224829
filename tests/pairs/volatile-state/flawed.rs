//! Accepted work waits in a field of the process that is to do it.

use std::collections::VecDeque;
use std::convert::Infallible;

use otp_runtime::server::{Context, Reply, Server};

pub struct Job {
    pub body: String,
}

pub enum Message {
    Submit(Job, Reply<()>),
    Next(Reply<Option<Job>>),
    Done,
    Crash,
}

pub struct Jobs {
    waiting: VecDeque<Job>,
}

impl Server for Jobs {
    type Args = ();
    type Message = Message;
    type Error = Infallible;

    async fn init(_: (), _: &mut Context<Self>) -> Result<Self, Infallible> {
        Ok(Self {
            waiting: VecDeque::new(),
        })
    }

    async fn handle(&mut self, message: Message, _: &mut Context<Self>) -> Result<(), Infallible> {
        match message {
            Message::Submit(job, accepted) => {
                self.waiting.push_back(job);
                accepted.send(());
            }
            Message::Next(reply) => reply.send(self.waiting.pop_front()),
            Message::Done => {}
            Message::Crash => panic!("the injected fault"),
        }
        Ok(())
    }
}
