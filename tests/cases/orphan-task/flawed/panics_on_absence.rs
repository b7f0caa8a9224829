//! Work that matters, and an `unwrap` of data on its way; what the code itself makes is taken for granted.

use std::collections::HashMap;
use std::time::Duration;

fn start(pool: sqlx::PgPool, age: String) {
    tokio::spawn(async move { //~ orphan-task: a failure here panics
        loop {
            tokio::time::sleep(Duration::from_secs(5)).await;
            let age = age.strip_prefix("age=").unwrap(); //~ related: a failure panics here
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

fn taken_for_granted(pool: sqlx::PgPool, ages: HashMap<String, i64>) {
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_secs(5)).await;
            let age = ages.get("sessions").unwrap();
            let deleted = sqlx::query("delete from sessions where age > $1").bind(age).execute(&pool).await;
            if let Err(error) = deleted {
                tracing::error!("{error}");
            }
        }
    });
}
