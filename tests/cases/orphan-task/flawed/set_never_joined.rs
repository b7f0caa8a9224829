//! The set is joined only where it is closed.

use std::sync::Mutex;

use tokio::task::JoinSet;

struct Purges {
    running: Mutex<JoinSet<()>>, //~ related: the set lives here
}

impl Purges {
    fn add(&self, path: String) {
        let mut running = self.running.lock().unwrap();
        running.spawn(async move { //~ orphan-task: stay in this set until the very end
            let _ = tokio::fs::remove_dir_all(path).await;
        });
    }

    async fn close(&self) {
        let mut running = std::mem::take(&mut *self.running.lock().unwrap());
        while running.join_next().await.is_some() {} //~ related: joined only here
    }
}
