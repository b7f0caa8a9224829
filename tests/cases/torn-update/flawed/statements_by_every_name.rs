//! Two statements that tell of one order, each library's way of writing them: the second fails, and the first stays.

use sea_orm::{DatabaseConnection, DbErr, Set};

const ORDER: &str = "insert into orders (customer, amount) values ($1, $2)";
const DEBIT: &str = "update customers set balance = balance - $2 where id = $1";

async fn in_arrays(client: &tokio_postgres::Client, customer: i64, amount: i64) -> Result<(), tokio_postgres::Error> {
    client.execute("insert into orders (customer, amount) values ($1, $2)", &[&customer, &amount]).await?; //~ torn-update: the first write stays
    client.execute("update customers set balance = balance - $2 where id = $1", &[&customer, &amount]).await?;
    Ok(())
}

async fn by_constants(client: &tokio_postgres::Client, customer: i64, amount: i64) -> Result<(), tokio_postgres::Error> {
    client.execute(ORDER, &[&customer, &amount]).await?; //~ torn-update: the first write stays
    client.execute(DEBIT, &[&customer, &amount]).await?;
    Ok(())
}

async fn prepared(client: &tokio_postgres::Client, customer: i64, amount: i64) -> Result<(), tokio_postgres::Error> {
    let order = client.prepare(ORDER).await?;
    let debit = client.prepare(DEBIT).await?;
    client.execute(&order, &[&customer, &amount]).await?; //~ torn-update: the first write stays
    client.execute(&debit, &[&customer, &amount]).await?;
    Ok(())
}

fn in_tuples(conn: &rusqlite::Connection, customer: i64, amount: i64) -> rusqlite::Result<()> {
    conn.execute("insert into orders (customer, amount) values (?1, ?2)", (customer, amount))?; //~ torn-update: the first write stays
    conn.execute("update customers set balance = balance - ?2 where id = ?1", (customer, amount))?;
    Ok(())
}

async fn by_derives(db: &DatabaseConnection, customer: i64) -> Result<(), DbErr> {
    let order = order::ActiveModel { customer: Set(customer), ..Default::default() };
    let order = order.insert(db).await?; //~ torn-update: the first write stays
    item::ActiveModel { order: Set(order.id), ..Default::default() }.insert(db).await?;
    Ok(())
}

struct Order {
    id: i64,
    shown: bool,
}

/// What the second came to is asked by the caller alone.
async fn kept(pool: &sqlx::PgPool, order: Order) -> Result<u64, sqlx::Error> {
    sqlx::query("insert into orders (id) values ($1)").bind(order.id).execute(pool).await?; //~ torn-update: the first write stays
    let written = charge(pool, order.id).await;
    if order.shown {
        tracing::info!("charged {}", order.id);
    }
    written
}

async fn charge(pool: &sqlx::PgPool, order: i64) -> Result<u64, sqlx::Error> {
    let done = sqlx::query("insert into charges (order_id) values ($1)").bind(order).execute(pool).await?;
    Ok(done.rows_affected())
}
