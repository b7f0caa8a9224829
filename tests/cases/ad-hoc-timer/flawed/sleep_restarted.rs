//! Every message drops the sleep and starts it anew.

use std::time::Duration;

use tokio::sync::mpsc;

async fn batches(mut jobs: mpsc::Receiver<u64>, out: mpsc::Sender<Vec<u64>>) {
    let mut batch = Vec::new();
    loop {
        tokio::select! {
            job = jobs.recv() => match job {
                Some(job) => batch.push(job),
                None => return,
            },
            _ = tokio::time::sleep(Duration::from_millis(500)) => { //~ ad-hoc-timer: starts it anew
                if out.send(std::mem::take(&mut batch)).await.is_err() { //~ related: this work waits
                    return;
                }
            }
        }
    }
}
