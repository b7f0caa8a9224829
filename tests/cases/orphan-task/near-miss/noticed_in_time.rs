//! Its end is noticed while the rest lives, its panics are caught, or its errors are told.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::JoinHandle;

async fn persist(pool: &sqlx::PgPool) -> Result<(), sqlx::Error> {
    sqlx::query("update channels set saved = now()").execute(pool).await?;
    Ok(())
}

async fn persist_for_ever(pool: sqlx::PgPool) -> Result<(), sqlx::Error> {
    loop {
        persist(&pool).await?;
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

async fn serve() {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

pub async fn raced(pool: sqlx::PgPool) {
    let mut persister = tokio::spawn(persist_for_ever(pool));
    tokio::select! {
        () = serve() => persister.abort(),
        ended = &mut persister => tracing::error!("{ended:?}"),
    }
}

async fn print(mut names: mpsc::Receiver<String>) {
    while let Some(name) = names.recv().await {
        tracing::info!("{name}");
    }
}

pub async fn its_reader_sees_the_end(pool: sqlx::PgPool) -> Result<(), sqlx::Error> {
    let (sender, names) = mpsc::channel(8);
    let reader = tokio::spawn(async move {
        loop {
            let (name,): (String,) = sqlx::query_as("select name from next").fetch_one(&pool).await?;
            if sender.send(name).await.is_err() {
                return Ok::<(), sqlx::Error>(());
            }
        }
    });
    print(names).await;
    match reader.await {
        Ok(ended) => ended,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}

type Job = Box<dyn FnOnce() + Send + 'static>;

pub fn catches() -> std::sync::mpsc::Sender<Job> {
    let (jobs, received) = std::sync::mpsc::channel::<Job>();
    std::thread::spawn(move || {
        while let Ok(job) = received.recv() {
            if std::panic::catch_unwind(AssertUnwindSafe(job)).is_err() {
                tracing::error!("a job panicked");
            }
        }
    });
    jobs
}

pub fn replies_only() -> mpsc::Sender<tokio::sync::oneshot::Receiver<u64>> {
    let (queue, mut received) = mpsc::channel::<tokio::sync::oneshot::Receiver<u64>>(16);
    tokio::spawn(async move {
        while let Some(reply) = received.recv().await {
            let _ = reply.await;
        }
    });
    queue
}

pub fn says_what_failed(pool: sqlx::PgPool) -> mpsc::Receiver<Result<String, sqlx::Error>> {
    let (rows, received) = mpsc::channel(64);
    tokio::spawn(async move {
        for page in 0..10_i64 {
            let found = sqlx::query_as::<_, (String,)>("select name from users offset $1")
                .bind(page)
                .fetch_one(&pool)
                .await;
            match found {
                Ok((name,)) => rows.send(Ok(name)).await.unwrap_or_default(),
                Err(error) => {
                    let _ = rows.send(Err(error)).await;
                    return;
                }
            }
        }
    });
    received
}

pub async fn joined_after_the_last(pool: sqlx::PgPool) -> Result<u64, sqlx::Error> {
    let (rows, mut received) = mpsc::channel::<String>(64);
    let task: JoinHandle<Result<(), sqlx::Error>> = tokio::spawn(async move {
        for page in 0..10_i64 {
            let (name,): (String,) = sqlx::query_as("select name from users offset $1")
                .bind(page)
                .fetch_one(&pool)
                .await?;
            let _ = rows.send(name).await;
        }
        Ok(())
    });
    let mut count = 0;
    while received.recv().await.is_some() {
        count += 1;
    }
    match task.await {
        Ok(ended) => ended.map(|()| count),
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}

struct Completion(Arc<(Mutex<bool>, Condvar)>);

impl Drop for Completion {
    fn drop(&mut self) {
        let (lock, wake) = &*self.0;
        *lock.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) = true;
        wake.notify_all();
    }
}

pub fn guarded<F: FnOnce() + Send + 'static>(work: F, done: Arc<(Mutex<bool>, Condvar)>) {
    std::thread::spawn(move || {
        let guard = Completion(Arc::clone(&done));
        work();
        drop(guard);
        done.1.notify_all();
    });
}
