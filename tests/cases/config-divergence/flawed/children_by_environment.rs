//! Children that run in production only: by the build, a variable, a flag, an early return, a match, an attribute.
use std::time::Duration;

pub struct Settings {
    pub test_mode: bool,
    pub environment: String,
}

pub async fn by_build() {
    if !cfg!(test) { //~ config-divergence: `reap` runs only on one side of `cfg!(test)`
        watched(tokio::spawn(reap())).await;
    }
}

pub async fn by_variable() {
    if std::env::var("TEST_MODE").is_ok() { //~ config-divergence: `reap` runs only on one side of `TEST_MODE`
        return;
    }
    watched(tokio::spawn(reap())).await;
}

pub async fn by_name() {
    let environment = std::env::var("APP_ENV").unwrap_or_default();
    if environment == "production" { //~ config-divergence: `reap` runs only on one side of `"production"`
        watched(tokio::spawn(reap())).await;
    }
}

pub async fn by_flag(settings: &Settings) {
    if settings.test_mode { //~ config-divergence: `reap` runs only on one side of `test_mode`
        tracing::info!("no reaper in tests");
    } else {
        watched(tokio::spawn(reap())).await;
    }
}

pub async fn by_match(settings: &Settings) {
    match settings.environment.as_str() { //~ config-divergence: `reap` runs only on one side of `"test"`
        "test" => {}
        _ => watched(tokio::spawn(reap())).await,
    }
}

pub fn by_attribute() {
    #[cfg(not(test))]
    drop(std::thread::spawn(poll)); //~ config-divergence: `poll` runs only on one side of `cfg!(test)`
}

async fn watched(task: tokio::task::JoinHandle<()>) {
    if let Err(error) = task.await {
        tracing::error!(%error, "the reaper crashed");
    }
}

async fn reap() {
    loop {
        tokio::time::sleep(Duration::from_secs(60)).await;
        tracing::info!("reaped");
    }
}

fn poll() {
    loop {
        std::thread::sleep(Duration::from_secs(60));
        tracing::info!("polled");
    }
}
