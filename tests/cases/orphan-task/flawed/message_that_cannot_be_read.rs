//! A message from outside that is not what is expected ends the task that reads them.

use std::io::BufRead;

#[derive(serde::Deserialize)]
pub struct Event {
    id: u64,
}

pub struct Handler {
    pool: sqlx::PgPool,
}

impl Handler {
    async fn handle(&self, payload: &[u8]) {
        let event: Event = serde_json::from_slice(payload).unwrap();
        let stored = sqlx::query("insert into events values ($1)").bind(event.id as i64).execute(&self.pool).await;
        if let Err(error) = stored {
            tracing::error!("{error}");
        }
    }
}

pub fn consume(mut messages: async_nats::Subscriber, handler: Handler) {
    use futures::StreamExt;
    tokio::spawn(async move { //~ orphan-task: a failure here panics and ends this task for good
        loop {
            let Some(message) = messages.next().await else {
                tokio::time::sleep(std::time::Duration::from_secs(1)).await;
                continue;
            };
            handler.handle(&message.payload).await;
        }
    });
}

pub fn read_meter(port: std::net::TcpStream, pool: std::sync::mpsc::Sender<u64>) {
    std::thread::spawn(move || { //~ orphan-task: a failure here panics and ends this thread for good
        let mut reader = std::io::BufReader::new(port);
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).is_err() {
                std::thread::sleep(std::time::Duration::from_secs(1));
                continue;
            }
            let read: u64 = line.trim().parse().unwrap();
            if pool.send(read).is_err() {
                tracing::error!("nobody wants it");
            }
        }
    });
}
