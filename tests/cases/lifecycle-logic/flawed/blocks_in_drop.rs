//! `block_on` inside a runtime panics.

pub struct Lease {
    runtime: tokio::runtime::Handle,
    pool: sqlx::PgPool,
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.runtime.block_on(release(&self.pool)); //~ lifecycle-logic: `drop` blocks on a future
    }
}

async fn release(pool: &sqlx::PgPool) {
    let _ = sqlx::query("delete from leases").execute(pool).await;
}
