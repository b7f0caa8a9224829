//! The actor stops in what it does once its future is ready.
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
    type Result = AtomicResponse<Self, ()>;

    fn handle(&mut self, save: Save, _: &mut Context<Self>) -> Self::Result {
        let pool = self.pool.clone();
        let insert = async move { sqlx::query("INSERT INTO rows (text) VALUES (?)").bind(save.text).execute(&pool).await };
        AtomicResponse::new(Box::pin(insert.into_actor(self).map(|inserted, _, context| {
            if inserted.is_err() {
                context.stop(); //~ related: ends the receiver
            }
        })))
    }
}

pub async fn save(writer: &Addr<Writer>, text: String) {
    let _ = writer.send(Save { text }).await; //~ raw-send: when the receiving process has ended
}
