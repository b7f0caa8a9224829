//! Where the first statement finds no row, nothing was written; one that sets what it is given is made again.

struct Refused;

impl From<sqlx::Error> for Refused {
    fn from(_: sqlx::Error) -> Self {
        Self
    }
}

async fn rename(pool: &sqlx::PgPool, id: i64, name: &str) -> Result<(), Refused> {
    let done = sqlx::query("update users set name = $2 where id = $1")
        .bind(id)
        .bind(name)
        .execute(pool)
        .await?;
    if done.rows_affected() == 0 {
        return Err(Refused);
    }
    sqlx::query("insert into renames (id, name) values ($1, $2)")
        .bind(id)
        .bind(name)
        .execute(pool)
        .await?;
    Ok(())
}
