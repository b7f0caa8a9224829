//! `otplint why PATH:LINE`: what is known of a line, and what became of each finding there.

use std::fmt::Write;
use std::path::Path;

use otplint_model::{Declined, FileId, Finding, LineIndex, Span};

use crate::check::CheckOptions;
use crate::failure::{Failure, Result};
use crate::load::knowledge;
use crate::paths::{absolute, real, shown};
use crate::run::Run;
use crate::settings::Fate;

/// Text for people about a 1-based line of a file, ending in a newline: what is known of it, and what
/// each rule says. Without a line, what the rules say of the whole file or folder: those that are
/// selected, or all.
///
/// # Errors
///
/// As [`crate::check()`], and a line that the file does not have.
pub fn why(options: &CheckOptions, path: &Path, line: Option<u32>) -> Result<String> {
    let run = Run::explained(options)?;
    let Some(line) = line else {
        return Ok(verdicts(&run, options));
    };
    let path = real(absolute(&options.folder, path));
    let name = shown(&options.folder, &path);
    let Some(index) = run.whole.iter().position(|file| real(file.clone()) == path) else {
        return Err(Failure::new(format!("`{name}` was not read"))
            .help("is it excluded, or behind a link?"));
    };
    let file = &run.analysis.files[index];
    let lines = LineIndex::new(&file.text);
    let Some(place) = lines.line_span(&file.text, line) else {
        return Err(Failure::new(format!(
            "`{name}` has no line {line}; it has {}",
            lines.lines()
        )));
    };
    let code = file.text[place.start as usize..place.end as usize].trim();
    let mut text = format!("{name}:{line}: {code}\n");
    let named = |file: FileId| shown(&options.folder, &run.whole[file.0 as usize]);
    text += &knowledge(&run.analysis, FileId(index as u32), place, &named);
    text += &said(&run, FileId(index as u32), place);
    Ok(text)
}

/// What the rules say of everything that was asked about, a line each.
fn verdicts(run: &Run, options: &CheckOptions) -> String {
    let wanted = |rule: &str| options.flags.select.is_empty() || run.settings.runs(rule);
    let mut lines: Vec<(FileId, Span, String)> = Vec::new();
    for finding in &run.analysis.findings {
        if wanted(finding.rule) {
            let (file, span) = (finding.location.file, finding.location.span);
            lines.push((file, span, found(run, finding)));
        }
    }
    for declined in &run.analysis.declined {
        if wanted(declined.rule) {
            let (file, span) = (declined.location.file, declined.location.span);
            lines.push((file, span, let_be(declined)));
        }
    }
    lines.sort_by(|a, b| {
        let path = |file: FileId| &run.whole[file.0 as usize];
        (path(a.0), a.1, &a.2).cmp(&(path(b.0), b.1, &b.2))
    });
    let mut text = String::new();
    let mut indexed: Option<(FileId, LineIndex)> = None;
    for (file, span, what) in lines {
        if indexed.as_ref().is_none_or(|(known, _)| *known != file) {
            indexed = Some((
                file,
                LineIndex::new(&run.analysis.files[file.0 as usize].text),
            ));
        }
        let line = indexed
            .as_ref()
            .map_or(1, |(_, index)| index.line(span.start));
        let name = shown(&options.folder, &run.whole[file.0 as usize]);
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{name}:{line}: {what}");
    }
    if text.is_empty() {
        "no rule looked at anything here\n".to_owned()
    } else {
        text
    }
}

/// What became of a finding.
fn found(run: &Run, finding: &Finding) -> String {
    let covering = run.covering(finding);
    let fate = match (run.fate(finding), covering.first()) {
        (Fate::Reported(_), Some(one)) => format!("suppressed, because: {}", one.reason),
        (Fate::Reported(_), None) => "reported".to_owned(),
        (Fate::Off, _) => "not reported: the rule is off here".to_owned(),
        (Fate::TooWeak(least), _) => format!(
            "not reported: {:?} confidence, {least:?} is asked for",
            finding.confidence
        )
        .to_lowercase(),
    };
    format!("found by {}: {} ({fate})", finding.rule, finding.message)
}

fn let_be(declined: &Declined) -> String {
    format!("declined by {}: {}", declined.rule, declined.reason)
}

/// What the rules say of a line.
fn said(run: &Run, file: FileId, line: Span) -> String {
    let here = |span: Span| span.start <= line.end && line.start <= span.end;
    let findings = run.analysis.findings.iter();
    let declined = run.analysis.declined.iter();
    let text: String = findings
        .filter(|one| one.location.file == file && here(one.location.span))
        .map(|one| found(run, one))
        .chain(
            declined
                .filter(|one| one.location.file == file && here(one.location.span))
                .map(let_be),
        )
        .map(|what| format!("  {what}\n"))
        .collect();
    if text.is_empty() {
        "  no rule found anything here, nor what looks like a flaw of its kind\n".to_owned()
    } else {
        text
    }
}
