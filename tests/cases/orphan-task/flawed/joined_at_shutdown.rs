//! The handle is kept, but only `shutdown` looks at it.

use tokio::sync::mpsc;
use tokio::task::JoinHandle;

struct Committer {
    handle: JoinHandle<Result<(), sqlx::Error>>,
    stop: mpsc::Sender<()>,
}

impl Committer {
    fn start(pool: sqlx::PgPool, mut wake: mpsc::Receiver<()>) -> Self {
        let (stop, mut stopped) = mpsc::channel(1);
        let handle = tokio::spawn(async move { //~ orphan-task: ends this task for good
            loop {
                sqlx::query("update jobs set done = true").execute(&pool).await?; //~ related: an error leaves the loop
                tokio::select! {
                    _ = wake.recv() => {}
                    _ = stopped.recv() => return Ok(()),
                }
            }
        });
        Self { handle, stop }
    }

    async fn shutdown(self) {
        let _ = self.stop.send(()).await;
        let _ = self.handle.await; //~ related: joined only here
    }
}
