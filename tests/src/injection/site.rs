//! What `sites.toml` says.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde::Deserialize;

use super::Error;

/// All sites of a carrier.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sites {
    /// Which set the carrier belongs to.
    #[serde(default)]
    pub set: Set,
    /// Files of the carrier that are others of this repository, relative to its root.
    #[serde(default)]
    pub files: BTreeMap<PathBuf, PathBuf>,
    /// The published crate whose sources the carrier is made of.
    #[serde(rename = "crate")]
    pub krate: Option<Published>,
    /// In the order in which they were written.
    #[serde(default)]
    pub site: Vec<Site>,
}

/// Carriers that were written, and are counted, together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Set {
    /// What it misses is mended.
    #[default]
    First,
    /// Written while the first was mended, by somebody who knew neither its sites nor the linter.
    Second,
}

impl fmt::Display for Set {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::First => "first set",
            Self::Second => "second set",
        })
    }
}

/// A crate in the registry.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// Its name.
    pub name: String,
    /// The version that the sites are about.
    pub version: String,
}

impl Sites {
    /// Reads the list of a carrier.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or is not a list of sites.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text = std::fs::read_to_string(path).map_err(Error::file(path))?;
        toml::from_str(&text).map_err(|error| Error::Form {
            path: path.to_owned(),
            message: error.to_string(),
        })
    }
}

/// A place where a flaw can be planted, and the flaw.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// Unique in its carrier.
    pub id: String,
    /// The rule that the flaw is for.
    pub rule: String,
    /// What is done to the code, in a few words.
    pub operator: String,
    /// The file, relative to the carrier.
    pub file: String,
    /// Text that occurs once in the file.
    pub find: String,
    /// What to put in its stead, in one or more forms. `{step}` is where the step goes that may live in a helper.
    pub plant: Vec<String>,
    /// What `{step}` is where nothing is moved; without one only the helpers are planted.
    pub step: Option<String>,
    /// The helper that the step can be moved into.
    pub helper: Option<Helper>,
    /// Other edits that the flaw needs.
    #[serde(default)]
    pub also: Vec<Edit>,
    /// Text of the changed carrier that a finding may point to as well: where what was planted has its effect.
    #[serde(default)]
    pub story: Vec<String>,
}

/// A function that the step can be moved into.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Helper {
    /// The `impl` that it belongs to, such as `impl Stock`; a free function without one.
    pub of: Option<String>,
    /// Its signature, from `fn` or `async fn` on.
    pub sig: String,
    /// Its body; the step itself without one.
    pub body: Option<String>,
    /// How it is called in the place of the step.
    pub call: String,
}

/// An edit.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    /// The file, relative to the carrier; that of the site without one.
    pub file: Option<String>,
    /// Text that occurs once in the file.
    pub find: String,
    /// What to put in its stead.
    pub put: String,
}
