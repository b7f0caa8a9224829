//! Crashes that look like nothing: a default, `None`, `false`, the end of a list.
use std::thread;
use tokio::task::{JoinError, JoinHandle, JoinSet};

pub async fn a_default_of_its_own(part: JoinHandle<Result<u64, String>>) -> Result<u64, String> {
    part.await.unwrap_or(Ok(0)) //~ swallowed-crash: when a task fails or panics its result is left out
}

pub async fn a_default_by_a_closure(part: JoinHandle<Result<u64, String>>) -> Result<u64, String> {
    part.await.unwrap_or_else(|_| Ok(0)) //~ swallowed-crash: when a task fails or panics its result is left out
}

pub async fn another_result(part: JoinHandle<u64>) -> Result<u64, JoinError> {
    part.await.or_else(|_| Ok(0)) //~ swallowed-crash: its result is left out or replaced
}

pub fn a_bad_check(checking: thread::JoinHandle<Result<bool, String>>) -> Result<bool, String> {
    match checking.join() { //~ swallowed-crash: when a thread fails or panics
        Ok(good) => good,
        Err(_) => Ok(false),
    }
}

pub async fn the_end_of_the_list(mut checks: JoinSet<Result<String, String>>) -> Result<Vec<String>, String> {
    let mut good = Vec::new();
    while let Some(Ok(name)) = checks.join_next().await { //~ swallowed-crash: its result is left out or replaced
        good.push(name?);
    }
    Ok(good)
}

pub async fn only_asked_whether_any(tasks: &mut JoinSet<()>) -> u64 {
    while tasks.join_next().await.is_some() {} //~ swallowed-crash: the notice is dropped here
    rest().await
}

pub async fn passed_over(parts: Vec<JoinHandle<Result<u64, String>>>) -> u64 {
    let mut sum = 0;
    for part in parts {
        match part.await { //~ swallowed-crash: when a task fails or panics
            Ok(Ok(size)) => sum += size,
            _ => continue,
        }
    }
    sum
}

pub async fn both_layers(parts: Vec<JoinHandle<Result<u64, String>>>) -> Vec<u64> {
    futures::future::join_all(parts) //~ swallowed-crash: its result is left out or replaced
        .await
        .into_iter()
        .filter_map(Result::ok)
        .filter_map(Result::ok)
        .collect()
}

pub async fn kept_in_a_list(parts: Vec<JoinHandle<u64>>) -> u64 {
    let mut ends = Vec::new();
    for part in parts {
        ends.push(part.await); //~ swallowed-crash: its result is left out or replaced
    }
    ends.into_iter().flatten().sum()
}

pub async fn side_by_side(first: JoinHandle<()>, second: JoinHandle<()>) -> u64 {
    let _ = tokio::join!(first, second); //~ swallowed-crash: the notice is dropped here
    rest().await
}

pub async fn in_vain(first: JoinHandle<u64>, second: JoinHandle<u64>) -> u64 {
    let Ok((first, second)) = tokio::try_join!(first, second) else { //~ swallowed-crash: its result is left out
        return 0;
    };
    first + second
}

pub async fn dropped_by_name(worker: JoinHandle<()>) -> u64 {
    drop(worker.await); //~ swallowed-crash: when a task panics
    rest().await
}

pub async fn none_for_the_caller(worker: JoinHandle<u64>) -> u64 {
    outcome(worker).await.unwrap_or(7)
}

async fn outcome(worker: JoinHandle<u64>) -> Option<u64> {
    worker.await.ok() //~ swallowed-crash: its result is left out or replaced
}

async fn rest() -> u64 {
    tokio::task::yield_now().await;
    7
}
