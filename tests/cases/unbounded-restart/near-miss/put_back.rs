//! What failed is counted, waits, goes elsewhere, or ends the loop.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::sync::mpsc;

struct Job {
    url: String,
    attempts: u32,
}

struct Worker {
    again: mpsc::Sender<Job>,
    jobs: mpsc::Receiver<Job>,
    failed: mpsc::Sender<Job>,
    http: reqwest::Client,
}

fn worker() -> (Worker, mpsc::Receiver<Job>) {
    let (again, jobs) = mpsc::channel(64);
    let (failed, reports) = mpsc::channel(64);
    let http = reqwest::Client::new();
    (Worker { again, jobs, failed, http }, reports)
}

impl Worker {
    async fn post(&self, job: &Job) -> Result<(), reqwest::Error> {
        self.http.post(&job.url).send().await?.error_for_status().map(drop)
    }

    async fn counted(mut self) {
        while let Some(mut job) = self.jobs.recv().await {
            if let Err(error) = self.post(&job).await {
                tracing::warn!("{error}");
                job.attempts += 1;
                if job.attempts < 8 && self.again.try_send(job).is_err() {
                    return;
                }
            }
        }
    }

    async fn waits(mut self) {
        while let Some(job) = self.jobs.recv().await {
            if let Err(error) = self.post(&job).await {
                tracing::warn!("{error}");
                tokio::time::sleep(Duration::from_secs(1)).await;
                if self.again.try_send(job).is_err() {
                    return;
                }
            }
        }
    }

    async fn one_a_second(mut self) {
        let mut every = tokio::time::interval(Duration::from_secs(1));
        every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        while let Some(job) = self.jobs.recv().await {
            every.tick().await;
            if let Err(error) = self.post(&job).await {
                tracing::warn!("{error}");
                if self.again.try_send(job).is_err() {
                    return;
                }
            }
        }
    }

    async fn elsewhere(mut self) {
        while let Some(job) = self.jobs.recv().await {
            if let Err(error) = self.post(&job).await {
                tracing::warn!("{error}");
                if self.failed.try_send(job).is_err() {
                    return;
                }
            }
        }
    }
}

async fn kept_for_later(http: &reqwest::Client, mut left: VecDeque<String>) -> VecDeque<String> {
    let mut later = VecDeque::new();
    while let Some(url) = left.pop_front() {
        if let Err(error) = http.get(&url).send().await {
            tracing::warn!("{error}");
            later.push_back(url);
        }
    }
    later
}

async fn stops_at_the_first(http: &reqwest::Client, left: &mut VecDeque<String>) {
    while let Some(url) = left.pop_front() {
        if let Err(error) = http.get(&url).send().await {
            tracing::warn!("{error}");
            left.push_back(url);
            return;
        }
    }
}

async fn once_each(http: &reqwest::Client, left: &mut VecDeque<String>) {
    for _ in 0..left.len() {
        let Some(url) = left.pop_front() else { return };
        if let Err(error) = http.get(&url).send().await {
            tracing::warn!("{error}");
            left.push_back(url);
        }
    }
}
