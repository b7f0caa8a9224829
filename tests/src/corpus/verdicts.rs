//! `corpus/verdicts/<crate>.toml`: what a person said about each finding, by fingerprint.

use std::collections::BTreeMap;
use std::path::Path;

use clap::ValueEnum;
use otplint_model::finding::Confidence;
use serde::{Deserialize, Serialize};

use super::Error;

/// What a person who read the code said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Judgement {
    /// A flaw that the owners would thank us for.
    True,
    /// Correct as stated, but owners may well decide to leave it.
    Debatable,
    /// Wrong: nothing is lost there.
    False,
    /// Nobody has read it yet.
    #[value(skip)]
    Unread,
}

/// One finding and its verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verdict {
    /// Which finding.
    pub fingerprint: String,
    /// Its rule.
    pub rule: String,
    /// The file, relative to the crate's folder.
    pub path: String,
    /// The line when it was last blessed; informative only.
    pub line: u32,
    /// The confidence when it was last blessed.
    pub confidence: Confidence,
    /// What a person said.
    pub verdict: Judgement,
    /// Why, in one line; what the finding says while it is unread.
    pub reason: String,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default, rename = "finding")]
    findings: Vec<Verdict>,
}

/// The verdicts on one crate, by fingerprint.
pub type Verdicts = BTreeMap<String, Verdict>;

/// Reads a verdict file; a missing one holds no verdicts.
///
/// # Errors
///
/// When the file cannot be read, does not have the expected form, judges a finding twice, or judges
/// without giving a reason of one line.
pub fn read(path: &Path) -> Result<Verdicts, Error> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Verdicts::new()),
        Err(source) => {
            return Err(Error::File {
                path: path.into(),
                source,
            });
        }
    };
    let form = |message| Error::Form {
        path: path.into(),
        message,
    };
    let file: File = toml::from_str(&text).map_err(|error| form(error.to_string()))?;
    let mut verdicts = Verdicts::new();
    for verdict in file.findings {
        let reason = verdict.reason.trim();
        if verdict.verdict != Judgement::Unread && (reason.is_empty() || reason.contains('\n')) {
            return Err(form(format!(
                "{} needs a reason of one line",
                verdict.fingerprint
            )));
        }
        if let Some(twice) = verdicts.insert(verdict.fingerprint.clone(), verdict) {
            return Err(form(format!(
                "{} is judged twice; keep one entry",
                twice.fingerprint
            )));
        }
    }
    Ok(verdicts)
}

/// Writes a verdict file in reading order: rule, then path, then line. Without verdicts there is no
/// file.
///
/// # Errors
///
/// When the file cannot be written.
pub fn write(path: &Path, verdicts: &Verdicts) -> Result<(), Error> {
    let file = |source| Error::File {
        path: path.into(),
        source,
    };
    if verdicts.is_empty() {
        return match std::fs::remove_file(path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(file(error)),
            _ => Ok(()),
        };
    }
    let mut findings: Vec<Verdict> = verdicts.values().cloned().collect();
    findings.sort_by(|a, b| {
        (&a.rule, &a.path, a.line, &a.fingerprint).cmp(&(&b.rule, &b.path, b.line, &b.fingerprint))
    });
    let text = toml::to_string(&File { findings }).map_err(|error| Error::Form {
        path: path.into(),
        message: error.to_string(),
    })?;
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(file)?;
    }
    std::fs::write(path, text).map_err(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(fingerprint: &str, line: u32) -> Verdict {
        Verdict {
            fingerprint: fingerprint.into(),
            rule: "orphan-task".into(),
            path: "src/lib.rs".into(),
            line,
            confidence: Confidence::High,
            verdict: Judgement::True,
            reason: "the loop ends and \"nobody\" learns of it".into(),
        }
    }

    fn verdicts(entries: &[Verdict]) -> Verdicts {
        entries
            .iter()
            .map(|entry| (entry.fingerprint.clone(), entry.clone()))
            .collect()
    }

    #[test]
    fn what_is_written_is_read_back_in_reading_order() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("verdicts").join("a.toml");
        assert!(read(&path).unwrap().is_empty());
        let all = verdicts(&[entry("a", 9), entry("b", 3)]);
        write(&path, &all).unwrap();
        assert_eq!(read(&path).unwrap(), all);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.find("line = 3") < text.find("line = 9"), "{text}");
    }

    #[test]
    fn without_verdicts_there_is_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        write(&path, &verdicts(&[entry("a", 9)])).unwrap();
        write(&path, &Verdicts::new()).unwrap();
        assert!(!path.exists());
        write(&path, &Verdicts::new()).unwrap();
    }

    #[test]
    fn a_verdict_needs_its_reason_and_may_be_given_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        write(
            &path,
            &verdicts(&[Verdict {
                reason: " ".into(),
                ..entry("a", 9)
            }]),
        )
        .unwrap();
        let message = read(&path).unwrap_err().to_string();
        assert!(
            message.contains("a needs a reason of one line"),
            "{message}"
        );
        write(&path, &verdicts(&[entry("a", 9)])).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, format!("{text}\n{text}")).unwrap();
        let message = read(&path).unwrap_err().to_string();
        assert!(message.contains("a is judged twice"), "{message}");
    }
}
