//! The list of rules.

use otplint_rules::{Level, Meta};
use serde::Serialize;

use super::severity;

#[derive(Serialize)]
struct JsonRule {
    id: &'static str,
    summary: &'static str,
    severity: &'static str,
    level: &'static str,
    replacement: &'static str,
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Default => "default",
        Level::Preview => "preview",
    }
}

/// For people.
pub fn table(metas: &[&'static Meta]) -> String {
    let rows = metas.iter().map(|meta| {
        [
            meta.id,
            severity(meta.severity),
            level(meta.level),
            meta.summary,
        ]
    });
    let rows: Vec<[&str; 4]> = std::iter::once(["rule", "severity", "level", "finds"])
        .chain(rows)
        .collect();
    let width = |column: usize| {
        rows.iter()
            .map(|row| row[column].chars().count())
            .max()
            .unwrap_or_default()
    };
    let (id, severity, level) = (width(0), width(1), width(2));
    let line = |row: &[&str; 4]| {
        format!(
            "{:id$}  {:severity$}  {:level$}  {}\n",
            row[0], row[1], row[2], row[3]
        )
    };
    rows.iter().map(line).collect()
}

/// For programs.
pub fn json(metas: &[&'static Meta]) -> String {
    let rules = metas.iter().map(|meta| JsonRule {
        id: meta.id,
        summary: meta.summary,
        severity: severity(meta.severity),
        level: level(meta.level),
        replacement: meta.replacement,
    });
    super::json::pretty(&rules.collect::<Vec<_>>())
}
