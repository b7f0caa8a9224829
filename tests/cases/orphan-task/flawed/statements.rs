//! A thread that a statement starts, and a task whose body panics by hand.
use std::io;
use std::time::Duration;

use sqlx::PgPool;

pub fn begins(path: String) -> io::Result<()> {
    std::thread::Builder::new().name("probe".to_owned()).spawn(move || check(&path))?; //~ orphan-task: the first error here ends this thread for good
    Ok(())
}

fn check(path: &str) -> io::Result<()> {
    loop {
        let size = std::fs::metadata(path)?.len();
        tracing::debug!("{size} bytes");
        std::thread::sleep(Duration::from_secs(10));
    }
}

pub fn panics_by_hand(pool: PgPool) {
    tokio::spawn(async move { //~ orphan-task: the first error here ends this task for good
        if let Err(error) = prune(&pool).await {
            panic!("{error}");
        }
    });
}

async fn prune(pool: &PgPool) -> Result<(), sqlx::Error> {
    let mut every = tokio::time::interval(Duration::from_secs(60));
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
    loop {
        every.tick().await;
        sqlx::query("delete from jobs where done").execute(pool).await?;
    }
}
