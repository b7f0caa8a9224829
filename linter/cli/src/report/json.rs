//! For programs: stable, and described by a schema that is made from these types.

use std::collections::BTreeMap;
use std::path::Path;

use otplint_engine::Report;
use otplint_model::{Confidence, Location, Severity};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Places, Range};

/// The version of the shape; it changes when a reader of the old one could misunderstand.
const VERSION: u32 = 1;

/// What `otplint check --format json` prints.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "otplint report", deny_unknown_fields)]
struct JsonReport {
    /// The version of this shape.
    version: u32,
    /// By path, then place, then rule.
    findings: Vec<JsonFinding>,
    /// Files, manifests and suppressions that could not be used; what they hide was not checked.
    errors: Vec<JsonError>,
    summary: JsonSummary,
}

/// One flaw at one place.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Finding", deny_unknown_fields)]
struct JsonFinding {
    /// The rule's id.
    rule: String,
    /// How bad it is.
    #[schemars(with = "SeveritySchema")]
    severity: Severity,
    /// How sure the evidence is.
    #[schemars(with = "ConfidenceSchema")]
    confidence: Confidence,
    /// Relative to the current folder where below it, else absolute; `/` between its parts.
    path: String,
    range: JsonRange,
    /// One sentence that names the loss.
    message: String,
    /// What to do next.
    help: String,
    /// The piece of the runtime that removes the flaw; empty when it takes none.
    replacement: String,
    /// The story, in order.
    related: Vec<JsonRelated>,
    /// The same as long as the flaw is the same; survives unrelated edits.
    fingerprint: String,
}

/// One step of the story.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Related", deny_unknown_fields)]
struct JsonRelated {
    path: String,
    range: JsonRange,
    message: String,
}

/// Something that could not be used.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Error", deny_unknown_fields)]
struct JsonError {
    path: String,
    /// Absent when the whole file or folder is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<JsonRange>,
    message: String,
}

/// From the first character to one past the last.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Range", deny_unknown_fields)]
struct JsonRange {
    start: JsonPosition,
    end: JsonPosition,
}

/// Counted from 1; columns in characters.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Position", deny_unknown_fields)]
struct JsonPosition {
    #[schemars(range(min = 1))]
    line: u32,
    #[schemars(range(min = 1))]
    column: u32,
}

/// The numbers of the run.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Summary", deny_unknown_fields)]
struct JsonSummary {
    /// Files that were checked.
    files: usize,
    /// Lines in them.
    lines: usize,
    /// Findings that comments suppress.
    suppressed: usize,
    /// What was not seen, by kind: no findings must not mean that nothing was looked at. Kinds may be
    /// added.
    unseen: BTreeMap<&'static str, usize>,
    /// Findings by rule.
    by_rule: BTreeMap<&'static str, usize>,
}

#[derive(JsonSchema)]
#[schemars(rename = "Severity")]
#[serde(rename_all = "lowercase")]
#[expect(dead_code, reason = "only its schema is used")]
enum SeveritySchema {
    Info,
    Warning,
    Error,
}

#[derive(JsonSchema)]
#[schemars(rename = "Confidence")]
#[serde(rename_all = "lowercase")]
#[expect(dead_code, reason = "only its schema is used")]
enum ConfidenceSchema {
    Low,
    Medium,
    High,
}

impl From<Range> for JsonRange {
    fn from(range: Range) -> Self {
        let position = |(line, column)| JsonPosition { line, column };
        Self {
            start: position(range.start),
            end: position(range.end),
        }
    }
}

/// The report, ending in a newline.
pub fn render(report: &Report, folder: &Path) -> String {
    let places = Places::new(report, folder);
    let findings = report.findings.iter().map(|finding| JsonFinding {
        rule: finding.rule.to_owned(),
        severity: finding.severity,
        confidence: finding.confidence,
        path: places.path(finding.location.file),
        range: places.range(finding.location).into(),
        message: finding.message.clone(),
        help: finding.help.clone(),
        replacement: finding.replacement.to_owned(),
        related: (finding.related.iter())
            .map(|step| JsonRelated {
                path: places.path(step.location.file),
                range: places.range(step.location).into(),
                message: step.message.clone(),
            })
            .collect(),
        fingerprint: finding.fingerprint.clone(),
    });
    let errors = report.errors.iter().map(|error| JsonError {
        path: otplint_engine::paths::shown(folder, &error.path),
        range: error
            .place
            .map(|(file, span)| places.range(Location { file, span }).into()),
        message: error.message.clone(),
    });
    let summary = &report.summary;
    let json = JsonReport {
        version: VERSION,
        findings: findings.collect(),
        errors: errors.collect(),
        summary: JsonSummary {
            files: summary.files,
            lines: summary.lines,
            suppressed: summary.suppressed,
            unseen: BTreeMap::from([
                ("macros", summary.unseen.macros),
                ("calls", summary.unseen.calls),
                ("unresolved_calls", summary.unseen.unresolved_calls),
                ("skipped", report.skipped.len()),
            ]),
            by_rule: summary.by_rule.clone(),
        },
    };
    pretty(&json)
}

/// The JSON schema of the report, as checked in at `linter/cli/report.schema.json`.
pub fn schema() -> String {
    pretty(&schemars::schema_for!(JsonReport))
}

/// Nothing that is written here can fail to be JSON: there are no maps with other keys than strings.
pub fn pretty(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value)
        .map_or_else(|error| panic!("not JSON: {error}"), |text| text + "\n")
}
