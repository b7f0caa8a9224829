//! What failed goes straight back into the queue that it came from.

use std::collections::VecDeque;

use tokio::sync::mpsc;

struct Hook {
    url: String,
}

struct Dispatcher {
    again: mpsc::UnboundedSender<Hook>,
    hooks: mpsc::UnboundedReceiver<Hook>,
    http: reqwest::Client,
}

fn dispatcher() -> Dispatcher {
    let (again, hooks) = mpsc::unbounded_channel();
    let http = reqwest::Client::new();
    Dispatcher { again, hooks, http }
}

impl Dispatcher {
    async fn post(&self, hook: &Hook) -> Result<(), reqwest::Error> {
        self.http.post(&hook.url).send().await?.error_for_status().map(drop)
    }

    async fn run(mut self) -> Option<()> {
        while let Some(hook) = self.hooks.recv().await {
            if let Err(error) = self.post(&hook).await { //~ unbounded-restart: goes straight back into the queue
                tracing::warn!("{error}; once more");
                self.again.send(hook).ok()?;
            }
        }
        Some(())
    }
}

async fn drains(http: &reqwest::Client, mut left: VecDeque<String>) {
    while let Some(url) = left.pop_front() {
        if let Err(error) = http.get(&url).send().await { //~ unbounded-restart: goes straight back into the queue
            tracing::warn!("{error}");
            left.push_back(url);
        }
    }
}
