//! Running the linter over a crate and reading its JSON report.

use std::path::{Path, PathBuf};
use std::process::Command;

use otplint_model::finding::Confidence;
use serde::Deserialize;

use super::Error;

/// A report, as far as the corpus needs it.
#[derive(Clone, Debug, Deserialize)]
pub struct Report {
    /// The findings at every confidence.
    pub findings: Vec<Found>,
    /// Files that could not be checked.
    pub errors: Vec<serde_json::Value>,
    /// What was looked at.
    pub summary: Summary,
}

/// What a report says of the run.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Summary {
    /// Files that were checked.
    pub files: usize,
}

/// One finding of a report.
#[derive(Clone, Debug, Deserialize)]
pub struct Found {
    /// The rule's id.
    pub rule: String,
    /// How sure the linter is.
    pub confidence: Confidence,
    /// The file, relative to the crate's folder.
    pub path: String,
    /// Where in it.
    pub range: Range,
    /// What is lost.
    pub message: String,
    /// What survives unrelated edits.
    pub fingerprint: String,
    /// The story, in order.
    pub related: Vec<Step>,
}

/// A step of the story.
#[derive(Clone, Debug, Deserialize)]
pub struct Step {
    /// The file, relative to the crate's folder.
    pub path: String,
    /// Where in it.
    pub range: Range,
    /// What happens there.
    pub message: String,
}

/// A range in a file.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Range {
    /// Where it begins.
    pub start: Position,
}

/// A place in a file, 1-based.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Position {
    /// The line.
    pub line: u32,
}

/// Where reports come from.
#[derive(Clone, Debug)]
pub enum Linter {
    /// This program is run.
    Binary(PathBuf),
    /// `<crate>.json` in this folder is read, as an earlier run wrote it.
    Reports(PathBuf),
}

impl Linter {
    /// The report on the crate whose sources are in `folder`.
    ///
    /// # Errors
    ///
    /// When the linter does not run, faults (exit code 2), does not print a report, or has looked at no
    /// file at all: such a report must not pass for one without findings.
    pub fn report(&self, name: &str, folder: &Path) -> Result<Report, Error> {
        let text = match self {
            Self::Binary(binary) => run(binary, name, folder)?,
            Self::Reports(reports) => {
                let path = reports.join(format!("{name}.json"));
                std::fs::read(&path).map_err(|source| Error::File { path, source })?
            }
        };
        let fault = |message| Error::Linter {
            krate: name.to_owned(),
            message,
        };
        let report: Report =
            serde_json::from_slice(&text).map_err(|error| fault(error.to_string()))?;
        match report.summary.files {
            0 => Err(fault("it has checked no file at all".to_owned())),
            _ => Ok(report),
        }
    }
}

/// The flags that show everything a rule has to say, whatever a crate's own configuration holds.
pub const EVERYTHING: [&str; 10] = [
    "check",
    "--format",
    "json",
    "--select",
    "all",
    "--preview",
    "--min-confidence",
    "low",
    "--no-config",
    "--no-cache",
];

fn run(binary: &Path, name: &str, folder: &Path) -> Result<Vec<u8>, Error> {
    let fault = |message: String| Error::Linter {
        krate: name.to_owned(),
        message,
    };
    let output = Command::new(binary)
        .args(EVERYTHING)
        .arg(".")
        .current_dir(folder)
        .output()
        .map_err(|error| fault(format!("{} does not run: {error}", binary.display())))?;
    match output.status.code() {
        Some(0 | 1) => Ok(output.stdout),
        code => {
            let code =
                code.map_or_else(|| "a signal".to_owned(), |code| format!("exit code {code}"));
            Err(fault(format!(
                "{code}: {}",
                String::from_utf8_lossy(&output.stderr).trim()
            )))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(text: &str) -> Result<Report, Error> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.json"), text).unwrap();
        Linter::Reports(folder.path().into()).report("a", folder.path())
    }

    #[test]
    fn a_report_in_the_documented_shape_is_read() {
        let range = r#"{"start":{"line":7,"column":5},"end":{"line":7,"column":20}}"#;
        let text = format!(
            r#"{{"version":1,"findings":[{{"rule":"raw-send","severity":"error","confidence":"high",
            "path":"src/a.rs","range":{range},"message":"lost","help":"wait","replacement":"otp_runtime::mailbox",
            "related":[{{"path":"src/b.rs","range":{range},"message":"here"}}],"fingerprint":"f"}}],
            "errors":[],"summary":{{"files":1,"lines":9,"suppressed":0,"unseen":{{}},"by_rule":{{}}}}}}"#
        );
        let report = report(&text).unwrap();
        let found = &report.findings[0];
        assert_eq!(
            (&*found.rule, found.confidence, found.range.start.line),
            ("raw-send", Confidence::High, 7)
        );
        assert_eq!(found.related[0].path, "src/b.rs");
    }

    #[test]
    fn a_linter_that_looked_at_nothing_has_not_found_nothing() {
        let error = report(r#"{"findings":[],"errors":[],"summary":{"files":0}}"#).unwrap_err();
        assert!(
            error.to_string().contains("checked no file at all"),
            "{error}"
        );
    }
}
