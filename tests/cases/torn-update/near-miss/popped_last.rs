//! The item is looked at first, and leaves its durable queue once the work is done; or all of it is one transaction.

struct Queue {
    items: sled::Tree,
    failures: sled::Tree,
}

impl Queue {
    async fn step(&self) -> Result<bool, sled::Error> {
        let Some(first) = self.items.iter().next() else {
            return Ok(false);
        };
        let (key, item) = first?;
        if self.failures.get(&item)?.is_none() {
            work(&item).await;
        }
        self.items.remove(key)?;
        Ok(true)
    }
}

async fn work(item: &[u8]) -> bool {
    tokio::task::yield_now().await;
    item.is_empty()
}

async fn in_one_transaction(pool: &sqlx::PgPool) -> Result<(), sqlx::Error> {
    let mut all = pool.begin().await?;
    let (id, name): (i64, String) = sqlx::query_as("delete from jobs where id = 1 returning id, name").fetch_one(&mut *all).await?;
    let host: Option<i64> = sqlx::query_scalar("select id from hosts limit 1").fetch_optional(&mut *all).await?;
    if host.is_none() {
        sqlx::query("insert into jobs (id, name) values ($1, $2)").bind(id).bind(&name).execute(&mut *all).await?;
    }
    all.commit().await
}
