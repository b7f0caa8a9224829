//! From paths to findings: the stages of a run, in order.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use otplint_model::{Declined, FileId, Finding, Model, SourceError, SourceFile, Span, Verdicts};
use rayon::prelude::*;
use serde::Serialize;

use crate::failure::Result;
use crate::load;
use crate::progress::Progress;

/// What to analyse, and how.
#[derive(Clone, Debug)]
pub struct AnalyzeOptions {
    /// Files and folders to report on; they exist.
    pub paths: Vec<PathBuf>,
    /// A text that stands in for a file of this name, and then is all that is reported on.
    pub stdin: Option<(PathBuf, String)>,
    /// Only these packages of the workspace; empty means all.
    pub packages: Vec<String>,
    /// Features that are taken as on.
    pub features: Vec<String>,
    /// `cfg` flags that are taken as set, as rustc's `--cfg` has them.
    pub cfg: Vec<String>,
    /// Stub files besides the built-in ones; absolute.
    pub stubs: Vec<PathBuf>,
    /// The ids of the rules that run.
    pub rules: Vec<&'static str>,
    /// Whether to keep what the rules declined, with the reasons.
    pub explained: bool,
    /// Where the run says how far it is.
    pub progress: Arc<Progress>,
}

/// What a run learned.
#[derive(Debug, Default)]
pub struct Analysis {
    /// Every file that was read; a [`FileId`] is a position in it.
    pub files: Vec<SourceFile>,
    /// The files that were asked about, in no particular order.
    pub asked: Vec<FileId>,
    /// Of the files those that are no Rust, but configuration.
    pub configuration: Vec<FileId>,
    /// For each file the spans of its items, attributes included.
    pub items: Vec<Vec<Span>>,
    /// What could not be used.
    pub errors: Vec<SourceError>,
    /// What was passed over on purpose.
    pub skipped: Vec<Skipped>,
    /// What the rules found, in no particular order and without fingerprints.
    pub findings: Vec<Finding>,
    /// What the rules looked at and let be, where that was asked for.
    pub declined: Vec<Declined>,
    /// How much was not seen.
    pub unseen: Unseen,
    /// How long each stage and each rule took, in the order they ran.
    pub timings: Vec<Timing>,
    /// The linked workspace.
    pub model: Option<Model>,
}

/// A file or folder that was passed over.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// What was passed over.
    pub path: PathBuf,
    /// Why: lower case, no full stop.
    pub reason: String,
}

/// How much of the code was not seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Unseen {
    /// Macro calls that were not expanded.
    pub macros: usize,
    /// Calls, method calls included.
    pub calls: usize,
    /// Calls whose callee is not known.
    pub unresolved_calls: usize,
}

/// How long something took.
#[derive(Clone, Debug)]
pub struct Timing {
    /// A stage, or `rule ` and the id of a rule.
    pub name: String,
    /// Wall time.
    pub took: Duration,
}

impl Analysis {
    /// Runs a stage and notes how long it took.
    pub fn timed<T>(&mut self, name: &str, stage: impl FnOnce() -> T) -> T {
        let (timing, result) = Timing::of(name, stage);
        self.timings.push(timing);
        result
    }
}

impl Timing {
    /// Runs a stage and tells how long it took.
    pub fn of<T>(name: impl Into<String>, stage: impl FnOnce() -> T) -> (Self, T) {
        let start = Instant::now();
        let result = stage();
        let took = start.elapsed();
        let name = name.into();
        (Self { name, took }, result)
    }
}

/// Reads, links and judges.
///
/// # Errors
///
/// What was asked for cannot be, for example a package that the workspace does not have. What is
/// wrong with single files is no error here: it is in [`Analysis::errors`].
pub fn analyze(options: &AnalyzeOptions) -> Result<Analysis> {
    let mut analysis = Analysis::default();
    let model = load::load(options, &mut analysis)?;
    let rules = otplint_rules::all().par_iter();
    let judged: Vec<(Timing, Verdicts)> = rules
        .filter(|rule| options.rules.contains(&rule.meta().id))
        .map(|rule| {
            let id = rule.meta().id;
            let mut verdicts = Verdicts::new(id, options.explained);
            let check = || rule.check(&model, &mut verdicts);
            let (timing, ()) = Timing::of(format!("rule {id}"), check);
            (timing, verdicts)
        })
        .collect();
    for (timing, verdicts) in judged {
        let (findings, declined) = verdicts.into_parts();
        analysis.timings.push(timing);
        analysis.findings.extend(findings);
        analysis.declined.extend(declined);
    }
    analysis.model = Some(model);
    Ok(analysis)
}

/// Signatures of the crate whose source is at `path`, as the start of a stub; Rust text.
///
/// # Errors
///
/// The crate cannot be read.
pub fn stub(path: &Path) -> Result<String> {
    load::stub(path)
}
