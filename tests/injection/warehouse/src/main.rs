//! A warehouse: what lies where, who has reserved it, and what it costs.

mod catalog;
mod desk;
mod ledger;
mod robots;
mod transfer;

use std::collections::VecDeque;
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
    let (_lists, lists) = mpsc::channel(64);
    let (_bills, bills) = mpsc::channel(64);
    let (_moves, moves) = mpsc::channel(64);
    let (_places, places) = mpsc::channel(64);
    let link = tokio::net::TcpStream::connect("robot:7000").await?;
    let mut tasks = tokio::task::JoinSet::new();
    tasks.spawn(desk::keep_catalog(catalog, lists));
    tasks.spawn(desk::Books::new(ledger).run(bills));
    tasks.spawn(desk::plan(transfer::Transfers::new(pool), moves));
    tasks.spawn(desk::serve_robot(robots::Robot::new(link, VecDeque::new()), places));
    tokio::select! {
        Some(ended) = tasks.join_next() => tracing::error!("a desk ended: {ended:?}"),
        _ = tokio::signal::ctrl_c() => {}
    }
    while let Ok(Some(ended)) = tokio::time::timeout(Duration::from_secs(5), tasks.join_next()).await {
        tracing::info!("ended: {ended:?}");
    }
    Ok(())
}
