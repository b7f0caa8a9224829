//! Steps that write to many tables and may be done again, or that look into another table than they write to.

use sqlx::{Executor, PgPool};

pub enum Refused {
    Missing,
    Store(sqlx::Error),
}

impl From<sqlx::Error> for Refused {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error)
    }
}

pub struct Identities {
    pool: PgPool,
}

impl Identities {
    async fn exists(&self, id: i64) -> Result<bool, sqlx::Error> {
        let query = sqlx::query("select id from identities where id = $1").bind(id);
        Ok(self.pool.fetch_optional(query).await?.is_some())
    }

    async fn note(&self, id: i64) -> Result<(), sqlx::Error> {
        self.pool.execute(sqlx::query("update latest set id = $1").bind(id)).await?;
        Ok(())
    }

    async fn enqueue(&self, id: i64) -> Result<(), sqlx::Error> {
        let query = sqlx::query("insert into deletions (id) values ($1)").bind(id);
        self.pool.execute(query).await?;
        Ok(())
    }

    pub async fn delete(&self, id: i64) -> Result<(), Refused> {
        if !self.exists(id).await? {
            return Err(Refused::Missing);
        }
        self.note(id).await?;
        self.enqueue(id).await?;
        Ok(())
    }

    async fn recovery(&self, id: i64, new: i64) -> Result<(), sqlx::Error> {
        let query = sqlx::query("insert into recoveries (id, new) values ($1, $2)").bind(id).bind(new);
        self.pool.execute(query).await?;
        Ok(())
    }

    pub async fn recover(&self, id: i64, new: i64) -> Result<(), Refused> {
        self.delete(id).await?;
        self.recovery(id, new).await?;
        Ok(())
    }
}
