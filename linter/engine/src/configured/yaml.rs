//! YAML, and JSON, which is YAML.

use otplint_model::configured::{Entry, Setting};
use otplint_model::{Span, Sym};
use saphyr_parser::{Event, Marker, Parser, ScalarStyle};

use super::{Fault, number_of, place, text};

/// More settings than this are data.
const MOST: usize = 4096;

/// Deeper mappings are data.
const DEEPEST: usize = 16;

/// A mapping or sequence that has begun.
struct Open {
    /// A mapping; its key, once that was read.
    key: Option<Option<(Sym, Span)>>,
    /// Its anchor, and the settings that were there before it.
    anchor: usize,
    before: usize,
    /// How many keys lead to it.
    depth: usize,
    /// The items of a sequence so far that are no scalars.
    items: usize,
}

/// What a text sets, its places in bytes.
pub fn entries(said: &str) -> Result<Vec<Entry>, Fault> {
    let bytes = Bytes::new(said);
    let mut found: Vec<Entry> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let mut path: Vec<Sym> = Vec::new();
    let mut anchored: Vec<(usize, Vec<Entry>)> = Vec::new();
    for event in Parser::new_from_str(said) {
        let (event, at) = event.map_err(|error| {
            let start = bytes.offset(error.marker());
            (Span::new(start, start), error.info().to_owned())
        })?;
        let at = Span::new(bytes.offset(&at.start), bytes.offset(&at.end));
        match event {
            Event::MappingStart(anchor, _) | Event::SequenceStart(anchor, _) => {
                let mapping = matches!(event, Event::MappingStart(..));
                if let Some((name, _)) = pending(&mut open) {
                    path.push(name);
                } else if let Some(around) = open.last_mut().filter(|open| open.key.is_none()) {
                    path.push(Sym::new(&around.items.to_string()));
                    around.items += 1;
                }
                open.push(Open {
                    key: mapping.then_some(None),
                    anchor,
                    before: found.len(),
                    depth: path.len(),
                    items: 0,
                });
            }
            Event::MappingEnd | Event::SequenceEnd => {
                let Some(ended) = open.pop() else { continue };
                if ended.anchor > 0 {
                    let own = found[ended.before..].iter().map(|entry| Entry {
                        path: entry.path[ended.depth..].to_vec(),
                        ..entry.clone()
                    });
                    anchored.push((ended.anchor, own.collect()));
                }
                let around = open.last().map_or(0, |open| open.depth);
                path.truncate(around);
            }
            Event::Scalar(scalar, style, ..) => match open.last_mut() {
                Some(Open {
                    key: Some(key @ None),
                    ..
                }) => *key = Some((Sym::new(&scalar), at)),
                Some(Open { key: Some(_), .. }) => {
                    if let Some((name, of)) = pending(&mut open)
                        && found.len() < MOST
                        && path.len() < DEEPEST
                    {
                        let mut path = path.clone();
                        path.push(name);
                        found.push(Entry {
                            path,
                            value: setting(name.as_str(), &scalar, style),
                            span: place(said, of, at),
                        });
                    }
                }
                _ => {}
            },
            Event::Alias(anchor) => {
                let before = open.last().map_or(0, |open| open.before);
                let Some((name, _)) = pending(&mut open) else {
                    continue;
                };
                let merged = anchored.iter().rev().find(|(known, _)| *known == anchor);
                if let (Some((_, parts)), "<<") = (merged, name.as_str()) {
                    let parts = parts.iter().take(MOST.saturating_sub(found.len()));
                    let parts: Vec<Entry> = parts
                        .map(|entry| Entry {
                            path: path.iter().chain(&entry.path).copied().collect(),
                            ..entry.clone()
                        })
                        .collect();
                    found.splice(before..before, parts);
                }
            }
            _ => {}
        }
    }
    // What is said later, or beside a merged mapping, holds.
    let mut last: Vec<Entry> = Vec::with_capacity(found.len());
    let mut seen = std::collections::HashSet::new();
    for entry in found.into_iter().rev() {
        if seen.insert(entry.path.clone()) {
            last.push(entry);
        }
    }
    last.reverse();
    Ok(last)
}

/// The key whose value comes next.
fn pending(open: &mut [Open]) -> Option<(Sym, Span)> {
    open.last_mut()?.key.as_mut()?.take()
}

fn setting(key: &str, scalar: &str, style: ScalarStyle) -> Setting {
    match (style, scalar) {
        (ScalarStyle::Plain, "true") => Setting::Flag(true),
        (ScalarStyle::Plain, "false") => Setting::Flag(false),
        (ScalarStyle::Plain, "" | "~" | "null") => Setting::Other,
        (ScalarStyle::Plain, plain) => match plain.replace('_', "").parse() {
            Ok(number) => number_of(key, number),
            Err(_) => text(key, plain),
        },
        (_, quoted) => text(key, quoted),
    }
}

/// From characters to bytes.
struct Bytes<'t> {
    text: &'t str,
    /// The bytes of each line's start.
    lines: Vec<usize>,
}

impl<'t> Bytes<'t> {
    fn new(text: &'t str) -> Self {
        let starts = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self {
            text,
            lines: std::iter::once(0)
                .chain(starts.map(|(at, _)| at + 1))
                .collect(),
        }
    }

    fn offset(&self, at: &Marker) -> u32 {
        let last = self.lines.len() - 1;
        let start = self.lines[at.line().saturating_sub(1).min(last)];
        let line = &self.text[start..];
        let within = line
            .char_indices()
            .nth(at.col())
            .map_or(line.len(), |(byte, _)| byte);
        (start + within) as u32
    }
}
