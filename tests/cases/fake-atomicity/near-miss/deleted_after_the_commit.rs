//! Files that are deleted once the transaction has committed, or that are passing.

use std::fs;
use std::path::PathBuf;

pub struct Tasks {
    pool: sqlx::PgPool,
    folder: PathBuf,
}

impl Tasks {
    pub async fn forget(&self, task: i64) -> Result<(), sqlx::Error> {
        let mut open = self.pool.begin().await?;
        sqlx::query("delete from tasks where id = $1").bind(task).execute(&mut *open).await?;
        open.commit().await?;
        fs::remove_file(self.folder.join(task.to_string()))?;
        Ok(())
    }

    /// What is uploaded first is what the row tells of.
    pub async fn add(&self, task: i64, content: &[u8]) -> Result<(), sqlx::Error> {
        let mut open = self.pool.begin().await?;
        fs::write(self.folder.join(task.to_string()), content)?;
        sqlx::query("insert into tasks values ($1)").bind(task).execute(&mut *open).await?;
        open.commit().await
    }

    fn remove_temporary(&self) -> std::io::Result<()> {
        fs::remove_file(self.folder.join("part"))
    }

    pub async fn import(&self, task: i64) -> Result<(), sqlx::Error> {
        let mut open = self.pool.begin().await?;
        sqlx::query("insert into tasks values ($1)").bind(task).execute(&mut *open).await?;
        self.remove_temporary()?;
        open.commit().await
    }

    /// What may be left of an earlier run is missed by nobody.
    pub async fn fresh(&self, task: i64) -> Result<(), sqlx::Error> {
        let mut open = self.pool.begin().await?;
        fs::remove_file(self.folder.join("old")).ok();
        sqlx::query("insert into tasks values ($1)").bind(task).execute(&mut *open).await?;
        open.commit().await
    }
}
