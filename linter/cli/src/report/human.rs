//! For people: one finding, one story.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use miette::{
    Diagnostic, GraphicalReportHandler, LabeledSpan, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents,
};
use otplint_engine::Report;
use otplint_model::{FileId, Finding, Location, Severity, SourceError, Span};

use super::Places;
use crate::terminal::Style;

/// A line longer than this many bytes is not shown: it would fill the screen, and its author was a
/// program.
const LONG_LINE: usize = 400;

/// Errors first, then findings, each followed by an empty line.
pub fn render(report: &Report, folder: &Path, style: Style) -> String {
    let places = Places::new(report, folder);
    let handler = style.handler();
    let mut text = String::new();
    for error in &report.errors {
        text += &told(&handler, &unusable(error, &places, folder));
    }
    for finding in &report.findings {
        text += &told(&handler, &story(finding, &places));
    }
    text
}

fn told(handler: &GraphicalReportHandler, story: &Story<'_>) -> String {
    let mut text = String::new();
    if handler.render_report(&mut text, story).is_err() {
        // A place that its file does not have: the words are still true.
        text = format!("{}: {}\n", story.title, story.message);
    }
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    format!("{}\n\n", lines.join("\n").trim_matches('\n'))
}

/// One finding as miette wants it: its main snippet, and one for each further file.
#[derive(Debug)]
struct Story<'a> {
    title: String,
    message: String,
    severity: Severity,
    help: Option<String>,
    snippet: Option<Snippet<'a>>,
    elsewhere: Vec<Story<'a>>,
}

/// A file with the places to show in it, in the order of the story.
#[derive(Debug)]
struct Snippet<'a> {
    path: String,
    text: &'a str,
    labels: Vec<LabeledSpan>,
}

fn unusable<'a>(error: &SourceError, places: &Places<'a>, folder: &Path) -> Story<'a> {
    let place = error.place.map(|(file, span)| Location { file, span });
    let path = otplint_engine::paths::shown(folder, &error.path);
    let snippet = place.and_then(|place| {
        let label = LabeledSpan::new_primary_with_span(None, source_span(place.span));
        snippet(place.file, vec![label], places)
    });
    let message = match (&snippet, place) {
        (Some(_), _) => error.message.clone(),
        (None, Some(place)) => format!("{path}:{}: {}", places.range(place).start.0, error.message),
        (None, None) => format!("{path}: {}", error.message),
    };
    Story {
        title: String::new(),
        message,
        severity: Severity::Error,
        help: None,
        snippet,
        elsewhere: Vec::new(),
    }
}

fn story<'a>(finding: &Finding, places: &Places<'a>) -> Story<'a> {
    let mut labels: BTreeMap<FileId, Vec<LabeledSpan>> = BTreeMap::new();
    let mut steps = finding
        .related
        .iter()
        .enumerate()
        .map(|(index, step)| (step.location, format!("{}: {}", index + 1, step.message)))
        .collect::<Vec<_>>();
    let primary = steps
        .iter()
        .position(|(place, _)| *place == finding.location);
    let primary = primary.map_or_else(|| "here".to_owned(), |index| steps.remove(index).1);
    let home = labels.entry(finding.location.file).or_default();
    home.push(LabeledSpan::new_primary_with_span(
        Some(primary),
        source_span(finding.location.span),
    ));
    for (place, label) in &steps {
        let label = LabeledSpan::new_with_span(Some(label.clone()), source_span(place.span));
        labels.entry(place.file).or_default().push(label);
    }
    let mut told_in_words = Vec::new();
    let mut show = |file: FileId, labels: Vec<LabeledSpan>| {
        let words = in_words(file, &labels, places);
        let shown = snippet(file, labels, places);
        if shown.is_none() {
            told_in_words.push(words);
        }
        shown
    };
    let home = labels
        .remove(&finding.location.file)
        .and_then(|labels| show(finding.location.file, labels));
    let elsewhere: Vec<Story<'a>> = (labels.into_iter())
        .filter_map(|(file, labels)| show(file, labels))
        .map(|snippet| Story {
            title: String::new(),
            message: format!("and in {}", snippet.path),
            severity: Severity::Info,
            help: None,
            snippet: Some(snippet),
            elsewhere: Vec::new(),
        })
        .collect();
    let message = std::iter::once(finding.message.clone())
        .chain(told_in_words)
        .collect::<Vec<_>>()
        .join("\n");
    Story {
        title: format!(
            "{} ({} confidence)",
            finding.rule,
            format!("{:?}", finding.confidence).to_lowercase()
        ),
        message,
        severity: finding.severity,
        help: Some(help(finding)),
        snippet: home,
        elsewhere,
    }
}

/// What to do next, which names the piece of the runtime.
fn help(finding: &Finding) -> String {
    if finding.replacement.is_empty() || finding.help.contains(finding.replacement) {
        return finding.help.clone();
    }
    format!("{}\n`{}` does it", finding.help, finding.replacement)
}

fn source_span(span: Span) -> SourceSpan {
    (span.start as usize..span.end as usize).into()
}

/// The snippet, unless a line in it is too long to show.
fn snippet<'a>(file: FileId, labels: Vec<LabeledSpan>, places: &Places<'a>) -> Option<Snippet<'a>> {
    let text = places.text(file);
    let long = |label: &LabeledSpan| {
        let (start, end) = (
            label.offset().min(text.len()),
            (label.offset() + label.len()).min(text.len()),
        );
        let bytes = text.as_bytes();
        let from = bytes[..start]
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |at| at + 1);
        let to = bytes[end..]
            .iter()
            .position(|byte| *byte == b'\n')
            .map_or(text.len(), |at| end + at);
        bytes[from..to]
            .split(|byte| *byte == b'\n')
            .any(|line| line.len() > LONG_LINE)
    };
    let shown = !labels.iter().any(long);
    shown.then(|| Snippet {
        path: places.path(file),
        text,
        labels,
    })
}

/// The places of a snippet that cannot be shown.
fn in_words(file: FileId, labels: &[LabeledSpan], places: &Places<'_>) -> String {
    let line = |label: &LabeledSpan| {
        let span = Span::new(label.offset() as u32, (label.offset() + label.len()) as u32);
        let (line, column) = places.range(Location { file, span }).start;
        format!(
            "{}:{line}:{column}: {}",
            places.path(file),
            label.label().unwrap_or_default()
        )
    };
    labels.iter().map(line).collect::<Vec<_>>().join("\n")
}

impl fmt::Display for Story<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Story<'_> {}

impl Diagnostic for Story<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        (!self.title.is_empty()).then(|| Box::new(&self.title) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help
            .as_ref()
            .map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.snippet
            .as_ref()
            .map(|snippet| snippet as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        self.snippet
            .as_ref()
            .map(|snippet| Box::new(snippet.labels.iter().cloned()) as Box<dyn Iterator<Item = _>>)
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        let related = self.elsewhere.iter().map(|story| story as &dyn Diagnostic);
        (!self.elsewhere.is_empty()).then(|| Box::new(related) as Box<dyn Iterator<Item = _>>)
    }
}

impl SourceCode for Snippet<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let contents = self.text.read_span(span, before, after)?;
        Ok(Box::new(MietteSpanContents::new_named(
            self.path.clone(),
            contents.data(),
            *contents.span(),
            contents.line(),
            contents.column(),
            contents.line_count(),
        )))
    }
}
