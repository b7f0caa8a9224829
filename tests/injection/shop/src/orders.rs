use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use tokio::sync::{Notify, mpsc};
use tokio::task::JoinHandle;

use crate::{App, Failure};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Order {
    pub number: i64,
    pub customer: i64,
    pub text: String,
}

/// The way to the clerk.
pub struct Desk {
    bell: Arc<Notify>,
    cancelled: mpsc::Sender<i64>,
}

/// Hires the clerk.
pub fn open(pool: PgPool) -> (Desk, JoinHandle<Result<(), Failure>>) {
    let bell = Arc::new(Notify::new());
    let (cancelled, cancellations) = mpsc::channel(32);
    let clerk = Clerk { pool, bell: bell.clone(), cancellations };
    (Desk { bell, cancelled }, tokio::spawn(clerk.run()))
}

/// Sends the orders that the table holds to the warehouse, one after the other.
struct Clerk {
    pool: PgPool,
    bell: Arc<Notify>,
    cancellations: mpsc::Receiver<i64>,
}

impl Clerk {
    async fn run(mut self) -> Result<(), Failure> {
        loop {
            tokio::select! {
                () = self.bell.notified() => self.send_all().await?,
                Some(number) = self.cancellations.recv() => strike(&self.pool, number).await?,
            }
        }
    }

    async fn send_all(&self) -> Result<(), Failure> {
        sqlx::query("insert into shipments (number) select number from orders where state = 'new' on conflict do nothing")
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}

async fn strike(pool: &PgPool, number: i64) -> Result<(), Failure> {
    sqlx::query("update orders set state = 'cancelled' where number = $1")
        .bind(number)
        .execute(pool)
        .await?;
    Ok(())
}

async fn enter(pool: &PgPool, order: &Order) -> Result<(), Failure> {
    sqlx::query("insert into orders (number, customer, text, state) values ($1, $2, $3, 'new')")
        .bind(order.number)
        .bind(order.customer)
        .bind(&order.text)
        .execute(pool)
        .await?;
    Ok(())
}

pub async fn accept(
    State(app): State<Arc<App>>,
    Json(order): Json<Order>,
) -> Result<StatusCode, Failure> {
    enter(&app.pool, &order).await?;
    app.desk.bell.notify_one();
    Ok(StatusCode::ACCEPTED)
}

pub async fn cancel(
    State(app): State<Arc<App>>,
    Path(number): Path<i64>,
) -> Result<StatusCode, Failure> {
    strike(&app.pool, number).await?;
    app.desk.cancelled.send(number).await.map_err(|_| Failure::Closed)?;
    Ok(StatusCode::ACCEPTED)
}
