//! A failure is of one message, and the next attempt is for the next message.

use std::collections::VecDeque;

use tokio::net::TcpStream;
use tokio::sync::mpsc;

async fn messages(mut jobs: mpsc::Receiver<String>, pool: sqlx::PgPool) {
    loop {
        let Some(job) = jobs.recv().await else { return };
        if let Err(error) = write(&pool, &job).await {
            tracing::warn!("{error}");
        }
    }
}

async fn queue(mut jobs: VecDeque<String>, pool: sqlx::PgPool) {
    while let Some(job) = jobs.pop_front() {
        if let Err(error) = write(&pool, &job).await {
            tracing::warn!("{error}");
        }
    }
}

async fn step(mut jobs: mpsc::Receiver<String>, pool: sqlx::PgPool) {
    loop {
        if let Err(error) = one(&mut jobs, &pool).await {
            tracing::warn!("{error}");
        }
    }
}

async fn one(jobs: &mut mpsc::Receiver<String>, pool: &sqlx::PgPool) -> Result<(), sqlx::Error> {
    if let Some(job) = jobs.recv().await {
        write(pool, &job).await?;
    }
    Ok(())
}

async fn write(pool: &sqlx::PgPool, job: &str) -> Result<(), sqlx::Error> {
    sqlx::query("insert into jobs (name) values ($1)").bind(job).execute(pool).await?;
    Ok(())
}

async fn alternates(first: String, second: String) -> TcpStream {
    let mut address = first;
    loop {
        if let Ok(stream) = TcpStream::connect(&address).await {
            return stream;
        }
        address = second.clone();
    }
}
