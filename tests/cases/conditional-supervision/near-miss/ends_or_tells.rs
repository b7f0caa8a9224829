//! Who learns that the process is gone, ends with it, or only measures.
use std::sync::OnceLock;
use tokio::runtime::{Handle, TryCurrentError};
use tokio::sync::{mpsc, oneshot};

pub struct Order {
    pub item: String,
}

/// The task ends with the process that it feeds.
pub fn feed(orders: mpsc::WeakSender<Order>, mut items: mpsc::Receiver<String>) -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move {
        while let Some(item) = items.recv().await {
            let Some(orders) = orders.upgrade() else { break };
            if orders.send(Order { item }).await.is_err() {
                break;
            }
        }
    })
}

pub async fn told_by_an_error(orders: &mpsc::WeakSender<Order>, order: Order) -> Result<(), String> {
    let Some(orders) = orders.upgrade() else {
        return Err("the shop is closed".to_owned());
    };
    orders.send(order).await.map_err(|error| error.to_string())
}

pub async fn told_by_the_answer(orders: &mpsc::WeakSender<Order>, order: Order) -> bool {
    match orders.upgrade() {
        Some(orders) => orders.send(order).await.is_ok(),
        None => false,
    }
}

static METRICS: OnceLock<mpsc::Sender<Sample>> = OnceLock::new();

pub struct Sample {
    pub name: String,
    pub value: u64,
}

pub fn measure(sample: Sample) {
    if let Some(metrics) = METRICS.get() {
        if metrics.try_send(sample).is_err() {
            tracing::debug!("a sample is lost");
        }
    }
}

pub fn stop(orders: &mpsc::WeakSender<oneshot::Sender<()>>, stopped: oneshot::Sender<()>) {
    if let Some(orders) = orders.upgrade() {
        if orders.try_send(stopped).is_err() {
            tracing::debug!("it has stopped");
        }
    }
}

pub fn passed_on() -> Result<(), TryCurrentError> {
    Handle::try_current().map(|runtime| drop(runtime.spawn(work())))
}

pub fn at_once() {
    Handle::try_current().map(|runtime| drop(runtime.spawn(work()))).expect("call this inside a runtime");
}

async fn work() {}
