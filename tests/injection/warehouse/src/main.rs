//! A warehouse: what lies where, who has reserved it, and what it costs.

mod catalog;
mod desk;
mod ledger;
mod robots;
mod transfer;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;

#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    #[error("not a number: {0}")]
    Number(#[from] std::num::ParseIntError),
    #[error("input or output: {0}")]
    Io(#[from] std::io::Error),
    #[error("{0} is not known")]
    Unknown(String),
    #[error("no room")]
    Full,
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let pool = sqlx::PgPool::connect("postgres://localhost/warehouse").await?;
    let ledger = ledger::Ledger::load(pool.clone()).await?;
    let catalog = Arc::new(catalog::Catalog::default());
    let (orders, inbox) = mpsc::channel(64);
    let mut desk = tokio::spawn(desk::Desk::new(ledger, pool, catalog).run(inbox));
    tokio::select! {
        ended = &mut desk => tracing::error!("the desk ended: {ended:?}"),
        _ = tokio::signal::ctrl_c() => {
            drop(orders);
            if tokio::time::timeout(Duration::from_secs(5), &mut desk).await.is_err() {
                desk.abort();
            }
        }
    }
    Ok(())
}
