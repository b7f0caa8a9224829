//! A handle is taken out of its field and awaited, two calls below the arm.

use tokio::sync::{mpsc, oneshot};

struct Connection {
    done: Option<oneshot::Receiver<String>>,
}

struct Manager {
    connection: Connection,
}

impl Connection {
    async fn result(&mut self) -> Option<String> {
        let done = self.done.take()?; //~ related: taken out of
        done.await.ok() //~ related: held by this future alone
    }
}

impl Manager {
    async fn step(&mut self) -> Option<String> {
        self.connection.result().await
    }

    async fn run(&mut self, mut commands: mpsc::Receiver<u64>) {
        loop {
            tokio::select! {
                result = self.step() => tracing::info!("{result:?}"), //~ cancel-unsafe-select: what was taken out of
                Some(command) = commands.recv() => tracing::info!("{command}"),
            }
        }
    }
}
