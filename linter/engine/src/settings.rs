//! What a run is set to: the command line over the configuration over the defaults.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use globset::Glob;
use otplint_model::{Confidence, Severity};
use otplint_rules::{Level, Meta};
use toml::Spanned;

use crate::catalog::Catalog;
use crate::config::{FailOn, LevelSetting, Loaded, Select};
use crate::failure::{Failure, Result};
use crate::globs::{Globs, pattern};

/// What the command line says about rules; it goes before the configuration.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// Rule ids, or `all`; empty leaves it to the configuration.
    pub select: Vec<String>,
    /// Rule ids that do not run, besides those of the configuration.
    pub ignore: Vec<String>,
    /// Whether preview rules run.
    pub preview: bool,
    /// Findings below this are not reported.
    pub min_confidence: Option<Confidence>,
    /// The lowest level that fails.
    pub fail_on: Option<FailOn>,
    /// Globs relative to the current folder, besides those of the configuration.
    pub exclude: Vec<String>,
}

/// What a run is set to.
#[derive(Debug)]
pub struct Settings {
    /// The lowest level that fails.
    pub fail_on: FailOn,
    /// Further stubs, absolute.
    pub stubs: Vec<PathBuf>,
    /// How many rules are left out only because they are in preview.
    pub waiting: usize,
    active: BTreeSet<&'static str>,
    levels: BTreeMap<&'static str, Severity>,
    min_confidence: Confidence,
    exclude: Vec<Globs>,
    overrides: Vec<Scoped>,
}

#[derive(Debug)]
struct Scoped {
    paths: Globs,
    levels: BTreeMap<&'static str, LevelSetting>,
    min_confidence: Option<Confidence>,
}

/// What becomes of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is reported, this bad.
    Reported(Severity),
    /// Its rule is off, ignored, or in preview.
    Off,
    /// The evidence is weaker than asked for.
    TooWeak(Confidence),
}

impl Settings {
    /// Puts the command line over the configuration.
    ///
    /// # Errors
    ///
    /// An unknown rule or option, a bad pattern, a stub that is not there; pointed at where it was
    /// written in a file.
    pub fn new(
        folder: &Path,
        flags: &Flags,
        loaded: Option<&Loaded>,
        catalog: &Catalog,
    ) -> Result<Self> {
        let reader = Reader { catalog, loaded };
        for id in flags
            .select
            .iter()
            .filter(|id| *id != "all")
            .chain(&flags.ignore)
        {
            reader.named(id)?;
        }
        let mut exclude = vec![globs(folder, &flags.exclude)?];
        let mut levels = BTreeMap::new();
        let (mut overrides, mut stubs) = (Vec::new(), Vec::new());
        let mut ignored: BTreeSet<&str> = flags.ignore.iter().map(String::as_str).collect();
        let mut selected = Selected::new(flags);
        let config = loaded.map(|loaded| &loaded.config);
        if let Some((loaded, config)) = loaded.zip(config) {
            exclude.push(reader.globs(loaded, &config.exclude)?);
            stubs = reader.stubs(loaded)?;
            reader.check_options()?;
            reader.metas(&config.ignore)?;
            ignored.extend(config.ignore.iter().map(|id| id.get_ref().as_str()));
            for (id, level) in reader.levels(&config.levels)? {
                match level.severity() {
                    Some(severity) => drop(levels.insert(id, severity)),
                    None => drop(ignored.insert(id)),
                }
            }
            for scope in &config.overrides {
                let off = reader
                    .metas(&scope.ignore)?
                    .into_iter()
                    .map(|meta| (meta.id, LevelSetting::Off));
                let levels = reader
                    .levels(&scope.levels)?
                    .into_iter()
                    .chain(off)
                    .collect();
                let paths = reader.globs(loaded, &scope.paths)?;
                overrides.push(Scoped {
                    paths,
                    levels,
                    min_confidence: scope.min_confidence,
                });
            }
            if let Some(Select::Rules(rules)) = &config.select {
                reader.metas(rules)?;
            }
            selected.configure(config.select.as_ref());
        }
        let preview = flags.preview || config.is_some_and(|config| config.preview);
        let chosen = |preview: bool| {
            let metas = catalog.metas().iter();
            let metas =
                metas.filter(|meta| selected.has(meta, preview) && !ignored.contains(meta.id));
            metas
                .map(|meta| meta.id)
                .collect::<BTreeSet<&'static str>>()
        };
        let active = chosen(preview);
        Ok(Self {
            fail_on: flags
                .fail_on
                .or(config.and_then(|config| config.fail_on))
                .unwrap_or_default(),
            stubs,
            waiting: chosen(true).len() - active.len(),
            active,
            levels,
            min_confidence: (flags.min_confidence)
                .or(config.and_then(|config| config.min_confidence))
                .unwrap_or(Confidence::Medium),
            exclude,
            overrides,
        })
    }

    /// Whether the rule runs at all.
    pub fn runs(&self, rule: &str) -> bool {
        self.active.contains(rule)
    }

    /// Whether an absolute path is left out of what is reported on.
    pub fn excludes(&self, path: &Path) -> bool {
        self.exclude.iter().any(|globs| globs.matches(path))
    }

    /// What becomes of a finding of this rule at an absolute path.
    pub fn fate(
        &self,
        path: &Path,
        rule: &str,
        severity: Severity,
        confidence: Confidence,
    ) -> Fate {
        if !self.runs(rule) {
            return Fate::Off;
        }
        let mut severity = self.levels.get(rule).copied().unwrap_or(severity);
        let mut least = self.min_confidence;
        for scope in self
            .overrides
            .iter()
            .filter(|scope| scope.paths.matches(path))
        {
            least = scope.min_confidence.unwrap_or(least);
            match scope.levels.get(rule).map(|level| level.severity()) {
                Some(Some(level)) => severity = level,
                Some(None) => return Fate::Off,
                None => {}
            }
        }
        if confidence < least {
            Fate::TooWeak(least)
        } else {
            Fate::Reported(severity)
        }
    }
}

/// Which rules were asked for.
enum Selected {
    Defaults,
    All,
    These(Vec<String>),
}

impl Selected {
    fn new(flags: &Flags) -> Self {
        match &flags.select[..] {
            [] => Self::Defaults,
            ids if ids.iter().any(|id| id == "all") => Self::All,
            ids => Self::These(ids.to_vec()),
        }
    }

    /// The configuration decides what the command line leaves open.
    fn configure(&mut self, select: Option<&Select>) {
        if matches!(self, Self::Defaults) {
            match select {
                Some(Select::All) => *self = Self::All,
                Some(Select::Rules(ids)) => {
                    *self = Self::These(ids.iter().map(|id| id.get_ref().clone()).collect())
                }
                None => {}
            }
        }
    }

    fn has(&self, meta: &Meta, preview: bool) -> bool {
        match self {
            Self::Defaults => preview || meta.level == Level::Default,
            Self::All => true,
            Self::These(ids) => ids.iter().any(|id| id == meta.id),
        }
    }
}

fn globs(folder: &Path, patterns: &[String]) -> Result<Globs> {
    let read = |text: &String| {
        pattern(text).map_err(|why| {
            Failure::new(format!("the pattern `{text}` in --exclude is wrong: {why}"))
        })
    };
    let patterns = patterns.iter().map(read).collect::<Result<Vec<Glob>>>()?;
    Globs::new(folder, patterns).map_err(Failure::new)
}

/// Reads the values of a configuration, pointing at the wrong ones.
struct Reader<'a> {
    catalog: &'a Catalog,
    loaded: Option<&'a Loaded>,
}

impl Reader<'_> {
    /// A rule named on the command line.
    fn named(&self, id: &str) -> Result<&'static Meta> {
        let unknown =
            || Failure::new(format!("no rule is called `{id}`")).help(self.catalog.advice(id));
        self.catalog.get(id).ok_or_else(unknown)
    }

    /// A rule named in the configuration.
    fn meta(&self, id: &Spanned<String>) -> Result<&'static Meta> {
        self.catalog.get(id.get_ref()).ok_or_else(|| {
            let message = format!("no rule is called `{}`", id.get_ref());
            self.failure(message, id, "not known")
                .help(self.catalog.advice(id.get_ref()))
        })
    }

    fn failure<T>(&self, message: String, value: &Spanned<T>, label: &str) -> Box<Failure> {
        match self.loaded {
            Some(loaded) => loaded.failure(message, value, label),
            None => Failure::new(message),
        }
    }

    fn metas(&self, ids: &[Spanned<String>]) -> Result<Vec<&'static Meta>> {
        ids.iter().map(|id| self.meta(id)).collect()
    }

    fn levels(
        &self,
        levels: &BTreeMap<Spanned<String>, LevelSetting>,
    ) -> Result<Vec<(&'static str, LevelSetting)>> {
        levels
            .iter()
            .map(|(id, level)| Ok((self.meta(id)?.id, *level)))
            .collect()
    }

    fn globs(&self, loaded: &Loaded, patterns: &[Spanned<String>]) -> Result<Globs> {
        let read = |text: &Spanned<String>| {
            pattern(text.get_ref())
                .map_err(|why| self.failure(format!("this pattern is wrong: {why}"), text, "here"))
        };
        let patterns = patterns.iter().map(read).collect::<Result<Vec<Glob>>>()?;
        Globs::new(loaded.folder(), patterns).map_err(Failure::new)
    }

    fn stubs(&self, loaded: &Loaded) -> Result<Vec<PathBuf>> {
        let find = |path: &Spanned<PathBuf>| {
            let whole = loaded.folder().join(path.get_ref());
            if whole.is_file() {
                return Ok(whole);
            }
            let message = format!("there is no stub file `{}`", whole.display());
            Err(self
                .failure(message, path, "not found")
                .help("paths are relative to the folder of this file"))
        };
        loaded.config.stubs.iter().map(find).collect()
    }

    fn check_options(&self) -> Result<()> {
        for (id, options) in self.loaded.iter().flat_map(|loaded| &loaded.config.rules) {
            let meta = self.meta(id)?;
            // No rule has an option yet; the first that does will say so in its `Meta`.
            if let Some(option) = options.keys().next() {
                let message = format!(
                    "the rule `{}` has no option `{}`",
                    meta.id,
                    option.get_ref()
                );
                let help = format!("`otplint explain {}` says how it is configured", meta.id);
                return Err(self.failure(message, option, "not known").help(help));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{catalog, plain};

    fn settings(text: &str, flags: &Flags) -> Result<Settings> {
        let path = PathBuf::from("/w/otplint.toml");
        let loaded = Loaded {
            path,
            name: "otplint.toml".to_owned(),
            text: text.to_owned(),
            config: toml::from_str(text).unwrap(),
        };
        Settings::new(Path::new("/w"), flags, Some(&loaded), &catalog())
    }

    fn active(text: &str, flags: &Flags) -> Vec<&'static str> {
        settings(text, flags).unwrap().active.into_iter().collect()
    }

    fn list(ids: &[&str]) -> Vec<String> {
        ids.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn which_rules_run() {
        assert_eq!(settings("", &Flags::default()).unwrap().waiting, 1);
        let none = Flags::default();
        let select = |ids: &[&str]| Flags {
            select: list(ids),
            ..Flags::default()
        };
        assert_eq!(active("", &none), ["raw-send", "unused-suppression"]);
        assert_eq!(
            active("preview = true", &none),
            ["raw-send", "torn-update", "unused-suppression"]
        );
        assert_eq!(
            active(
                "",
                &Flags {
                    preview: true,
                    ..Flags::default()
                }
            )
            .len(),
            3
        );
        assert_eq!(active("select = ['torn-update']", &none), ["torn-update"]);
        assert_eq!(active("select = 'all'", &none).len(), 3);
        assert_eq!(
            active("select = ['torn-update']", &select(&["raw-send"])),
            ["raw-send"]
        );
        assert_eq!(active("", &select(&["all"])).len(), 3);
        assert_eq!(
            active("ignore = ['raw-send']", &select(&["raw-send"])),
            [""; 0]
        );
        assert_eq!(
            active("levels = { raw-send = 'off' }", &none),
            ["unused-suppression"]
        );
        assert_eq!(
            active(
                "",
                &Flags {
                    ignore: list(&["raw-send"]),
                    ..Flags::default()
                }
            ),
            ["unused-suppression"]
        );
    }

    #[test]
    fn what_becomes_of_a_finding() {
        let text = "levels = { raw-send = 'error' }
            [[overrides]]\npaths = ['tests']\nignore = ['raw-send']
            [[overrides]]\npaths = ['examples']\nlevels.raw-send = 'info'\nmin-confidence = 'high'";
        let settings = settings(text, &Flags::default()).unwrap();
        let fate = |path: &str, confidence| {
            settings.fate(Path::new(path), "raw-send", Severity::Warning, confidence)
        };
        assert_eq!(
            fate("/w/src/a.rs", Confidence::Medium),
            Fate::Reported(Severity::Error)
        );
        assert_eq!(
            fate("/w/src/a.rs", Confidence::Low),
            Fate::TooWeak(Confidence::Medium)
        );
        assert_eq!(fate("/w/tests/a.rs", Confidence::High), Fate::Off);
        assert_eq!(
            fate("/w/examples/a.rs", Confidence::High),
            Fate::Reported(Severity::Info)
        );
        assert_eq!(
            fate("/w/examples/a.rs", Confidence::Medium),
            Fate::TooWeak(Confidence::High)
        );
        let preview = settings.fate(
            Path::new("/w/a.rs"),
            "torn-update",
            Severity::Error,
            Confidence::High,
        );
        assert_eq!(preview, Fate::Off);
    }

    #[test]
    fn what_is_wrong_is_pointed_at() {
        let refused = |text: &str| plain(&*settings(text, &Flags::default()).unwrap_err());
        insta::assert_snapshot!(refused("ignore = [\"raw-sned\"]\n"));
        insta::assert_snapshot!(refused("[levels]\nxyz = \"off\"\n"));
        insta::assert_snapshot!(refused("[rules.raw-send]\ngrace = 3\n"));
        insta::assert_snapshot!(refused("stubs = [\"no/such.rs\"]\n"));
        insta::assert_snapshot!(refused("exclude = [\"src/[a\"]\n"));
        let flags = Flags {
            select: list(&["raw-sned"]),
            ..Flags::default()
        };
        insta::assert_snapshot!(plain(&*settings("", &flags).unwrap_err()));
    }
}
