//! A lock of the runtime, taken in `drop` by the call that panics inside one.
use std::sync::Arc;

use tokio::sync::{Mutex, mpsc};

pub struct Client {
    orders: mpsc::UnboundedSender<u8>,
}

pub struct Handle {
    client: Arc<Mutex<Client>>,
}

impl Handle {
    fn shut_down(&self) {
        let client = self.client.blocking_lock();
        client.orders.send(0).ok();
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.shut_down(); //~ lifecycle-logic: inside a runtime this call panics
    }
}
