//! The receiver makes nothing of it, or ends only with the program.
use std::collections::HashMap;

use tokio::sync::mpsc;

pub struct Sample {
    pub name: String,
}

pub struct Job {
    pub body: String,
}

enum Message {
    Count(Sample),
    Forget(String),
}

pub struct Board {
    sender: mpsc::Sender<Message>,
    jobs: mpsc::Sender<Job>,
}

pub fn start() -> Board {
    let (sender, mut mailbox) = mpsc::channel(8);
    tokio::spawn(async move {
        let mut names: HashMap<String, u64> = HashMap::new();
        let mut count = 0;
        while let Some(message) = mailbox.recv().await {
            match message {
                Message::Count(sample) => {
                    count += 1;
                    println!("{} {count}", sample.name);
                }
                Message::Forget(name) => {
                    names.remove(&name);
                }
            }
        }
    });
    let (jobs, mut accepted) = mpsc::channel::<Job>(8);
    tokio::spawn(async move {
        let mut done = Vec::new();
        while let Some(job) = accepted.recv().await {
            done.push(job.body);
        }
    });
    Board { sender, jobs }
}

impl Board {
    /// The receiver only counts and logs.
    pub fn count(&self, sample: Sample) {
        let _ = self.sender.try_send(Message::Count(sample));
    }

    /// Waits for room; the receiver only forgets, as its own end does.
    pub async fn forget(&self, name: String) {
        let _ = self.sender.send(Message::Forget(name)).await;
    }

    /// Waits for room; the receiver ends when the last sender does, and nothing in it can fail.
    pub async fn accept(&self, job: Job) {
        let _ = self.jobs.send(job).await;
    }
}
