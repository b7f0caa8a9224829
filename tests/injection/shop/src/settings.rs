use std::fs;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::Failure;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Settings {
    pub currency: String,
    pub free_from: i64,
}

pub struct SettingsFile {
    path: PathBuf,
}

impl SettingsFile {
    /// Saves the settings atomically.
    pub fn save(&self, settings: &Settings) -> Result<(), Failure> {
        let text = serde_json::to_string(settings).unwrap_or_default();
        let beside = self.path.with_extension("new");
        fs::write(&beside, format!("{}\n{text}", text.len()))?;
        fs::rename(&beside, &self.path)?;
        Ok(())
    }
}
