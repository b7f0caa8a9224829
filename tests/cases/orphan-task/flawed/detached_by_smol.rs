//! smol ends a task with its handle, unless the task is let go.

use smol::channel::Receiver;

struct Job(u64);

async fn work(rx: Receiver<Job>) -> std::io::Result<()> {
    loop {
        let Ok(job) = rx.recv().await else {
            return Ok(());
        };
        run(job).await?;
    }
}

async fn run(job: Job) -> std::io::Result<()> {
    async_fs::write("job", job.0.to_string()).await
}

pub fn start(rx: Receiver<Job>) {
    smol::spawn(work(rx)).detach(); //~ orphan-task
}
