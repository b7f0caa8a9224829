//! Reading findings by hand: the code around each, with its story, and the verdict that follows.

use std::fmt::Write as _;
use std::ops::RangeInclusive;
use std::path::Path;

use super::linter::Found;
use super::verdicts::{Judgement, Verdicts};

/// A finding with its story, and the code around each step of it.
#[must_use]
pub fn show(found: &Found, folder: &Path, context: u32) -> String {
    let mut text = format!(
        "{} {} ({:?}) {}:{}\n  {}\n",
        found.fingerprint,
        found.rule,
        found.confidence,
        found.path,
        found.range.start.line,
        found.message
    );
    let primary = (&found.path, found.range, "");
    let steps = found
        .related
        .iter()
        .map(|step| (&step.path, step.range, &*step.message));
    let mut shown: Vec<(&String, RangeInclusive<u32>)> = Vec::new();
    for (path, range, message) in std::iter::once(primary).chain(steps) {
        let line = range.start.line;
        if !message.is_empty() {
            let _ = writeln!(text, "  {path}:{line}: {message}");
        }
        if shown
            .iter()
            .any(|(there, lines)| *there == path && lines.contains(&line))
        {
            continue;
        }
        let lines = line.saturating_sub(context).max(1)..=line.saturating_add(context);
        match std::fs::read_to_string(folder.join(path)) {
            Ok(source) => excerpt(&source, line, &lines, &mut text),
            Err(error) => {
                let _ = writeln!(text, "  {path} cannot be read: {error}");
            }
        }
        shown.push((path, lines));
    }
    text
}

fn excerpt(source: &str, marked: u32, lines: &RangeInclusive<u32>, text: &mut String) {
    for (number, line) in (1..)
        .zip(source.lines())
        .filter(|(number, _)| lines.contains(number))
    {
        let mark = if number == marked { '>' } else { ' ' };
        let _ = writeln!(text, "  {mark}{number:>5} {line}");
    }
}

/// Puts a verdict to the one finding whose fingerprint begins so.
///
/// # Errors
///
/// Says why when there is no such finding or more than one, or when the reason is not one line.
pub fn judge(
    verdicts: &mut Verdicts,
    fingerprint: &str,
    verdict: Judgement,
    reason: &str,
) -> Result<(), String> {
    if reason.trim().is_empty() || reason.contains('\n') {
        return Err("a reason is one line; say what in the code decided it".to_owned());
    }
    let mut matching = verdicts
        .values_mut()
        .filter(|entry| entry.fingerprint.starts_with(fingerprint));
    match (matching.next(), matching.next()) {
        (Some(entry), None) => {
            entry.verdict = verdict;
            entry.reason = reason.trim().to_owned();
            Ok(())
        }
        (None, _) => Err(format!(
            "no finding's fingerprint begins with {fingerprint}; `corpus bless` first"
        )),
        (Some(_), Some(_)) => Err(format!(
            "several fingerprints begin with {fingerprint}; give more of it"
        )),
    }
}

#[cfg(test)]
mod tests {
    use otplint_model::finding::Confidence;

    use super::*;
    use crate::corpus::linter::{Position, Range, Step};
    use crate::corpus::verdicts::Verdict;

    fn at(line: u32) -> Range {
        Range {
            start: Position { line },
        }
    }

    #[test]
    fn the_story_is_shown_in_its_code_and_no_line_twice() {
        let folder = tempfile::tempdir().unwrap();
        let source: String = (1..=30).map(|line| format!("line {line}\n")).collect();
        std::fs::write(folder.path().join("a.rs"), source).unwrap();
        let step = |line, message: &str| Step {
            path: "a.rs".into(),
            range: at(line),
            message: message.into(),
        };
        let found = Found {
            rule: "raw-send".into(),
            confidence: Confidence::High,
            path: "a.rs".into(),
            range: at(3),
            message: "the job is lost".into(),
            fingerprint: "abc".into(),
            related: vec![
                step(4, "the channel is full here"),
                step(29, "the sender goes on here"),
            ],
        };
        let expected = "\
abc raw-send (High) a.rs:3
  the job is lost
       2 line 2
  >    3 line 3
       4 line 4
  a.rs:4: the channel is full here
  a.rs:29: the sender goes on here
      28 line 28
  >   29 line 29
      30 line 30
";
        assert_eq!(show(&found, folder.path(), 1), expected);
    }

    #[test]
    fn a_verdict_goes_to_exactly_one_finding() {
        let entry = |fingerprint: &str| {
            let verdict = Verdict {
                fingerprint: fingerprint.into(),
                rule: "raw-send".into(),
                path: "a.rs".into(),
                line: 1,
                confidence: Confidence::High,
                verdict: Judgement::Unread,
                reason: "the job is lost".into(),
            };
            (fingerprint.to_owned(), verdict)
        };
        let mut verdicts = Verdicts::from([entry("abc"), entry("abd")]);
        assert!(judge(&mut verdicts, "ab", Judgement::True, "read").is_err());
        assert!(judge(&mut verdicts, "x", Judgement::True, "read").is_err());
        assert!(judge(&mut verdicts, "abc", Judgement::True, " ").is_err());
        judge(&mut verdicts, "abc", Judgement::True, "nobody awaits it").unwrap();
        assert_eq!(verdicts["abc"].verdict, Judgement::True);
        assert_eq!(verdicts["abc"].reason, "nobody awaits it");
        assert_eq!(verdicts["abd"].verdict, Judgement::Unread);
    }
}
