//! An actix actor answers with a ticket and keeps the job in a field.
use std::collections::VecDeque;

use actix::prelude::*;

pub struct Job {
    pub body: String,
}

#[derive(Message)]
#[rtype(result = "u64")]
pub struct Submit(pub Job);

#[derive(Message)]
#[rtype(result = "Option<Job>")]
pub struct Next;

pub struct Jobs {
    waiting: VecDeque<Job>, //~ volatile-state: accepted work waits in `waiting` only
    tickets: u64,
}

impl Actor for Jobs {
    type Context = Context<Self>;
}

impl Handler<Submit> for Jobs {
    type Result = u64;

    fn handle(&mut self, submit: Submit, _: &mut Context<Self>) -> u64 {
        self.tickets += 1;
        self.waiting.push_back(submit.0);
        self.tickets
    }
}

impl Handler<Next> for Jobs {
    type Result = Option<Job>;

    fn handle(&mut self, _: Next, _: &mut Context<Self>) -> Option<Job> {
        self.waiting.pop_front()
    }
}

pub fn start() -> Addr<Jobs> {
    Jobs { waiting: VecDeque::new(), tickets: 0 }.start()
}
