//! A post office. Every district runs its sorter on another framework, as such things grow.

mod airport;
mod brigade;
mod centre;
mod east;
mod harbour;
mod north;
mod south;
mod west;

/// A letter on its way.
#[derive(Clone, Debug)]
pub struct Letter {
    pub number: i64,
    pub address: String,
    pub text: String,
}

#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error("the sorter is gone")]
    Gone,
    #[error("the sorter has no room")]
    Full,
    #[error("the register: {0}")]
    Register(#[from] sqlx::Error),
}

/// Enters a letter into the register.
pub async fn register(pool: &sqlx::PgPool, letter: &Letter) -> Result<(), sqlx::Error> {
    sqlx::query("insert into letters (number, address, text) values ($1, $2, $3)")
        .bind(letter.number)
        .bind(&letter.address)
        .bind(&letter.text)
        .execute(pool)
        .await?;
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let pool = sqlx::PgPool::connect("postgres://localhost/post").await?;
    let (counter, sorter) = centre::open(pool.clone());
    let (pier, crew) = harbour::open(pool.clone());
    let letter = Letter { number: 1, address: "here".to_owned(), text: "hello".to_owned() };
    counter.accept(letter.clone()).await?;
    pier.accept(letter).await?;
    tokio::select! {
        ended = sorter => tracing::error!("the sorter ended: {ended:?}"),
        ended = crew => tracing::error!("the crew ended: {ended:?}"),
        _ = tokio::signal::ctrl_c() => {}
    }
    Ok(())
}
