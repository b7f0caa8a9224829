//! The tick only counts; a day is a day; the first tick alone is no loop.

use std::time::Duration;

async fn count() {
    let mut every = tokio::time::interval(Duration::from_secs(1));
    let mut seconds = 0u64;
    loop {
        every.tick().await;
        seconds += 1;
        tracing::info!("{seconds}");
    }
}

async fn nightly(pool: sqlx::PgPool) -> Result<(), sqlx::Error> {
    let mut every = tokio::time::interval(Duration::from_secs(86_400));
    loop {
        every.tick().await;
        sqlx::query("delete from sessions where expired").execute(&pool).await?;
    }
}

async fn once(pool: sqlx::PgPool) -> Result<(), sqlx::Error> {
    let mut every = tokio::time::interval(Duration::from_secs(1));
    every.tick().await;
    sqlx::query("delete from sessions where expired").execute(&pool).await?;
    Ok(())
}
