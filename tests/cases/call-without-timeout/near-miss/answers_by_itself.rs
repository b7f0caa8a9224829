//! Who answers only looks into its own state, or its client has a timeout; who asks is no process, or
//! goes on taking messages while it waits.
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};

pub struct Count(pub oneshot::Sender<u64>);
pub struct Get(pub String, pub oneshot::Sender<bool>);

pub fn start(ticks: mpsc::Receiver<()>, more: mpsc::Receiver<()>) -> Option<Getter> {
    let (counts, inbox) = mpsc::channel(8);
    let (gets, wanted) = mpsc::channel(8);
    let client = reqwest::Client::builder().timeout(Duration::from_secs(3)).build().ok()?;
    drop((tokio::spawn(count(inbox)), tokio::spawn(get(client, wanted))));
    drop((tokio::spawn(show(ticks, counts)), tokio::spawn(poll(more, gets.clone()))));
    Some(Getter { gets })
}

async fn count(mut inbox: mpsc::Receiver<Count>) {
    let mut asked = 0;
    while let Some(Count(reply)) = inbox.recv().await {
        asked += 1;
        drop(reply.send(asked));
    }
}

async fn show(mut ticks: mpsc::Receiver<()>, counts: mpsc::Sender<Count>) {
    while ticks.recv().await.is_some() {
        let (reply, answer) = oneshot::channel();
        if counts.send(Count(reply)).await.is_err() {
            return;
        }
        if let Ok(count) = answer.await {
            tracing::info!("{count}");
        }
    }
}

async fn get(client: reqwest::Client, mut wanted: mpsc::Receiver<Get>) {
    while let Some(Get(url, reply)) = wanted.recv().await {
        let got = client.get(url).send().await.is_ok();
        drop(reply.send(got));
    }
}

async fn poll(mut more: mpsc::Receiver<()>, gets: mpsc::Sender<Get>) {
    while more.recv().await.is_some() {
        let (reply, answer) = oneshot::channel();
        if gets.send(Get("http://all".to_owned(), reply)).await.is_err() {
            return;
        }
        if answer.await.is_err() {
            return;
        }
    }
}

pub struct Getter {
    gets: mpsc::Sender<Get>,
}

/// A request of its own: whoever serves it sets the deadline.
pub async fn index(getter: &Getter) -> bool {
    let (reply, answer) = oneshot::channel();
    if getter.gets.send(Get("http://one".to_owned(), reply)).await.is_err() {
        return false;
    }
    answer.await.unwrap_or(false)
}
