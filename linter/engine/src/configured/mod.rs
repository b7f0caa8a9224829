//! Configuration files that stand for each other in different environments: found by their names, and read only
//! where there are several of a kind. They are read as what they are, and nothing that they name is followed.

mod find;
mod toml;
mod yaml;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use otplint_model::configured::{Configured, Entry, Environment, Setting};
use otplint_model::{FileId, SourceError, SourceFile, Span, Sym};

use crate::paths::shown;
use crate::pipeline::Skipped;
use find::Found;

/// A larger file is data, not configuration.
const LARGEST: u64 = 256 * 1024;

/// What was read.
#[derive(Debug, Default)]
pub struct Read {
    /// The files that were read, to be numbered from the first free number on.
    pub files: Vec<SourceFile>,
    /// What they say.
    pub configured: Vec<Configured>,
    /// Those that cannot be read.
    pub errors: Vec<SourceError>,
    /// Those that were passed over.
    pub skipped: Vec<Skipped>,
}

/// A text with its place.
type Fault = (Span, String);

/// The files below these folders, the first of them numbered `next`.
pub fn read(folders: &[PathBuf], current: &Path, next: usize) -> Read {
    let mut read = Read::default();
    for found in find::find(folders, &mut read.skipped) {
        let id = FileId((next + read.files.len()) as u32);
        match one(&found, id, current) {
            Ok((file, said)) => {
                read.files.push(file);
                match said {
                    Ok(configured) => read.configured.extend(configured),
                    Err((span, message)) => read.errors.push(SourceError {
                        path: found.path.clone(),
                        place: Some((id, span)),
                        message: format!("this configuration file cannot be read: {message}"),
                    }),
                }
            }
            Err(reason) => read.skipped.push(Skipped {
                path: found.path.clone(),
                reason,
            }),
        }
    }
    read
}

type Said = Result<Vec<Configured>, Fault>;

fn one(found: &Found, id: FileId, current: &Path) -> Result<(SourceFile, Said), String> {
    let size = std::fs::symlink_metadata(&found.path).map_err(|error| error.to_string())?;
    if size.len() > LARGEST {
        return Err("a configuration file of more than 256 KiB is not read".to_owned());
    }
    let text = std::fs::read_to_string(&found.path)
        .map_err(|error| format!("a configuration file that cannot be read: {error}"))?;
    let text = text
        .strip_prefix('\u{feff}')
        .map_or(text.clone(), str::to_owned);
    let file = SourceFile {
        path: found.path.clone(),
        text: Arc::from(text),
    };
    let is_toml = found
        .path
        .extension()
        .is_some_and(|extension| extension == "toml");
    let entries = match is_toml {
        true => toml::entries(&file.text),
        false => yaml::entries(&file.text),
    };
    if entries.is_err() && ["{{", "{%"].iter().any(|mark| file.text.contains(mark)) {
        return Err("a template, from which configuration is made".to_owned());
    }
    let name = shown(current, &found.path);
    let said = entries.map(|entries| configured(found, id, &name, entries));
    Ok((file, said))
}

/// The whole file, or its tables by environment.
fn configured(found: &Found, file: FileId, name: &str, entries: Vec<Entry>) -> Vec<Configured> {
    if let Some(environment) = found.environment {
        return vec![Configured {
            file,
            name: Sym::new(name),
            family: Sym::new(&found.family),
            environment,
            entries,
        }];
    }
    let mut tables: Vec<Configured> = Vec::new();
    for entry in entries {
        // `[test]`, or `[environments.test]`.
        let depth = entry
            .path
            .iter()
            .take(2)
            .position(|key| of_table(*key).is_some());
        let Some(depth) = depth.filter(|depth| entry.path.len() > depth + 1) else {
            continue;
        };
        let (head, rest) = entry.path.split_at(depth + 1);
        let table = head
            .iter()
            .map(|key| key.as_str())
            .collect::<Vec<_>>()
            .join(".");
        let family = head[..depth]
            .iter()
            .map(|key| key.as_str())
            .collect::<Vec<_>>()
            .join(".");
        let Some(environment) = of_table(head[depth]) else {
            continue;
        };
        let entry = Entry {
            path: rest.to_vec(),
            ..entry
        };
        let named = Sym::new(&format!("[{table}] of {name}"));
        match tables.iter_mut().find(|known| known.name == named) {
            Some(known) => known.entries.push(entry),
            None => tables.push(Configured {
                file,
                name: named,
                family: Sym::new(&format!("{}#{family}", found.family)),
                environment,
                entries: vec![entry],
            }),
        }
    }
    tables
}

fn of_table(key: Sym) -> Option<Environment> {
    find::environment(&key.as_str().to_ascii_lowercase())
}

/// A text value: a length of time, a number, or just text. A key may say the unit.
fn text(key: &str, text: &str) -> Setting {
    let text = text.trim();
    if let Ok(number) = text.parse::<u64>() {
        return number_of(key, number);
    }
    match humantime::parse_duration(text) {
        Ok(length) => Setting::Length(length.as_millis() as u64),
        Err(_) => Setting::Text(Sym::new(text)),
    }
}

/// A number, in the unit that its key names.
fn number_of(key: &str, number: u64) -> Setting {
    let last = key.rsplit(['_', '-']).next().unwrap_or_default();
    let unit = match last.to_ascii_lowercase().as_str() {
        "ms" | "millis" | "milliseconds" | "msec" => Duration::from_millis(1),
        "s" | "sec" | "secs" | "second" | "seconds" => Duration::from_secs(1),
        "min" | "mins" | "minutes" => Duration::from_secs(60),
        _ => return Setting::Number(number),
    };
    match number.checked_mul(unit.as_millis() as u64) {
        Some(length) => Setting::Length(length),
        None => Setting::Number(number),
    }
}

/// A key and its value, where they stand on one line; else the key.
fn place(text: &str, key: Span, value: Span) -> Span {
    let both = key.to(value);
    let inside = text.get(both.start as usize..both.end as usize);
    match inside {
        Some(inside) if !inside.contains('\n') => both,
        _ => key,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(entries: &[Entry]) -> Vec<(String, Setting)> {
        let path = |entry: &Entry| {
            let keys: Vec<&str> = entry.path.iter().map(|key| key.as_str()).collect();
            keys.join(".")
        };
        entries
            .iter()
            .map(|entry| (path(entry), entry.value))
            .collect()
    }

    #[test]
    fn all_formats_say_the_same() {
        let texts = [
            toml::entries(
                "[pool]\ntimeout = \"30s\"\nwait_ms = 5\nretries = 3\nsafe = true\nname = \"x\"\n",
            ),
            yaml::entries(
                "pool:\n  timeout: 30s\n  wait_ms: 5\n  retries: 3\n  safe: true\n  name: x\n",
            ),
            yaml::entries(
                "{\n\t\"pool\": {\n\t\t\"timeout\": \"30s\", \"wait_ms\": 5,\n\t\t\"retries\": 3, \"safe\": true, \"name\": \"x\"\n\t}\n}\n",
            ),
        ];
        for entries in texts {
            let expected = [
                ("pool.timeout".to_owned(), Setting::Length(30_000)),
                ("pool.wait_ms".to_owned(), Setting::Length(5)),
                ("pool.retries".to_owned(), Setting::Number(3)),
                ("pool.safe".to_owned(), Setting::Flag(true)),
                ("pool.name".to_owned(), Setting::Text(Sym::new("x"))),
            ];
            assert_eq!(shown(&entries.expect("it can be read")), expected);
        }
    }

    #[test]
    fn places_are_bytes() {
        let said = "# höchstens\nzeit: { größe: 3 }\n";
        let entries = yaml::entries(said).expect("it can be read");
        let span = entries[0].span;
        assert_eq!(&said[span.start as usize..span.end as usize], "größe: 3");
    }

    #[test]
    fn merged_mappings_bring_what_is_not_said_again() {
        let said = "base: &base\n  retries: 3\n  port: 1\ntest:\n  <<: *base\n  port: 2\n";
        let entries = shown(&yaml::entries(said).expect("it can be read"));
        assert!(entries.contains(&("test.retries".to_owned(), Setting::Number(3))));
        assert!(entries.contains(&("test.port".to_owned(), Setting::Number(2))));
        assert!(!entries.contains(&("test.port".to_owned(), Setting::Number(1))));
    }

    #[test]
    fn what_is_no_configuration_is_an_error_with_a_place() {
        let said = "retries = \n";
        assert_eq!(toml::entries(said).expect_err("it is not TOML").0.start, 10);
        let (span, message) = yaml::entries("a: [1, 2\nb: 3\n").expect_err("it is not YAML");
        assert!(span.start > 0 && !message.is_empty());
    }
}
