//! Two statements that only take something out: what is left over is found by the next try.

async fn forget(pool: &sqlx::PgPool, customer: i64) -> Result<(), sqlx::Error> {
    sqlx::query("delete from orders where customer = $1").bind(customer).execute(pool).await?;
    sqlx::query("delete from customers where id = $1").bind(customer).execute(pool).await?;
    Ok(())
}

async fn prepares(client: &tokio_postgres::Client, customer: i64) -> Result<(), tokio_postgres::Error> {
    let insert = client.prepare("insert into orders (customer) values ($1)").await?;
    client.execute(&insert, &[&customer]).await?;
    Ok(())
}
