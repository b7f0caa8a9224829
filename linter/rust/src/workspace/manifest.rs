//! A `Cargo.toml` as it was written: only what decides which crates there are.
//!
//! Read section by section with `toml` and serde rather than with `cargo_toml`, which refuses a
//! whole manifest for one value that it does not know, a licence or profile included. Here a
//! section that lies is reported and the others are still used.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use otplint_model::{LineIndex, SourceError};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::error;

/// Manifests are small; one beyond this is not a manifest.
const MAX_BYTES: u64 = 4 << 20;

#[derive(Debug, Default)]
pub(super) struct Manifest {
    pub folder: PathBuf,
    pub package: Option<Package>,
    pub workspace: Option<Workspace>,
    pub lib: Option<Target>,
    pub targets: BTreeMap<&'static str, Vec<Target>>,
    pub dependencies: Section,
    pub dev_dependencies: Section,
    pub build_dependencies: Section,
    pub platform_dependencies: BTreeMap<String, Platform>,
    pub features: BTreeMap<String, Vec<String>>,
    /// The text is not TOML at all: nothing above is filled in.
    pub broken: bool,
}

pub(super) type Section = BTreeMap<String, Entry>;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Package {
    pub name: Option<String>,
    pub edition: Option<Inherit<String>>,
    pub workspace: Option<PathBuf>,
    pub build: Option<Build>,
    pub autolib: Option<bool>,
    pub autobins: Option<bool>,
    pub autoexamples: Option<bool>,
    pub autotests: Option<bool>,
    pub autobenches: Option<bool>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(super) struct Workspace {
    pub members: Vec<String>,
    pub exclude: Vec<String>,
    pub package: WorkspacePackage,
    pub dependencies: Section,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct WorkspacePackage {
    pub edition: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(super) struct Platform {
    pub dependencies: Section,
    #[serde(alias = "dev_dependencies")]
    pub dev_dependencies: Section,
    #[serde(alias = "build_dependencies")]
    pub build_dependencies: Section,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Target {
    pub name: Option<String>,
    pub path: Option<PathBuf>,
    pub edition: Option<String>,
}

/// A value, or `{ workspace = true }`.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Inherit<T> {
    Value(T),
    Workspace { workspace: bool },
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Build {
    Switch(bool),
    Path(PathBuf),
    Paths(Vec<PathBuf>),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Entry {
    Version(String),
    Detail(Box<Detail>),
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(super) struct Detail {
    pub version: Option<String>,
    pub path: Option<PathBuf>,
    pub package: Option<String>,
    pub optional: bool,
    pub workspace: bool,
    pub features: Vec<String>,
    #[serde(alias = "default_features")]
    pub default_features: Option<bool>,
}

impl Manifest {
    /// Reads `folder/Cargo.toml`. What is wrong goes to `errors`; what is right is still there.
    pub(super) fn read(folder: &Path, errors: &mut Vec<SourceError>) -> Self {
        let path = folder.join("Cargo.toml");
        let broken = || Self {
            folder: folder.to_owned(),
            broken: true,
            ..Self::default()
        };
        let text = match read_text(&path) {
            Ok(text) => text,
            Err(message) => {
                errors.push(error(path, message));
                return broken();
            }
        };
        let mut table: toml::Table = match text.parse() {
            Ok(table) => table,
            Err(fault) => {
                errors.push(error(path, syntax(&fault, &text)));
                return broken();
            }
        };
        let mut report = |key: &str, fault: toml::de::Error| {
            let message = format!(
                "`{key}` is not as cargo wants it: {}",
                fault.message().trim()
            );
            errors.push(error(&path, message));
        };
        let mut manifest = Self {
            folder: folder.to_owned(),
            ..Self::default()
        };
        manifest.package = take(&mut table, &["package", "project"], &mut report);
        manifest.workspace = take(&mut table, &["workspace"], &mut report);
        manifest.lib = take(&mut table, &["lib"], &mut report);
        for kind in ["bin", "example", "test", "bench"] {
            manifest.targets.insert(
                kind,
                take(&mut table, &[kind], &mut report).unwrap_or_default(),
            );
        }
        manifest.dependencies = entries(&mut table, &["dependencies"], &mut report);
        manifest.dev_dependencies = entries(
            &mut table,
            &["dev-dependencies", "dev_dependencies"],
            &mut report,
        );
        manifest.build_dependencies = entries(
            &mut table,
            &["build-dependencies", "build_dependencies"],
            &mut report,
        );
        manifest.platform_dependencies =
            take(&mut table, &["target"], &mut report).unwrap_or_default();
        manifest.features = take(&mut table, &["features"], &mut report).unwrap_or_default();
        manifest
    }

    pub(super) fn path(&self) -> PathBuf {
        self.folder.join("Cargo.toml")
    }

    /// A package, or so broken that it has to be taken for one.
    pub(super) fn is_package(&self) -> bool {
        self.package.is_some() || self.broken || self.workspace.is_none()
    }
}

fn read_text(path: &Path) -> Result<String, String> {
    let metadata = std::fs::metadata(path).map_err(|fault| format!("cannot be read: {fault}"))?;
    if !metadata.is_file() {
        return Err("is not a file; a manifest was expected here".to_owned());
    }
    if metadata.len() > MAX_BYTES {
        return Err(format!(
            "is larger than {} MiB and was not read",
            MAX_BYTES >> 20
        ));
    }
    let bytes = std::fs::read(path).map_err(|fault| format!("cannot be read: {fault}"))?;
    let text = String::from_utf8(bytes).map_err(|_| "is not UTF-8; save it as UTF-8".to_owned())?;
    Ok(text
        .strip_prefix('\u{feff}')
        .map(str::to_owned)
        .unwrap_or(text))
}

fn syntax(fault: &toml::de::Error, text: &str) -> String {
    let message = fault.message().trim().replace('\n', ", ");
    match fault.span() {
        Some(span) => {
            let (line, column) = LineIndex::new(text).line_column(text, span.start as u32);
            format!("is not valid TOML at line {line}, column {column}: {message}")
        }
        None => format!("is not valid TOML: {message}"),
    }
}

fn take<T: DeserializeOwned>(
    table: &mut toml::Table,
    keys: &[&str],
    report: &mut impl FnMut(&str, toml::de::Error),
) -> Option<T> {
    let (key, value) = keys
        .iter()
        .find_map(|key| Some((key, table.remove(*key)?)))?;
    T::deserialize(value)
        .map_err(|fault| report(key, fault))
        .ok()
}

/// Dependencies one by one, so that one that lies does not hide the others.
fn entries(
    table: &mut toml::Table,
    keys: &[&str],
    report: &mut impl FnMut(&str, toml::de::Error),
) -> Section {
    let section: toml::Table = take(table, keys, report).unwrap_or_default();
    let mut result = Section::new();
    for (name, value) in section {
        match Entry::deserialize(value) {
            Ok(entry) => drop(result.insert(name, entry)),
            Err(fault) => report(&format!("{}.{name}", keys[0]), fault),
        }
    }
    result
}
