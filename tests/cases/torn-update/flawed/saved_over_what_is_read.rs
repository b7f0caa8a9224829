//! State that is saved over itself: a process that ends half-way leaves neither the old nor the new.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

const FILE_NAME: &str = "lru.data";

pub struct Persister {
    path: PathBuf,
}

impl Persister {
    pub fn load(&self) -> io::Result<Vec<u8>> {
        let mut file = File::open(&self.path)?; //~ related: it is read here
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    pub fn save(&self, bytes: &[u8]) -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(&self.path)?; //~ torn-update: the file is emptied
        file.write_all(bytes)
    }
}

pub struct Lru {
    seen: Vec<u8>,
}

impl Lru {
    pub async fn save(&self, folder: &str) -> io::Result<()> {
        let folder = folder.to_owned();
        let seen = self.seen.clone();
        tokio::task::spawn_blocking(move || {
            let path = Path::new(&folder).join(format!("{FILE_NAME}.0"));
            let mut file = File::create(&path)?; //~ torn-update: the file is emptied
            file.write_all(&seen)
        })
        .await
        .map_err(io::Error::other)?
    }

    pub async fn load(&mut self, folder: &str) -> io::Result<()> {
        let folder = folder.to_owned();
        self.seen = tokio::task::spawn_blocking(move || fs::read(Path::new(&folder).join(format!("{FILE_NAME}.0")))) //~ related: it is read here
            .await
            .map_err(io::Error::other)??;
        Ok(())
    }
}

pub struct Settings {
    folder: PathBuf,
}

impl Settings {
    pub async fn windows(&self) -> io::Result<String> {
        tokio::fs::read_to_string(self.folder.join("windows.json")).await
    }

    pub async fn move_window(&self, text: &str) -> io::Result<()> {
        tokio::fs::write(self.folder.join("windows.json"), text).await //~ torn-update: the file is emptied
    }
}
