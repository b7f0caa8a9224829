//! Goods that go to another warehouse.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::timeout;

use crate::Failure;

#[derive(Debug, Default)]
pub struct Plan {
    leaving: HashMap<u64, u32>,
    trucks: HashMap<u64, String>,
    pallets: Vec<u32>,
}

#[derive(Clone, Debug)]
pub struct Transfers {
    pool: sqlx::PgPool,
    plan: Arc<Mutex<Plan>>,
}

impl Transfers {
    pub fn new(pool: sqlx::PgPool) -> Self {
        Self { pool, plan: Arc::default() }
    }

    /// Called by the gate, which does not wait for more than two seconds.
    pub async fn arrange(&self, id: u64, count: u32, truck: String) -> Result<(), Failure> {
        match timeout(Duration::from_secs(2), self.enter(id, count, truck)).await {
            Ok(result) => result,
            Err(_) => Err(Failure::Full),
        }
    }

    async fn enter(&self, id: u64, count: u32, truck: String) -> Result<(), Failure> {
        self.allowed(&truck).await?;
        let mut plan = self.plan.lock().await;
        plan.leaving.insert(id, count);
        plan.trucks.insert(id, truck);
        Ok(())
    }

    pub async fn repack(&self) -> Result<(), Failure> {
        match timeout(Duration::from_secs(2), self.sort()).await {
            Ok(result) => result,
            Err(_) => Err(Failure::Full),
        }
    }

    async fn sort(&self) -> Result<(), Failure> {
        self.allowed("any").await?;
        let mut plan = self.plan.lock().await;
        plan.pallets.sort_unstable();
        plan.pallets.dedup();
        Ok(())
    }

    async fn allowed(&self, truck: &str) -> Result<(), Failure> {
        let row = sqlx::query("select 1 from trucks where name = $1")
            .bind(truck)
            .fetch_optional(&self.pool)
            .await?;
        row.map(drop).ok_or_else(|| Failure::Unknown(truck.to_owned()))
    }

    /// Goods leave one place and arrive in another.
    pub async fn book(&self, id: i64, from: i64, to: i64) -> Result<(), Failure> {
        let mut transaction = self.pool.begin().await?;
        sqlx::query("insert into departures (id, place) values ($1, $2)")
            .bind(id)
            .bind(from)
            .execute(&mut *transaction)
            .await?;
        sqlx::query("insert into arrivals (id, place) values ($1, $2)")
            .bind(id)
            .bind(to)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(())
    }
}
