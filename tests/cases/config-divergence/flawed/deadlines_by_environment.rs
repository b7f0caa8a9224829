//! Deadlines and limits that tests replace.
use std::time::Duration;

#[cfg(test)]
const REPLY_WITHIN: Duration = Duration::from_millis(10);
#[cfg(not(test))]
const REPLY_WITHIN: Duration = Duration::from_secs(30); //~ config-divergence: tests run with another `REPLY_WITHIN`

#[cfg(test)]
const MAX_RESTARTS: u32 = 1000;
#[cfg(not(test))]
const MAX_RESTARTS: u32 = 5; //~ config-divergence: tests run with another `MAX_RESTARTS`

pub enum Environment {
    Test,
    Production,
}

pub async fn ask(question: impl Future<Output = u64>) -> Option<u64> {
    tokio::time::timeout(REPLY_WITHIN, question).await.ok()
}

pub fn limit() -> u32 {
    MAX_RESTARTS
}

pub fn lease() -> Duration {
    if cfg!(test) { //~ config-divergence: this length of time depends on `cfg!(test)` (50 ms, 60 s)
        Duration::from_millis(50)
    } else {
        Duration::from_secs(60)
    }
}

pub fn reply_timeout(environment: &Environment) -> Duration {
    match environment { //~ config-divergence: this length of time depends on `Environment::Test` (1 ms, 5 s)
        Environment::Test => Duration::from_millis(1),
        Environment::Production => Duration::from_secs(5),
    }
}
