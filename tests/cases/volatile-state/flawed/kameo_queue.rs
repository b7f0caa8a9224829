//! A kameo actor answers with a ticket and keeps the job in a field.
use std::collections::VecDeque;

use kameo::Actor;
use kameo::message::{Context, Message};

pub struct Job {
    pub body: String,
}

pub struct Submit(pub Job);
pub struct Next;

pub struct Jobs {
    waiting: VecDeque<Job>, //~ volatile-state: accepted work waits in `waiting` only
    tickets: u64,
}

impl Actor for Jobs {
    type Args = Self;
    type Error = std::convert::Infallible;
}

impl Message<Submit> for Jobs {
    type Reply = u64;

    async fn handle(&mut self, submit: Submit, _: &mut Context<Self, u64>) -> u64 {
        self.tickets += 1;
        self.waiting.push_back(submit.0);
        self.tickets
    }
}

impl Message<Next> for Jobs {
    type Reply = Option<Job>;

    async fn handle(&mut self, _: Next, _: &mut Context<Self, Option<Job>>) -> Option<Job> {
        self.waiting.pop_front()
    }
}

pub fn fresh() -> Jobs {
    Jobs { waiting: VecDeque::new(), tickets: 0 }
}
