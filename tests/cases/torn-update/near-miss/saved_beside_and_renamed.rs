//! State that is saved beside and renamed, that is made once, that many files hold, or that nobody reads again.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

pub struct Persister {
    path: PathBuf,
}

impl Persister {
    pub fn load(&self) -> io::Result<Vec<u8>> {
        fs::read(&self.path)
    }

    pub fn save(&self, bytes: &[u8]) -> io::Result<()> {
        let beside = self.path.with_extension("new");
        let mut file = File::create(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, &self.path)
    }
}

pub struct Once {
    path: PathBuf,
}

impl Once {
    pub fn load(&self) -> io::Result<Vec<u8>> {
        fs::read(&self.path)
    }

    pub fn make(&self) -> io::Result<()> {
        if self.path.exists() {
            return Ok(());
        }
        fs::write(&self.path, b"{}")
    }
}

/// A file of its own for each key: what is cut short was not there before.
pub struct Blobs {
    folder: PathBuf,
}

impl Blobs {
    pub fn get(&self, key: &str) -> io::Result<Vec<u8>> {
        fs::read(self.folder.join(key))
    }

    pub fn put(&self, key: &str, bytes: &[u8]) -> io::Result<()> {
        fs::write(self.folder.join(key), bytes)
    }
}

pub struct Settings {
    pub name: String,
}

impl Settings {
    /// A person makes such a file, by a command.
    pub fn load(path: &Path) -> io::Result<Self> {
        let name = fs::read_to_string(path)?;
        Ok(Self { name })
    }

    pub fn save(&self, path: &Path) -> io::Result<()> {
        fs::write(path, &self.name)
    }
}

pub struct Report {
    path: PathBuf,
}

impl Report {
    pub fn write(&self, text: &str) -> io::Result<()> {
        fs::write(&self.path, text)
    }
}
