//! A web shop: carts, stock, payments, accounts.

pub mod accounts;
pub mod booking;
pub mod carts;
pub mod claims;
pub mod orders;
pub mod payments;
pub mod settings;
pub mod stock;
pub mod terminal;

use std::collections::HashSet;
use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use dashmap::DashMap;
use parking_lot::Mutex;
use sqlx::PgPool;

/// What the handlers share.
pub struct App {
    pub pool: PgPool,
    /// Copies of what the table `carts` holds.
    pub carts: DashMap<i64, carts::Cart>,
    pub stock: stock::Stock,
    pub wallets: payments::Wallets,
    pub capturing: Mutex<HashSet<i64>>,
    pub desk: orders::Desk,
}

#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("there is no such cart")]
    NoCart,
    #[error("somebody else is at it")]
    Busy,
    #[error("the payment was refused")]
    Refused,
    #[error("not now")]
    Closed,
    #[error(transparent)]
    Stock(#[from] stock::StockError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    Accounts(#[from] sled::Error),
    #[error(transparent)]
    Claims(#[from] redis::RedisError),
    #[error(transparent)]
    Files(#[from] std::io::Error),
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = match self {
            Self::NoCart => StatusCode::NOT_FOUND,
            Self::Busy | Self::Closed => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        (status, self.to_string()).into_response()
    }
}

/// Runs until something ends it.
pub async fn run() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let pool = PgPool::connect("postgres://localhost/shop").await?;
    let (desk, clerk) = orders::open(pool.clone());
    let app = Arc::new(App {
        carts: carts::load(&pool).await?,
        stock: stock::Stock::default(),
        wallets: payments::Wallets::load(pool.clone()).await?,
        capturing: Mutex::new(HashSet::new()),
        desk,
        pool,
    });
    let routes = Router::new()
        .route("/carts/{id}/lines", post(carts::add))
        .route("/carts/{id}/checkout", post(carts::checkout))
        .route("/carts/{id}/reserve", post(carts::reserve))
        .route("/shelves/{shelf}", post(stock::shelve))
        .route("/shelves/{shelf}/take-over", post(stock::take_over))
        .route("/payments/{id}/capture", post(payments::capture))
        .route("/payments/{id}/refund", post(payments::refund))
        .route("/orders", post(orders::accept))
        .route("/orders/{id}/cancel", post(orders::cancel))
        .with_state(app);
    let listener = tokio::net::TcpListener::bind("0.0.0.0:8080").await?;
    tokio::select! {
        served = axum::serve(listener, routes).into_future() => served?,
        ended = clerk => ended??,
    }
    Ok(())
}
