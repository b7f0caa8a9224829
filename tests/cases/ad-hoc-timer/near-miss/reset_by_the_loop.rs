//! After its work the loop starts the period anew: nothing is missed.

use std::time::Duration;

async fn sweep(pool: sqlx::PgPool) -> Result<(), sqlx::Error> {
    let mut every = tokio::time::interval(Duration::from_secs(1));
    loop {
        every.tick().await;
        sqlx::query("delete from sessions where expired").execute(&pool).await?;
        every.reset();
    }
}
