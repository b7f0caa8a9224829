//! Files that are deleted while a transaction is open: when it is rolled back its rows tell of files that are gone.

use std::fs;
use std::path::PathBuf;

use sqlx::{Postgres, Transaction};

pub struct Tasks {
    pool: sqlx::PgPool,
    files: Files,
}

struct Files {
    folder: PathBuf,
}

impl Files {
    fn delete(&self, id: i64) -> std::io::Result<()> {
        fs::remove_file(self.folder.join(id.to_string()))?;
        Ok(())
    }
}

impl Tasks {
    async fn cancel_all(&self, open: &mut Transaction<'_, Postgres>, tasks: &[i64]) -> Result<(), sqlx::Error> {
        for task in tasks {
            self.files.delete(*task)?;
            sqlx::query("update tasks set state = 'canceled' where id = $1").bind(task).execute(&mut **open).await?;
        }
        Ok(())
    }

    pub async fn cancel(&self, tasks: &[i64]) -> Result<(), sqlx::Error> {
        let mut open = self.pool.begin().await?;
        self.cancel_all(&mut open, tasks).await?; //~ fake-atomicity: the file is deleted before the transaction commits
        open.commit().await //~ related: it is committed only here
    }

    pub async fn forget(&self, task: i64) -> Result<(), sqlx::Error> {
        let mut open = self.pool.begin().await?;
        sqlx::query("delete from tasks where id = $1").bind(task).execute(&mut *open).await?;
        tokio::fs::remove_file(self.files.folder.join(task.to_string())).await?; //~ fake-atomicity: the file is deleted before the transaction commits
        open.commit().await?;
        Ok(())
    }
}
