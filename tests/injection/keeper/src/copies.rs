//! Copies on disk.

use std::path::PathBuf;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::timeout;

use crate::Failure;

pub struct Secret {
    pub name: String,
    pub sealed: Vec<u8>,
}

pub fn start(tasks: &mut JoinSet<Result<(), Failure>>, pool: sqlx::PgPool, secrets: mpsc::Receiver<Secret>) {
    tasks.spawn(copy(pool, secrets));
}

async fn copy(pool: sqlx::PgPool, mut secrets: mpsc::Receiver<Secret>) -> Result<(), Failure> {
    let mut writing = JoinSet::new();
    loop {
        tokio::select! {
            secret = secrets.recv() => match secret {
                Some(secret) => drop(writing.spawn(write(secret))),
                None => return Ok(()),
            },
            Some(written) = writing.join_next() => {
                let name = written??;
                let note = sqlx::query("update secrets set copied = now() where name = $1").bind(name).execute(&pool);
                timeout(Duration::from_secs(2), note).await??;
            }
        }
    }
}

pub async fn write(secret: Secret) -> Result<String, std::io::Error> {
    assert!(secret.sealed[0] < 4, "an unknown seal");
    let beside = PathBuf::from(format!("copies/{}.new", secret.name));
    tokio::fs::write(&beside, &secret.sealed).await?;
    tokio::fs::rename(&beside, format!("copies/{}", secret.name)).await?;
    Ok(secret.name)
}

/// How many bytes all copies have, counted on several tasks.
pub async fn total(folders: Vec<PathBuf>) -> Result<u64, Failure> {
    let counting: Vec<JoinHandle<Result<u64, std::io::Error>>> =
        folders.into_iter().map(|folder| tokio::spawn(size(folder))).collect();
    let mut total = 0;
    for part in counting {
        total += part.await??;
    }
    Ok(total)
}

async fn size(folder: PathBuf) -> Result<u64, std::io::Error> {
    let mut bytes = 0;
    let mut entries = tokio::fs::read_dir(folder).await?;
    while let Some(entry) = entries.next_entry().await? {
        let name = entry.file_name().into_string().expect("names are text");
        tracing::trace!("{name}");
        bytes += entry.metadata().await?.len();
    }
    Ok(bytes)
}

/// Checks a copy on a thread of its own: it is long work.
pub fn verify(name: String) -> Result<bool, Failure> {
    let checking = std::thread::spawn(move || -> Result<bool, std::io::Error> {
        let text = std::fs::read(format!("copies/{name}"))?;
        tracing::trace!("seal {}", text[0]);
        Ok(text.iter().fold(0u8, |sum, byte| sum ^ byte) == 0)
    });
    Ok(checking.join().map_err(|_| "the check crashed")??)
}

/// Checks copies side by side, and says which are good.
pub async fn verify_all(names: Vec<String>) -> Result<Vec<String>, Failure> {
    let mut checks = JoinSet::new();
    for name in names {
        checks.spawn_blocking(move || std::fs::read(format!("copies/{name}")).map(|text| {
            assert!(!text.is_empty(), "an empty copy");
            name
        }));
    }
    let mut good = Vec::new();
    while let Some(check) = checks.join_next().await {
        good.push(check??);
    }
    Ok(good)
}
