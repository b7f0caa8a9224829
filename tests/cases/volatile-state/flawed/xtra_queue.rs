//! An xtra actor answers with a ticket and keeps the job in a field.
use std::collections::VecDeque;

use xtra::{Actor, Context, Handler};

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
    type Stop = ();

    async fn stopped(self) {}
}

impl Handler<Submit> for Jobs {
    type Return = u64;

    async fn handle(&mut self, submit: Submit, _: &mut Context<Self>) -> u64 {
        self.tickets += 1;
        self.waiting.push_back(submit.0);
        self.tickets
    }
}

impl Handler<Next> for Jobs {
    type Return = Option<Job>;

    async fn handle(&mut self, _: Next, _: &mut Context<Self>) -> Option<Job> {
        self.waiting.pop_front()
    }
}

pub fn fresh() -> Jobs {
    Jobs { waiting: VecDeque::new(), tickets: 0 }
}
