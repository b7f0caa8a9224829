//! A set is filled in every turn, and nobody takes anything out.
use tokio::sync::mpsc;
use tokio::task::JoinSet;

pub async fn copies(mut names: mpsc::Receiver<String>) {
    let mut writing = JoinSet::new(); //~ related: the set lives here
    loop {
        let Some(name) = names.recv().await else { return };
        writing.spawn(copy(name)); //~ orphan-task: tasks that end stay in this set for ever
    }
}

pub async fn copies_and_counts(mut names: mpsc::Receiver<String>) {
    let mut writing = JoinSet::new();
    while let Some(name) = names.recv().await {
        writing.spawn(copy(name)); //~ orphan-task: tasks that end stay in this set for ever
        tracing::info!("{} copies", writing.len());
    }
}

async fn copy(name: String) -> std::io::Result<()> {
    tokio::fs::copy(&name, format!("{name}.copy")).await?;
    Ok(())
}
