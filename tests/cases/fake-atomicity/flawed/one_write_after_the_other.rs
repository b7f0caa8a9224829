//! A batch that calls itself atomic is applied line by line.

struct Batch {
    lines: Vec<i64>,
}

impl Batch {
    async fn apply_atomic(&self, pool: &sqlx::PgPool) -> Result<(), sqlx::Error> {
        for line in &self.lines {
            sqlx::query("insert into lines values ($1)").bind(line).execute(pool).await?; //~ fake-atomicity: leaves the changes of the earlier turns
        }
        Ok(())
    }
}
