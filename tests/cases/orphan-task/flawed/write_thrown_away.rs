//! A task that does one thing, whose failure nobody hears of.

fn record(pool: sqlx::PgPool, user: i64) {
    tokio::spawn(async move { //~ orphan-task: its error is thrown away
        sqlx::query("insert into logins values ($1)").bind(user).execute(&pool).await?; //~ related: this can fail
        Ok::<(), sqlx::Error>(())
    });
}
