//! The actor stops itself; what is sent later is dropped with its outcome.
use sqlx::SqlitePool;
use xtra::{Actor, Address, Context, Handler, Mailbox};

pub struct Save {
    pub text: String,
}

pub struct Writer {
    pool: SqlitePool,
}

impl Actor for Writer {
    type Stop = ();

    async fn stopped(self) {}
}

impl Handler<Save> for Writer {
    type Return = ();

    async fn handle(&mut self, save: Save, ctx: &mut Context<Self>) {
        let written = sqlx::query("INSERT INTO rows (text) VALUES (?)").bind(save.text).execute(&self.pool).await;
        if written.is_err() {
            ctx.stop_self();
        }
    }
}

pub struct Desk {
    writer: Address<Writer>,
}

impl Desk {
    pub async fn save(&self, text: String) {
        let _ = self.writer.send(Save { text }).detach().await; //~ raw-send: lost without a trace
    }

    pub async fn save_and_wait(&self, text: String) {
        let _ = self.writer.send(Save { text }).await; //~ raw-send: lost without a trace
    }
}

pub fn start(pool: SqlitePool) -> Desk {
    Desk { writer: xtra::spawn_tokio(Writer { pool }, Mailbox::unbounded()) }
}
