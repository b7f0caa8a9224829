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
    lines: Vec<OnceCell<LineIndex>>,
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
        let lines = self.lines[location.file.0 as usize].get_or_init(|| LineIndex::new(text));
        let at = |offset| lines.line_column(text, offset);
        Range {
            start: at(location.span.start),
            end: at(location.span.end),
        }
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
