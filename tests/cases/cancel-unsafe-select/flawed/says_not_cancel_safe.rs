//! The documentation says that it must not be dropped, and the caller does it.

use std::time::Duration;

use tokio::sync::mpsc;

struct Link {
    out: mpsc::Sender<u64>,
}

impl Link {
    /// Tells the other side. This function is not cancel safe.
    async fn announce(&self, number: u64) -> bool {
        self.out.send(number).await.is_ok()
    }
}

async fn run(link: Link, mut numbers: mpsc::Receiver<u64>) {
    while let Some(number) = numbers.recv().await {
        let told = tokio::time::timeout(Duration::from_secs(1), link.announce(number)).await; //~ cancel-unsafe-select: says its documentation
        if told.is_err() {
            tracing::warn!("slow link");
        }
    }
}
