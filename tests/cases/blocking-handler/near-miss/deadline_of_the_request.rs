//! The request or its client sets the deadline: in a helper, on one of two ways, out of sight.
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};

const LIMIT: Duration = Duration::from_secs(2);

pub enum Order {
    Mail(String),
    Ping(reqwest::RequestBuilder),
    Sent(oneshot::Sender<u64>),
}

pub struct Relay {
    http: reqwest::Client,
    sent: u64,
}

pub fn start(orders: mpsc::Receiver<Order>) {
    drop(tokio::spawn(Relay { http: reqwest::Client::new(), sent: 0 }.run(orders)));
}

impl Relay {
    async fn run(mut self, mut orders: mpsc::Receiver<Order>) {
        while let Some(order) = orders.recv().await {
            match order {
                Order::Mail(to) => {
                    if self.post("http://relay/send").body(to.clone()).send().await.is_err() {
                        tracing::error!("not sent");
                    }
                    let mut copy = self.http.post("http://archive/keep");
                    if to.len() > 9 {
                        copy = copy.timeout(LIMIT * 2);
                    } else {
                        copy = copy.timeout(LIMIT);
                    }
                    if copy.send().await.is_ok() {
                        self.sent += 1;
                    }
                }
                // Who made it may have set it one.
                Order::Ping(request) => tracing::debug!(up = request.send().await.is_ok(), "pinged"),
                Order::Sent(reply) => drop(reply.send(self.sent)),
            }
        }
    }

    fn post(&self, url: &str) -> reqwest::RequestBuilder {
        self.http.post(url).timeout(LIMIT)
    }
}

pub struct Bounded {
    http: reqwest::Client,
}

pub fn client() -> reqwest::Result<reqwest::Client> {
    reqwest::Client::builder().timeout(LIMIT).build()
}

pub fn start_bounded(orders: mpsc::Receiver<Order>) -> reqwest::Result<()> {
    drop(tokio::spawn(Bounded { http: client()? }.run(orders)));
    Ok(())
}

impl Bounded {
    async fn run(self, mut orders: mpsc::Receiver<Order>) {
        while let Some(order) = orders.recv().await {
            match order {
                Order::Mail(to) => tracing::info!(ok = self.http.post("http://relay/send").body(to).send().await.is_ok()),
                Order::Ping(_) => tracing::debug!("no pings"),
                Order::Sent(reply) => drop(reply.send(0)),
            }
        }
    }
}
