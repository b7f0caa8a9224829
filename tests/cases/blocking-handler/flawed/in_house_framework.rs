//! A framework of the workspace that nobody configured.
use std::time::Duration;
use tokio::sync::mpsc;

pub trait Process: Send + 'static {
    type Message: Send;
    fn handle(&mut self, message: Self::Message) -> impl Future<Output = ()> + Send;
}

pub fn run<P: Process>(mut process: P) -> mpsc::Sender<P::Message> {
    let (sender, mut inbox) = mpsc::channel(16);
    tokio::spawn(async move {
        while let Some(message) = inbox.recv().await {
            process.handle(message).await;
        }
    });
    sender
}

pub enum Order {
    Place(u64),
    Cancel(u64),
}

pub struct Desk {
    open: Vec<u64>,
}

impl Process for Desk {
    type Message = Order;
    async fn handle(&mut self, order: Order) {
        match order {
            Order::Place(id) => {
                std::thread::sleep(Duration::from_millis(50)); //~ blocking-handler: this sleeps on a thread of the runtime
                self.open.push(id);
            }
            Order::Cancel(id) => self.open.retain(|known| *known != id),
        }
    }
}
