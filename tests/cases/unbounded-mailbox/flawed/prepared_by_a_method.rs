//! The sender is a method that a loop over incoming requests calls, in another type.

use tokio::sync::mpsc;

pub struct Cache {
    wanted: mpsc::UnboundedSender<String>,
}

impl Cache {
    pub fn start(client: reqwest::Client) -> (Self, Filler) {
        let (wanted, requests) = mpsc::unbounded_channel(); //~ unbounded-mailbox: grows without a bound
        (Self { wanted }, Filler { requests, client })
    }

    pub(crate) fn want(&self, key: String) {
        if self.wanted.send(key).is_err() { //~ related: for every message that comes in
            tracing::warn!("the filler is gone");
        }
    }
}

pub struct Filler {
    requests: mpsc::UnboundedReceiver<String>,
    client: reqwest::Client,
}

impl Filler {
    pub async fn run(mut self) {
        while let Some(key) = self.requests.recv().await {
            self.fill(&key).await;
        }
    }

    async fn fill(&self, key: &str) {
        if let Err(error) = self.client.get(key).send().await { //~ related: the wait happens here
            tracing::warn!("{error}");
        }
    }
}

async fn listen(cache: Cache, mut incoming: mpsc::Receiver<String>) {
    while let Some(request) = incoming.recv().await {
        cache.want(request);
    }
}

pub fn serve(client: reqwest::Client, incoming: mpsc::Receiver<String>) {
    let (cache, filler) = Cache::start(client);
    drop((tokio::spawn(listen(cache, incoming)), tokio::spawn(filler.run())));
}
