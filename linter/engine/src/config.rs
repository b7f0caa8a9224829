//! `otplint.toml`: what may be written in it, and where it is found.
//!
//! The types are the documentation: the JSON schema that editors use is made from them.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use otplint_model::{Confidence, Severity, Span};
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::{self, Deserializer, SeqAccess, Visitor};
use toml::Spanned;

use crate::catalog::nearest;
use crate::failure::{Failure, Result};
use crate::paths::{absolute, real, shown};

/// The file that is looked for, from the checked path upward.
pub const FILE_NAME: &str = "otplint.toml";

/// The configuration of otplint: `otplint.toml`, or `[workspace.metadata.otplint]` in `Cargo.toml`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(title = "otplint.toml")]
pub struct Config {
    /// The rules that run: `"all"`, or a list of rule ids; without it, every rule that is on by
    /// default.
    #[schemars(with = "Option<SelectSchema>")]
    pub select: Option<Select>,
    /// Rules that do not run.
    #[schemars(with = "Vec<String>")]
    pub ignore: Vec<Spanned<String>>,
    /// Whether rules run whose precision has not been measured yet.
    pub preview: bool,
    /// Findings below this are not reported; `medium` without it.
    #[schemars(with = "Option<ConfidenceSchema>")]
    pub min_confidence: Option<Confidence>,
    /// The lowest level that makes a check fail; `warning` without it.
    pub fail_on: Option<FailOn>,
    /// Globs of files and folders that are not reported on, relative to the folder of this file.
    #[schemars(with = "Vec<String>")]
    pub exclude: Vec<Spanned<String>>,
    /// Rust signature files that describe further crates, relative to the folder of this file.
    #[schemars(with = "Vec<PathBuf>")]
    pub stubs: Vec<Spanned<PathBuf>>,
    /// How bad the findings of a rule are held to be, by rule id.
    #[schemars(with = "BTreeMap<String, LevelSetting>")]
    pub levels: BTreeMap<Spanned<String>, LevelSetting>,
    /// What differs for some files; later entries win.
    pub overrides: Vec<Override>,
    /// Options of single rules, by rule id; each rule's page names its own.
    #[schemars(with = "BTreeMap<String, BTreeMap<String, serde_json::Value>>")]
    pub rules: BTreeMap<Spanned<String>, BTreeMap<Spanned<String>, toml::Value>>,
}

/// What differs for the files that match.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Override {
    /// Globs of files and folders, relative to the folder of this file.
    #[schemars(with = "Vec<String>")]
    pub paths: Vec<Spanned<String>>,
    /// Rules that are not reported there.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub ignore: Vec<Spanned<String>>,
    /// How bad the findings of a rule are held to be there, by rule id.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, LevelSetting>")]
    pub levels: BTreeMap<Spanned<String>, LevelSetting>,
    /// Findings below this are not reported there.
    #[schemars(with = "Option<ConfidenceSchema>")]
    pub min_confidence: Option<Confidence>,
}

/// How bad the findings of a rule are held to be, or that it is off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LevelSetting {
    /// The rule does not run.
    Off,
    /// Worth knowing.
    Info,
    /// Something is lost under a fault that happens.
    Warning,
    /// Something acknowledged is lost.
    Error,
}

impl LevelSetting {
    /// The severity, unless the rule is off.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Info => Some(Severity::Info),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

/// The lowest level that makes a check fail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum FailOn {
    /// Findings alone never fail a check.
    Never,
    /// Any finding.
    Info,
    /// A warning or an error.
    #[default]
    Warning,
    /// Only an error.
    Error,
}

impl FailOn {
    /// Whether a finding of this severity fails the check.
    pub fn fails(self, severity: Severity) -> bool {
        match self {
            Self::Never => false,
            Self::Info => true,
            Self::Warning => severity >= Severity::Warning,
            Self::Error => severity >= Severity::Error,
        }
    }
}

/// The rules that run.
#[derive(Clone, Debug)]
pub enum Select {
    /// Every rule, preview rules too.
    All,
    /// These rules.
    Rules(Vec<Spanned<String>>),
}

impl<'de> Deserialize<'de> for Select {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct SelectVisitor;
        impl<'de> Visitor<'de> for SelectVisitor {
            type Value = Select;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("\"all\" or a list of rule ids")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> std::result::Result<Select, E> {
                if text == "all" {
                    Ok(Select::All)
                } else {
                    Err(E::invalid_value(de::Unexpected::Str(text), &self))
                }
            }

            fn visit_seq<A: SeqAccess<'de>>(
                self,
                mut seq: A,
            ) -> std::result::Result<Select, A::Error> {
                let mut rules = Vec::new();
                while let Some(rule) = seq.next_element()? {
                    rules.push(rule);
                }
                Ok(Select::Rules(rules))
            }
        }
        deserializer.deserialize_any(SelectVisitor)
    }
}

/// [`Select`] as the schema shows it.
#[derive(JsonSchema)]
#[schemars(rename = "Select")]
#[serde(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
enum SelectSchema {
    /// Every rule, preview rules too.
    All(AllSchema),
    /// These rules.
    Rules(Vec<String>),
}

#[derive(JsonSchema)]
#[schemars(rename = "All")]
#[serde(rename_all = "lowercase")]
#[expect(dead_code, reason = "only its schema is used")]
enum AllSchema {
    All,
}

/// How sure the evidence is.
#[derive(JsonSchema)]
#[schemars(rename = "Confidence")]
#[serde(rename_all = "lowercase")]
#[expect(dead_code, reason = "only its schema is used")]
enum ConfidenceSchema {
    Low,
    Medium,
    High,
}

/// A configuration together with the text that it was read from.
#[derive(Debug)]
pub struct Loaded {
    /// The file, absolute.
    pub path: PathBuf,
    /// Its path as reports name it.
    pub name: String,
    /// Its whole text.
    pub text: String,
    /// What it says.
    pub config: Config,
}

impl Loaded {
    /// The folder that the paths in it are relative to.
    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new("/"))
    }

    /// A failure that points at a value of this file.
    pub fn failure<T>(
        &self,
        message: impl Into<String>,
        value: &Spanned<T>,
        label: &str,
    ) -> Box<Failure> {
        let span = Span::new(value.span().start as u32, value.span().end as u32);
        Failure::new(message).at(&self.name, &self.text, span, label)
    }
}

/// Reads the configuration file that `--config` names, relative to `folder`.
///
/// # Errors
///
/// The file cannot be read, is no TOML, or says something that no configuration may say.
pub fn load(folder: &Path, path: &Path) -> Result<Loaded> {
    let path = &real(absolute(folder, path));
    let name = shown(folder, path);
    if path.file_name().is_some_and(|name| name == "Cargo.toml") {
        return load_manifest(folder, path)?.ok_or_else(|| {
            Failure::new(format!("`{name}` configures nothing"))
                .help("write a table `[workspace.metadata.otplint]`")
        });
    }
    let text = read(path, &name)?;
    let config = toml::from_str(&text).map_err(|error| refusal(&name, &text, &error))?;
    Ok(Loaded {
        path: path.clone(),
        name,
        text,
        config,
    })
}

/// Finds the configuration that applies to a path, relative to `folder`: the nearest `otplint.toml`, or
/// `Cargo.toml` with a table for otplint, in its folder or one above.
///
/// # Errors
///
/// As [`load`]. A broken `Cargo.toml` is passed over: it is reported where manifests are read.
pub fn find(folder: &Path, path: &Path) -> Result<Option<Loaded>> {
    let path = real(absolute(folder, path));
    let start = if path.is_dir() {
        Some(&*path)
    } else {
        path.parent()
    };
    for parent in start.into_iter().flat_map(Path::ancestors) {
        let file = parent.join(FILE_NAME);
        if file.is_file() {
            return load(folder, &file).map(Some);
        }
        let manifest = parent.join("Cargo.toml");
        if manifest.is_file()
            && let Some(loaded) = load_manifest(folder, &manifest)?
        {
            return Ok(Some(loaded));
        }
    }
    Ok(None)
}

fn read(path: &Path, name: &str) -> Result<String> {
    std::fs::read_to_string(path)
        .map_err(|error| Failure::new(format!("cannot read the configuration `{name}`: {error}")))
}

#[derive(Deserialize)]
struct Manifest {
    workspace: Option<MetadataHolder>,
    package: Option<MetadataHolder>,
}

#[derive(Deserialize)]
struct MetadataHolder {
    metadata: Option<Metadata>,
}

#[derive(Deserialize)]
struct Metadata {
    otplint: Option<Config>,
}

fn load_manifest(folder: &Path, path: &Path) -> Result<Option<Loaded>> {
    let name = shown(folder, path);
    let Ok(text) = std::fs::read_to_string(path) else {
        return Ok(None);
    };
    if !text.contains("metadata") || toml::from_str::<toml::Table>(&text).is_err() {
        return Ok(None);
    }
    let manifest: Manifest =
        toml::from_str(&text).map_err(|error| refusal(&name, &text, &error))?;
    let mut holders = [manifest.workspace, manifest.package].into_iter().flatten();
    let config = holders.find_map(|holder| holder.metadata?.otplint);
    Ok(config.map(|config| Loaded {
        path: path.to_owned(),
        name,
        text,
        config,
    }))
}

/// What the TOML reader refused, pointing at the key.
fn refusal(name: &str, text: &str, error: &toml::de::Error) -> Box<Failure> {
    let message = error.message();
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let unknown = message.starts_with("unknown field") || message.starts_with("unknown variant");
    let (label, help) = match quoted.split_first() {
        Some((name, known)) if unknown => {
            let help = match nearest(name, known.iter().copied()) {
                Some(known) => format!("did you mean `{known}`?"),
                None => format!("it may be one of {}", known.join(", ")),
            };
            ("not known", Some(help))
        }
        _ => ("here", None),
    };
    let what = message.lines().next().unwrap_or_default();
    let mut failure = Failure::new(format!("wrong configuration: {}", in_our_words(what)));
    if let Some(help) = help {
        failure = failure.help(help);
    }
    match error.span() {
        Some(span) => failure.at(
            name,
            text,
            Span::new(span.start as u32, span.end as u32),
            label,
        ),
        None => failure.help(format!("see `{name}`")),
    }
}

/// The reader's message in the words of the file's author, without the list of what is known: the
/// help says it better.
fn in_our_words(message: &str) -> String {
    for (theirs, ours) in [
        ("unknown field", "unknown key"),
        ("unknown variant", "unknown value"),
    ] {
        if let Some(rest) = message.strip_prefix(theirs) {
            return format!(
                "{ours}{}",
                rest.split_once(", expected").map_or(rest, |(name, _)| name)
            );
        }
    }
    message.to_owned()
}

/// The JSON schema of the configuration, as checked in at `linter/engine/otplint.schema.json`.
pub fn schema() -> String {
    let schema = schemars::schema_for!(Config);
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        let error = toml::from_str::<Config>(text).unwrap_err();
        let failure = refusal("otplint.toml", text, &error);
        crate::tests::plain(&*failure)
    }

    #[test]
    fn everything_can_be_said() {
        let text = r#"
            select = ["raw-send"]
            ignore = ["torn-update"]
            preview = true
            min-confidence = "low"
            fail-on = "never"
            exclude = ["vendor"]
            stubs = ["stubs/our.rs"]
            levels = { raw-send = "off" }
            [[overrides]]
            paths = ["tests/**"]
            ignore = ["raw-send"]
            min-confidence = "high"
            levels.raw-send = "info"
            [rules.raw-send]
            option = 1
        "#;
        let config: Config = toml::from_str(text).unwrap();
        assert!(
            matches!(&config.select, Some(Select::Rules(rules)) if rules[0].get_ref() == "raw-send")
        );
        let key = config.levels.keys().next().unwrap();
        assert_eq!(&text[key.span()], "raw-send");
        assert_eq!(&text[config.exclude[0].span()], "\"vendor\"");
        let (rule, options) = config.rules.iter().next().unwrap();
        assert_eq!(&text[rule.span()], "raw-send");
        assert_eq!(&text[options.keys().next().unwrap().span()], "option");
        assert!(matches!(
            toml::from_str::<Config>("select = 'all'").unwrap().select,
            Some(Select::All)
        ));
    }

    #[test]
    fn an_unknown_key_is_pointed_at() {
        insta::assert_snapshot!(refused("preview = true\nselct = [\"raw-send\"]\n"));
        insta::assert_snapshot!(refused("[[overrides]]\npaths = []\nzzz = 1\n"));
    }

    #[test]
    fn a_wrong_value_is_pointed_at() {
        insta::assert_snapshot!(refused("fail-on = \"warnings\"\n"));
        insta::assert_snapshot!(refused("select = \"everything\"\n"));
        insta::assert_snapshot!(refused("preview = yes\n"));
    }

    #[test]
    fn the_schema_is_fresh() {
        let kept = include_str!("../otplint.schema.json");
        assert!(
            kept == schema(),
            "run `cargo run -p otplint -- schema config > linter/engine/otplint.schema.json`"
        );
    }
}
