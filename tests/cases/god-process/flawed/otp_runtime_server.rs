//! A server of `otp_runtime` with two duties.
use std::collections::HashMap;
use std::time::Duration;

use otp_runtime::server::{Context, Server};

pub enum Command {
    Join(u64),
    Leave(u64),
    Rename(u64),
    Bill(u64),
    Pay(u64),
    Remind(u64),
}

pub struct Office { //~ god-process: this process has 2 duties that share no state
    members: HashMap<u64, u64>,
    invoices: HashMap<u64, u64>,
    client: reqwest::Client,
}

impl Office {
    async fn send(&self) {
        let request = self.client.post("http://localhost/bill").timeout(Duration::from_secs(9));
        if let Err(error) = request.send().await {
            tracing::error!(%error, "the bill was not sent");
        }
    }
}

impl Server for Office {
    type Args = reqwest::Client;
    type Message = Command;
    type Error = std::convert::Infallible;
    async fn init(client: reqwest::Client, _: &mut Context<Self>) -> Result<Self, Self::Error> {
        Ok(Self {
            members: HashMap::new(),
            invoices: HashMap::new(),
            client,
        })
    }
    async fn handle(&mut self, command: Command, _: &mut Context<Self>) -> Result<(), Self::Error> {
        match command {
            Command::Join(id) => {
                self.members.insert(id, id);
            }
            Command::Leave(id) => {
                self.members.remove(&id);
            }
            Command::Rename(id) => {
                self.members.insert(id, 7);
            }
            Command::Bill(id) => {
                self.invoices.insert(id, 1);
                self.send().await;
            }
            Command::Pay(id) => {
                self.invoices.remove(&id);
            }
            Command::Remind(id) => {
                if self.invoices.contains_key(&id) {
                    self.send().await;
                }
            }
        }
        Ok(())
    }
}
