//! Requests that go one way only, a ring that one side leaves while it waits, and a channel that is
//! made anew for every turn.
use tokio::sync::{mpsc, oneshot};

pub enum ToLedger {
    Balance(oneshot::Sender<u64>),
}

pub enum ToBank {
    Pay(u64),
}

pub fn start() {
    let (to_ledger, ledger) = mpsc::channel(8);
    let (to_bank, bank) = mpsc::channel(8);
    drop(tokio::spawn(keep(ledger)));
    drop(tokio::spawn(serve(bank, to_ledger)));
    drop(tokio::spawn(feed(to_bank)));
}

async fn feed(to_bank: mpsc::Sender<ToBank>) {
    for amount in 0..100 {
        if to_bank.send(ToBank::Pay(amount)).await.is_err() {
            return;
        }
    }
}

async fn keep(mut inbox: mpsc::Receiver<ToLedger>) {
    while let Some(ToLedger::Balance(reply)) = inbox.recv().await {
        drop(reply.send(7));
    }
}

async fn serve(mut inbox: mpsc::Receiver<ToBank>, ledger: mpsc::Sender<ToLedger>) {
    while let Some(ToBank::Pay(amount)) = inbox.recv().await {
        let (reply, answer) = oneshot::channel();
        if ledger.send(ToLedger::Balance(reply)).await.is_err() {
            return;
        }
        if answer.await.is_ok_and(|balance| balance < amount) {
            tracing::warn!("not enough");
        }
    }
}

pub struct Piece(pub u64);
pub struct Ack(pub u64);

pub fn pipe() {
    let (pieces, incoming) = mpsc::channel(16);
    let (acks, acked) = mpsc::channel(16);
    drop(tokio::spawn(push(acked, pieces)));
    drop(tokio::spawn(take(incoming, acks)));
}

/// Takes what comes back while it waits for room.
async fn push(mut acked: mpsc::Receiver<Ack>, pieces: mpsc::Sender<Piece>) {
    let mut next = 0;
    loop {
        tokio::select! {
            ack = acked.recv() => match ack {
                Some(Ack(number)) => next = number,
                None => return,
            },
            permit = pieces.reserve() => match permit {
                Ok(permit) => permit.send(Piece(next)),
                Err(_) => return,
            },
        }
    }
}

async fn take(mut incoming: mpsc::Receiver<Piece>, acks: mpsc::Sender<Ack>) {
    while let Some(piece) = incoming.recv().await {
        if acks.send(Ack(piece.0)).await.is_err() {
            return;
        }
    }
}

/// Each call has a channel of its own, however deep it goes.
pub async fn collect(depth: u64) -> u64 {
    let (found, mut results) = mpsc::channel(4);
    let mut total = 0;
    if depth > 0 {
        let task = tokio::spawn(async move { found.send(depth).await });
        while let Some(one) = results.recv().await {
            total += one + Box::pin(collect(one - 1)).await;
        }
        if task.await.is_err() {
            tracing::warn!("lost one");
        }
    }
    total
}
