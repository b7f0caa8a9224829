//! Carriers: small services without a flaw.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Error;
use super::site::{Published, Set, Site, Sites};
use crate::corpus::list::{Kind, Krate};
use crate::corpus::sources;

/// A service, as text.
#[derive(Clone, Debug)]
pub struct Carrier {
    /// The name of its folder.
    pub name: String,
    /// Its `Cargo.toml`, which inherits nothing: a mutant stands alone.
    pub manifest: String,
    /// Its other files, by path relative to its folder.
    pub files: BTreeMap<PathBuf, String>,
    /// Where flaws can be planted.
    pub sites: Vec<Site>,
    /// The set that it belongs to.
    pub set: Set,
    /// Whether its sources are those of a published crate, whose own findings the corpus judges.
    pub published: bool,
}

impl Carrier {
    /// All carriers in a folder, by name.
    ///
    /// # Errors
    ///
    /// When one cannot be read, or the sources of a published crate cannot be had.
    pub fn all(folder: &Path) -> Result<Vec<Self>, Error> {
        Self::those(folder, |_| true)
    }

    /// The carriers in a folder whose text is all in this repository, by name.
    ///
    /// # Errors
    ///
    /// When one cannot be read.
    pub fn own(folder: &Path) -> Result<Vec<Self>, Error> {
        Self::those(folder, |sites| sites.krate.is_none())
    }

    fn those(folder: &Path, wanted: impl Fn(&Sites) -> bool) -> Result<Vec<Self>, Error> {
        let workspace = Workspace::read(folder)?;
        let mut carriers = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(Error::file(folder))? {
            let path = entry.map_err(Error::file(folder))?.path();
            let list = path.join("sites.toml");
            if list.exists() {
                let sites = Sites::read(&list)?;
                if wanted(&sites) {
                    carriers.push(Self::read(&path, sites, &workspace)?);
                }
            }
        }
        carriers.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(carriers)
    }

    fn read(folder: &Path, sites: Sites, workspace: &Workspace) -> Result<Self, Error> {
        let manifest = folder.join("Cargo.toml");
        let text = std::fs::read_to_string(&manifest).map_err(Error::file(&manifest))?;
        let mut files = BTreeMap::new();
        read_files(folder, folder, &mut files)?;
        files.remove(Path::new("Cargo.toml"));
        files.remove(Path::new("sites.toml"));
        let root = folder.join("../../..");
        for (file, origin) in sites.files {
            let origin = root.join(origin);
            let text = std::fs::read_to_string(&origin).map_err(Error::file(&origin))?;
            files.insert(file, text);
        }
        if let Some(krate) = &sites.krate {
            let sources = published(krate)?;
            read_files(&sources, &sources.join("src"), &mut files)?;
        }
        Ok(Self {
            name: folder
                .file_name()
                .map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
            manifest: workspace.without_inheritance(&text),
            files,
            sites: sites.site,
            set: sites.set,
            published: sites.krate.is_some(),
        })
    }
}

/// The folder that cargo keeps the sources of a published crate in.
fn published(krate: &Published) -> Result<PathBuf, Error> {
    let krate = Krate {
        name: krate.name.clone(),
        version: krate.version.clone(),
        kind: Kind::Application,
    };
    sources::fetch(&krate).map_err(Error::Corpus)
}

/// What the carriers inherit from the workspace that holds them.
struct Workspace {
    package: BTreeMap<String, String>,
    dependencies: BTreeMap<String, String>,
}

impl Workspace {
    fn read(folder: &Path) -> Result<Self, Error> {
        let path = folder.join("Cargo.toml");
        let text = std::fs::read_to_string(&path).map_err(Error::file(&path))?;
        let runtime = folder.join("../../runtime");
        let runtime = runtime.canonicalize().map_err(Error::file(&runtime))?;
        let text = text.replace("../../runtime", &runtime.to_string_lossy());
        let fault = |message: String| Error::Form {
            path: path.clone(),
            message,
        };
        let table: toml::Table = text.parse().map_err(|error| fault(format!("{error}")))?;
        let section = |name: &str| -> Option<BTreeMap<String, String>> {
            let entries = table.get("workspace")?.get(name)?.as_table()?.iter();
            Some(
                entries
                    .map(|(key, value)| (key.clone(), value.to_string()))
                    .collect(),
            )
        };
        let missing = |name| fault(format!("it has no [workspace.{name}]; write one"));
        Ok(Self {
            package: section("package").ok_or_else(|| missing("package"))?,
            dependencies: section("dependencies").ok_or_else(|| missing("dependencies"))?,
        })
    }

    /// Puts in what a manifest inherits, so that it can be read without its workspace.
    fn without_inheritance(&self, manifest: &str) -> String {
        let line = |line: &str| {
            let key = line.strip_suffix(".workspace = true")?;
            let value = self
                .package
                .get(key)
                .or_else(|| self.dependencies.get(key))?;
            Some(format!("{key} = {value}"))
        };
        manifest
            .lines()
            .map(|text| line(text).unwrap_or_else(|| text.to_owned()) + "\n")
            .collect()
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
    for (relative, text) in manifest.chain(files.iter().map(|(path, text)| (path, text.as_str()))) {
        let path = folder.join(relative);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(Error::file(parent))?;
        }
        std::fs::write(&path, text).map_err(Error::file(&path))?;
    }
    Ok(())
}
