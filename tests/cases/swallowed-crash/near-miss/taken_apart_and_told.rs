//! A notice that a `select!`, a helper or a pattern takes apart, and that somebody is told of.
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::{JoinError, JoinHandle, JoinSet};

pub async fn told_in_an_arm(mut jobs: mpsc::Receiver<u64>) -> Result<(), JoinError> {
    let mut running = JoinSet::new();
    loop {
        tokio::select! {
            Some(job) = jobs.recv() => { running.spawn(square(job)); }
            Some(ended) = running.join_next() => tracing::info!("the square is {}", ended?),
        }
    }
}

pub async fn logged_in_an_arm(mut jobs: mpsc::Receiver<u64>) {
    let mut running = JoinSet::new();
    loop {
        tokio::select! {
            Some(job) = jobs.recv() => { running.spawn(square(job)); }
            Some(ended) = running.join_next() => match ended {
                Ok(square) => tracing::info!("{square}"),
                Err(_) => tracing::error!("a square is missing"),
            }
        }
    }
}

pub async fn told_by_a_helper(mut running: JoinSet<u64>) -> u64 {
    let mut sum = 0;
    while let Some(ended) = running.join_next().await {
        sum += value(ended);
    }
    sum
}

fn value(ended: Result<u64, JoinError>) -> u64 {
    match ended {
        Ok(value) => value,
        Err(error) => {
            tracing::error!("{error}");
            0
        }
    }
}

pub async fn an_error_of_its_own(worker: JoinHandle<u64>) -> Result<u64, String> {
    worker.await.ok().ok_or_else(|| "the worker crashed".to_owned())
}

pub async fn none_that_the_caller_minds(worker: JoinHandle<u64>) -> Result<u64, String> {
    match outcome(worker).await {
        Some(value) => Ok(value),
        None => Err("the worker crashed".to_owned()),
    }
}

async fn outcome(worker: JoinHandle<u64>) -> Option<u64> {
    worker.await.ok()
}

/// The connection ends with either of its halves.
pub async fn ends_with_the_other(mut reading: JoinHandle<()>, mut writing: JoinHandle<()>) {
    tokio::select! {
        _ = &mut reading => writing.abort(),
        _ = &mut writing => reading.abort(),
    }
}

pub async fn until_it_ends(mut worker: JoinHandle<()>) {
    let mut every = tokio::time::interval(Duration::from_secs(1));
    loop {
        tokio::select! {
            _ = &mut worker => break,
            _ = every.tick() => tracing::debug!("still there"),
        }
    }
}

pub async fn every_part(first: JoinHandle<u64>, second: JoinHandle<u64>) -> Result<u64, JoinError> {
    let (first, second) = tokio::join!(first, second);
    Ok(first? + second?)
}

pub async fn counted_apart(parts: Vec<JoinHandle<u64>>) -> usize {
    let ends = futures::future::join_all(parts).await;
    ends.iter().filter(|end| end.is_err()).count()
}

pub async fn in_time(worker: JoinHandle<u64>) -> Result<u64, String> {
    let ended = tokio::time::timeout(Duration::from_secs(1), worker).await.map_err(|_| "too late".to_owned())?;
    ended.map_err(|error| error.to_string())
}

/// An adapter of the project's own, for any error.
trait OrCrash<T> {
    fn or_crash(self) -> Result<T, String>;
    fn told(self);
}

impl<T, E: std::fmt::Display> OrCrash<T> for Result<T, E> {
    fn or_crash(self) -> Result<T, String> {
        match self {
            Ok(value) => Ok(value),
            Err(error) => Err(error.to_string()),
        }
    }

    fn told(self) {
        if let Err(error) = self {
            tracing::error!("{error}");
        }
    }
}

pub async fn adapted(worker: JoinHandle<u64>, other: JoinHandle<()>) -> Result<u64, String> {
    other.await.told();
    worker.await.or_crash()
}

/// The log line asks for what is inside.
pub async fn shown(mut running: JoinSet<Result<u64, String>>, mut stop: mpsc::Receiver<()>) {
    loop {
        tokio::select! {
            ended = running.join_next() => tracing::info!("{:?}", ended.unwrap()),
            _ = stop.recv() => return,
        }
    }
}

async fn square(number: u64) -> u64 {
    number.checked_mul(number).unwrap()
}
