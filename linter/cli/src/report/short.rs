//! `path:line:column: severity[rule] message`, one line for each finding.

use std::path::Path;

use otplint_engine::Report;
use otplint_model::Location;

use super::{Places, severity};

/// Errors first, then findings.
pub fn render(report: &Report, folder: &Path) -> String {
    let places = Places::new(report, folder);
    let mut text = String::new();
    for error in &report.errors {
        let path = otplint_engine::paths::shown(folder, &error.path);
        let at = error
            .place
            .map(|(file, span)| places.range(Location { file, span }).start);
        let at = at.map_or(String::new(), |(line, column)| format!("{line}:{column}:"));
        text += &format!("{path}:{at} error: {}\n", one_line(&error.message));
    }
    for finding in &report.findings {
        let (line, column) = places.range(finding.location).start;
        let path = places.path(finding.location.file);
        let (level, message) = (severity(finding.severity), one_line(&finding.message));
        text += &format!(
            "{path}:{line}:{column}: {level}[{}] {message}\n",
            finding.rule
        );
    }
    text
}

/// A message never breaks the line it stands on.
fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}
