//! Messages, ends and futures that are waited for with the whole thread.
use std::sync::mpsc;
use std::thread::JoinHandle;

pub async fn next(inbox: mpsc::Receiver<String>) -> Option<String> {
    inbox.recv().ok() //~ blocking-handler: for another thread
}

pub async fn ended(worker: JoinHandle<u64>) -> u64 {
    worker.join().expect("it does not panic") //~ blocking-handler: for another thread
}

pub async fn answered() -> u64 {
    futures::executor::block_on(answer()) //~ blocking-handler: polls a future on the thread that should wake it
}

async fn answer() -> u64 {
    42
}

pub async fn offered(queue: tokio::sync::mpsc::Sender<u64>) -> bool {
    queue.blocking_send(1).is_ok() //~ blocking-handler: inside a runtime this call panics
}

pub fn full() -> tokio::task::JoinHandle<()> {
    let (send, receive) = mpsc::sync_channel::<u64>(8);
    std::thread::spawn(move || {
        for number in receive {
            println!("{number}");
        }
    });
    tokio::spawn(async move {
        for number in 0.. {
            send.send(number).ok(); //~ blocking-handler: for another thread
        }
    })
}
