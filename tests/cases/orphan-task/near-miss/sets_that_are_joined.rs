//! Sets that are emptied, handed on, or end with the function that made them.
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

pub async fn emptied_beside(mut names: mpsc::Receiver<String>) {
    let mut writing = JoinSet::new();
    loop {
        tokio::select! {
            name = names.recv() => match name {
                Some(name) => { writing.spawn(copy(name)); }
                None => return,
            },
            Some(ended) = writing.join_next() => tracing::info!("{ended:?}"),
        }
    }
}

pub async fn emptied_in_the_end(mut names: mpsc::Receiver<String>) {
    let mut writing = JoinSet::new();
    while let Some(name) = names.recv().await {
        writing.spawn(copy(name));
    }
    for ended in writing.join_all().await {
        tracing::info!("{ended:?}");
    }
}

pub async fn handed_on(mut names: mpsc::Receiver<String>) -> JoinSet<std::io::Result<()>> {
    let mut writing = JoinSet::new();
    while let Some(name) = names.recv().await {
        writing.spawn(copy(name));
    }
    writing
}

pub async fn emptied_by_a_helper(mut names: mpsc::Receiver<String>) {
    let mut writing = JoinSet::new();
    while let Some(name) = names.recv().await {
        writing.spawn(copy(name));
        reap(&mut writing);
    }
}

fn reap(writing: &mut JoinSet<std::io::Result<()>>) {
    while let Some(ended) = writing.try_join_next() {
        tracing::info!("{ended:?}");
    }
}

/// What it started ends with it.
pub async fn while_it_works(name: String) -> std::io::Result<()> {
    let mut beside = JoinSet::new();
    beside.spawn(beat());
    copy(name).await
}

async fn beat() {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        tracing::debug!("still there");
    }
}

async fn copy(name: String) -> std::io::Result<()> {
    tokio::fs::copy(&name, format!("{name}.copy")).await?;
    Ok(())
}
