//! A synchronous function around a future: every end that comes to it is the same flaw, told once.

pub struct Keys {
    runtime: tokio::runtime::Handle,
    pool: sqlx::PgPool,
}

impl Keys {
    fn forget(&self, name: &str) {
        self.runtime.block_on(delete(&self.pool, name));
    }
}

pub struct Import {
    keys: std::sync::Arc<Keys>,
}

impl Drop for Import {
    fn drop(&mut self) {
        self.keys.forget("import"); //~ lifecycle-logic: `drop` blocks on a future
    }
}

pub struct Snapshot {
    keys: std::sync::Arc<Keys>,
}

impl Drop for Snapshot {
    fn drop(&mut self) {
        self.keys.forget("snapshot");
    }
}

async fn delete(pool: &sqlx::PgPool, name: &str) {
    let _ = sqlx::query("delete from keys where name = $1").bind(name).execute(pool).await;
}
