//! The limit of a policy is known by the struct that it goes into, or by what is counted up to it.
use std::time::{Duration, Instant};

#[derive(Clone, Copy, Debug)]
pub struct RestartPolicy {
    pub max: usize,
    pub window: Duration,
}

pub struct Settings {
    pub policy: RestartPolicy,
    pub patience: Bounds,
}

pub struct Bounds {
    pub upper: usize,
}

pub fn settings() -> Settings {
    let name = std::env::var("APP_ENV").unwrap_or_default();
    let max = match name.as_str() { //~ config-divergence: what production does when it has failed that often
        "test" | "ci" => 3,
        _ => usize::MAX,
    };
    let upper = if cfg!(test) { 2 } else { 40 }; //~ config-divergence: what production does when it has failed that often
    let policy = RestartPolicy { max, window: Duration::from_secs(60) };
    Settings { policy, patience: Bounds { upper } }
}

pub fn keep_alive(bounds: &Bounds, mut start: impl FnMut() -> Result<(), String>) -> Result<(), String> {
    let mut crashes: Vec<Instant> = Vec::new();
    loop {
        let Err(error) = start() else {
            return Ok(());
        };
        tracing::error!("{error}");
        crashes.retain(|at| at.elapsed() < Duration::from_secs(60));
        crashes.push(Instant::now());
        if crashes.len() > bounds.upper { //~ related: failures are counted up to it here
            return Err(error);
        }
    }
}
