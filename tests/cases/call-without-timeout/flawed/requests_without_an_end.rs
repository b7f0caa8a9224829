//! An HTTP client without a timeout waits as long as the server likes.
use std::sync::Arc;
use std::time::Duration;

use reqwest::Client;

pub struct Watcher {
    client: Client,
    url: String,
}

impl Watcher {
    pub fn new(url: String) -> Self {
        Self {
            client: Client::new(),
            url,
        }
    }

    pub async fn run(self) {
        let mut ticks = tokio::time::interval(Duration::from_secs(30));
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            if let Err(error) = self.look().await {
                tracing::warn!("{error}");
            }
        }
    }

    async fn look(&self) -> reqwest::Result<()> {
        let response = self.client.get(&self.url).send().await?; //~ call-without-timeout: stops this loop for good
        tracing::info!("{}", response.status());
        Ok(())
    }
}

pub fn watch(url: String) -> tokio::task::JoinHandle<()> {
    tokio::spawn(Watcher::new(url).run())
}

/// The client is made elsewhere and handed in.
pub struct Pusher {
    client: Client,
}

fn client() -> reqwest::Result<Client> {
    Client::builder().user_agent("pusher").build()
}

pub fn push() -> reqwest::Result<tokio::task::JoinHandle<()>> {
    let pusher = Arc::new(Pusher { client: client()? });
    Ok(tokio::spawn(async move {
        loop {
            let sent = pusher.client.post("http://localhost/metrics").body("1").send().await; //~ call-without-timeout: stops this loop for good
            if let Err(error) = sent {
                tracing::warn!("{error}");
            }
            tokio::time::sleep(Duration::from_secs(10)).await;
        }
    }))
}

/// Somebody thought of it once.
pub struct Oracle {
    client: Client,
}

impl Oracle {
    pub fn new() -> Self {
        Self {
            client: Client::new(),
        }
    }

    pub fn fetch(&self, url: String) -> tokio::task::JoinHandle<reqwest::Result<String>> {
        let client = self.client.clone();
        tokio::spawn(async move { client.get(url).send().await?.text().await }) //~ call-without-timeout: unlike another request of it
    }

    pub async fn check(&self, url: &str) -> reqwest::Result<bool> {
        let request = self.client.head(url).timeout(Duration::from_secs(5));
        Ok(request.send().await?.status().is_success())
    }
}
