//! Precision by rule, and whether a rule may be on by default.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::verdicts::{self, Judgement, Verdict};
use super::{Error, folder};

/// From this many findings read, and as many code bases as [`CODE_BASES`], the evidence is enough
/// even if there are more; with fewer, all there are must have been read.
pub const FINDINGS: usize = 40;
/// See [`FINDINGS`].
pub const CODE_BASES: usize = 8;

/// What the verdicts say of one rule.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Judged true.
    pub right: usize,
    /// Judged debatable.
    pub debatable: usize,
    /// Judged false.
    pub wrong: usize,
    /// Not read yet.
    pub unread: usize,
    /// Crates with a finding that was read.
    pub code_bases: BTreeSet<String>,
}

impl Tally {
    /// How many findings a person has judged.
    #[must_use]
    pub fn read(&self) -> usize {
        self.right + self.debatable + self.wrong
    }

    /// Whether the bar for "on by default" holds: enough was read, at most 1 in 20 is wrong and at
    /// least 8 in 10 are right. Without a single finding there is no evidence, so it does not hold.
    #[must_use]
    pub fn holds(&self) -> bool {
        let read = self.read();
        let enough = self.unread == 0 || (read >= FINDINGS && self.code_bases.len() >= CODE_BASES);
        read > 0 && enough && self.wrong * 20 <= read && self.right * 10 >= read * 8
    }
}

/// Tallies by rule; displayed as a table.
#[derive(Clone, Debug, Default)]
pub struct Precision {
    /// By rule id.
    pub rules: BTreeMap<String, Tally>,
}

impl Precision {
    /// What the verdict files say, without running anything.
    ///
    /// # Errors
    ///
    /// When a verdict file cannot be read or understood.
    pub fn stored() -> Result<Self, Error> {
        Self::of("verdicts")
    }

    /// What was said of code bases when they were read for the first time, before anything was mended for them.
    ///
    /// # Errors
    ///
    /// When a verdict file cannot be read or understood.
    pub fn first_sight() -> Result<Self, Error> {
        Self::of("first-sight")
    }

    fn of(files: &str) -> Result<Self, Error> {
        let mut precision = Self::default();
        let folder = folder().join(files);
        let entries = match std::fs::read_dir(&folder) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(precision),
            entries => entries,
        };
        let file = |source| Error::File {
            path: folder.clone(),
            source,
        };
        for entry in entries.map_err(file)? {
            let path = entry.map_err(file)?.path();
            let krate = path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            for verdict in verdicts::read(&path)?.values() {
                precision.count(&krate, verdict);
            }
        }
        Ok(precision)
    }

    fn count(&mut self, krate: &str, verdict: &Verdict) {
        let tally = self.rules.entry(verdict.rule.clone()).or_default();
        match verdict.verdict {
            Judgement::True => tally.right += 1,
            Judgement::Debatable => tally.debatable += 1,
            Judgement::False => tally.wrong += 1,
            Judgement::Unread => {
                tally.unread += 1;
                return;
            }
        }
        tally.code_bases.insert(krate.to_owned());
    }
}

impl fmt::Display for Precision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<22} {:>8} {:>6} {:>10} {:>6} {:>7} {:>7} {:>7} {:>11}  on by default",
            "rule",
            "findings",
            "true",
            "debatable",
            "false",
            "unread",
            "right",
            "wrong",
            "code bases"
        )?;
        for (rule, tally) in &self.rules {
            let read = tally.read();
            let share = |part: usize| match read {
                0 => "-".to_owned(),
                _ => format!("{} %", 100 * part / read),
            };
            writeln!(
                f,
                "{rule:<22} {:>8} {:>6} {:>10} {:>6} {:>7} {:>7} {:>7} {:>11}  {}",
                read + tally.unread,
                tally.right,
                tally.debatable,
                tally.wrong,
                tally.unread,
                share(tally.right),
                share(tally.wrong),
                tally.code_bases.len(),
                if tally.holds() {
                    "may be"
                } else {
                    "no, preview"
                },
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(right: usize, debatable: usize, wrong: usize, unread: usize, bases: usize) -> Tally {
        let code_bases = (0..bases).map(|n| n.to_string()).collect();
        Tally {
            right,
            debatable,
            wrong,
            unread,
            code_bases,
        }
    }

    #[test]
    fn no_finding_is_no_evidence() {
        assert!(!Tally::default().holds());
    }

    #[test]
    fn one_in_twenty_wrong_is_the_limit() {
        assert!(tally(19, 0, 1, 0, 3).holds());
        assert!(!tally(18, 0, 1, 0, 3).holds());
    }

    #[test]
    fn eight_in_ten_right_is_the_limit() {
        assert!(tally(8, 2, 0, 0, 3).holds());
        assert!(!tally(7, 2, 0, 0, 3).holds());
    }

    #[test]
    fn unread_findings_are_allowed_only_beyond_forty_from_eight_code_bases() {
        assert!(!tally(20, 0, 0, 1, 8).holds());
        assert!(!tally(40, 0, 0, 1, 7).holds());
        assert!(tally(40, 0, 0, 1, 8).holds());
    }
}
