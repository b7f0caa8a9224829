//! A row that does not parse ends the work for good.

use std::time::Duration;

fn parse(text: &str) -> Result<u64, std::num::ParseIntError> {
    text.trim().parse::<u64>()
}

fn start(pool: sqlx::PgPool, text: String) {
    tokio::spawn(async move { //~ orphan-task: a failure here panics
        loop {
            tokio::time::sleep(Duration::from_secs(5)).await;
            let age = parse(&text).unwrap(); //~ related: a failure panics here
            let deleted = sqlx::query("delete from sessions where age > $1") //~ related: no longer does
                .bind(age as i64)
                .execute(&pool)
                .await;
            if let Err(error) = deleted {
                tracing::error!("{error}");
            }
        }
    });
}
