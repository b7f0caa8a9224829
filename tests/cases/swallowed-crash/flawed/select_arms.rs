//! A task's end that a `select!` is told of, and that is taken apart later.
use tokio::sync::mpsc;
use tokio::task::{JoinHandle, JoinSet};

pub async fn matched_away(mut jobs: mpsc::Receiver<u64>) -> u64 {
    let mut running = JoinSet::new();
    let mut sum = 0;
    loop {
        tokio::select! {
            job = jobs.recv() => match job {
                Some(job) => { running.spawn(square(job)); }
                None => return sum,
            },
            Some(ended) = running.join_next() => { //~ swallowed-crash: when a task panics its result is left out
                sum += match ended { Ok(square) => square, Err(_) => continue };
            }
        }
    }
}

pub async fn handed_to_a_helper(mut jobs: mpsc::Receiver<u64>, found: mpsc::Sender<u64>) {
    let mut running = JoinSet::new();
    loop {
        tokio::select! {
            Some(job) = jobs.recv() => { running.spawn(square(job)); }
            Some(ended) = running.join_next() => { //~ swallowed-crash: when a task panics its result is left out
                let Some(square) = finished(ended) else { continue };
                if found.send(square).await.is_err() {
                    return;
                }
            }
        }
    }
}

fn finished(ended: Result<u64, tokio::task::JoinError>) -> Option<u64> {
    ended.ok()
}

pub async fn reaped(mut jobs: mpsc::Receiver<u64>, mut running: JoinSet<Result<(), String>>) {
    loop {
        tokio::select! {
            Some(job) = jobs.recv() => { running.spawn(store(job)); }
            Some(_) = running.join_next() => {} //~ swallowed-crash: the notice is dropped here
        }
    }
}

pub async fn only_the_good(mut worker: JoinHandle<u64>, mut found: mpsc::Receiver<u64>) -> u64 {
    loop {
        tokio::select! {
            Ok(last) = &mut worker => return last, //~ swallowed-crash: its result is left out
            Some(more) = found.recv() => tracing::info!("{more}"),
        }
    }
}

async fn store(number: u64) -> Result<(), String> {
    tokio::fs::write("number", number.to_string()).await.map_err(|error| error.to_string())
}

async fn square(number: u64) -> u64 {
    number.checked_mul(number).unwrap()
}
