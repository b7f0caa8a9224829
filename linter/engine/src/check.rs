//! What can be asked for, and what is reported.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use otplint_model::{Finding, Severity, SourceError, SourceFile};

use crate::config::{self, Loaded};
use crate::failure::{Failure, Result};
use crate::paths::{absolute, shown};
use crate::pipeline::{Skipped, Timing, Unseen};
use crate::progress::Progress;
use crate::run::Run;
use crate::settings::Flags;

/// What to check, and how.
#[derive(Clone, Debug, Default)]
pub struct CheckOptions {
    /// The folder that relative paths start from; absolute.
    pub folder: PathBuf,
    /// Files and folders; empty means the folder.
    pub paths: Vec<PathBuf>,
    /// A text that stands in for a file of this name, and then is all that is reported on.
    pub stdin: Option<(PathBuf, String)>,
    /// Where the configuration comes from.
    pub config: ConfigChoice,
    /// What the command line says about rules.
    pub flags: Flags,
    /// Only these packages of the workspace; empty means all.
    pub packages: Vec<String>,
    /// Features that are taken as on.
    pub features: Vec<String>,
    /// `cfg` flags that are taken as set.
    pub cfg: Vec<String>,
    /// Where the run says how far it is.
    pub progress: Arc<Progress>,
}

/// Where the configuration comes from.
#[derive(Clone, Debug, Default)]
pub enum ConfigChoice {
    /// Looked for from the checked paths upward.
    #[default]
    Find,
    /// This file.
    File(PathBuf),
    /// There is none.
    None,
}

/// What a run reports.
#[derive(Debug)]
pub struct Report {
    /// The files that locations speak of.
    pub files: Vec<SourceFile>,
    /// By path, then place, then rule.
    pub findings: Vec<Finding>,
    /// What could not be used, by path, then place.
    pub errors: Vec<SourceError>,
    /// What was passed over on purpose, by path.
    pub skipped: Vec<Skipped>,
    /// The numbers.
    pub summary: Summary,
    /// How long each stage and each rule took.
    pub timings: Vec<Timing>,
    /// Whether the check failed: a finding at or above the failing level, or an error.
    pub failed: bool,
}

/// The numbers of a run.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Files that were reported on.
    pub files: usize,
    /// Lines in them.
    pub lines: usize,
    /// Rules that ran.
    pub rules: usize,
    /// Rules that did not run only because they are in preview.
    pub waiting: usize,
    /// Findings that comments suppress.
    pub suppressed: usize,
    /// Findings whose evidence is weaker than asked for.
    pub weak: usize,
    /// How much was not seen.
    pub unseen: Unseen,
    /// Findings by rule.
    pub by_rule: BTreeMap<&'static str, usize>,
}

/// Checks, on the current pool, which should be one of [`threads`](crate::threads): parsers recurse.
///
/// # Errors
///
/// Wrong usage or wrong configuration, and nothing to check.
pub fn check(options: &CheckOptions) -> Result<Report> {
    let run = Run::with_chosen(options)?;
    Ok(run.report(&options.folder))
}

/// The files that a check would report on, absolute, in order.
///
/// # Errors
///
/// As [`check()`].
pub fn list_files(options: &CheckOptions) -> Result<Vec<PathBuf>> {
    let run = Run::with(options, false, |_| Vec::new())?;
    let mut files: Vec<PathBuf> = run
        .analysis
        .asked
        .iter()
        .map(|id| run.whole[id.0 as usize].clone())
        .collect();
    files.sort();
    Ok(files)
}

/// What is asked about, absolute.
pub(crate) fn paths(options: &CheckOptions) -> Result<Vec<PathBuf>> {
    if let Some((name, _)) = &options.stdin {
        return match &options.paths[..] {
            [] => Ok(vec![absolute(&options.folder, name)]),
            _ => Err(
                Failure::new("--stdin-filename and paths do not go together")
                    .help("leave the paths out"),
            ),
        };
    }
    let folder = [PathBuf::from(".")];
    let asked = if options.paths.is_empty() {
        &folder
    } else {
        &options.paths[..]
    };
    for path in asked {
        if let Err(error) = options.folder.join(path).metadata() {
            let failure = Failure::new(format!(
                "`{}` cannot be checked: {}",
                path.display(),
                reason(&error)
            ));
            return Err(failure.help("name a file or a folder that exists"));
        }
    }
    let whole = |path: &PathBuf| absolute(&options.folder, path);
    Ok(asked.iter().map(whole).collect())
}

/// What went wrong with a file, in our tone.
fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        _ => error.to_string(),
    }
}

pub(crate) fn configuration(options: &CheckOptions, paths: &[PathBuf]) -> Result<Option<Loaded>> {
    match &options.config {
        ConfigChoice::None => return Ok(None),
        ConfigChoice::File(path) => {
            return config::load(&options.folder, path).map(Some);
        }
        ConfigChoice::Find => {}
    }
    let mut found: Option<Option<Loaded>> = None;
    for path in paths {
        let next = config::find(&options.folder, path)?;
        let path = |loaded: &Option<Loaded>| loaded.as_ref().map(|loaded| loaded.path.clone());
        match &found {
            Some(first) if path(first) != path(&next) => {
                let name = |loaded: &Option<Loaded>| match loaded {
                    Some(loaded) => format!("`{}`", loaded.name),
                    None => "none".to_owned(),
                };
                let names = format!("{} and {}", name(first), name(&next));
                return Err(Failure::new(format!(
                    "the paths have different configurations: {names}"
                ))
                .help("check them one at a time, or name one with --config"));
            }
            Some(_) => {}
            None => found = Some(next),
        }
    }
    Ok(found.flatten())
}

pub(crate) fn nothing(options: &CheckOptions, paths: &[PathBuf]) -> Box<Failure> {
    let name = |path: &PathBuf| match absolute(&options.folder, path) {
        path if path == options.folder => "this folder".to_owned(),
        path => format!("`{}`", shown(&options.folder, &path)),
    };
    let names: Vec<String> = paths.iter().map(name).collect();
    Failure::new(format!("there is no Rust to check in {}", names.join(", "))).help(
        "name a folder with a Cargo.toml or a file that ends in `.rs`; or is what is there excluded?",
    )
}

/// How many findings of each severity there are, from grave to harmless.
pub fn by_severity(findings: &[Finding]) -> [(Severity, usize); 3] {
    [Severity::Error, Severity::Warning, Severity::Info].map(|severity| {
        (
            severity,
            findings
                .iter()
                .filter(|finding| finding.severity == severity)
                .count(),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_start_from_the_given_folder_and_not_from_that_of_the_program() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = crate::paths::real(folder.path().to_owned());
        std::fs::create_dir(folder.join("src")).expect("a folder");
        std::fs::write(folder.join("src/a.rs"), "fn f() {}").expect("a file");
        for paths in [vec![], vec!["src".into()], vec!["src/a.rs".into()]] {
            let options = CheckOptions {
                folder: folder.clone(),
                paths,
                config: ConfigChoice::None,
                ..CheckOptions::default()
            };
            let files = list_files(&options).expect("it can be checked");
            assert_eq!(files, [folder.join("src/a.rs")]);
        }
    }
}
