//! `otplint why PATH:LINE`: what is known of a line, and what became of each finding there.

use std::fmt::Write;
use std::path::Path;

use otplint_model::{FileId, LineIndex, Span};

use crate::check::CheckOptions;
use crate::failure::{Failure, Result};
use crate::load::knowledge;
use crate::paths::{absolute, real, shown};
use crate::run::Run;
use crate::settings::Fate;

/// Text for people about a 1-based line of a file, ending in a newline.
///
/// # Errors
///
/// As [`crate::check()`], and a line that the file does not have.
pub fn why(options: &CheckOptions, path: &Path, line: u32) -> Result<String> {
    let run = Run::with_all(options)?;
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
    text += &findings(&run, FileId(index as u32), place);
    Ok(text)
}

/// Every finding that touches the line, and what becomes of it.
fn findings(run: &Run, file: FileId, line: Span) -> String {
    let mut text = String::new();
    let here = |span: Span| span.start <= line.end && line.start <= span.end;
    for finding in run
        .analysis
        .findings
        .iter()
        .filter(|one| one.location.file == file && here(one.location.span))
    {
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
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "  found by {}: {} ({fate})",
            finding.rule, finding.message
        );
    }
    if text.is_empty() {
        "  no rule found anything here\n".to_owned()
    } else {
        text
    }
}
