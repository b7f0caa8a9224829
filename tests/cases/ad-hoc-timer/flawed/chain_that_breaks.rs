//! Work that schedules itself again: `?` and an early `return` leave before it does.

use std::sync::Arc;
use std::time::Duration;

use actix::prelude::*;

struct Sweeper {
    pool: sqlx::PgPool,
}

impl Sweeper {
    async fn turn(self: Arc<Self>) -> Result<(), sqlx::Error> {
        sqlx::query("delete from sessions where expired").execute(&self.pool).await?; //~ ad-hoc-timer: ends this periodic work for good
        self.again();
        Ok(())
    }

    fn again(self: Arc<Self>) {
        tokio::spawn(async move { //~ related: only this call schedules
            tokio::time::sleep(Duration::from_secs(10)).await;
            let _ = self.turn().await;
        });
    }
}

struct Reporter {
    path: String,
}

impl Actor for Reporter {
    type Context = Context<Self>;
}

impl Reporter {
    fn report(&mut self, context: &mut Context<Self>) {
        if let Err(error) = std::fs::write(&self.path, "alive") { //~ ad-hoc-timer: ends this periodic work for good
            tracing::error!("{error}");
            return;
        }
        context.run_later(Duration::from_secs(10), |reporter, context| reporter.report(context)); //~ related: only this call schedules
    }
}
