//! What a package depends on, with the workspace's own entries filled in.

use std::path::PathBuf;

use otplint_model::SourceError;

use super::error;
use super::manifest::{Detail, Entry, Manifest, Section};
use super::targets::normalize;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    Normal,
    Dev,
    Build,
}

/// A dependency as declared.
#[derive(Clone, Debug)]
pub(super) struct Declared {
    /// The key in the manifest.
    pub key: String,
    /// The package behind it.
    pub package: String,
    pub renamed: bool,
    pub version_req: Option<String>,
    /// The folder that a path dependency names.
    pub folder: Option<PathBuf>,
    pub optional: bool,
    pub used: Use,
}

pub(super) fn declared(
    manifest: &Manifest,
    root: Option<&Manifest>,
    errors: &mut Vec<SourceError>,
) -> Vec<Declared> {
    let mut result = Vec::new();
    let mut add = |section: &Section, used: Use| {
        for (key, entry) in section {
            result.extend(one(manifest, root, key, entry, used, errors));
        }
    };
    add(&manifest.dependencies, Use::Normal);
    add(&manifest.dev_dependencies, Use::Dev);
    add(&manifest.build_dependencies, Use::Build);
    for platform in manifest.platform_dependencies.values() {
        add(&platform.dependencies, Use::Normal);
        add(&platform.dev_dependencies, Use::Dev);
        add(&platform.build_dependencies, Use::Build);
    }
    result
}

fn one(
    manifest: &Manifest,
    root: Option<&Manifest>,
    key: &str,
    entry: &Entry,
    used: Use,
    errors: &mut Vec<SourceError>,
) -> Option<Declared> {
    let mut detail = detail(entry);
    let mut base = &manifest.folder;
    if detail.workspace {
        let shared =
            root.and_then(|root| Some((root, root.workspace.as_ref()?.dependencies.get(key)?)));
        match shared {
            Some((root, entry)) => {
                let optional = detail.optional;
                detail = self::detail(entry);
                detail.optional = optional;
                base = &root.folder;
            }
            None => {
                let message = format!(
                    "inherits the dependency `{key}`, which no workspace around it declares"
                );
                errors.push(error(manifest.path(), message));
            }
        }
    }
    Some(Declared {
        key: key.to_owned(),
        renamed: detail.package.is_some(),
        package: detail.package.unwrap_or_else(|| key.to_owned()),
        version_req: detail.version,
        folder: detail.path.map(|path| normalize(&base.join(path))),
        optional: detail.optional,
        used,
    })
}

fn detail(entry: &Entry) -> Detail {
    match entry {
        Entry::Version(version) => Detail {
            version: Some(version.clone()),
            ..Detail::default()
        },
        Entry::Detail(detail) => (**detail).clone(),
    }
}
