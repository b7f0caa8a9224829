//! `do_send` says nothing of an actor that has stopped, `try_send` nothing of a full mailbox when nobody looks.
use actix::prelude::*;
use sqlx::SqlitePool;

#[derive(Message)]
#[rtype(result = "()")]
pub struct Save {
    pub text: String,
}

pub struct Writer {
    pool: SqlitePool,
}

impl Actor for Writer {
    type Context = Context<Self>;
}

impl Handler<Save> for Writer {
    type Result = ();

    fn handle(&mut self, save: Save, ctx: &mut Context<Self>) {
        if save.text.is_empty() {
            ctx.stop(); //~ related: ends the receiver
            return;
        }
        let pool = self.pool.clone();
        ctx.spawn(
            async move {
                let _ = sqlx::query("INSERT INTO rows (text) VALUES (?)").bind(save.text).execute(&pool).await;
            }
            .into_actor(self),
        );
    }
}

pub struct Desk {
    writer: Addr<Writer>,
}

impl Desk {
    pub fn save(&self, text: String) {
        self.writer.do_send(Save { text }); //~ raw-send: the message `Save` is lost without a trace when the receiving process has ended
    }

    pub fn save_now(&self, text: String) -> Result<(), String> {
        let _ = self.writer.try_send(Save { text }); //~ raw-send: lost without a trace when the mailbox is full
        Ok(())
    }
}
