//! Arms that leave the loop, wait, or make anew what they have waited for.

use std::time::Duration;
use tokio::sync::{Notify, mpsc};
use tokio::time::{Instant, sleep, sleep_until};
use tokio_util::sync::CancellationToken;

pub async fn leaves(token: CancellationToken, mut jobs: mpsc::Receiver<u64>) {
    loop {
        tokio::select! {
            _ = token.cancelled() => break,
            Some(job) = jobs.recv() => println!("{job}"),
        }
    }
}

pub async fn asks_only_once(token: CancellationToken, mut jobs: mpsc::Receiver<u64>) {
    let mut stopping = false;
    loop {
        tokio::select! {
            _ = token.cancelled(), if !stopping => stopping = true,
            job = jobs.recv() => match job {
                Some(job) => println!("{job}"),
                None => return,
            },
        }
    }
}

pub async fn ends_by_its_condition(token: CancellationToken, mut jobs: mpsc::Receiver<u64>) {
    let mut running = true;
    while running {
        tokio::select! {
            _ = token.cancelled() => running = false,
            Some(job) = jobs.recv() => println!("{job}"),
        }
    }
}

pub async fn another_token(mut token: CancellationToken, mut jobs: mpsc::Receiver<u64>) {
    loop {
        tokio::select! {
            _ = token.cancelled() => token = CancellationToken::new(),
            job = jobs.recv() => match job {
                Some(job) => println!("{job}"),
                None => return,
            },
        }
    }
}

pub async fn one_permit(wake: &Notify, mut jobs: mpsc::Receiver<u64>) {
    loop {
        tokio::select! {
            _ = wake.notified() => tracing::info!("awake"),
            job = jobs.recv() => match job {
                Some(job) => println!("{job}"),
                None => return,
            },
        }
    }
}

pub async fn set_again(mut jobs: mpsc::Receiver<u64>) {
    let flush = sleep(Duration::from_secs(5));
    tokio::pin!(flush);
    let mut held = Vec::new();
    loop {
        tokio::select! {
            job = jobs.recv() => match job {
                Some(job) => held.push(job),
                None => return,
            },
            _ = &mut flush => {
                held.clear();
                flush.as_mut().reset(Instant::now() + Duration::from_secs(5));
            }
        }
    }
}

pub async fn put_anew(mut jobs: mpsc::Receiver<u64>) {
    let mut flush = Box::pin(sleep(Duration::from_secs(5)));
    loop {
        tokio::select! {
            job = jobs.recv() => match job {
                Some(job) => println!("{job}"),
                None => return,
            },
            _ = &mut flush => flush = Box::pin(sleep(Duration::from_secs(5))),
        }
    }
}

pub async fn moves_on(mut jobs: mpsc::Receiver<u64>) {
    let mut next = Instant::now();
    loop {
        tokio::select! {
            job = jobs.recv() => match job {
                Some(job) => println!("{job}"),
                None => return,
            },
            _ = sleep_until(next) => next += Duration::from_secs(5),
        }
    }
}

struct Batch {
    due: Instant,
    held: Vec<u64>,
}

impl Batch {
    fn flush(&mut self) {
        self.held.clear();
        self.due = Instant::now() + Duration::from_secs(5);
    }

    async fn run(mut self, mut jobs: mpsc::Receiver<u64>) {
        loop {
            tokio::select! {
                job = jobs.recv() => match job {
                    Some(job) => self.held.push(job),
                    None => return,
                },
                _ = sleep_until(self.due) => self.flush(),
            }
        }
    }
}

pub fn start(jobs: mpsc::Receiver<u64>) {
    tokio::spawn(Batch { due: Instant::now(), held: Vec::new() }.run(jobs));
}

pub async fn computed_each_time(mut jobs: mpsc::Receiver<u64>) {
    loop {
        let until = Instant::now() + Duration::from_secs(5);
        tokio::select! {
            job = jobs.recv() => match job {
                Some(job) => println!("{job}"),
                None => return,
            },
            _ = sleep_until(until) => tracing::info!("quiet"),
        }
    }
}
