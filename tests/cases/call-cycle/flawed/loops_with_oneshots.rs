//! Two hand-written loops that ask each other through handles; the reply comes on a oneshot.
use tokio::sync::{mpsc, oneshot};

pub enum ToLedger {
    Balance(oneshot::Sender<u64>),
    Settle(u64),
}

pub enum ToBank {
    Rate(oneshot::Sender<u64>),
    Pay(u64),
}

#[derive(Clone)]
pub struct Ledger {
    sender: mpsc::UnboundedSender<ToLedger>,
}

impl Ledger {
    pub async fn balance(&self) -> Option<u64> {
        let (reply, answer) = oneshot::channel();
        self.sender.send(ToLedger::Balance(reply)).ok()?;
        answer.await.ok()
    }
}

#[derive(Clone)]
pub struct Bank {
    sender: mpsc::UnboundedSender<ToBank>,
}

impl Bank {
    pub async fn rate(&self) -> Option<u64> {
        let (reply, answer) = oneshot::channel();
        let request = ToBank::Rate(reply);
        self.sender.send(request).ok()?;
        answer.await.ok()
    }
}

pub fn start() {
    let (to_ledger, ledger) = mpsc::unbounded_channel();
    let (to_bank, bank) = mpsc::unbounded_channel();
    drop(tokio::spawn(keep(ledger, Bank { sender: to_bank })));
    drop(tokio::spawn(serve(bank, Ledger { sender: to_ledger })));
}

async fn keep(mut inbox: mpsc::UnboundedReceiver<ToLedger>, bank: Bank) {
    let mut total = 0;
    while let Some(message) = inbox.recv().await {
        match message {
            ToLedger::Balance(reply) => drop(reply.send(total)),
            ToLedger::Settle(amount) => {
                total += amount * bank.rate().await.unwrap_or(1); //~ call-cycle: wait for each other
            }
        }
    }
}

async fn serve(mut inbox: mpsc::UnboundedReceiver<ToBank>, ledger: Ledger) {
    while let Some(message) = inbox.recv().await {
        match message {
            ToBank::Rate(reply) => drop(reply.send(2)),
            ToBank::Pay(amount) => {
                if ledger.balance().await < Some(amount) { //~ related: comes here
                    tracing::warn!("not enough");
                }
            }
        }
    }
}
