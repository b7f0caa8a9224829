//! A pool of workers gets smaller with every failure.

use std::sync::Arc;

use tokio::sync::{Mutex, mpsc};

fn start(pool: sqlx::PgPool, jobs: mpsc::Receiver<i64>) {
    let jobs = Arc::new(Mutex::new(jobs));
    for _ in 0..4 {
        let (pool, jobs) = (pool.clone(), jobs.clone());
        tokio::spawn(async move { //~ orphan-task: ends this task for good
            loop {
                let Some(job) = jobs.lock().await.recv().await else {
                    return Ok(());
                };
                sqlx::query("update jobs set done = true where id = $1").bind(job).execute(&pool).await?; //~ related: an error leaves the loop
            }
            #[allow(unreachable_code)]
            Ok::<(), sqlx::Error>(())
        });
    }
}
