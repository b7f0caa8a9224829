use sqlx::PgPool;

use crate::Failure;

/// A part of a journey.
#[derive(Clone, Debug)]
pub struct Leg {
    pub carrier: String,
    pub seat: i64,
}

/// Where seats are booked.
pub struct Agency {
    pool: PgPool,
}

impl Agency {
    async fn book(&self, leg: &Leg) -> Result<(), Failure> {
        let done = sqlx::query("update seats set taken = true where carrier = $1 and seat = $2 and not taken")
            .bind(&leg.carrier)
            .bind(leg.seat)
            .execute(&self.pool)
            .await?;
        if done.rows_affected() == 0 { Err(Failure::Refused) } else { Ok(()) }
    }

    async fn cancel(&self, leg: &Leg) {
        let freed = sqlx::query("update seats set taken = false where carrier = $1 and seat = $2")
            .bind(&leg.carrier)
            .bind(leg.seat)
            .execute(&self.pool)
            .await;
        if let Err(error) = freed {
            tracing::error!("seat {} of {} stays taken: {error}", leg.seat, leg.carrier);
        }
    }
}

/// Books on its own task, so that a client that goes away does not leave half of a journey behind.
pub async fn journey(agency: std::sync::Arc<Agency>, legs: Vec<Leg>) -> Result<(), Failure> {
    let booking = tokio::spawn(async move { agency.book_all(&legs).await });
    booking.await.map_err(|_| Failure::Closed)?
}

impl Agency {
    async fn book_all(&self, legs: &[Leg]) -> Result<(), Failure> {
        let mut done = Vec::new();
        for leg in legs {
            if let Err(error) = self.book(leg).await {
                for leg in done.into_iter().rev() {
                    self.cancel(leg).await;
                }
                return Err(error);
            }
            done.push(leg);
        }
        Ok(())
    }
}
