//! A reminder that waits in a task of its own: nothing knows of it but that task.

use std::time::Duration;

use otp_runtime::durable::{Map, Queue};
use otp_runtime::store::Store;
use tokio::sync::mpsc;

pub enum Event {
    Ordered(u64),
    Unpaid(u64),
}

/// Takes orders, and reminds of those that are not paid in time.
pub async fn run(store: Store, mut events: mpsc::Receiver<Event>, back: mpsc::Sender<Event>) {
    let orders: Map<u64, bool> = store.map("orders").await.expect("the store is open");
    let reminders: Queue<u64> = store.queue("reminders").await.expect("the store is open");
    while let Some(event) = events.recv().await {
        match event {
            Event::Ordered(order) => {
                orders.insert(&order, &false).await.expect("it commits");
                let back = back.clone();
                tokio::spawn(async move {
                    tokio::time::sleep(Duration::from_secs(30)).await;
                    let _ = back.send(Event::Unpaid(order)).await;
                });
            }
            Event::Unpaid(order) => {
                reminders.push(&order).await.expect("it commits");
            }
        }
    }
}
