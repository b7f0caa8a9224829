//! Crashes that are logged, passed on, answered by a new start, or looked at.
use std::panic::{AssertUnwindSafe, catch_unwind};
use tokio::task::{JoinError, JoinHandle, JoinSet};

pub async fn logged(worker: JoinHandle<u64>) -> u64 {
    match worker.await {
        Ok(value) => value,
        Err(error) => {
            tracing::error!(%error, "the worker crashed");
            0
        }
    }
}

pub async fn passed_on(worker: JoinHandle<u64>) -> Result<u64, JoinError> {
    let value = worker.await?;
    Ok(value + 1)
}

pub async fn taken_over(worker: JoinHandle<u64>) -> u64 {
    worker
        .await
        .unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))
}

pub async fn counted(mut workers: JoinSet<u64>) -> (u64, u64) {
    let (mut sum, mut crashed) = (0, 0);
    while let Some(joined) = workers.join_next().await {
        match joined {
            Ok(value) => sum += value,
            Err(_) => crashed += 1,
        }
    }
    (sum, crashed)
}

pub async fn begun_anew() {
    loop {
        let worker = tokio::spawn(serve());
        let _ = worker.await;
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    }
}

async fn serve() -> u64 {
    "7".parse::<u64>().unwrap()
}

pub fn caught(job: fn() -> u64) -> Option<u64> {
    match catch_unwind(AssertUnwindSafe(job)) {
        Ok(value) => Some(value),
        Err(payload) => {
            report(payload);
            None
        }
    }
}

fn report(_: Box<dyn std::any::Any + Send>) {
    eprintln!("a job panicked");
}

pub struct Parent;

impl ractor::Actor for Parent {
    type Msg = ();
    type State = u64;
    type Arguments = ();
    async fn pre_start(&self, _: ractor::ActorRef<()>, _: ()) -> Result<u64, ractor::ActorProcessingErr> {
        Ok(0)
    }
    async fn handle_supervisor_evt(
        &self,
        myself: ractor::ActorRef<()>,
        event: ractor::SupervisionEvent,
        _: &mut u64,
    ) -> Result<(), ractor::ActorProcessingErr> {
        if let ractor::SupervisionEvent::ActorFailed(..) = event {
            myself.stop(None);
        }
        Ok(())
    }
}
