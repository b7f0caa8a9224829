//! A deadline that one request sets is that request's own: another one of the same client waits as long as the server
//! likes, whether it is made here or by a helper.
use std::collections::HashMap;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};

pub enum Order {
    Mail(String),
    Sent(oneshot::Sender<u64>),
    Probe,
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
        while let Some(order) = orders.recv().await { //~ related: takes its messages here
            match order {
                Order::Mail(to) => {
                    let request = self.http.post("http://relay/send");
                    match request.body(to).send().await {
                                        //~^ blocking-handler: while the other side does not answer this process waits without a deadline
                        Ok(_) => self.sent += 1,
                        Err(error) => tracing::error!(%error, "not sent"),
                    }
                }
                Order::Sent(reply) => drop(reply.send(self.sent)),
                Order::Probe => tracing::debug!(up = self.probe().await, "probed"),
            }
        }
    }

    async fn probe(&self) -> bool {
        let request = self.http.get("http://relay/health").timeout(Duration::from_millis(200));
        request.send().await.is_ok()
    }
}

pub enum Question {
    Price(String, oneshot::Sender<Option<u64>>),
    Forget(String),
}

pub struct Prices {
    http: reqwest::Client,
    known: HashMap<String, u64>,
}

impl Prices {
    pub fn open(questions: mpsc::Receiver<Question>) {
        let prices = Self { http: reqwest::Client::new(), known: HashMap::new() };
        drop(tokio::spawn(prices.run(questions)));
    }

    fn about(&self, name: &str) -> reqwest::RequestBuilder {
        self.http.get(name).header("accept", "text/plain")
    }

    async fn run(mut self, mut questions: mpsc::Receiver<Question>) {
        while let Some(question) = questions.recv().await { //~ related: takes its messages here
            match question {
                Question::Price(name, reply) => {
                    if let Some(known) = self.known.get(&name) {
                        drop(reply.send(Some(*known)));
                        continue;
                    }
                    let found = self.about(&name).send().await.is_ok();
                                                //~^ blocking-handler: while the other side does not answer this process waits without a deadline
                    drop(reply.send(found.then_some(1)));
                }
                Question::Forget(name) => drop(self.known.remove(&name)),
            }
        }
    }
}
