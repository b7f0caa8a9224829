//! Results of crashed tasks that are left out, or replaced as if there had been none.
use tokio::task::{JoinHandle, JoinSet};

pub async fn sum(parts: Vec<JoinHandle<u64>>) -> u64 {
    let mut sum = 0;
    for part in parts {
        if let Ok(value) = part.await { //~ swallowed-crash: its result is left out or replaced
            sum += value;
        }
    }
    sum
}

pub async fn found(searches: Vec<JoinHandle<String>>) -> Vec<String> {
    let results = futures::future::join_all(searches).await; //~ swallowed-crash: its result is left out or replaced
    results.into_iter().flatten().collect()
}

pub async fn kept(searches: Vec<JoinHandle<String>>) -> Vec<String> {
    futures::future::join_all(searches) //~ swallowed-crash: its result is left out or replaced
        .await
        .into_iter()
        .filter_map(|result| result.ok())
        .collect()
}

pub async fn hashed(text: String) -> u64 {
    tokio::task::spawn_blocking(move || text.parse::<u64>().unwrap()) //~ swallowed-crash: its result is left out
        .await
        .unwrap_or_default()
}

pub async fn drained(mut set: JoinSet<u64>) -> u64 {
    let mut sum = 0;
    while let Some(joined) = set.join_next().await { //~ swallowed-crash: its result is left out or replaced
        if let Ok(value) = joined {
            sum += value;
        }
    }
    sum
}
