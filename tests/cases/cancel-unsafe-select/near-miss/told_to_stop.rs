//! A handler that is cut short only when its connection ends: what it took from the connection's map ends with that.

use std::collections::HashMap;
use std::sync::Arc;

use tokio::sync::RwLock;
use tokio_util::sync::CancellationToken;

pub struct Transaction {
    name: String,
}

impl Transaction {
    async fn commit(self) -> std::io::Result<()> {
        tokio::fs::write(self.name, b"done").await
    }
}

pub struct Connection {
    open: RwLock<HashMap<u64, Transaction>>,
}

impl Connection {
    async fn commit(&self, id: u64) -> std::io::Result<()> {
        let Some(transaction) = self.open.write().await.remove(&id) else { return Ok(()) };
        transaction.commit().await
    }
}

pub async fn handle(connection: Arc<Connection>, id: u64, ended: CancellationToken) {
    tokio::select! {
        biased;
        () = ended.cancelled() => tracing::debug!("cut short"),
        done = connection.commit(id) => tracing::debug!("{done:?}"),
    }
}
