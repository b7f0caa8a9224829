//! What otplint finds in some files, in the terms of their comments.

use std::path::Path;
use std::sync::OnceLock;

use otplint_engine::{CheckOptions, ConfigChoice, Flags, Report, check, paths};
use otplint_model::{Confidence, LineIndex, Location};

/// A file that is checked.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its path, with `/` between its parts.
    pub name: String,
    /// What is in it.
    pub text: String,
}

/// A place, in what people count: from 1, columns in characters, the end one past.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub path: String,
    /// Line and column.
    pub start: (u32, u32),
    /// Line and column.
    pub end: (u32, u32),
}

/// A step of a finding's story.
#[derive(Clone, Debug)]
pub struct Step {
    /// Where.
    pub place: Place,
    /// What.
    pub message: String,
}

/// A finding.
#[derive(Clone, Debug)]
pub struct Found {
    /// The rule's id.
    pub rule: &'static str,
    /// How sure it is.
    pub confidence: Confidence,
    /// Where.
    pub place: Place,
    /// What is lost.
    pub message: String,
    /// What to do next.
    pub help: String,
    /// The piece of the runtime, or nothing.
    pub replacement: &'static str,
    /// The item that holds it.
    pub item: String,
    /// The story.
    pub related: Vec<Step>,
}

/// Checks the files with every rule, at medium confidence or better. They are written to a folder of
/// their own first: below `tests/` they would be taken for tests of this package.
///
/// # Errors
///
/// When the check does not run, or a file cannot be used.
pub fn find(sources: &[Source]) -> Result<Vec<Found>, String> {
    let folder = tempfile::Builder::new()
        .prefix("otplint-case")
        .tempdir()
        .map_err(|error| error.to_string())?;
    let folder = folder
        .path()
        .canonicalize()
        .map_err(|error| error.to_string())?;
    for source in sources {
        let path = folder.join(&source.name);
        let written = path
            .parent()
            .map_or(Ok(()), std::fs::create_dir_all)
            .and_then(|()| std::fs::write(&path, &source.text));
        written.map_err(|error| format!("{}: {error}", path.display()))?;
    }
    let report = on_large_stacks(|| report(&folder))?;
    if let Some(error) = report.errors.first() {
        return Err(format!(
            "{}: {}",
            paths::shown(&folder, &error.path),
            error.message
        ));
    }
    // A file that no crate reaches is quiet for the wrong reason.
    let written = sources
        .iter()
        .filter(|source| source.name.ends_with(".rs"))
        .count();
    if report.summary.files != written {
        return Err(format!(
            "{} of {written} files were checked; the others are in no crate",
            report.summary.files
        ));
    }
    Ok(report
        .findings
        .iter()
        .map(|finding| Found {
            rule: finding.rule,
            confidence: finding.confidence,
            place: place(&report, &folder, finding.location),
            message: finding.message.clone(),
            help: finding.help.clone(),
            replacement: finding.replacement,
            item: finding.item.clone(),
            related: (finding.related.iter())
                .map(|step| Step {
                    place: place(&report, &folder, step.location),
                    message: step.message.clone(),
                })
                .collect(),
        })
        .collect())
}

fn report(folder: &Path) -> Result<Report, String> {
    let options = CheckOptions {
        folder: folder.to_owned(),
        paths: vec![folder.to_owned()],
        config: ConfigChoice::Find,
        flags: Flags {
            select: vec!["all".to_owned()],
            min_confidence: Some(Confidence::Medium),
            ..Flags::default()
        },
        ..CheckOptions::default()
    };
    check(&options).map_err(|failure| failure.to_string())
}

fn place(report: &Report, folder: &Path, location: Location) -> Place {
    let file = &report.files[location.file.0 as usize];
    let lines = LineIndex::new(&file.text);
    Place {
        path: paths::shown(folder, &file.path),
        start: lines.line_column(&file.text, location.span.start),
        end: lines.line_column(&file.text, location.span.end),
    }
}

/// Parsers recurse, and a thread of a test has a small stack.
fn on_large_stacks<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    static POOL: OnceLock<Option<rayon::ThreadPool>> = OnceLock::new();
    match POOL.get_or_init(|| {
        rayon::ThreadPoolBuilder::new()
            .stack_size(64 << 20)
            .build()
            .ok()
    }) {
        Some(pool) => pool.install(work),
        None => work(),
    }
}
