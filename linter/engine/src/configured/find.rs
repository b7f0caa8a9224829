//! Which files are configuration for an environment: their names tell.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use otplint_model::configured::Environment;
use walkdir::{DirEntry, WalkDir};

use crate::pipeline::Skipped;

/// A file to read.
#[derive(Debug)]
pub struct Found {
    /// The file.
    pub path: PathBuf,
    /// What is left of its path without the environment.
    pub family: String,
    /// The environment; `None` where the tables of one file may tell.
    pub environment: Option<Environment>,
}

/// More files than this are not read.
const MOST: usize = 200;

/// Folders are not looked into further down than this.
const DEEPEST: usize = 10;

const TESTS: &[&str] = &[
    "test",
    "tests",
    "testing",
    "ci",
    "dev",
    "develop",
    "development",
    "local",
];
const PRODUCTION: &[&str] = &["prod", "production", "live"];
const DEFAULTS: &[&str] = &["default", "defaults", "base", "common", "global", "shared"];

/// Words in the name of what configures a program.
const CONFIGURES: &[&str] = &[
    "app",
    "application",
    "conf",
    "config",
    "configs",
    "configuration",
    "configurations",
    "env",
    "environment",
    "environments",
    "settings",
];

/// Folders that hold no program's configuration.
const ELSEWHERE: &[&str] = &[
    "target",
    "node_modules",
    "vendor",
    "third_party",
    "fixtures",
    "testdata",
    "test_data",
    "test-data",
    "snapshots",
    "docs",
    "examples",
    "locales",
    "i18n",
];

/// Files of tools.
const TOOLS: &[&str] = &[
    "cargo", "clippy", "deny", "rustfmt", "otplint", "package", "tsconfig", "jest", "docker",
    "compose",
];

/// The environment that a word names.
pub fn environment(word: &str) -> Option<Environment> {
    let of = [
        (TESTS, Environment::Test),
        (PRODUCTION, Environment::Production),
        (DEFAULTS, Environment::Default),
    ];
    let named = of.into_iter().find(|(words, _)| words.contains(&word));
    named.map(|(_, environment)| environment)
}

/// The files below these folders that have others beside them for another environment, and those whose tables may
/// stand for environments.
pub fn find(folders: &[PathBuf], skipped: &mut Vec<Skipped>) -> Vec<Found> {
    let mut families: BTreeMap<String, Vec<Found>> = BTreeMap::new();
    let mut seen: BTreeSet<PathBuf> = BTreeSet::new();
    for folder in folders {
        let walk = WalkDir::new(folder)
            .follow_links(false)
            .max_depth(DEEPEST)
            .sort_by_file_name();
        let entries = walk
            .into_iter()
            .filter_entry(|entry| entry.depth() == 0 || looked_into(entry));
        // What cannot be looked into is told by those who look for Rust in it.
        for entry in entries.flatten() {
            if !entry.file_type().is_file() {
                continue;
            }
            let candidates = candidates(folder, entry.path());
            if candidates.is_empty() || !seen.insert(entry.path().to_owned()) {
                continue;
            }
            for found in candidates {
                families
                    .entry(found.family.clone())
                    .or_default()
                    .push(found);
            }
        }
    }
    let mut kept: Vec<Found> = Vec::new();
    for (_, files) in families {
        let has = |environment| {
            files
                .iter()
                .any(|file| file.environment == Some(environment))
        };
        let compared =
            has(Environment::Test) && (has(Environment::Production) || has(Environment::Default));
        kept.extend(
            files
                .into_iter()
                .filter(|file| compared || file.environment.is_none()),
        );
    }
    kept.sort_by(|a, b| a.path.cmp(&b.path));
    // A file that is compared as a whole is not taken apart.
    kept.dedup_by(|later, first| {
        let same = later.path == first.path;
        if same && first.environment.is_none() {
            std::mem::swap(later, first);
        }
        same
    });
    for file in kept.drain(MOST.min(kept.len())..) {
        skipped.push(Skipped {
            path: file.path,
            reason: format!("there are more than {MOST} configuration files"),
        });
    }
    kept
}

fn looked_into(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    !entry.file_type().is_dir() || !name.starts_with('.') && !ELSEWHERE.contains(&name.as_ref())
}

/// What a file may be: one environment's, or one with a table for each.
fn candidates(folder: &Path, path: &Path) -> Vec<Found> {
    let known = ["toml", "yaml", "yml", "json"];
    let extension = path.extension().and_then(|extension| extension.to_str());
    let stem = path.file_stem().and_then(|stem| stem.to_str());
    let (Some(extension), Some(stem)) = (extension, stem) else {
        return Vec::new();
    };
    if !known.contains(&extension) {
        return Vec::new();
    }
    let stem = stem.to_ascii_lowercase();
    let words: Vec<&str> = stem.split(['.', '-', '_']).collect();
    if words.iter().any(|word| TOOLS.contains(word)) {
        return Vec::new();
    }
    let above = path.parent().unwrap_or(folder);
    let found = |family: String, environment| Found {
        path: path.to_owned(),
        family,
        environment,
    };
    let mut all = Vec::new();
    // `config/test.toml`, `application-dev.yaml`, `config.prod.json`; `application.yaml` is for all of them.
    let rest: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| environment(word).is_none())
        .collect();
    let named = words.iter().find_map(|word| environment(word));
    let family = format!("{}/{}", above.display(), rest.join("."));
    all.push(found(family, Some(named.unwrap_or(Environment::Default))));
    // `config/production/app.toml`.
    if named.is_none()
        && let Some((environment, family)) = by_folder(folder, above)
    {
        all.push(found(format!("{family}/{stem}"), Some(environment)));
    }
    let configures = |word: &str| CONFIGURES.contains(&word);
    if named.is_none() && words.iter().any(|word| configures(word)) {
        all.push(found(format!("{}#", path.display()), None));
    }
    all
}

/// The environment that a folder on the way to a file is named after.
fn by_folder(folder: &Path, above: &Path) -> Option<(Environment, String)> {
    let below = above.strip_prefix(folder).ok()?;
    let parts: Vec<&str> = below
        .components()
        .filter_map(|part| match part {
            Component::Normal(name) => name.to_str(),
            _ => None,
        })
        .collect();
    let (at, found) = parts.iter().enumerate().rev().find_map(|(at, part)| {
        // A folder of tests holds more than settings.
        let found = environment(part).filter(|_| *part != "tests")?;
        Some((at, found))
    })?;
    let mut family: Vec<&str> = parts.clone();
    family[at] = "{}";
    Some((found, format!("{}/{}", folder.display(), family.join("/"))))
}
