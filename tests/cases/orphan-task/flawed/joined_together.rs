//! `join_all` waits for all of them: one that fails is noticed when the others fail too.

use std::time::Duration;

async fn sweep(pool: sqlx::PgPool, table: u8) -> Result<(), sqlx::Error> {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        sqlx::query("delete from sessions where part = $1").bind(table).execute(&pool).await?; //~ related: an error leaves the loop
    }
}

async fn all(pool: sqlx::PgPool) {
    let mut tasks = Vec::new();
    for table in 0..4 {
        tasks.push(tokio::spawn(sweep(pool.clone(), table))); //~ orphan-task: nobody learns of it
    }
    for ended in futures::future::join_all(tasks).await { //~ related: joined only together
        tracing::error!("{ended:?}");
    }
}

async fn in_turn(pool: sqlx::PgPool) {
    let mut tasks = Vec::new();
    for table in 0..4 {
        tasks.push(tokio::spawn(sweep(pool.clone(), table))); //~ orphan-task: nobody learns of it
    }
    for task in tasks {
        if let Err(error) = task.await { //~ related: joined only together
            tracing::error!("{error}");
        }
    }
}
