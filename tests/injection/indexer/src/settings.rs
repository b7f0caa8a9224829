use std::path::Path;
use std::time::Duration;

use serde::Deserialize;

use crate::Broken;
use crate::crew::{Limits, OnFailure, Role};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Production,
    Staging,
    Test,
}

impl Stage {
    pub fn of_this_machine() -> Self {
        match std::env::var("INDEXER_STAGE").as_deref() {
            Ok("production") => Self::Production,
            Ok("staging") => Self::Staging,
            _ => Self::Test,
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
pub struct Settings {
    pub database: String,
    pub target: String,
    pub supervision: Supervision,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Supervision {
    pub restarts: usize,
    pub reply_timeout_ms: u64,
}

impl Settings {
    pub fn load(stage: Stage) -> Result<Self, Broken> {
        let path = match stage {
            Stage::Production | Stage::Staging => Path::new("config/production.json"),
            Stage::Test => Path::new("config/test.json"),
        };
        Ok(serde_json::from_str(&std::fs::read_to_string(path)?)?)
    }
}

/// How often something may fail. The same everywhere: what we test is what runs.
pub fn limits(stage: Stage, supervision: &Supervision) -> Limits {
    tracing::info!("this is {stage:?}");
    Limits {
        restarts: supervision.restarts,
        within: Duration::from_secs(60),
        pause: Duration::from_secs(1),
        on_failure: OnFailure::RestartOne,
    }
}

/// Who works here.
pub fn roles(stage: Stage) -> Vec<Role> {
    tracing::info!("hiring for {stage:?}");
    vec![Role::Compact, Role::Expire, Role::Verify]
}

/// How long an answer may take.
pub fn reply_timeout() -> Duration {
    Duration::from_secs(2)
}
