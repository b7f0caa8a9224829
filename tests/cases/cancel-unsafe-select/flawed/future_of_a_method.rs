//! What the future takes that a method only makes, an arm is handed by a helper, or a guard of the project's own leads to.

use std::collections::VecDeque;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use futures::future::BoxFuture;
use tokio::sync::mpsc;

pub struct Job {
    name: String,
}

async fn wait_for(job: &Job) {
    tokio::time::sleep(Duration::from_millis(job.name.len() as u64)).await;
}

pub trait Source {
    fn next(&mut self) -> impl Future<Output = Option<Job>> + Send;
}

pub struct Slow {
    queue: VecDeque<Job>,
}

impl Source for Slow {
    fn next(&mut self) -> impl Future<Output = Option<Job>> + Send {
        async move {
            let job = self.queue.pop_front()?; //~ related: taken out of `source.queue` here
            wait_for(&job).await; //~ related: held by this future alone
            Some(job)
        }
    }
}

pub async fn of_a_trait(mut source: impl Source, mut commands: mpsc::Receiver<u64>) {
    loop {
        tokio::select! {
            job = source.next() => tracing::info!("{}", job.is_some()), //~ cancel-unsafe-select: what was taken out of `source.queue`
            Some(command) = commands.recv() => tracing::info!("{command}"), //~ related: when this arm is ready first
        }
    }
}

pub struct Boxed {
    queue: VecDeque<Job>,
}

impl Boxed {
    fn next(&mut self) -> BoxFuture<'_, Option<Job>> {
        Box::pin(async move {
            let job = self.queue.pop_front()?; //~ related: taken out of `boxed.queue` here
            wait_for(&job).await; //~ related: held by this future alone
            Some(job)
        })
    }
}

pub async fn of_a_box(mut boxed: Boxed, mut commands: mpsc::Receiver<u64>) {
    loop {
        tokio::select! {
            job = boxed.next() => tracing::info!("{}", job.is_some()), //~ cancel-unsafe-select: what was taken out of `boxed.queue`
            Some(command) = commands.recv() => tracing::info!("{command}"), //~ related: when this arm is ready first
        }
    }
}

struct Inner {
    queue: VecDeque<Job>,
}

impl Inner {
    async fn next(&mut self) -> Option<Job> {
        self.queue.pop_front() //~ related: taken out of `limited.inner.queue` here
    }
}

pub struct Limited {
    inner: Inner,
    pauses: mpsc::Receiver<u64>,
}

impl Limited {
    async fn within_the_limit(&mut self, job: Job) -> Job {
        wait_for(&job).await;
        job
    }

    async fn next(&mut self) -> Option<Job> {
        loop {
            tokio::select! {
                _ = self.pauses.recv() => {}
                job = self.inner.next() => { //~ related: through this call
                    let job = job?;
                    return Some(self.within_the_limit(job).await); //~ related: held by this future alone
                }
            }
        }
    }
}

pub async fn of_an_arm(mut limited: Limited, mut commands: mpsc::Receiver<u64>) {
    loop {
        tokio::select! {
            job = limited.next() => tracing::info!("{}", job.is_some()), //~ cancel-unsafe-select: what was taken out of `limited.inner.queue`
            Some(command) = commands.recv() => tracing::info!("{command}"), //~ related: when this arm is ready first
        }
    }
}

#[derive(Default)]
struct State {
    queue: VecDeque<Job>,
}

#[derive(Clone)]
pub struct Shared {
    state: Arc<Mutex<State>>,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        if let Ok(guard) = self.state.try_lock() {
            guard
        } else {
            self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
        }
    }

    async fn next(&self) -> Option<Job> {
        let job = self.state().queue.pop_front()?; //~ related: taken out of `shared.state.queue` here
        wait_for(&job).await; //~ related: held by this future alone
        Some(job)
    }
}

pub async fn of_a_guard(shared: Shared, mut commands: mpsc::Receiver<u64>) {
    loop {
        tokio::select! {
            job = shared.next() => tracing::info!("{}", job.is_some()), //~ cancel-unsafe-select: what was taken out of `shared.state.queue`
            Some(command) = commands.recv() => tracing::info!("{command}"), //~ related: when this arm is ready first
        }
    }
}
