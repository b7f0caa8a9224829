//! A deadline that is shorter than the lease; a loop that must not come round in time; a store in a file.
use std::time::Duration;

use tokio::time::timeout;
use tokio_postgres::Client;

pub struct Election {
    client: Client,
}

impl Election {
    pub async fn campaign(&self) -> Result<(), tokio_postgres::Error> {
        loop {
            let rows = self.client.query("select pg_try_advisory_lock(1)", &[]);
            match timeout(Duration::from_secs(1), rows).await {
                Ok(rows) => tracing::info!("{}", rows?.len()),
                Err(_) => return Ok(()),
            }
            tokio::time::sleep(Duration::from_secs(2)).await;
        }
    }
}

pub async fn keep_lease(client: Client) {
    loop {
        if renew(&client).await.is_none() {
            return;
        }
        tokio::time::sleep(Duration::from_secs(5)).await;
    }
}

async fn renew(client: &Client) -> Option<u64> {
    let updated = client.execute("update leases set until = now() + interval '15 seconds'", &[]);
    timeout(Duration::from_secs(3), updated).await.ok()?.ok()
}

pub async fn clean_up(client: Client) {
    loop {
        if let Err(error) = client.execute("delete from sessions where until < now()", &[]).await {
            tracing::warn!("{error}");
        }
        tokio::time::sleep(Duration::from_secs(600)).await;
    }
}

pub async fn heartbeat_file(path: std::path::PathBuf) {
    loop {
        if tokio::fs::write(&path, b"alive").await.is_err() {
            return;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}
