//! The first statement finds its row only once: when the second fails, no later try gets so far.

struct Refused;

impl From<sqlx::Error> for Refused {
    fn from(_: sqlx::Error) -> Self {
        Self
    }
}

async fn refund(pool: &sqlx::PgPool, id: i64) -> Result<(), Refused> {
    let done = sqlx::query("update payments set state = 'refunded' where id = $1 and state = 'captured'") //~ torn-update: the first write stays in the store without the second
        .bind(id)
        .execute(pool)
        .await?;
    if done.rows_affected() == 0 {
        return Err(Refused);
    }
    sqlx::query("insert into outgoing (payment) values ($1)") //~ related: would be written with it
        .bind(id)
        .execute(pool)
        .await?;
    Ok(())
}
