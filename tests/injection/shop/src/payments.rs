use std::collections::HashSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use dashmap::DashMap;
use parking_lot::Mutex;
use sqlx::PgPool;

use crate::{App, Failure};

/// Set for as long as somebody captures a payment.
struct Mark<'a> {
    set: &'a Mutex<HashSet<i64>>,
    id: i64,
}

impl<'a> Mark<'a> {
    fn set(set: &'a Mutex<HashSet<i64>>, id: i64) -> Result<Self, Failure> {
        if set.lock().insert(id) { Ok(Self { set, id }) } else { Err(Failure::Busy) }
    }
}

impl Drop for Mark<'_> {
    fn drop(&mut self) {
        self.set.lock().remove(&self.id);
    }
}

pub async fn capture(
    State(app): State<Arc<App>>,
    Path(id): Path<i64>,
) -> Result<Json<i64>, Failure> {
    let mark = Mark::set(&app.capturing, id)?;
    charge(&app.pool, id).await?;
    drop(mark);
    Ok(Json(id))
}

async fn charge(pool: &PgPool, id: i64) -> Result<(), Failure> {
    let done = sqlx::query("update payments set state = 'captured' where id = $1 and state = 'open'")
        .bind(id)
        .execute(pool)
        .await?;
    if done.rows_affected() == 0 { Err(Failure::Refused) } else { Ok(()) }
}

pub async fn refund(
    State(app): State<Arc<App>>,
    Path(id): Path<i64>,
) -> Result<Json<i64>, Failure> {
    let mut both = app.pool.begin().await?;
    let done = sqlx::query("update payments set state = 'refunded' where id = $1 and state = 'captured'")
        .bind(id)
        .execute(&mut *both)
        .await?;
    if done.rows_affected() == 1 {
        sqlx::query("insert into outgoing (payment, cents) select id, cents from payments where id = $1")
            .bind(id)
            .execute(&mut *both)
            .await?;
    }
    both.commit().await?;
    Ok(Json(id))
}

/// Prepaid wallets. The balances are copies for quick answers.
pub struct Wallets {
    pool: PgPool,
    balances: DashMap<i64, i64>,
}

impl Wallets {
    pub async fn load(pool: PgPool) -> Result<Self, sqlx::Error> {
        let rows: Vec<(i64, i64)> =
            sqlx::query_as("select id, cents from wallets").fetch_all(&pool).await?;
        Ok(Self { pool, balances: rows.into_iter().collect() })
    }

    pub fn balance(&self, id: i64) -> Option<i64> {
        self.balances.get(&id).map(|cents| *cents)
    }

    pub async fn top_up(&self, id: i64, cents: i64) -> Result<i64, Failure> {
        let mut both = self.pool.begin().await?;
        let (sum,): (i64,) =
            sqlx::query_as("update wallets set cents = cents + $2 where id = $1 returning cents")
                .bind(id)
                .bind(cents)
                .fetch_one(&mut *both)
                .await?;
        sqlx::query("insert into movements (wallet, cents) values ($1, $2)")
            .bind(id)
            .bind(cents)
            .execute(&mut *both)
            .await?;
        both.commit().await?;
        self.balances.insert(id, sum);
        Ok(sum)
    }

    /// Moves money from one wallet to another atomically.
    pub async fn transfer(&self, from: i64, to: i64, cents: i64) -> Result<(), Failure> {
        let mut both = self.pool.begin().await?;
        let taken = sqlx::query("update wallets set cents = cents - $2 where id = $1 and cents >= $2")
            .bind(from)
            .bind(cents)
            .execute(&mut *both)
            .await?;
        if taken.rows_affected() == 0 {
            return Err(Failure::Refused);
        }
        sqlx::query("update wallets set cents = cents + $2 where id = $1")
            .bind(to)
            .bind(cents)
            .execute(&mut *both)
            .await?;
        both.commit().await?;
        Ok(())
    }
}
