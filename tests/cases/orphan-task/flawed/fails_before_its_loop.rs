//! The subscription fails, and the watcher never runs: its error goes with its handle.

use std::time::Duration;

use tokio::sync::mpsc;

async fn subscribe(pool: &sqlx::PgPool) -> Result<mpsc::Receiver<u64>, sqlx::Error> {
    let (sender, receiver) = mpsc::channel(8);
    sqlx::query("insert into watchers values (1)").execute(pool).await?;
    drop(sender);
    Ok(receiver)
}

async fn watch(pool: sqlx::PgPool) -> Result<(), sqlx::Error> {
    let mut events = subscribe(&pool).await?; //~ related: an error ends it here, before its loop
    while let Some(event) = events.recv().await {
        tracing::info!("{event}");
    }
    Ok(())
}

fn start(pool: sqlx::PgPool) {
    tokio::spawn(watch(pool)); //~ orphan-task: before its loop begins
}

fn connect(path: String) {
    std::thread::spawn(move || { //~ orphan-task: a failure here panics and ends this thread before its loop
        let text = std::fs::read_to_string(path).unwrap(); //~ related: panics here, before its loop
        loop {
            tracing::info!("{}", text.len());
            std::thread::sleep(Duration::from_secs(60));
        }
    });
}
