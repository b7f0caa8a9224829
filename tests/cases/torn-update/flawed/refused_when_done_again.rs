//! The first step looks whether it was done before: when the second fails, the next try is refused at the first.

use sqlx::{Executor, PgPool};

pub enum Refused {
    Queued,
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
    async fn is_queued(&self, id: i64) -> Result<bool, sqlx::Error> {
        let query = sqlx::query("select id from deletions where id = $1").bind(id);
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
        if self.is_queued(id).await? {
            return Err(Refused::Queued);
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
        if new == 0 {
            return Err(Refused::Missing);
        }
        self.delete(id).await?; //~ torn-update: the first write stays in the store without the second
        self.recovery(id, new).await?; //~ related: this would be written with it
        Ok(())
    }
}
