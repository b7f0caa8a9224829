//! The helper passes the notice on, its caller drops it.
use tokio::task::{JoinError, JoinHandle};

pub struct Worker {
    task: Option<JoinHandle<()>>,
}

impl Worker {
    async fn wait(&mut self) -> Result<(), JoinError> {
        match self.task.take() {
            Some(task) => task.await,
            None => Ok(()),
        }
    }

    pub async fn next_round(&mut self) -> u64 {
        let _ = self.wait().await; //~ swallowed-crash: the notice is dropped here
        self.begin().await
    }

    async fn begin(&mut self) -> u64 {
        tokio::task::yield_now().await;
        1
    }
}
