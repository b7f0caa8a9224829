//! A ractor actor keeps accepted jobs in the state that `pre_start` makes empty.
use std::collections::VecDeque;

use ractor::{Actor, ActorProcessingErr, ActorRef, RpcReplyPort};

pub struct Job {
    pub body: String,
}

pub enum Message {
    Submit(Job, RpcReplyPort<()>),
    Next(RpcReplyPort<Option<Job>>),
}

pub struct State {
    waiting: VecDeque<Job>, //~ volatile-state: accepted work waits in `waiting` only
}

pub struct Jobs;

impl Actor for Jobs {
    type Msg = Message;
    type State = State;
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<Message>, _: ()) -> Result<State, ActorProcessingErr> {
        Ok(State { waiting: VecDeque::new() })
    }

    async fn handle(&self, _: ActorRef<Message>, message: Message, state: &mut State) -> Result<(), ActorProcessingErr> {
        match message {
            Message::Submit(job, accepted) => {
                state.waiting.push_back(job);
                accepted.send(())?;
            }
            Message::Next(reply) => reply.send(state.waiting.pop_front())?,
        }
        Ok(())
    }
}
