//! A shared queue behind a type alias, made by its default and cloned into two structs.
use std::collections::VecDeque;
use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::{Json, Router, routing::post};
use sqlx::PgPool;
use tokio::sync::Notify;

pub struct Order {
    pub item: String,
    pub amount: i64,
}

type Tray = Arc<parking_lot::Mutex<VecDeque<Order>>>;

#[derive(Clone)]
struct Desk {
    bell: Arc<Notify>,
    tray: Tray,
}

struct Clerk {
    pool: PgPool,
    bell: Arc<Notify>,
    tray: Tray,
}

pub fn open(pool: PgPool) -> Router {
    let bell = Arc::new(Notify::new());
    let tray = Tray::default();
    let clerk = Clerk { pool, bell: bell.clone(), tray: tray.clone() };
    tokio::spawn(async move {
        if let Err(error) = clerk.run().await {
            tracing::error!("{error}");
        }
    });
    Router::new().route("/orders", post(accept)).with_state(Desk { bell, tray })
}

impl Clerk {
    async fn run(self) -> Result<(), sqlx::Error> {
        loop {
            self.bell.notified().await;
            loop {
                let Some(order) = self.tray.lock().pop_front() else { break };
                sqlx::query("insert into orders (item, amount) values ($1, $2)")
                    .bind(order.item)
                    .bind(order.amount)
                    .execute(&self.pool)
                    .await?;
            }
        }
    }
}

async fn accept(State(desk): State<Desk>, Json(order): Json<Order>) -> StatusCode {
    desk.tray.lock().push_back(order); //~ volatile-state: accepted work waits in `tray` only
    desk.bell.notify_one();
    StatusCode::ACCEPTED
}
