//! A ractor actor calls itself through the address that the framework hands it.
use ractor::{Actor, ActorProcessingErr, ActorRef, RpcReplyPort};

pub enum Message {
    Total(RpcReplyPort<u64>),
    Report,
}

pub struct Counter;

impl Actor for Counter {
    type Msg = Message;
    type State = u64;
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<Message>, _: ()) -> Result<u64, ActorProcessingErr> {
        Ok(0)
    }

    async fn handle(&self, myself: ActorRef<Message>, message: Message, state: &mut u64) -> Result<(), ActorProcessingErr> {
        match message {
            Message::Total(reply) => reply.send(*state)?,
            Message::Report => {
                let total = ractor::call!(myself, Message::Total)?; //~ call-cycle: waits for a reply from itself
                tracing::info!("{total}");
            }
        }
        Ok(())
    }
}
