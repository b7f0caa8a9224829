//! The work is two calls away.

use std::time::Duration;

async fn sweep(pool: &sqlx::PgPool) {
    let mut every = tokio::time::interval(Duration::from_secs(10)); //~ ad-hoc-timer: of 10 s
    loop {
        every.tick().await;
        clean(pool).await;
    }
}

async fn clean(pool: &sqlx::PgPool) {
    if let Err(error) = delete(pool).await {
        tracing::warn!("{error}");
    }
}

async fn delete(pool: &sqlx::PgPool) -> Result<(), sqlx::Error> {
    sqlx::query("delete from sessions where expired").execute(pool).await?; //~ related: the wait happens here
    Ok(())
}
