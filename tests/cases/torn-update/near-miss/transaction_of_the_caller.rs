//! The helper writes two rows into a transaction that its caller begins.

async fn rows(connection: &mut sqlx::PgConnection, order: i64, amount: i64) -> Result<(), sqlx::Error> {
    sqlx::query("insert into orders (id) values ($1)").bind(order).execute(&mut *connection).await?;
    sqlx::query("insert into charges (order_id, amount) values ($1, $2)")
        .bind(order)
        .bind(amount)
        .execute(&mut *connection)
        .await?;
    Ok(())
}

async fn place(pool: &sqlx::PgPool, order: i64, amount: i64) -> Result<(), sqlx::Error> {
    let mut both = pool.begin().await?;
    rows(&mut both, order, amount).await?;
    both.commit().await
}

/// A file is written beside the old one and moved over it.
async fn save(path: &std::path::Path, text: &str) -> std::io::Result<()> {
    let beside = path.with_extension("new");
    tokio::fs::write(&beside, text).await?;
    tokio::fs::rename(&beside, path).await?;
    Ok(())
}
