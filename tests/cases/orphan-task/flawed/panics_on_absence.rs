//! Work that matters, and an `unwrap` on its way.

use std::collections::HashMap;
use std::time::Duration;

fn start(pool: sqlx::PgPool, ages: HashMap<String, i64>) {
    tokio::spawn(async move { //~ orphan-task: a panic below ends this task for good
        loop {
            tokio::time::sleep(Duration::from_secs(5)).await;
            let age = ages.get("sessions").unwrap(); //~ related: where something is absent
            let deleted = sqlx::query("delete from sessions where age > $1") //~ related: no longer does
                .bind(age)
                .execute(&pool)
                .await;
            if let Err(error) = deleted {
                tracing::error!("{error}");
            }
        }
    });
}

fn only_a_cache(ages: HashMap<String, i64>) {
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_secs(5)).await;
            tracing::info!("{}", ages.get("sessions").unwrap());
        }
    });
}
