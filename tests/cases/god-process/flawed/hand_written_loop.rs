//! A hand-written process for members, invoices and reports: sending an invoice holds up the rest.
use std::collections::HashMap;
use tokio::sync::mpsc;

pub enum Command {
    Join(u64, String),
    Leave(u64),
    Rename(u64, String),
    Bill(u64, u64),
    Pay(u64),
    Remind(u64),
}

pub struct Office { //~ god-process: this process has 2 duties that share no state
    members: HashMap<u64, String>,
    invoices: HashMap<u64, u64>,
    client: reqwest::Client,
    commands: mpsc::Receiver<Command>,
}

impl Office {
    pub async fn run(mut self) {
        while let Some(command) = self.commands.recv().await {
            match command {
                Command::Join(id, name) => self.join(id, name),
                Command::Leave(id) => {
                    self.members.remove(&id);
                }
                Command::Rename(id, name) => self.join(id, name),
                Command::Bill(id, amount) => self.bill(id, amount).await,
                Command::Pay(id) => {
                    self.invoices.remove(&id);
                }
                Command::Remind(id) => {
                    if let Some(amount) = self.invoices.get(&id).copied() {
                        self.bill(id, amount).await;
                    }
                }
            }
        }
    }

    fn join(&mut self, id: u64, name: String) {
        self.members.insert(id, name);
    }

    async fn bill(&mut self, id: u64, amount: u64) {
        let request = self.client.post("http://localhost/bill").timeout(std::time::Duration::from_secs(9));
        if let Err(error) = request.send().await {
            tracing::error!(%error, "the bill was not sent");
        }
        self.invoices.insert(id, amount);
    }
}

pub fn start(office: Office) -> tokio::task::JoinHandle<()> {
    tokio::spawn(office.run())
}
