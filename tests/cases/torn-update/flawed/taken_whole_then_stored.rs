//! What is owed is taken out of memory, and the store may refuse it: nobody has it then.

use std::collections::HashSet;

use dashmap::DashMap;
use tokio::sync::Mutex;

struct Cart {
    id: i64,
    lines: String,
}

struct Labels {
    pool: sqlx::PgPool,
    stale: Mutex<HashSet<i64>>,
    carts: DashMap<i64, Cart>,
}

impl Labels {
    async fn print_taken(&self) -> Result<usize, sqlx::Error> {
        let ids: Vec<i64> = std::mem::take(&mut *self.stale.lock().await).into_iter().collect(); //~ torn-update: what was taken out of `self.stale` is lost
        self.enqueue(&ids).await?; //~ related: a failure leaves here
        Ok(ids.len())
    }

    async fn print_drained(&self) -> Result<usize, sqlx::Error> {
        let ids: Vec<i64> = self.stale.lock().await.drain().collect(); //~ torn-update: what was taken out of `self.stale` is lost
        for some in ids.chunks(100) {
            self.enqueue(some).await?; //~ related: a failure leaves here
        }
        Ok(ids.len())
    }

    async fn enqueue(&self, ids: &[i64]) -> Result<(), sqlx::Error> {
        sqlx::query("insert into print_jobs (article) select unnest($1)")
            .bind(ids)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    async fn check_out(&self, id: i64) -> Result<(), sqlx::Error> {
        let (_, cart) = self.carts.remove(&id).ok_or(sqlx::Error::RowNotFound)?; //~ torn-update: what was taken out of `self.carts` is lost
        self.place(&cart).await?; //~ related: a failure leaves here
        Ok(())
    }

    async fn place(&self, cart: &Cart) -> Result<(), sqlx::Error> {
        sqlx::query("insert into orders (cart, lines) values ($1, $2)")
            .bind(cart.id)
            .bind(&cart.lines)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
