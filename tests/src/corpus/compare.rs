//! What a report and the verdicts on a crate say about each other.

use std::collections::BTreeMap;

use otplint_model::finding::Confidence;

use super::linter::Found;
use super::verdicts::{Judgement, Verdict, Verdicts};

/// How a crate's findings stand to its verdicts. Only findings of medium confidence or better count:
/// low confidence is off by default and is not read.
#[derive(Debug, Default)]
pub struct Comparison {
    /// Findings that nobody has judged: no entry, or one marked unread.
    pub unread: Vec<Found>,
    /// True ones that are no longer found, or only at low confidence.
    pub lost: Vec<Verdict>,
    /// Other entries whose finding is gone; `bless` removes them.
    pub stale: Vec<Verdict>,
    /// Findings with their verdict.
    pub judged: Vec<(Found, Verdict)>,
    /// Findings that share a fingerprint with an earlier one: the fingerprint is broken.
    pub doubled: Vec<Found>,
}

impl Comparison {
    /// Whether the corpus check fails on it.
    #[must_use]
    pub fn fails(&self) -> bool {
        !(self.unread.is_empty() && self.lost.is_empty() && self.doubled.is_empty())
    }
}

/// Compares findings with verdicts by fingerprint.
#[must_use]
pub fn compare(findings: Vec<Found>, verdicts: &Verdicts) -> Comparison {
    let mut result = Comparison::default();
    let mut found = BTreeMap::new();
    for finding in findings
        .into_iter()
        .filter(|finding| finding.confidence >= Confidence::Medium)
    {
        if found.contains_key(&finding.fingerprint) {
            result.doubled.push(finding);
        } else {
            found.insert(finding.fingerprint.clone(), finding);
        }
    }
    for (fingerprint, verdict) in verdicts {
        if found.contains_key(fingerprint) {
            continue;
        }
        match verdict.verdict {
            Judgement::True => result.lost.push(verdict.clone()),
            _ => result.stale.push(verdict.clone()),
        }
    }
    for (fingerprint, finding) in found {
        match verdicts.get(&fingerprint) {
            Some(verdict) if verdict.verdict != Judgement::Unread => {
                result.judged.push((finding, verdict.clone()));
            }
            _ => result.unread.push(finding),
        }
    }
    result
        .unread
        .sort_by(|a, b| (&a.path, a.range.start.line).cmp(&(&b.path, b.range.start.line)));
    result
}

/// The verdicts after blessing: new findings enter unread, stale entries leave, lines and confidences
/// are brought up to date. A lost true one stays: only a person may give it up.
#[must_use]
pub fn bless(comparison: &Comparison) -> Verdicts {
    let entry = |found: &Found, verdict, reason: &str| Verdict {
        fingerprint: found.fingerprint.clone(),
        rule: found.rule.clone(),
        path: found.path.clone(),
        line: found.range.start.line,
        confidence: found.confidence,
        verdict,
        reason: reason.to_owned(),
    };
    let unread = comparison
        .unread
        .iter()
        .map(|found| entry(found, Judgement::Unread, &found.message));
    let judged = comparison
        .judged
        .iter()
        .map(|(found, verdict)| entry(found, verdict.verdict, &verdict.reason));
    unread
        .chain(judged)
        .chain(comparison.lost.iter().cloned())
        .map(|verdict| (verdict.fingerprint.clone(), verdict))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::linter::{Position, Range};

    fn found(fingerprint: &str, confidence: Confidence) -> Found {
        Found {
            rule: "raw-send".into(),
            confidence,
            path: "src/lib.rs".into(),
            range: Range {
                start: Position { line: 7 },
            },
            message: "the job is lost".into(),
            fingerprint: fingerprint.into(),
            related: Vec::new(),
        }
    }

    fn verdict(fingerprint: &str, verdict: Judgement) -> (String, Verdict) {
        let verdict = Verdict {
            fingerprint: fingerprint.into(),
            rule: "raw-send".into(),
            path: "src/lib.rs".into(),
            line: 3,
            confidence: Confidence::Medium,
            verdict,
            reason: "read".into(),
        };
        (fingerprint.into(), verdict)
    }

    #[test]
    fn a_new_finding_fails_until_a_person_has_judged_it() {
        let first = compare(vec![found("a", Confidence::Medium)], &Verdicts::new());
        assert!(first.fails());
        let blessed = bless(&first);
        assert_eq!(blessed["a"].verdict, Judgement::Unread);
        assert!(compare(vec![found("a", Confidence::Medium)], &blessed).fails());
        let judged = Verdicts::from([verdict("a", Judgement::False)]);
        assert!(!compare(vec![found("a", Confidence::Medium)], &judged).fails());
    }

    #[test]
    fn low_confidence_needs_no_verdict() {
        assert!(!compare(vec![found("a", Confidence::Low)], &Verdicts::new()).fails());
    }

    #[test]
    fn a_lost_true_finding_fails_and_survives_blessing() {
        let verdicts = Verdicts::from([
            verdict("a", Judgement::True),
            verdict("b", Judgement::False),
        ]);
        for gone in [Vec::new(), vec![found("a", Confidence::Low)]] {
            let comparison = compare(gone, &verdicts);
            assert!(comparison.fails());
            assert_eq!(comparison.stale.len(), 1);
            let blessed = bless(&comparison);
            assert_eq!(blessed.keys().collect::<Vec<_>>(), ["a"]);
        }
    }

    #[test]
    fn blessing_keeps_the_verdict_and_moves_the_line() {
        let verdicts = Verdicts::from([verdict("a", Judgement::Debatable)]);
        let blessed = bless(&compare(vec![found("a", Confidence::High)], &verdicts));
        let entry = &blessed["a"];
        assert_eq!(
            (entry.verdict, &*entry.reason),
            (Judgement::Debatable, "read")
        );
        assert_eq!((entry.line, entry.confidence), (7, Confidence::High));
    }

    #[test]
    fn one_fingerprint_for_two_findings_fails() {
        let verdicts = Verdicts::from([verdict("a", Judgement::True)]);
        let twice = vec![found("a", Confidence::High), found("a", Confidence::High)];
        assert!(compare(twice, &verdicts).fails());
    }
}
