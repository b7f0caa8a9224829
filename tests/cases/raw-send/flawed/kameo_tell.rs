//! A full mailbox refuses the message, and nobody looks.
use kameo::Actor;
use kameo::actor::ActorRef;
use kameo::message::{Context, Message};

pub struct Save {
    pub text: String,
}

pub struct Writer {
    rows: Vec<String>,
}

impl Actor for Writer {
    type Args = Self;
    type Error = std::convert::Infallible;
}

impl Message<Save> for Writer {
    type Reply = ();

    async fn handle(&mut self, save: Save, _: &mut Context<Self, ()>) {
        self.rows.push(save.text);
    }
}

pub struct Desk {
    writer: ActorRef<Writer>,
}

impl Desk {
    pub fn save(&self, text: String) -> Result<(), String> {
        let _ = self.writer.tell(Save { text }).try_send(); //~ raw-send: lost without a trace when the mailbox is full
        Ok(())
    }
}
