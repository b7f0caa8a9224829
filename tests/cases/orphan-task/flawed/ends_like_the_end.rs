//! An error ends the task, and whoever receives takes it for the end of what there is.

use std::path::PathBuf;

use tokio::sync::mpsc;

pub async fn export(pool: sqlx::PgPool, path: PathBuf) -> std::io::Result<u64> {
    let (rows, mut received) = mpsc::channel::<String>(64);
    let _task = tokio::spawn(async move { //~ orphan-task: takes what came so far for all there is
        for page in 0..10_i64 {
            let found: Vec<(String,)> = sqlx::query_as("select name from users limit 100 offset $1")
                .bind(page)
                .fetch_all(&pool)
                .await?;
            for (name,) in found {
                if rows.send(name).await.is_err() {
                    return Ok(());
                }
            }
        }
        Ok::<(), sqlx::Error>(())
    });
    let mut count = 0;
    let mut text = String::new();
    while let Some(name) = received.recv().await {
        text.push_str(&name);
        count += 1;
    }
    std::fs::write(path, text)?;
    Ok(count)
}
