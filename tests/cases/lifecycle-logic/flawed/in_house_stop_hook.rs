//! A framework of the workspace that nobody configured calls a method when its loop has ended.

use tokio::sync::mpsc;

pub trait Process: Send + 'static {
    type Message: Send;
    fn handle(&mut self, message: Self::Message) -> impl Future<Output = ()> + Send;
    fn ended(&mut self) -> impl Future<Output = ()> + Send;
}

pub fn run<P: Process>(mut process: P) -> mpsc::Sender<P::Message> {
    let (sender, mut inbox) = mpsc::channel(16);
    tokio::spawn(async move {
        while let Some(message) = inbox.recv().await {
            process.handle(message).await;
        }
        process.ended().await;
    });
    sender
}

pub struct Counter {
    pool: sqlx::PgPool,
    seen: i64,
}

impl Process for Counter {
    type Message = i64;

    async fn handle(&mut self, more: i64) {
        self.seen += more;
    }

    async fn ended(&mut self) {
        let stored = sqlx::query("update counters set seen = $1").bind(self.seen).execute(&self.pool).await; //~ lifecycle-logic: what the stop hook writes to the store
        if let Err(error) = stored {
            tracing::warn!("{error}");
        }
    }
}
