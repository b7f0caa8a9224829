//! What is inserted unless it is there already may be inserted again.
use redis::AsyncCommands;

pub struct Performer {
    pool: sqlx::PgPool,
    queue: redis::aio::MultiplexedConnection,
}

#[derive(Debug)]
pub enum Broken {
    Database(sqlx::Error),
    Queue(redis::RedisError),
}

impl From<sqlx::Error> for Broken {
    fn from(error: sqlx::Error) -> Self {
        Broken::Database(error)
    }
}

impl From<redis::RedisError> for Broken {
    fn from(error: redis::RedisError) -> Self {
        Broken::Queue(error)
    }
}

impl Performer {
    pub async fn next(&mut self) -> Result<(), Broken> {
        let job: Option<i64> = self.queue.lindex("jobs", 0).await?;
        if let Some(job) = job {
            self.perform(job).await?;
            let _: i64 = self.queue.lrem("jobs", 1, job).await?;
        }
        Ok(())
    }

    async fn perform(&self, job: i64) -> Result<(), Broken> {
        sqlx::query(
            "insert into performed (job) values ($1)
             on conflict do nothing",
        )
        .bind(job)
        .execute(&self.pool)
        .await?;
        Ok(())
    }
}

/// Whatever fails after it, the next try finds it.
async fn found_or_made(pool: &sqlx::PgPool, host: &str) -> Result<(), sqlx::Error> {
    let id = read_or_create(pool, host).await?;
    sqlx::query("insert into blocks (host) values ($1)").bind(id).execute(pool).await?;
    Ok(())
}

async fn read_or_create(pool: &sqlx::PgPool, host: &str) -> Result<i64, sqlx::Error> {
    let found: Option<i64> = sqlx::query_scalar("select id from hosts where name = $1").bind(host).fetch_optional(pool).await?;
    match found {
        Some(id) => Ok(id),
        None => sqlx::query_scalar("insert into hosts (name) values ($1) returning id").bind(host).fetch_one(pool).await,
    }
}
