//! What is lost here tells of itself, or is worth nothing.
use std::collections::HashMap;

use tokio::sync::{broadcast, mpsc, oneshot, watch};

#[derive(Clone)]
pub struct Job {
    pub body: String,
}

enum Message {
    Run(Job, oneshot::Sender<String>),
    Stop,
}

pub struct Handle {
    sender: mpsc::Sender<Message>,
    wake: mpsc::Sender<()>,
    level: watch::Sender<u32>,
    news: broadcast::Sender<Job>,
    subscribers: HashMap<u32, mpsc::Sender<Job>>,
}

impl Handle {
    pub fn start() -> Self {
        let (sender, mut receiver) = mpsc::channel(8);
        let (wake, mut woken) = mpsc::channel(1);
        tokio::spawn(async move {
            while let Some(message) = receiver.recv().await {
                match message {
                    Message::Run(job, reply) => {
                        let _ = reply.send(job.body);
                    }
                    Message::Stop => break,
                }
            }
        });
        tokio::spawn(async move { while woken.recv().await.is_some() {} });
        Self {
            sender,
            wake,
            level: watch::channel(0).0,
            news: broadcast::channel(8).0,
            subscribers: HashMap::new(),
        }
    }

    /// The missing reply tells.
    pub async fn run(&self, job: Job) -> Option<String> {
        let (reply, answer) = oneshot::channel();
        let _ = self.sender.send(Message::Run(job, reply)).await;
        answer.await.ok()
    }

    /// Who has ended has obeyed.
    pub async fn stop(&self) {
        let _ = self.sender.send(Message::Stop).await;
    }

    pub fn poke(&self, level: u32, job: Job) {
        let _ = self.wake.try_send(());
        let _ = self.level.send(level);
        let _ = self.news.send(job.clone());
        for subscriber in self.subscribers.values() {
            let _ = subscriber.try_send(job.clone());
        }
    }
}

/// Results of one's own tasks: they are collected by the function that asked.
pub async fn gather(jobs: Vec<Job>) -> Vec<Job> {
    let (sender, mut receiver) = mpsc::channel(8);
    for job in jobs {
        let sender = sender.clone();
        tokio::spawn(async move {
            let _ = sender.send(job).await;
        });
    }
    drop(sender);
    let mut done = Vec::new();
    while let Some(job) = receiver.recv().await {
        done.push(job);
    }
    done
}
