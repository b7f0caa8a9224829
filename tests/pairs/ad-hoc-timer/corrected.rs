//! The same with a durable timer, which is set in the commit of the order.

use std::time::Duration;

use otp_runtime::durable::{Map, Schedule, Timing};
use otp_runtime::store::Store;
use tokio::sync::mpsc;

pub enum Event {
    Ordered(u64),
}

/// Takes orders. Who is to be reminded of those that are not paid in time comes out of the schedule.
pub async fn run(store: Store, mut events: mpsc::Receiver<Event>) {
    let orders: Map<u64, bool> = store.map("orders").await.expect("the store is open");
    let unpaid: Schedule<u64> = store.schedule("unpaid").await.expect("the store is open");
    let in_time = Timing::after(Duration::from_secs(30));
    while let Some(event) = events.recv().await {
        match event {
            Event::Ordered(order) => {
                let mut transaction = store.begin();
                transaction
                    .set_timer(&unpaid, &order.to_string(), &in_time, &order)
                    .await
                    .expect("it can be read");
                transaction.insert(&orders, &order, &false);
                transaction.commit().await.expect("it commits");
            }
        }
    }
}
