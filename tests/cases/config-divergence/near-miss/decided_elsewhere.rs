//! A variable decides in production what the debug build decides without one; a helper spawns whatever it is given.

use std::future::Future;
use std::time::Duration;

fn detect_deadlocks() {
    std::thread::spawn(|| {
        loop {
            std::thread::sleep(Duration::from_secs(1));
            tracing::debug!("looked");
        }
    });
}

pub fn start() {
    if let Ok(on) = std::env::var("DETECT_DEADLOCKS") {
        if on == "true" {
            detect_deadlocks();
        }
    } else if cfg!(debug_assertions) {
        detect_deadlocks();
    }
}

fn spawn_logged(task: impl Future<Output = Result<(), String>> + Send + 'static) {
    tokio::spawn(async {
        if let Err(error) = task.await {
            tracing::warn!("{error}");
        }
    });
}

pub fn registered(name: String) {
    if cfg!(debug_assertions) {
        return;
    }
    spawn_logged(async move {
        tracing::info!("{name}");
        Ok(())
    });
}
