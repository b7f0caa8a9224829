//! What fails in between leaves nothing half done: the store had it first, the next try makes both, or goes on from
//! where this one stopped, or all goes through one transaction.

use std::collections::HashMap;
use std::fmt::{self, Write};

use sqlx::PgPool;

#[derive(Clone)]
struct Provider {
    org: String,
    kind: String,
}

#[derive(Debug)]
struct Refused;

impl From<sqlx::Error> for Refused {
    fn from(_: sqlx::Error) -> Self {
        Self
    }
}

fn check(text: &str) -> Result<String, Refused> {
    match text.is_empty() {
        true => Err(Refused),
        false => Ok(text.to_owned()),
    }
}

struct Providers {
    cached: HashMap<String, Provider>,
    pool: PgPool,
}

impl Providers {
    /// The other nodes are only told.
    async fn add(&mut self, provider: Provider) -> Result<(), Refused> {
        sqlx::query("update providers set kind = $1 where org = $2")
            .bind(&provider.kind)
            .bind(&provider.org)
            .execute(&self.pool)
            .await?;
        self.cached.insert(provider.org.clone(), provider.clone());
        sqlx::query("insert into events values ($1, $2)").bind(&provider.org).bind(&provider.kind).execute(&self.pool).await?;
        Ok(())
    }

    async fn links(&self, link: &str) -> Result<(), Refused> {
        sqlx::query("insert into links values ($1) on conflict do nothing").bind(link).execute(&self.pool).await?;
        let details = check(link)?;
        sqlx::query("insert into details values ($1, $2) on conflict do nothing")
            .bind(link)
            .bind(details)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}

pub struct Job {
    id: i64,
    parts: Option<i64>,
    text: String,
}

async fn split(pool: &PgPool, job: &Job) -> Result<(), Refused> {
    sqlx::query("insert into parts values ($1)").bind(job.id).execute(pool).await?;
    Ok(())
}

async fn finish(pool: &PgPool, job: &Job) -> Result<(), Refused> {
    sqlx::query("insert into results values ($1)").bind(job.id).execute(pool).await?;
    Ok(())
}

pub async fn run(pool: &PgPool, job: Job) -> Result<(), Refused> {
    if job.parts.is_none() {
        split(pool, &job).await?;
    }
    check(&job.text)?;
    finish(pool, &job).await
}

/// An event that has no text has nothing to be found by.
pub async fn index(pool: &PgPool, id: i64, text: &str) -> Result<(), Refused> {
    sqlx::query("update events set seen = true where id = $1").bind(id).execute(pool).await?;
    if id > 0 {
        let body = words(text)?;
        if let Some(word) = body {
            sqlx::query("insert into words values ($1, $2)").bind(id).bind(word).execute(pool).await?;
        }
    }
    Ok(())
}

fn words(text: &str) -> Result<Option<String>, Refused> {
    let text = check(text)?;
    Ok(text.split(' ').next().map(str::to_owned))
}

pub struct KvTransaction {
    pool: PgPool,
}

impl KvTransaction {
    pub async fn put(&self, key: i64, value: &str) -> Result<(), Refused> {
        sqlx::query("insert into keys values ($1, $2)").bind(key).bind(value).execute(&self.pool).await?;
        Ok(())
    }
}

pub struct Document {
    inside: Inside,
}

struct Inside {
    kept: KvTransaction,
}

impl Document {
    async fn record(&self, key: i64, value: &str) -> Result<(), Refused> {
        self.inside.kept.put(key, value).await
    }

    pub async fn create(&self, key: i64, value: &str) -> Result<(), Refused> {
        self.record(key, value).await?;
        check(value)?;
        self.record(-key, value).await
    }
}

pub struct Printer<W> {
    out: W,
    indent: usize,
}

impl<W: Write> Printer<W> {
    pub fn nested(&mut self, inner: impl FnOnce(&mut Self) -> fmt::Result) -> fmt::Result {
        self.indent += 4;
        inner(self)?;
        self.indent -= 4;
        Ok(())
    }

    pub fn line(&mut self, text: &str) -> fmt::Result {
        for _ in 0..self.indent {
            self.out.write_char(' ')?;
        }
        self.out.write_str(text)
    }
}
