//! Stands in for the front end until it is there: reads and parses files one by one, links nothing.

use std::path::Path;

use otplint_model::{FileId, SourceError, SourceFile, Span};
use syn::spanned::Spanned;

use crate::failure::{Failure, Result};
use crate::pipeline::{Analysis, AnalyzeOptions};

/// Reads and parses every `.rs` file that was asked for.
pub fn load(options: &AnalyzeOptions, analysis: &mut Analysis) -> Result<()> {
    if !options.packages.is_empty() {
        return Err(Failure::new("--package is not supported yet"));
    }
    if let Some((path, text)) = &options.stdin {
        add(path, text.clone(), analysis);
        return Ok(());
    }
    for path in &options.paths {
        for entry in walkdir::WalkDir::new(path).sort_by_file_name() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let path = error.path().unwrap_or(path).to_owned();
                    let message = format!("cannot be read: {error}");
                    analysis.errors.push(SourceError {
                        path,
                        place: None,
                        message,
                    });
                    continue;
                }
            };
            let rust = entry
                .path()
                .extension()
                .is_some_and(|extension| extension == "rs");
            if !entry.file_type().is_file() || !(rust || entry.depth() == 0) {
                continue;
            }
            match std::fs::read_to_string(entry.path()) {
                Ok(text) => add(entry.path(), text, analysis),
                Err(error) => {
                    let message = format!("cannot be read: {error}");
                    analysis.errors.push(SourceError {
                        path: entry.path().to_owned(),
                        place: None,
                        message,
                    });
                }
            }
        }
    }
    Ok(())
}

fn add(path: &Path, text: String, analysis: &mut Analysis) {
    let text = text
        .strip_prefix('\u{feff}')
        .map(str::to_owned)
        .unwrap_or(text);
    let id = FileId(analysis.files.len() as u32);
    let items = match items(&text) {
        Ok(items) => items,
        Err((message, span)) => {
            analysis.errors.push(SourceError {
                path: path.to_owned(),
                place: Some((id, span)),
                message,
            });
            Vec::new()
        }
    };
    analysis.files.push(SourceFile {
        path: path.to_owned(),
        text: text.into(),
    });
    analysis.asked.push(id);
    analysis.items.push(items);
}

/// The spans of the items, and of those in modules, traits and impls.
pub(crate) fn items(text: &str) -> std::result::Result<Vec<Span>, (String, Span)> {
    let span = |span: proc_macro2::Span| {
        Span::new(span.byte_range().start as u32, span.byte_range().end as u32)
    };
    let file: syn::File = syn::parse_str(text)
        .map_err(|error| (format!("cannot be parsed: {error}"), span(error.span())))?;
    let mut found = Vec::new();
    let mut open: Vec<&syn::Item> = file.items.iter().collect();
    while let Some(item) = open.pop() {
        found.push(span(item.span()));
        match item {
            syn::Item::Mod(module) => {
                open.extend(module.content.iter().flat_map(|content| &content.1))
            }
            syn::Item::Impl(block) => {
                found.extend(block.items.iter().map(|item| span(item.span())))
            }
            syn::Item::Trait(block) => {
                found.extend(block.items.iter().map(|item| span(item.span())))
            }
            _ => {}
        }
    }
    Ok(found)
}

/// Nothing is known of a line beyond the items around it.
pub fn knowledge(analysis: &Analysis, file: FileId, line: Span) -> String {
    let text = &analysis.files[file.0 as usize].text;
    let around = analysis.items[file.0 as usize]
        .iter()
        .filter(|item| item.start <= line.end && line.start <= item.end);
    let first = |item: &Span| {
        text[item.start as usize..item.end as usize]
            .lines()
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    let list: Vec<String> = around
        .map(|item| format!("  in item: {}\n", first(item)))
        .collect();
    list.concat()
}

/// The generator of stubs is not there yet.
pub fn stub(_: &Path) -> Result<String> {
    Err(Failure::new("`otplint stub` does not work yet")
        .help("write the signatures by hand for now"))
}
