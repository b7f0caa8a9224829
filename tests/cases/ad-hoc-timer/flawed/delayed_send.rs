//! A timeout for every job, whatever becomes of the job.

use std::time::Duration;

use tokio::sync::mpsc;

enum Event {
    Started(u64),
    Expired(u64),
}

async fn run(mut events: mpsc::Receiver<Event>, back: mpsc::Sender<Event>) {
    while let Some(event) = events.recv().await {
        match event {
            Event::Started(job) => {
                let back = back.clone();
                tokio::spawn(async move { //~ ad-hoc-timer: nothing can take this delayed message back
                    tokio::time::sleep(Duration::from_secs(30)).await; //~ related: the task waits here
                    let _ = back.send(Event::Expired(job)).await; //~ related: and sends then
                });
            }
            Event::Expired(job) => tracing::warn!("{job} is late"),
        }
    }
}
