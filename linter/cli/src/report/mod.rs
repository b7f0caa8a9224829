//! How a run is written down: for people, for line readers, for programs.

pub mod footer;
pub mod human;
pub mod json;
pub mod rules;
pub mod short;

use std::cell::OnceCell;
use std::path::Path;

use otplint_engine::{Report, paths};
use otplint_model::{FileId, LineIndex, Location, Severity, SourceFile};

/// Turns locations into paths, lines and columns.
struct Places<'a> {
    files: &'a [SourceFile],
    folder: &'a Path,
    lines: Vec<OnceCell<Lines>>,
}

/// Lines and columns of one file, found in the same time at the end of a line of 5 MB as at the end
/// of a short one.
struct Lines {
    index: LineIndex,
    /// How many characters begin before each step.
    characters: Vec<u32>,
}

/// Bytes in a step.
const STEP: usize = 1024;

impl Lines {
    fn new(text: &str) -> Self {
        let mut before = 0;
        let characters = text.as_bytes().chunks(STEP).map(|step| {
            let at_start = before;
            before += begun(step);
            at_start
        });
        Self {
            characters: characters.collect(),
            index: LineIndex::new(text),
        }
    }

    /// How many characters begin before an offset.
    fn before(&self, text: &str, offset: u32) -> u32 {
        let offset = (offset as usize).min(text.len());
        let step = (offset / STEP).min(self.characters.len().saturating_sub(1));
        self.characters.get(step).unwrap_or(&0) + begun(&text.as_bytes()[step * STEP..offset])
    }

    /// The 1-based line and column of an offset.
    fn line_column(&self, text: &str, offset: u32) -> (u32, u32) {
        let line = self.index.line(offset);
        let start = self
            .index
            .line_span(text, line)
            .map_or(0, |span| span.start);
        (
            line,
            self.before(text, offset) - self.before(text, start) + 1,
        )
    }
}

/// How many characters begin in these bytes: all that do not go on with one.
fn begun(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count() as u32
}

/// Where a location stands, in what people count: from 1, columns in characters, the end one past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Range {
    start: (u32, u32),
    end: (u32, u32),
}

impl<'a> Places<'a> {
    fn new(report: &'a Report, folder: &'a Path) -> Self {
        Self {
            files: &report.files,
            folder,
            lines: report.files.iter().map(|_| OnceCell::new()).collect(),
        }
    }

    fn text(&self, file: FileId) -> &'a str {
        &self.files[file.0 as usize].text
    }

    fn path(&self, file: FileId) -> String {
        paths::shown(self.folder, &self.files[file.0 as usize].path)
    }

    fn range(&self, location: Location) -> Range {
        let text = self.text(location.file);
        let at = |offset| self.lines(location.file).line_column(text, offset);
        Range {
            start: at(location.span.start),
            end: at(location.span.end),
        }
    }

    /// The 1-based line of an offset.
    fn line(&self, file: FileId, offset: u32) -> u32 {
        self.lines(file).index.line(offset)
    }

    /// Where a 1-based line begins; `None` past the end.
    fn line_start(&self, file: FileId, line: u32) -> Option<usize> {
        self.lines(file)
            .index
            .line_span(self.text(file), line)
            .map(|span| span.start as usize)
    }

    fn lines(&self, file: FileId) -> &Lines {
        self.lines[file.0 as usize].get_or_init(|| Lines::new(self.text(file)))
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// `1 file`, `2 files`, `12,345 files`.
fn count(number: usize, one: &str, many: &str) -> String {
    format!(
        "{} {}",
        grouped(number),
        if number == 1 { one } else { many }
    )
}

/// With a comma between thousands.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let first = digits.len() % 3;
    let (head, tail) = digits.split_at(first);
    let groups = tail
        .as_bytes()
        .chunks(3)
        .map(|group| group.iter().map(|digit| char::from(*digit)).collect());
    let parts: Vec<String> = (!head.is_empty())
        .then(|| head.to_owned())
        .into_iter()
        .chain(groups)
        .collect();
    parts.join(",")
}

#[cfg(test)]
mod tests;
