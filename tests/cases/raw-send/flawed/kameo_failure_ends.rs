//! A failure of a handler that nobody waits for ends a kameo actor, and what is told later is lost.
use kameo::Actor;
use kameo::actor::ActorRef;
use kameo::message::{Context, Message};
use sqlx::SqlitePool;

#[derive(Actor)]
pub struct Writer {
    pool: SqlitePool,
}

pub struct Save {
    pub text: String,
}

impl Message<Save> for Writer {
    type Reply = Result<(), sqlx::Error>;

    async fn handle(&mut self, save: Save, _: &mut Context<Self, Self::Reply>) -> Self::Reply {
        insert(&self.pool, &save.text).await //~ related: a failure here ends the receiver
    }
}

async fn insert(pool: &SqlitePool, text: &str) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO rows (text) VALUES (?)").bind(text).execute(pool).await?;
    Ok(())
}

pub async fn save(writer: &ActorRef<Writer>, text: String) {
    let _ = writer.tell(Save { text }).await; //~ raw-send: when the receiving process has ended
}
