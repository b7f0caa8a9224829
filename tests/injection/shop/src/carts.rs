use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use dashmap::DashMap;
use serde::{Deserialize, Serialize};
use sqlx::PgPool;

use crate::{App, Failure};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Cart {
    pub id: i64,
    pub lines: Vec<(String, u32)>,
}

#[derive(Deserialize)]
pub struct Line {
    sku: String,
    amount: u32,
}

pub async fn load(pool: &PgPool) -> Result<DashMap<i64, Cart>, sqlx::Error> {
    let rows: Vec<(i64, String)> =
        sqlx::query_as("select id, lines from carts").fetch_all(pool).await?;
    let carts = DashMap::new();
    for (id, lines) in rows {
        let lines = serde_json::from_str(&lines).unwrap_or_default();
        carts.insert(id, Cart { id, lines });
    }
    Ok(carts)
}

pub async fn add(
    State(app): State<Arc<App>>,
    Path(id): Path<i64>,
    Json(line): Json<Line>,
) -> Result<Json<usize>, Failure> {
    let mut cart = app.carts.get(&id).map(|cart| cart.clone()).unwrap_or_default();
    cart.lines.push((line.sku, line.amount));
    save(&app.pool, &cart).await?;
    let count = cart.lines.len();
    app.carts.insert(id, cart);
    Ok(Json(count))
}

async fn save(pool: &PgPool, cart: &Cart) -> Result<(), sqlx::Error> {
    sqlx::query("insert into carts (id, lines) values ($1, $2) on conflict (id) do update set lines = $2")
        .bind(cart.id)
        .bind(serde_json::to_string(&cart.lines).unwrap_or_default())
        .execute(pool)
        .await?;
    Ok(())
}

pub async fn checkout(
    State(app): State<Arc<App>>,
    Path(id): Path<i64>,
) -> Result<Json<i64>, Failure> {
    let cart = app.carts.get(&id).map(|cart| cart.clone()).ok_or(Failure::NoCart)?;
    place(&app.pool, &cart).await?;
    app.carts.remove(&id);
    Ok(Json(id))
}

pub async fn reserve(
    State(app): State<Arc<App>>,
    Path(id): Path<i64>,
) -> Result<Json<i64>, Failure> {
    let cart = app.carts.get(&id).map(|cart| cart.clone()).ok_or(Failure::NoCart)?;
    app.stock.reserve(&cart.lines)?;
    Ok(Json(id))
}

/// Enters the order and deletes the cart.
async fn place(pool: &PgPool, cart: &Cart) -> Result<(), sqlx::Error> {
    let mut transaction = pool.begin().await?;
    for (sku, amount) in &cart.lines {
        sqlx::query("insert into order_lines (number, sku, amount) values ($1, $2, $3)")
            .bind(cart.id)
            .bind(sku)
            .bind(*amount as i32)
            .execute(&mut *transaction)
            .await?;
    }
    sqlx::query("delete from carts where id = $1").bind(cart.id).execute(&mut *transaction).await?;
    transaction.commit().await
}
