//! Two rows tell of one order; the second is refused, and the first stays.

async fn place(pool: &sqlx::PgPool, order: i64, amount: i64) -> Result<(), sqlx::Error> {
    sqlx::query("insert into orders (id) values ($1)").bind(order).execute(pool).await?; //~ torn-update: the first write stays in the store
    charge(pool, order, amount).await?; //~ related: would be written with it
    Ok(())
}

async fn charge(pool: &sqlx::PgPool, order: i64, amount: i64) -> Result<(), sqlx::Error> {
    sqlx::query("insert into charges (order_id, amount) values ($1, $2)").bind(order).bind(amount).execute(pool).await?;
    Ok(())
}
