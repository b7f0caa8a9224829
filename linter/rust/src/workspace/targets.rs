//! A package's targets: those that the manifest lists and those that cargo finds by itself.

use std::path::{Path, PathBuf};

use otplint_model::SourceError;

use super::manifest::{Build, Inherit, Manifest, Target};
use super::{TargetKind, error};

/// A target before its dependencies are known.
#[derive(Debug)]
pub(super) struct Found {
    pub name: String,
    pub kind: TargetKind,
    pub root: PathBuf,
    pub edition: u16,
}

/// Cargo's default where a manifest names no edition.
const DEFAULT_EDITION: u16 = 2015;
/// Used where the manifest cannot be understood.
const FALLBACK_EDITION: u16 = 2024;

pub(super) fn package_name(manifest: &Manifest) -> String {
    let written = manifest
        .package
        .as_ref()
        .and_then(|package| package.name.clone());
    written.unwrap_or_else(|| {
        manifest.folder.file_name().map_or_else(
            || "crate".to_owned(),
            |name| name.to_string_lossy().into_owned(),
        )
    })
}

/// Lists the targets whose root is there, and reports those whose root is not.
pub(super) fn targets(
    manifest: &Manifest,
    root: Option<&Manifest>,
    errors: &mut Vec<SourceError>,
) -> Vec<Found> {
    let edition = package_edition(manifest, root, errors);
    let mut finder = Finder {
        manifest,
        name: package_name(manifest),
        edition,
        errors,
        found: Vec::new(),
    };
    finder.lib();
    for (kind, key, folder) in [
        (TargetKind::Bin, "bin", "src/bin"),
        (TargetKind::Example, "example", "examples"),
        (TargetKind::Test, "test", "tests"),
        (TargetKind::Bench, "bench", "benches"),
    ] {
        finder.several(kind, key, folder);
    }
    finder.build_script();
    if finder.found.is_empty() {
        let message =
            "has no target: neither src/lib.rs nor src/main.rs is there, and no other is named";
        finder.errors.push(error(manifest.path(), message));
    }
    finder.found
}

fn package_edition(
    manifest: &Manifest,
    root: Option<&Manifest>,
    errors: &mut Vec<SourceError>,
) -> u16 {
    let Some(package) = &manifest.package else {
        return FALLBACK_EDITION;
    };
    let written = match &package.edition {
        None | Some(Inherit::Workspace { workspace: false }) => return DEFAULT_EDITION,
        Some(Inherit::Value(edition)) => edition,
        Some(Inherit::Workspace { workspace: true }) => {
            let workspace = root.and_then(|root| root.workspace.as_ref());
            match workspace.and_then(|workspace| workspace.package.edition.as_ref()) {
                Some(edition) => edition,
                None => {
                    let message = "inherits `package.edition`, which no workspace around it sets";
                    errors.push(error(manifest.path(), message));
                    return FALLBACK_EDITION;
                }
            }
        }
    };
    edition(written).unwrap_or_else(|| {
        errors.push(error(
            manifest.path(),
            format!("names an edition that is not known: `{written}`"),
        ));
        FALLBACK_EDITION
    })
}

fn edition(written: &str) -> Option<u16> {
    written
        .parse()
        .ok()
        .filter(|year| [2015, 2018, 2021, 2024].contains(year))
}

struct Finder<'a> {
    manifest: &'a Manifest,
    name: String,
    edition: u16,
    errors: &'a mut Vec<SourceError>,
    found: Vec<Found>,
}

impl Finder<'_> {
    fn at(&self, path: impl AsRef<Path>) -> PathBuf {
        normalize(&self.manifest.folder.join(path))
    }

    fn push(&mut self, kind: TargetKind, name: &str, root: PathBuf, target: Option<&Target>) {
        let own = target
            .and_then(|target| target.edition.as_deref())
            .and_then(edition);
        let name = name.replace('-', "_");
        self.found.push(Found {
            name,
            kind,
            root,
            edition: own.unwrap_or(self.edition),
        });
    }

    fn missing(&mut self, what: &str, path: &Path) {
        let shown = path
            .strip_prefix(&self.manifest.folder)
            .unwrap_or(path)
            .display();
        let message = format!("names {what} at `{shown}`, where there is no file");
        self.errors.push(error(self.manifest.path(), message));
    }

    fn lib(&mut self) {
        let target = self.manifest.lib.as_ref();
        let usual = self.at("src/lib.rs");
        let root = match target.and_then(|target| target.path.as_ref()) {
            Some(path) => {
                let path = self.at(path);
                if path.is_file() {
                    Some(path)
                } else {
                    self.missing("its library", &path);
                    usual.is_file().then_some(usual)
                }
            }
            None if usual.is_file() => {
                let automatic = self
                    .manifest
                    .package
                    .as_ref()
                    .and_then(|package| package.autolib);
                (target.is_some() || automatic != Some(false)).then_some(usual)
            }
            None if target.is_some() => {
                // Old packages keep the library in src/NAME.rs.
                let old = self.at(format!("src/{}.rs", self.name.replace('-', "_")));
                if !old.is_file() {
                    self.missing("its library", &usual);
                }
                old.is_file().then_some(old)
            }
            None => None,
        };
        if let Some(root) = root {
            let name = target
                .and_then(|target| target.name.clone())
                .unwrap_or_else(|| self.name.clone());
            self.push(TargetKind::Lib, &name, root, target);
        }
    }

    fn several(&mut self, kind: TargetKind, key: &str, folder: &str) {
        let listed: &[Target] = self.manifest.targets.get(key).map_or(&[], Vec::as_slice);
        let mut automatic = list(&self.at(folder));
        let main = self.at("src/main.rs");
        if kind == TargetKind::Bin && main.is_file() {
            automatic.insert(0, (self.name.clone(), main.clone()));
        }
        let package = self.manifest.package.as_ref();
        let switch = package.and_then(|package| match kind {
            TargetKind::Bin => package.autobins,
            TargetKind::Example => package.autoexamples,
            TargetKind::Test => package.autotests,
            _ => package.autobenches,
        });
        // In the 2015 edition one listed target of a kind turns the search for that kind off.
        let search = switch.unwrap_or(self.edition > 2015 || listed.is_empty());

        let mut used = Vec::new();
        for target in listed {
            let name = target.name.clone().unwrap_or_else(|| self.name.clone());
            let by_name = automatic
                .iter()
                .find(|(found, _)| *found == name)
                .map(|(_, path)| path.clone());
            let written = target.path.as_ref().map(|path| self.at(path));
            let sole_main = || {
                (kind == TargetKind::Bin && listed.len() == 1 && main.is_file())
                    .then(|| main.clone())
            };
            let root = match written {
                Some(path) if path.is_file() => path,
                Some(path) => {
                    self.missing(&format!("the {key} `{name}`"), &path);
                    continue;
                }
                None => match by_name.or_else(sole_main) {
                    Some(path) => path,
                    None => {
                        let path = self.at(format!("{folder}/{name}.rs"));
                        self.missing(&format!("the {key} `{name}`"), &path);
                        continue;
                    }
                },
            };
            self.push(kind, &name, root.clone(), Some(target));
            used.push((name, root));
        }
        if search {
            automatic.retain(|(name, path)| {
                !used
                    .iter()
                    .any(|(taken, root)| taken == name || root == path)
            });
            for (name, path) in automatic {
                self.push(kind, &name, path, None);
            }
        }
    }

    fn build_script(&mut self) {
        let usual = self.at("build.rs");
        let paths = match self
            .manifest
            .package
            .as_ref()
            .and_then(|package| package.build.as_ref())
        {
            Some(Build::Switch(false)) => return,
            Some(Build::Path(path)) => vec![self.at(path)],
            Some(Build::Paths(paths)) => paths.iter().map(|path| self.at(path)).collect(),
            Some(Build::Switch(true)) => vec![usual],
            None if usual.is_file() => vec![usual],
            None => return,
        };
        for path in paths {
            if path.is_file() {
                self.push(TargetKind::BuildScript, "build_script_build", path, None);
            } else {
                self.missing("its build script", &path);
            }
        }
    }
}

/// `NAME.rs` and `NAME/main.rs` in a folder, by name.
fn list(folder: &Path) -> Vec<(String, PathBuf)> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for path in entries.flatten().map(|entry| entry.path()) {
        let Some(stem) = path.file_stem().and_then(|stem| stem.to_str()) else {
            continue;
        };
        if stem.starts_with('.') {
            continue;
        }
        let main = path.join("main.rs");
        if path.extension().is_some_and(|extension| extension == "rs") && !path.is_dir() {
            found.push((stem.to_owned(), path));
        } else if main.is_file() {
            let name = path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned());
            found.push((name.unwrap_or_default(), main));
        }
    }
    found.sort_unstable();
    found
}

/// `path` without `.` and `..`, by its text alone.
pub(crate) fn normalize(path: &Path) -> PathBuf {
    let mut result = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir => drop(result.pop()),
            part => result.push(part),
        }
    }
    result
}
