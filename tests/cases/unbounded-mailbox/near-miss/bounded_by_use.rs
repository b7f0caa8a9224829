//! Room for some, answers that are waited for, a consumer that never waits, one message per value.

use tokio::sync::{mpsc, oneshot};

struct Ask {
    key: String,
    reply: oneshot::Sender<u64>,
}

pub fn asks(client: reqwest::Client, mut incoming: mpsc::Receiver<String>) {
    let (asks, mut asked) = mpsc::unbounded_channel::<Ask>();
    drop(tokio::spawn(async move {
        while let Some(key) = incoming.recv().await {
            let (reply, answer) = oneshot::channel();
            if asks.send(Ask { key, reply }).is_err() {
                return;
            }
            if let Ok(number) = answer.await {
                tracing::debug!("{number}");
            }
        }
    }));
    drop(tokio::spawn(async move {
        while let Some(ask) = asked.recv().await {
            if client.get(&ask.key).timeout(std::time::Duration::from_secs(5)).send().await.is_ok() && ask.reply.send(1).is_err() {
                return;
            }
        }
    }));
}

pub fn counts(mut incoming: mpsc::Receiver<String>) {
    let (words, mut counted) = mpsc::unbounded_channel::<String>();
    drop(tokio::spawn(async move {
        while let Some(word) = incoming.recv().await {
            if words.send(word).is_err() {
                return;
            }
        }
    }));
    drop(tokio::spawn(async move {
        let mut total = 0;
        while let Some(word) = counted.recv().await {
            total += word.len();
        }
        tracing::info!("{total}");
    }));
}

pub struct Lease {
    id: String,
    ended: mpsc::UnboundedSender<String>,
}

impl Drop for Lease {
    fn drop(&mut self) {
        let _ = self.ended.send(std::mem::take(&mut self.id));
    }
}

pub fn leases(client: reqwest::Client) -> Lease {
    let (ended, mut gone) = mpsc::unbounded_channel::<String>();
    drop(tokio::spawn(async move {
        while let Some(id) = gone.recv().await {
            if let Err(error) = client.delete(&id).send().await {
                tracing::warn!("{error}");
            }
        }
    }));
    Lease { id: "a".to_owned(), ended }
}
