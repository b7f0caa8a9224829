//! Short, infallible, logged, or over when their channel or connection is.

use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::sync::mpsc;

fn short(pool: sqlx::PgPool) {
    tokio::spawn(async move {
        sqlx::query("select 1").execute(&pool).await?;
        Ok::<(), sqlx::Error>(())
    });
}

fn told_on_the_way(pool: sqlx::PgPool) {
    tokio::spawn(async move {
        sqlx::query("delete from sessions where expired")
            .execute(&pool)
            .await
            .inspect_err(|error| tracing::error!("{error}"))?;
        Ok::<(), sqlx::Error>(())
    });
}

fn told_before_the_loop(pool: sqlx::PgPool) {
    tokio::spawn(async move {
        if let Err(error) = sqlx::query("insert into watchers values (1)").execute(&pool).await {
            tracing::error!("{error}");
            return Err(error);
        }
        loop {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        #[allow(unreachable_code)]
        Ok::<(), sqlx::Error>(())
    });
}

fn caught(path: String) {
    std::thread::spawn(move || loop {
        let turn = std::panic::catch_unwind(|| std::fs::write(&path, "alive").unwrap());
        if turn.is_err() {
            tracing::error!("the turn failed");
        }
        std::thread::sleep(Duration::from_secs(1));
    });
}

fn only_measures(started: std::time::SystemTime) {
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_secs(1)).await;
            let since = started.duration_since(std::time::UNIX_EPOCH).unwrap();
            tracing::info!("{since:?}");
        }
    });
}

fn one_for_each(pool: sqlx::PgPool, mut jobs: mpsc::Receiver<mpsc::Receiver<i64>>) {
    tokio::spawn(async move {
        while let Some(mut job) = jobs.recv().await {
            let pool = pool.clone();
            tokio::spawn(async move {
                while let Some(step) = job.recv().await {
                    sqlx::query("insert into steps values ($1)").bind(step).execute(&pool).await?;
                }
                Ok::<(), sqlx::Error>(())
            });
        }
    });
}

fn logged(pool: sqlx::PgPool) {
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_secs(1)).await;
            if let Err(error) = sqlx::query("delete from sessions where expired").execute(&pool).await {
                tracing::error!("{error}");
            }
        }
    });
}

fn writer(mut lines: mpsc::Receiver<Vec<u8>>, mut peer: tokio::net::TcpStream) {
    tokio::spawn(async move {
        while let Some(line) = lines.recv().await {
            peer.write_all(&line).await?;
        }
        Ok::<(), std::io::Error>(())
    });
}

fn forward(mut from: mpsc::Receiver<u64>, to: mpsc::Sender<u64>) {
    tokio::spawn(async move {
        while let Some(one) = from.recv().await {
            to.send(one).await?;
        }
        Ok::<(), mpsc::error::SendError<u64>>(())
    });
}

fn taken_for_granted(pool: sqlx::PgPool, age: String) {
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_secs(5)).await;
            let age = age.strip_prefix("age=").unwrap();
            let deleted = sqlx::query("delete from sessions where age > $1").bind(age).execute(&pool).await;
            if let Err(error) = deleted {
                tracing::error!("{error}");
            }
        }
    });
}
