//! A helper undoes what was done, the last step first.

struct Failure;

impl From<sqlx::Error> for Failure {
    fn from(_: sqlx::Error) -> Self {
        Self
    }
}

struct Agency {
    pool: sqlx::PgPool,
}

impl Agency {
    async fn book(&self, seat: &i64) -> Result<(), Failure> {
        sqlx::query("insert into seats (seat) values ($1)").bind(seat).execute(&self.pool).await?;
        Ok(())
    }

    async fn cancel(&self, seat: &i64) {
        if let Err(error) = sqlx::query("delete from seats where seat = $1").bind(seat).execute(&self.pool).await {
            tracing::error!("seat {seat} stays taken: {error}");
        }
    }

    async fn book_all(&self, seats: &[i64]) -> Result<(), Failure> {
        let mut done = Vec::new();
        for seat in seats {
            if let Err(error) = self.book(seat).await {
                self.roll_back(&done).await;
                return Err(error);
            }
            done.push(seat);
        }
        Ok(())
    }

    async fn roll_back(&self, done: &[&i64]) {
        for seat in done.iter().rev() {
            self.cancel(seat).await;
        }
    }
}
