//! The owner of a smol task awaits it, and learns of its end.

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

pub fn main(rx: Receiver<Job>) -> std::io::Result<()> {
    smol::block_on(async {
        let task = smol::spawn(work(rx));
        task.await
    })
}
