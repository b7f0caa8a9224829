//! It is awaited where it lies, and taken out once that is done; a permit is taken before the message.

use tokio::sync::{mpsc, oneshot};

struct Connection {
    done: Option<oneshot::Receiver<String>>,
}

impl Connection {
    async fn result(&mut self) -> Option<String> {
        let done = self.done.as_mut()?;
        let result = done.await.ok();
        self.done = None;
        result
    }
}

async fn run(connection: &mut Connection, mut commands: mpsc::Receiver<u64>) {
    loop {
        tokio::select! {
            result = connection.result() => tracing::info!("{result:?}"),
            Some(command) = commands.recv() => tracing::info!("{command}"),
        }
    }
}

async fn relay(from: &mut mpsc::Receiver<String>, to: &mpsc::Sender<String>) -> bool {
    let Ok(permit) = to.reserve().await else { return false };
    match from.recv().await {
        Some(line) => {
            permit.send(line);
            true
        }
        None => false,
    }
}

async fn run_relay(mut from: mpsc::Receiver<String>, to: mpsc::Sender<String>, mut ticks: mpsc::Receiver<()>) {
    loop {
        tokio::select! {
            open = relay(&mut from, &to) => {
                if !open {
                    return;
                }
            }
            Some(()) = ticks.recv() => tracing::info!("tick"),
        }
    }
}
