//! A channel that is made for each call and takes one answer always has room for it: it is nobody's mailbox.
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::JoinHandle;

pub struct Call<Q, A> {
    query: Q,
    reply: mpsc::Sender<A>,
}

pub struct Client<Q, A> {
    calls: mpsc::Sender<Call<Q, A>>,
}

impl<Q, A> Client<Q, A> {
    pub async fn call(&self, query: Q) -> anyhow::Result<A> {
        let (reply, mut answer) = mpsc::channel(1);
        if self.calls.send(Call { query, reply }).await.is_err() {
            anyhow::bail!("the server is gone");
        }
        match tokio::time::timeout(Duration::from_secs(3), answer.recv()).await? {
            Some(answer) => Ok(answer),
            None => anyhow::bail!("the server dropped the call"),
        }
    }
}

pub fn serve() -> (Client<u64, String>, JoinHandle<()>) {
    let (calls, mut inbox) = mpsc::channel::<Call<u64, String>>(16);
    let server = tokio::spawn(async move {
        while let Some(Call { query, reply }) = inbox.recv().await {
            if reply.send(query.to_string()).await.is_err() {
                tracing::debug!("the caller left");
            }
        }
    });
    (Client { calls }, server)
}

pub fn pay(client: Client<u64, String>, mut due: mpsc::Receiver<u64>) -> JoinHandle<()> {
    tokio::spawn(async move {
        while let Some(id) = due.recv().await {
            match client.call(id).await {
                Ok(signed) => tracing::info!(signed, "paid"),
                Err(error) => tracing::error!(%error, "not paid"),
            }
        }
    })
}
