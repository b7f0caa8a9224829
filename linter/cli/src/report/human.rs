//! For people: one finding, one story.

use std::collections::HashSet;
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

/// More lines around a place than miette shows.
const AROUND: u32 = 3;

/// Errors first, then findings, each followed by an empty line.
pub fn render(report: &Report, folder: &Path, style: Style) -> String {
    let places = Places::new(report, folder);
    let handler = style.handler();
    let mut text = String::new();
    for error in &report.errors {
        text += &told(&handler, &[unusable(error, &places, folder)]);
    }
    for finding in &report.findings {
        text += &told(&handler, &story(finding, &places));
    }
    text
}

/// Renders the parts one below the other, as one story.
fn told(handler: &GraphicalReportHandler, parts: &[Part<'_>]) -> String {
    let mut text = String::new();
    for (index, part) in parts.iter().enumerate() {
        let mut shown = String::new();
        if handler.render_report(&mut shown, part).is_err() {
            // A place that its file does not have: the words are still true.
            shown = format!("{}: {}\n", part.title, part.message);
        }
        let lines: Vec<&str> = shown.lines().map(str::trim_end).collect();
        // A further part begins with its snippet: what miette writes above it is for a new story.
        let skip = if index == 0 {
            0
        } else {
            lines
                .iter()
                .position(|line| line.contains('╭'))
                .unwrap_or(0)
        };
        let lines = lines[skip..].join("\n");
        text +=
            &lines
                .trim_matches('\n')
                .replacen("\n\n", "\n", usize::from(!part.title.is_empty()));
        text += "\n";
    }
    text + "\n"
}

/// A part of what is told of one finding, as miette wants it: what is told in one file.
#[derive(Debug, Default)]
struct Part<'a> {
    title: String,
    message: String,
    severity: Option<Severity>,
    help: Option<String>,
    snippet: Option<Snippet<'a>>,
}

/// A file with the places to show in it, in the order of the story.
#[derive(Debug)]
struct Snippet<'a> {
    path: String,
    text: &'a str,
    /// How many lines of the file stand before the text.
    before: usize,
    labels: Vec<LabeledSpan>,
}

fn unusable<'a>(error: &SourceError, places: &Places<'a>, folder: &Path) -> Part<'a> {
    let place = error.place.map(|(file, span)| Location { file, span });
    let path = otplint_engine::paths::shown(folder, &error.path);
    let shown = place.filter(|place| fits(*place, places));
    // Behind the semicolon stands what to do.
    let (what, help) = match error.message.split_once("; ") {
        Some((what, help)) => (what, Some(help.to_owned())),
        None => (&*error.message, None),
    };
    let message = match place {
        Some(_) if shown.is_some() => what.to_owned(),
        Some(place) => format!("{}: {what}", short(place, places)),
        None => format!("{path}: {what}"),
    };
    let snippet = shown.map(|place| {
        let label = LabeledSpan::new_primary_with_span(None, source_span(place.span));
        Snippet::new(place.file, vec![label], places)
    });
    Part {
        message,
        help,
        severity: Some(Severity::Error),
        snippet,
        ..Part::default()
    }
}

fn story<'a>(finding: &Finding, places: &Places<'a>) -> Vec<Part<'a>> {
    let mut steps: Vec<(Location, String)> = (finding.related.iter().enumerate())
        .map(|(index, step)| (step.location, format!("{}: {}", index + 1, step.message)))
        .collect();
    if !steps.iter().any(|(place, _)| *place == finding.location) {
        steps.insert(0, (finding.location, "here".to_owned()));
    }
    let (shown, hidden): (Vec<_>, Vec<_>) = steps
        .into_iter()
        .partition(|(place, _)| fits(*place, places));
    let words = hidden
        .iter()
        .map(|(place, words)| format!("{}: {words}", short(*place, places)));
    let message: Vec<String> = std::iter::once(finding.message.clone())
        .chain(words)
        .collect();

    // The primary file first, the others as the story comes to them.
    let mut files: Vec<FileId> = shown.iter().map(|(place, _)| place.file).collect();
    files.sort_by_key(|file| *file != finding.location.file);
    let mut seen = HashSet::new();
    files.retain(|file| seen.insert(*file));
    let snippet = |file: FileId| {
        let here = shown.iter().filter(|(place, _)| place.file == file);
        let labels = here.map(|(place, label)| {
            let (label, span) = (Some(label.clone()), source_span(place.span));
            match *place == finding.location {
                true => LabeledSpan::new_primary_with_span(label, span),
                false => LabeledSpan::new_with_span(label, span),
            }
        });
        Snippet::new(file, labels.collect(), places)
    };
    let part = |snippet| Part {
        severity: Some(finding.severity),
        snippet,
        ..Part::default()
    };
    let mut parts: Vec<Part<'a>> = files
        .into_iter()
        .map(|file| part(Some(snippet(file))))
        .collect();
    if parts.is_empty() {
        parts.push(part(None));
    }
    let confidence = format!("{:?}", finding.confidence).to_lowercase();
    parts[0].title = format!("{} ({confidence} confidence)", finding.rule);
    parts[0].message = message.join("\n");
    if let Some(last) = parts.last_mut() {
        last.help = Some(help(finding));
    }
    parts
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

/// `path:line:column`.
fn short(place: Location, places: &Places<'_>) -> String {
    let (line, column) = places.range(place).start;
    format!("{}:{line}:{column}", places.path(place.file))
}

/// Whether no line that the place touches is too long to show.
fn fits(place: Location, places: &Places<'_>) -> bool {
    let bytes = places.text(place.file).as_bytes();
    let (start, end) = (place.span.start as usize, place.span.end as usize);
    if start > end || end > bytes.len() {
        return false;
    }
    // A line that goes on for longer than this on either side is too long in any case.
    let from = start.saturating_sub(LONG_LINE + 1);
    let to = bytes.len().min(end + LONG_LINE + 1);
    let first = bytes[from..start]
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(from, |at| from + at + 1);
    let last = bytes[end..to]
        .iter()
        .position(|byte| *byte == b'\n')
        .map_or(to, |at| end + at);
    bytes[first..last]
        .split(|byte| *byte == b'\n')
        .all(|line| line.len() <= LONG_LINE)
}

impl<'a> Snippet<'a> {
    /// The part of a file around these labels: miette counts lines from the start of what it is
    /// given, once for each label, which takes long in a long file.
    fn new(file: FileId, mut labels: Vec<LabeledSpan>, places: &Places<'a>) -> Self {
        let text = places.text(file);
        let first = labels
            .iter()
            .map(LabeledSpan::offset)
            .min()
            .unwrap_or_default();
        let last = labels
            .iter()
            .map(|label| label.offset() + label.len())
            .max()
            .unwrap_or_default();
        let line = places
            .line(file, first as u32)
            .saturating_sub(AROUND)
            .max(1);
        let start = places.line_start(file, line).unwrap_or_default();
        let end = places
            .line_start(file, places.line(file, last as u32) + AROUND)
            .unwrap_or(text.len());
        for label in &mut labels {
            let span = (label.offset() - start, label.len());
            *label = match label.primary() {
                true => LabeledSpan::new_primary_with_span(label.label().map(str::to_owned), span),
                false => LabeledSpan::new_with_span(label.label().map(str::to_owned), span),
            };
        }
        Self {
            path: places.path(file),
            text: &text[start..end],
            before: line as usize - 1,
            labels,
        }
    }
}

impl fmt::Display for Part<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Part<'_> {}

impl Diagnostic for Part<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        (!self.title.is_empty()).then(|| Box::new(&self.title) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        self.severity.map(|severity| match severity {
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
            self.before + contents.line(),
            contents.column(),
            contents.line_count(),
        )))
    }
}
