//! `try_join!` drops the branch that received a job as soon as the other fails.

use tokio::sync::mpsc;

struct Job(i64);

async fn store(jobs: &mut mpsc::Receiver<Job>, pool: &sqlx::PgPool) -> Result<(), sqlx::Error> {
    if let Some(job) = jobs.recv().await { //~ related: taken out of
        sqlx::query("insert into jobs values ($1)").bind(job.0).execute(pool).await?; //~ torn-update: the first write stays in the store without the second
        finish(job, pool).await?;
    }
    Ok(())
}

async fn finish(job: Job, pool: &sqlx::PgPool) -> Result<(), sqlx::Error> {
    sqlx::query("update jobs set done = true where id = $1").bind(job.0).execute(pool).await?;
    Ok(())
}

async fn check(pool: &sqlx::PgPool) -> Result<(), sqlx::Error> {
    sqlx::query("select 1").execute(pool).await?;
    Ok(())
}

async fn run(mut jobs: mpsc::Receiver<Job>, pool: sqlx::PgPool) {
    loop {
        if let Err(error) = tokio::try_join!(store(&mut jobs, &pool), check(&pool)) { //~ cancel-unsafe-select: another branch fails
            tracing::warn!("{error}");
        }
    }
}
