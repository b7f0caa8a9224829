//! The handler answers as soon as the order is in the channel; the database sees it later, or never.
use axum::extract::State;
use axum::http::StatusCode;
use axum::{Json, Router, routing::post};
use sqlx::SqlitePool;
use tokio::sync::mpsc;

pub struct Order {
    pub item: String,
    pub amount: i64,
}

#[derive(Clone)]
struct Shop {
    orders: mpsc::UnboundedSender<Order>,
}

async fn place(State(shop): State<Shop>, Json(order): Json<Order>) -> StatusCode {
    match shop.orders.send(order) { //~ volatile-state: accepted work waits in a channel only
        Ok(()) => StatusCode::ACCEPTED,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

pub fn start(pool: SqlitePool) -> Router {
    let (orders, mut accepted) = mpsc::unbounded_channel::<Order>(); //~ unbounded-mailbox
    tokio::spawn(async move {
        while let Some(order) = accepted.recv().await {
            if let Err(error) = insert(&pool, &order).await {
                eprintln!("{error}");
            }
        }
    });
    Router::new().route("/orders", post(place)).with_state(Shop { orders })
}

async fn insert(pool: &SqlitePool, order: &Order) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO orders (item, amount) VALUES (?, ?)") //~ related: and stores it or acts on it here only
        .bind(&order.item)
        .bind(order.amount)
        .execute(pool)
        .await?;
    Ok(())
}
