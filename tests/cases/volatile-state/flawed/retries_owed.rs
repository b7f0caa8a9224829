//! Deliveries that failed are remembered in memory only.
use std::time::Duration;

use tokio::sync::mpsc;

pub struct Webhook {
    pub target: String,
    pub body: String,
}

struct Sender {
    client: reqwest::Client,
    retries: Vec<Webhook>, //~ volatile-state: what must be delivered again waits in `retries` only
}

impl Sender {
    async fn run(mut self, mut mailbox: mpsc::Receiver<Webhook>) {
        let mut tick = tokio::time::interval(Duration::from_secs(30));
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                hook = mailbox.recv() => match hook {
                    Some(hook) => self.deliver(hook).await,
                    None => return,
                },
                _ = tick.tick() => {
                    for hook in std::mem::take(&mut self.retries) {
                        self.deliver(hook).await;
                    }
                }
            }
        }
    }

    async fn deliver(&mut self, hook: Webhook) {
        let sent = self.client.post(&hook.target).body(hook.body.clone()).timeout(Duration::from_secs(5)).send().await; //~ related: when this fails
        if let Err(error) = sent {
            eprintln!("{error}");
            self.retries.push(hook); //~ related: it is put aside here, to be tried again
        }
    }
}

pub fn start(client: reqwest::Client, mailbox: mpsc::Receiver<Webhook>) {
    tokio::spawn(Sender { client, retries: Vec::new() }.run(mailbox));
}
