//! Carriers: small services without a flaw.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Error;
use super::site::{Site, Sites};

/// A service, as text.
#[derive(Clone, Debug)]
pub struct Carrier {
    /// The name of its folder.
    pub name: String,
    /// Its `Cargo.toml`.
    pub manifest: String,
    /// Its other files, by path relative to its folder.
    pub files: BTreeMap<PathBuf, String>,
    /// Where flaws can be planted.
    pub sites: Vec<Site>,
}

impl Carrier {
    /// All carriers in a folder, by name.
    ///
    /// # Errors
    ///
    /// When one cannot be read.
    pub fn all(folder: &Path) -> Result<Vec<Self>, Error> {
        let mut carriers = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(Error::file(folder))? {
            let path = entry.map_err(Error::file(folder))?.path();
            if path.join("sites.toml").exists() {
                carriers.push(Self::read(&path)?);
            }
        }
        carriers.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(carriers)
    }

    fn read(folder: &Path) -> Result<Self, Error> {
        let manifest = folder.join("Cargo.toml");
        let mut files = BTreeMap::new();
        read_files(folder, folder, &mut files)?;
        files.remove(Path::new("Cargo.toml"));
        files.remove(Path::new("sites.toml"));
        Ok(Self {
            name: folder
                .file_name()
                .map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
            manifest: std::fs::read_to_string(&manifest).map_err(Error::file(&manifest))?,
            files,
            sites: Sites::read(&folder.join("sites.toml"))?.site,
        })
    }
}

fn read_files(
    root: &Path,
    folder: &Path,
    files: &mut BTreeMap<PathBuf, String>,
) -> Result<(), Error> {
    for entry in std::fs::read_dir(folder).map_err(Error::file(folder))? {
        let path = entry.map_err(Error::file(folder))?.path();
        if path.is_dir() {
            if path.file_name().is_none_or(|name| name != "target") {
                read_files(root, &path, files)?;
            }
        } else if let Ok(relative) = path.strip_prefix(root) {
            let text = std::fs::read_to_string(&path).map_err(Error::file(&path))?;
            files.insert(relative.to_owned(), text);
        }
    }
    Ok(())
}

/// Writes files below a folder, which is emptied first.
///
/// # Errors
///
/// When the folder or a file cannot be written.
pub fn write(
    folder: &Path,
    manifest: &str,
    files: &BTreeMap<PathBuf, String>,
) -> Result<(), Error> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(Error::file(folder))?;
    }
    let manifest_path = PathBuf::from("Cargo.toml");
    let manifest = std::iter::once((&manifest_path, manifest));
    for (relative, text) in
        manifest.chain(files.iter().map(|(path, text)| (path, text.as_str())))
    {
        let path = folder.join(relative);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(Error::file(parent))?;
        }
        std::fs::write(&path, text).map_err(Error::file(&path))?;
    }
    Ok(())
}
