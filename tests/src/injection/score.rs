//! What the linter makes of the mutants.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::process::Command;

use otplint_model::finding::Confidence;
use rayon::prelude::*;
use serde::Deserialize;

use super::Error;
use super::carrier::{self, Carrier};
use super::mutant::{Mutant, Placement};

/// A finding, as far as it is needed here.
#[derive(Clone, Debug, Deserialize)]
pub struct Found {
    rule: String,
    confidence: Confidence,
    path: String,
    range: Range,
    message: String,
    fingerprint: String,
    related: Vec<Step>,
}

#[derive(Clone, Debug, Deserialize)]
struct Step {
    path: String,
    range: Range,
}

#[derive(Clone, Copy, Debug, Deserialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Clone, Copy, Debug, Deserialize)]
struct Position {
    line: u32,
}

#[derive(Deserialize)]
struct Report {
    findings: Vec<Found>,
    summary: Summary,
}

#[derive(Deserialize)]
struct Summary {
    files: usize,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rule, path, .. } = self;
        let line = self.range.start.line;
        write!(f, "{path}:{line}: {rule}: {}", self.message)
    }
}

/// What became of a mutant.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// There is a finding on what was planted.
    Found,
    /// There is none; what the rule says of other places, if anything.
    Missed(Vec<String>),
}

/// The findings of medium confidence or better on a carrier as it is: none, when it is fit to carry.
///
/// # Errors
///
/// When the linter does not run.
pub fn clean(binary: &Path, carrier: &Carrier, work: &Path) -> Result<Vec<Found>, Error> {
    let folder = work.join("mutants").join(&carrier.name);
    carrier::write(&folder, &carrier.manifest, &carrier.files)?;
    lint(binary, &carrier.name, &folder, "all")
}

/// What the linter makes of each mutant. `clean` holds the findings on the carriers, by name.
///
/// # Errors
///
/// When the linter does not run.
pub fn score(
    binary: &Path,
    mutants: &[Mutant],
    clean: &BTreeMap<String, Vec<Found>>,
    work: &Path,
) -> Result<Vec<Outcome>, Error> {
    mutants
        .par_iter()
        .map(|mutant| {
            let folder = work.join("mutants").join(&mutant.id);
            carrier::write(&folder, &mutant.manifest, &mutant.files)?;
            let before = clean.get(&mutant.carrier).map_or(&[][..], Vec::as_slice);
            let new: Vec<Found> = lint(binary, &mutant.id, &folder, &mutant.rule)?
                .into_iter()
                .filter(|found| {
                    !before
                        .iter()
                        .any(|old| old.fingerprint == found.fingerprint)
                })
                .collect();
            Ok(if new.iter().any(|found| hits(found, mutant)) {
                Outcome::Found
            } else {
                Outcome::Missed(new.iter().map(Found::to_string).collect())
            })
        })
        .collect()
}

/// Whether a finding lies on, or points to, what was planted.
fn hits(found: &Found, mutant: &Mutant) -> bool {
    let on = |path: &str, range: Range| mutant.planted_at(path, range.start.line, range.end.line);
    found.rule == mutant.rule
        && (on(&found.path, found.range)
            || found.related.iter().any(|step| on(&step.path, step.range)))
}

fn lint(binary: &Path, name: &str, folder: &Path, rule: &str) -> Result<Vec<Found>, Error> {
    let fault = |message: String| {
        Error::Corpus(crate::corpus::Error::Linter {
            krate: name.to_owned(),
            message,
        })
    };
    let output = Command::new(binary)
        .args(["check", "--format", "json", "--select", rule])
        .args(["--no-config", "--no-cache", "--threads", "1", "."])
        .current_dir(folder)
        .output()
        .map_err(|error| fault(format!("{} does not run: {error}", binary.display())))?;
    if !matches!(output.status.code(), Some(0 | 1)) {
        return Err(fault(
            String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        ));
    }
    let report: Report =
        serde_json::from_slice(&output.stdout).map_err(|error| fault(error.to_string()))?;
    if report.summary.files == 0 {
        return Err(fault("it has checked no file at all".to_owned()));
    }
    let medium = |found: &Found| found.confidence >= Confidence::Medium;
    Ok(report.findings.into_iter().filter(medium).collect())
}

/// How many of how many.
#[derive(Clone, Copy, Debug, Default)]
pub struct Share {
    /// Found ones.
    pub found: usize,
    /// All of them.
    pub all: usize,
}

impl Share {
    /// Counts one more.
    pub const fn add(&mut self, found: bool) {
        self.found += found as usize;
        self.all += 1;
    }

    /// In percent, rounded down; 0 of nothing.
    #[must_use]
    pub const fn percent(self) -> usize {
        match self.all {
            0 => 0,
            all => self.found * 100 / all,
        }
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}/{}", self.found, self.all))
    }
}

/// The numbers of a rule.
#[derive(Clone, Copy, Debug, Default)]
pub struct Row {
    /// Mutants, also those that do not compile.
    pub mutants: usize,
    /// Those that compile, and of them the found ones.
    pub total: Share,
    /// The step is where the rest of the flaw is.
    pub here: Share,
    /// The step is in a helper of the same file.
    pub same_file: Share,
    /// The step is in helpers of another file.
    pub other_file: Share,
}

impl Row {
    /// Counts a mutant that compiles.
    pub const fn add(&mut self, placement: Placement, found: bool) {
        self.total.add(found);
        match placement {
            Placement::Here => self.here.add(found),
            Placement::SameFile => self.same_file.add(found),
            Placement::OtherFile | Placement::TwoDeep => self.other_file.add(found),
        }
    }
}
