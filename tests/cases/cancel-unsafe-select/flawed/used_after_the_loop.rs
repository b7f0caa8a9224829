//! The loop ends when the other arm wins, but what is left of the state is used after it.

use tokio::sync::watch;
use tokio::task::JoinHandle;

struct State {
    task: Option<JoinHandle<String>>,
}

impl State {
    async fn step(&mut self) {
        if let Some(task) = self.task.take() { //~ related: taken out of
            match task.await { //~ related: held by this future alone
                Ok(result) => tracing::info!("{result}"),
                Err(error) => tracing::warn!("{error}"),
            }
        }
    }

    async fn shutdown(&mut self) {
        if let Some(task) = self.task.take() {
            task.abort();
        }
    }
}

async fn run(state: &mut State, mut stop: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            _ = stop.changed() => break,
            () = state.step() => {} //~ cancel-unsafe-select: what was taken out of
        }
    }
    state.shutdown().await; //~ related: is used again here
}
