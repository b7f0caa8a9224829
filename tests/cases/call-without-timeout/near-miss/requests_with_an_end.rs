//! A timeout of the client, of the request, around the wait; a caller that may set one.
use std::time::Duration;

use reqwest::Client;

pub struct Watcher {
    client: Client,
}

impl Watcher {
    pub fn new() -> reqwest::Result<Self> {
        let client = Client::builder().timeout(Duration::from_secs(10)).build()?;
        Ok(Self { client })
    }

    pub async fn run(self) {
        loop {
            let _ = self.client.get("http://localhost/health").send().await;
            tokio::time::sleep(Duration::from_secs(10)).await;
        }
    }
}

pub fn watch() -> reqwest::Result<tokio::task::JoinHandle<()>> {
    Ok(tokio::spawn(Watcher::new()?.run()))
}

pub struct Pusher {
    client: Client,
}

impl Pusher {
    pub fn new() -> Self {
        Self {
            client: Client::new(),
        }
    }

    pub async fn run(self) {
        let mut ticks = tokio::time::interval(Duration::from_secs(30));
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
        loop {
            ticks.tick().await;
            let request = self.client.get("http://localhost/one").timeout(Duration::from_secs(5));
            let _ = request.send().await;
            let other = self.client.get("http://localhost/two").send();
            let _ = tokio::time::timeout(Duration::from_secs(5), other).await;
            let client = self.client.clone();
            let task = tokio::spawn(async move { client.get("http://localhost/three").timeout(Duration::from_secs(5)).send().await });
            task.abort();
        }
    }
}

/// Who calls waits, and may set a deadline.
pub struct Api {
    client: Client,
}

impl Api {
    pub fn new() -> Self {
        Self {
            client: Client::new(),
        }
    }

    pub async fn get(&self, url: &str) -> reqwest::Result<String> {
        self.client.get(url).send().await?.text().await
    }

    /// Until it succeeds.
    pub async fn patiently(&self, url: &str) -> reqwest::Response {
        loop {
            if let Ok(response) = self.client.get(url).send().await {
                return response;
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }
}

/// How it was made was not seen.
pub async fn given(client: Client) {
    loop {
        let _ = client.get("http://localhost/").send().await;
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

/// Until it is ready, and no longer.
pub async fn until_ready(url: String) {
    loop {
        if let Ok(response) = reqwest::get(&url).await
            && response.status().is_success()
        {
            return;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

/// A method of the builder that nobody describes.
fn client() -> reqwest::Result<Client> {
    Client::builder().hickory_dns(true).timeout(Duration::from_secs(5)).build()
}

pub struct Prober {
    client: Client,
}

pub fn probe() -> reqwest::Result<tokio::task::JoinHandle<()>> {
    let prober = Prober { client: client()? };
    Ok(tokio::spawn(async move {
        loop {
            let _ = prober.client.get("http://localhost/").send().await;
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }))
}
