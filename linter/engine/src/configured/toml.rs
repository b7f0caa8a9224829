//! TOML.

use std::ops::Range;

use otplint_model::configured::{Entry, Setting};
use otplint_model::{Span, Sym};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Fault, number_of, place, text};

/// What a text sets, its places in bytes.
pub fn entries(said: &str) -> Result<Vec<Entry>, Fault> {
    let table = DeTable::parse(said).map_err(|error| {
        let at = error.span().unwrap_or_default();
        (span(at), first_line(error.message()))
    })?;
    let mut found = Vec::new();
    walk(said, table.get_ref(), &mut Vec::new(), &mut found);
    found.sort_by_key(|entry| entry.span);
    Ok(found)
}

/// The parser bounds how deep tables nest.
fn walk(said: &str, table: &DeTable<'_>, path: &mut Vec<Sym>, found: &mut Vec<Entry>) {
    for (key, value) in table {
        path.push(Sym::new(key.get_ref()));
        match value.get_ref() {
            DeValue::Table(inner) => walk(said, inner, path, found),
            scalar => found.push(Entry {
                path: path.clone(),
                value: setting(key.get_ref(), scalar),
                span: place(said, span(key.span()), span(Spanned::span(value))),
            }),
        }
        path.pop();
    }
}

fn setting(key: &str, value: &DeValue<'_>) -> Setting {
    match value {
        DeValue::Integer(number) => match number.to_string().parse() {
            Ok(number) => number_of(key, number),
            Err(_) => Setting::Other,
        },
        DeValue::String(said) => text(key, said),
        DeValue::Boolean(flag) => Setting::Flag(*flag),
        _ => Setting::Other,
    }
}

fn span(at: Range<usize>) -> Span {
    Span::new(at.start as u32, at.end as u32)
}

fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or_default().to_owned()
}
