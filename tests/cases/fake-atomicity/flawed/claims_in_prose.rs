//! The promise is made in other words, by the function, or by the trait for all of its functions.

use std::collections::HashMap;

struct Short;

struct Stock {
    articles: HashMap<String, u32>,
    pool: sqlx::PgPool,
}

impl Stock {
    /// Takes every line of a cart out of the stock, or none of them.
    fn reserve(&mut self, lines: &[(String, u32)]) -> Result<(), Short> {
        for (sku, amount) in lines {
            let left = self.articles.get_mut(sku).ok_or(Short)?; //~ related: a failure leaves here
            *left -= amount; //~ fake-atomicity: claims to be atomic, but a failure leaves the changes of the earlier turns
        }
        Ok(())
    }

    /// Either the whole journey is booked or nothing of it.
    async fn book_all(&self, seats: &[i64]) -> Result<(), sqlx::Error> {
        for seat in seats {
            self.book(*seat).await?; //~ fake-atomicity: claims to be atomic, but a failure leaves the changes of the earlier turns
        }
        Ok(())
    }

    async fn book(&self, seat: i64) -> Result<(), sqlx::Error> {
        sqlx::query("insert into bookings (seat) values ($1)").bind(seat).execute(&self.pool).await?;
        Ok(())
    }
}

/// Where money lies. Each of these happens atomically.
trait Ledger {
    async fn transfer(&self, from: i64, to: i64, cents: i64) -> Result<(), sqlx::Error>;
}

impl Ledger for Stock {
    async fn transfer(&self, from: i64, to: i64, cents: i64) -> Result<(), sqlx::Error> {
        sqlx::query("update accounts set cents = cents - $2 where id = $1") //~ fake-atomicity: `transfer` claims to be atomic
            .bind(from)
            .bind(cents)
            .execute(&self.pool)
            .await?;
        sqlx::query("update accounts set cents = cents + $2 where id = $1") //~ related: is changed here
            .bind(to)
            .bind(cents)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
