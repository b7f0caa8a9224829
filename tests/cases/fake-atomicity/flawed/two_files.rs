//! What is said to be saved atomically lies in two files.

use std::path::PathBuf;

struct Settings {
    path: PathBuf,
}

impl Settings {
    /// Saves the settings atomically.
    fn save(&self, text: &str) -> std::io::Result<()> {
        std::fs::write(&self.path, text)?; //~ fake-atomicity: a failure leaves one file changed and the other file not
        self.write_sum(text)?; //~ related: a failure leaves here
        Ok(())
    }

    fn write_sum(&self, text: &str) -> std::io::Result<()> {
        std::fs::write(self.path.with_extension("sum"), text.len().to_string())
    }

    /// Saves the settings atomically.
    async fn save_async(&self, text: &str) -> std::io::Result<()> {
        tokio::fs::write(&self.path, text).await?; //~ fake-atomicity: a failure leaves one file changed and the other file not
        tokio::fs::write(self.path.with_extension("sum"), text.len().to_string()).await?; //~ related: a failure leaves here
        Ok(())
    }
}
