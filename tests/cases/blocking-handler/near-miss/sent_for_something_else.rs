//! What is sent along with something else; what takes no time; what is called where it may block.
use std::collections::HashMap;
use std::path::{Path, PathBuf};

pub struct Settings {
    values: HashMap<String, u64>,
}

impl Settings {
    fn limit(&self) -> u64 {
        self.values.get("limit").copied().unwrap_or(10)
    }

    fn total(&self) -> u64 {
        let mut sum = 0;
        for value in self.values.values() {
            sum += value;
        }
        sum
    }
}

fn read(path: &Path, limit: u64, total: u64) -> std::io::Result<u64> {
    Ok(std::fs::read(path)?.len() as u64 + limit + total)
}

pub fn start(settings: &'static Settings) {
    drop((tokio::spawn(first(settings)), tokio::spawn(second(settings))));
    std::thread::spawn(move || read(Path::new("other"), settings.limit(), 0));
}

async fn first(settings: &'static Settings) {
    let path = PathBuf::from("documents");
    let read = tokio::task::spawn_blocking(move || read(&path, settings.limit(), settings.total()));
    tracing::info!("{}", read.await.unwrap().unwrap());
    let limit = tokio::task::spawn_blocking(move || settings.limit());
    tracing::info!("{}", limit.await.unwrap());
}

async fn second(settings: &'static Settings) {
    tracing::info!("{} {}", settings.limit(), settings.total());
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
}
