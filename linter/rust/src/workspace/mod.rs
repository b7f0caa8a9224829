//! From paths to crates: reads Cargo manifests directly and says which crates there are, where
//! their roots lie and what they may name. Nothing is run: no cargo, no rustc, no build script.
//!
//! All paths in here are absolute and free of links; [`shorten`] makes them fit for people.

mod cfg;
mod dependencies;
mod discover;
mod features;
mod manifest;
mod package;
mod targets;
mod walk;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use otplint_model::SourceError;
use serde::{Deserialize, Serialize};

pub use cfg::{Cfg, CfgOptions, Tri};
pub use discover::discover;
pub(crate) use targets::normalize;
pub(crate) use walk::walk;

/// What the user asked for besides paths.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// Features to enable, `name` or `package/name`. If any is given, the features of a crate are
    /// known and a `cfg(feature = …)` is true or false; else those that are not enabled stay open.
    pub features: Vec<String>,
    /// Enable every feature of every package.
    pub all_features: bool,
    /// Leave the `default` feature off.
    pub no_default_features: bool,
    /// A file, absolute and free of links, that may be asked for though it does not exist: its
    /// text comes from elsewhere.
    pub stand_in: Option<PathBuf>,
}

impl Options {
    /// Whether the user said which features to look at.
    pub fn features_are_given(&self) -> bool {
        !self.features.is_empty() || self.all_features || self.no_default_features
    }
}

/// The crates behind the paths that were asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workspace {
    /// Every target of every package, by package folder, then kind, then name.
    pub crates: Vec<CrateTarget>,
    /// Rust files, or folders of them, that no manifest describes.
    pub loose: Vec<PathBuf>,
    /// The paths that were asked for. Files elsewhere are loaded only where a crate needs them.
    pub asked: Vec<PathBuf>,
    /// The folders outside which nothing is read.
    pub trees: Vec<PathBuf>,
    /// Every Rust file below the folders that were asked for, reached by a crate or not.
    pub found: Vec<PathBuf>,
    /// What is wrong with the paths and manifests.
    pub errors: Vec<SourceError>,
    /// What was left out, and why.
    pub skipped: Vec<Skipped>,
}

/// One target of a package, which is one crate; or a file that no manifest describes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrateTarget {
    /// As code names it: `-` is `_`.
    pub name: String,
    /// The package's name as the manifest writes it.
    pub package: String,
    /// What kind of target it is.
    pub kind: TargetKind,
    /// The file that holds the crate's root module.
    pub root: PathBuf,
    /// 2015, 2018, 2021, 2024.
    pub edition: u16,
    /// What the code may name as an external crate.
    pub dependencies: Vec<Dependency>,
    /// The features that are on.
    pub features: BTreeSet<String>,
    /// Whether the user said which features are on, so that all others are off.
    pub features_given: bool,
    /// Whether the whole target is only ever run as a test or benchmark, or is a library for these alone.
    pub test: bool,
}

impl CrateTarget {
    /// The `cfg` options under which the crate is looked at.
    pub fn cfg_options(&self) -> CfgOptions {
        let options = CfgOptions::default().with_features(self.features.iter().cloned());
        if self.features_given {
            options.with_known_features()
        } else {
            options
        }
    }
}

/// What a crate is for. In the order in which a package's crates are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TargetKind {
    /// A library, procedural macros included.
    Lib,
    /// A program.
    Bin,
    /// A program below `examples/`.
    Example,
    /// An integration test.
    Test,
    /// A benchmark.
    Bench,
    /// `build.rs`. It is read, never run.
    BuildScript,
    /// A file that no manifest describes.
    Loose,
}

/// A crate that another crate may name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dependency {
    /// The name in code.
    pub extern_name: String,
    /// The name of the package.
    pub package: String,
    /// The version requirement, where one is written.
    pub version_req: Option<String>,
    /// The library's position in [`Workspace::crates`], where it is part of the checked tree.
    pub member: Option<usize>,
    /// Whether only tests, examples and benchmarks may name it.
    pub dev: bool,
}

/// Something that was not looked at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Skipped {
    /// What.
    pub path: PathBuf,
    /// Why.
    pub reason: SkipReason,
}

/// Why something was not looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SkipReason {
    /// A Rust file that no target reaches; name it to have it checked.
    OutsideTargets,
    /// A manifest that is not part of the workspace; name its folder to have it checked.
    NotAMember,
    /// What a build left behind.
    BuildOutput,
    /// A folder whose name starts with a dot, version control included.
    Hidden,
    /// A link that leads out of the checked tree.
    LinkOutOfTree,
    /// A link that leads to itself, to a folder around it, or to nothing.
    LinkToNowhere,
    /// A folder that could not be listed.
    Unreadable,
}

impl SkipReason {
    /// The reason as a person reads it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OutsideTargets => "not part of any target; name it to have it checked",
            Self::NotAMember => "not a member of the workspace; name its folder to have it checked",
            Self::BuildOutput => "build output",
            Self::Hidden => "hidden folder",
            Self::LinkOutOfTree => "a link that leads out of the checked tree",
            Self::LinkToNowhere => {
                "a link that leads to itself, to a folder around it, or to nothing"
            }
            Self::Unreadable => "could not be listed",
        }
    }
}

/// `path` relative to the current folder where it lies below it, else unchanged.
pub fn shorten(path: &Path, current: &Path) -> PathBuf {
    match path.strip_prefix(current) {
        Ok(rest) if rest.as_os_str().is_empty() => PathBuf::from("."),
        Ok(rest) => rest.to_owned(),
        Err(_) => path.to_owned(),
    }
}

fn error(path: impl Into<PathBuf>, message: impl Into<String>) -> SourceError {
    SourceError {
        path: path.into(),
        place: None,
        message: message.into(),
    }
}

/// What is said of a folder in which there is nothing to check.
pub const NO_RUST: &str = "holds no Rust files and no manifest; name a folder that does";
