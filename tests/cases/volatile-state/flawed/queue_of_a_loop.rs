//! A queue in a local of the loop: who sent the job was told that all is well.
use std::collections::VecDeque;
use std::time::Duration;

use tokio::sync::mpsc;

pub struct Job {
    pub id: u64,
    pub body: String,
}

pub struct Jobs {
    sender: mpsc::Sender<Job>,
}

impl Jobs {
    pub async fn submit(&self, job: Job) -> Result<(), String> {
        self.sender.send(job).await.map_err(|error| error.to_string())
    }
}

pub fn start(client: reqwest::Client) -> Jobs {
    let (sender, mailbox) = mpsc::channel(16);
    tokio::spawn(work(mailbox, client));
    Jobs { sender }
}

async fn work(mut mailbox: mpsc::Receiver<Job>, client: reqwest::Client) {
    let mut waiting = VecDeque::new(); //~ volatile-state: accepted work waits in `waiting` only
    let mut tick = tokio::time::interval(Duration::from_secs(5));
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            Some(job) = mailbox.recv() => waiting.push_back(job), //~ related: it is put aside here
            _ = tick.tick() => {
                while let Some(job) = waiting.pop_front() { //~ related: it is taken up here
                    deliver(&client, &job).await;
                }
            }
        }
    }
}

async fn deliver(client: &reqwest::Client, job: &Job) {
    if client.post("http://localhost/jobs").body(job.body.clone()).timeout(Duration::from_secs(5)).send().await.is_err() {
        eprintln!("job {} failed", job.id);
    }
}
