//! `drop` waits for room in a channel: by the runtime's channel, by a thread's, through a helper.

use tokio::sync::mpsc;

pub struct Session {
    id: u64,
    closing: mpsc::Sender<u64>,
}

impl Drop for Session {
    fn drop(&mut self) {
        if self.closing.blocking_send(self.id).is_err() { //~ lifecycle-logic: `drop` waits for room in a channel
            tracing::warn!("not told");
        }
    }
}

pub struct Line {
    text: String,
    written: std::sync::mpsc::SyncSender<String>,
}

impl Line {
    fn end(&mut self) {
        if self.written.send(std::mem::take(&mut self.text)).is_err() { //~ related: it happens here
            tracing::warn!("not written");
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.end(); //~ lifecycle-logic: `drop` waits for room in a channel
    }
}

pub struct Part {
    number: u64,
    done: crossbeam_channel::Sender<u64>,
}

pub fn parts() -> (Part, crossbeam_channel::Receiver<u64>) {
    let (done, ended) = crossbeam_channel::bounded(8);
    (Part { number: 1, done }, ended)
}

pub struct Page {
    number: u64,
    read: flume::Sender<u64>,
}

pub fn pages() -> (Page, flume::Receiver<u64>) {
    let (read, all) = flume::bounded(8);
    (Page { number: 1, read }, all)
}

impl Drop for Page {
    fn drop(&mut self) {
        if self.read.send(self.number).is_err() { //~ lifecycle-logic: `drop` waits for room in a channel
            tracing::warn!("not told");
        }
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if self.done.send(self.number).is_err() { //~ lifecycle-logic: `drop` waits for room in a channel
            tracing::warn!("not told");
        }
    }
}

pub enum Order {
    Say(String),
    Stop,
}

pub struct Program {
    orders: std::sync::mpsc::SyncSender<Order>,
}

impl Program {
    fn submit(&self, order: Order) -> bool {
        self.orders.send(order).is_ok() //~ related: it happens here
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if self.submit(Order::Say("the last words".to_owned())) { //~ lifecycle-logic: `drop` waits for room in a channel
            tracing::info!("said");
        }
    }
}
