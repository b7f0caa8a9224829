//! An item leaves its durable queue before anything else: what fails before the work takes it along.

use std::time::SystemTime;

struct Queue {
    items: sled::Tree,
    failures: sled::Tree,
}

impl Queue {
    async fn step(&self) -> Result<bool, sled::Error> {
        let Some((key, item)) = self.items.pop_min()? else { //~ torn-update: the item that is taken out of the store here is lost
            return Ok(false);
        };
        let failed = self.failures.get(&item)?; //~ related: a failure leaves here
        if failed.is_some() || work(&item, SystemTime::now()).await.is_err() {
            self.items.insert(key, item)?; //~ related: it would be put back here
        }
        Ok(true)
    }
}

struct Late;

async fn work(item: &[u8], at: SystemTime) -> Result<(), Late> {
    tokio::task::yield_now().await;
    if item.is_empty() || at.elapsed().is_err() { Err(Late) } else { Ok(()) }
}

struct Job {
    id: i64,
    name: String,
}

async fn next(pool: &sqlx::PgPool) -> Result<(), sqlx::Error> {
    let (id, name): (i64, String) = sqlx::query_as("delete from jobs where id = (select min(id) from jobs) returning id, name") //~ torn-update: the item that is taken out of the store here is lost
        .fetch_one(pool)
        .await?;
    let host: Option<i64> = sqlx::query_scalar("select id from hosts limit 1").fetch_optional(pool).await?; //~ related: a failure leaves here
    if host.is_none() {
        sqlx::query("insert into jobs (id, name) values ($1, $2)").bind(id).bind(&name).execute(pool).await?;
    }
    run(&Job { id, name });
    Ok(())
}

fn run(job: &Job) {
    tracing::info!("{} {}", job.id, job.name);
}
