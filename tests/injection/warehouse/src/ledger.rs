//! Who owes what. All of it is in the database; memory is a copy.

use std::collections::HashMap;

use crate::Failure;

#[derive(Debug)]
pub struct Ledger {
    pool: sqlx::PgPool,
    owed: HashMap<i64, i64>,
    limits: HashMap<i64, i64>,
}

impl Ledger {
    pub async fn load(pool: sqlx::PgPool) -> Result<Self, Failure> {
        let owed = sqlx::query_as::<_, (i64, i64)>("select customer, cents from owed")
            .fetch_all(&pool)
            .await?;
        let limits = sqlx::query_as::<_, (i64, i64)>("select customer, cents from limits")
            .fetch_all(&pool)
            .await?;
        Ok(Self { pool, owed: owed.into_iter().collect(), limits: limits.into_iter().collect() })
    }

    pub async fn charge(&mut self, customer: i64, cents: i64) -> Result<(), Failure> {
        let owed = self.owed.get(&customer).copied().unwrap_or(0) + cents;
        sqlx::query("update owed set cents = $2 where customer = $1")
            .bind(customer)
            .bind(owed)
            .execute(&self.pool)
            .await?;
        self.owed.insert(customer, owed);
        Ok(())
    }

    /// A customer who may owe up to a limit.
    pub async fn open(&mut self, customer: i64, limit: &str) -> Result<(), Failure> {
        let limit = limit.parse()?;
        let mut transaction = self.pool.begin().await?;
        sqlx::query("insert into owed (customer, cents) values ($1, 0)")
            .bind(customer)
            .execute(&mut *transaction)
            .await?;
        sqlx::query("insert into limits (customer, cents) values ($1, $2)")
            .bind(customer)
            .bind(limit)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        self.owed.insert(customer, 0);
        self.limits.insert(customer, limit);
        Ok(())
    }

    /// All or nothing: one customer's debt becomes another's.
    pub async fn reassign(&self, from: i64, to: i64, cents: i64) -> Result<(), Failure> {
        let mut transaction = self.pool.begin().await?;
        sqlx::query("update owed set cents = cents - $2 where customer = $1")
            .bind(from)
            .bind(cents)
            .execute(&mut *transaction)
            .await?;
        sqlx::query("update owed set cents = cents + $2 where customer = $1")
            .bind(to)
            .bind(cents)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(())
    }

    pub fn owes(&self, customer: i64) -> i64 {
        self.owed.get(&customer).copied().unwrap_or(0)
    }
}
