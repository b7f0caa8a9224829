//! The handle is put where the caller can see it.

use std::time::Duration;

use tokio::task::JoinHandle;

struct Reader<'a> {
    slot: &'a mut Option<JoinHandle<Result<(), sqlx::Error>>>,
}

impl Reader<'_> {
    fn start(self, pool: sqlx::PgPool) {
        *self.slot = Some(tokio::spawn(async move {
            loop {
                tokio::time::sleep(Duration::from_secs(1)).await;
                sqlx::query("delete from sessions where expired").execute(&pool).await?;
            }
        }));
    }
}

async fn run(pool: sqlx::PgPool) {
    let mut task = None;
    Reader { slot: &mut task }.start(pool);
    if let Some(task) = task {
        let _ = task.await;
    }
}
