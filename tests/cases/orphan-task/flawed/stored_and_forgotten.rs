//! Nothing looks at the field.

use std::time::Duration;

use tokio::task::JoinHandle;

struct Sweeper {
    _task: JoinHandle<Result<(), sqlx::Error>>, //~ related: the handle is stored here
}

impl Sweeper {
    fn start(pool: sqlx::PgPool) -> Self {
        let task = tokio::spawn(sweep(pool)); //~ orphan-task: nobody learns of it
        Self { _task: task }
    }
}

async fn sweep(pool: sqlx::PgPool) -> Result<(), sqlx::Error> {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        sqlx::query("delete from sessions where expired").execute(&pool).await?; //~ related: an error leaves the loop
    }
}
