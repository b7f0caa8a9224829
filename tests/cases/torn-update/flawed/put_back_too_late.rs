//! The whole queue is taken out, worked on, and put back: a caller that goes away takes it along.

use std::sync::Arc;

use tokio::sync::Mutex;

struct State {
    pending: Vec<String>,
}

pub struct Cleaner {
    state: Arc<Mutex<State>>,
    pool: sqlx::PgPool,
}

impl Cleaner {
    pub async fn drain(&self) {
        let mut names = std::mem::take(&mut self.state.lock().await.pending); //~ torn-update: everything in
        while let Some(name) = names.last() {
            let stored = sqlx::query("insert into names values ($1)").bind(name).execute(&self.pool).await; //~ related: may be dropped while it waits
            if stored.is_err() {
                break;
            }
            names.pop();
        }
        self.state.lock().await.pending = names; //~ related: would be put back here
    }
}
