//! What stands below the findings: the numbers, and what was not seen.

use std::path::Path;
use std::time::Duration;

use otplint_engine::check::by_severity;
use otplint_engine::{Report, paths};

use super::{count, grouped};
use crate::terminal::Style;

/// More would push the findings off the screen.
const SKIPPED_SHOWN: usize = 5;

/// Several lines, each ending in a newline.
pub fn render(report: &Report, folder: &Path, style: Style, took: Duration) -> String {
    let summary = &report.summary;
    let mut text = style.bold(&headline(report)) + "\n";
    let width = summary
        .by_rule
        .keys()
        .map(|rule| rule.len())
        .max()
        .unwrap_or_default();
    for (rule, number) in &summary.by_rule {
        text += &format!("  {rule:width$}  {}\n", grouped(*number));
    }
    let (files, lines) = (
        count(summary.files, "file", "files"),
        count(summary.lines, "line", "lines"),
    );
    let rules = count(summary.rules, "rule", "rules");
    text += &format!(
        "checked: {files}, {lines} with {rules} in {}
",
        seconds(took)
    );
    text += &left_out(report);
    text += &format!("not seen: {}\n", unseen(report));
    text += &skipped(report, folder);
    if report
        .findings
        .iter()
        .any(|finding| finding.rule != otplint_engine::catalog::UNUSED_SUPPRESSION.id)
    {
        text += "`otplint explain RULE` says why a finding matters and how to repair it\n";
    }
    text
}

fn headline(report: &Report) -> String {
    let mut parts = vec![match report.findings.len() {
        0 => "no findings".to_owned(),
        number => {
            let levels = by_severity(&report.findings)
                .into_iter()
                .filter(|(_, number)| *number > 0);
            let levels: Vec<String> = levels
                .map(|(severity, number)| {
                    let (one, many) = match severity {
                        otplint_model::Severity::Error => ("error", "errors"),
                        otplint_model::Severity::Warning => ("warning", "warnings"),
                        otplint_model::Severity::Info => ("info", "info"),
                    };
                    count(number, one, many)
                })
                .collect();
            format!(
                "{}: {}",
                count(number, "finding", "findings"),
                levels.join(", ")
            )
        }
    }];
    if report.summary.suppressed > 0 {
        parts.push(format!("{} suppressed", grouped(report.summary.suppressed)));
    }
    if !report.errors.is_empty() {
        parts.push(format!(
            "{} with what was read",
            count(report.errors.len(), "problem", "problems")
        ));
    }
    parts.join("; ")
}

/// What the reader could have asked for, and how.
fn left_out(report: &Report) -> String {
    let mut text = String::new();
    if report.summary.weak > 0 {
        let findings = count(report.summary.weak, "finding", "findings");
        text +=
            &format!("left out: {findings} on weaker evidence; see with --min-confidence low\n");
    }
    if report.summary.waiting > 0 {
        let rules = count(report.summary.waiting, "rule", "rules");
        text += &format!("left out: {rules} in preview; run with --preview\n");
    }
    text
}

fn unseen(report: &Report) -> String {
    let unseen = report.summary.unseen;
    let calls = match (unseen.calls, unseen.unresolved_calls) {
        (0, _) => "no calls were looked at".to_owned(),
        (calls, unresolved) => {
            let share = 100.0 * unresolved as f64 / calls as f64;
            format!(
                "{} of {} are unresolved ({share:.1} %)",
                grouped(unresolved),
                count(calls, "call", "calls")
            )
        }
    };
    format!(
        "{} not expanded; {calls}",
        count(unseen.macros, "macro call", "macro calls")
    )
}

fn skipped(report: &Report, folder: &Path) -> String {
    let shown = report.skipped.iter().take(SKIPPED_SHOWN);
    let mut text: String = shown
        .map(|skipped| {
            format!(
                "skipped: {}: {}\n",
                paths::shown(folder, &skipped.path),
                skipped.reason
            )
        })
        .collect();
    if report.skipped.len() > SKIPPED_SHOWN {
        text += &format!(
            "skipped: {} more\n",
            grouped(report.skipped.len() - SKIPPED_SHOWN)
        );
    }
    text
}

fn seconds(took: Duration) -> String {
    format!("{:.2} s", took.as_secs_f64())
}
