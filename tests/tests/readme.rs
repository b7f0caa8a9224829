//! README.md shows what the stored verdicts and the cases give.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use otplint_tests::corpus::precision::Precision;

/// Holds the part of README.md between two marks, or brings it up to date.
fn hold(mark: &str, wanted: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let page = std::fs::read_to_string(&path).expect("it is there");
    let (open, close) = (format!("<!-- {mark} -->\n"), format!("<!-- /{mark} -->"));
    let start = page.find(&open).expect("the mark is there") + open.len();
    let end = start + page[start..].find(&close).expect("its end is there");
    if std::env::var_os("UPDATE_README").is_some() {
        let page = format!("{}{wanted}{}", &page[..start], &page[end..]);
        std::fs::write(&path, page).expect("it can be written");
    } else {
        assert_eq!(
            &page[start..end],
            wanted,
            "UPDATE_README=1 brings README.md up to date"
        );
    }
}

#[test]
fn readme_shows_the_stored_precision() {
    let stored = Precision::stored().expect("the verdicts can be read");
    let table = stored.to_string();
    let lines: Vec<&str> = table.lines().map(str::trim_end).collect();
    hold(
        "precision",
        &format!("```text\n{}\n```\n", lines.join("\n")),
    );
}

/// The columns, and what tells in a case that it is written with one.
const FRAMEWORKS: [(&str, &str); 6] = [
    ("actix", "actix::"),
    ("ractor", "ractor::"),
    ("kameo", "kameo::"),
    ("xtra", "xtra::"),
    ("otp_runtime", "otp_runtime::"),
    ("by hand", "tokio::"),
];

/// Process-shaped rules, by the frameworks in which a flawed case holds that they find their flaw.
#[test]
fn readme_shows_rules_by_framework() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let mut found: BTreeMap<String, [bool; 7]> = BTreeMap::new();
    for rule in entries(&cases) {
        let name = rule
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        for case in entries(&rule.join("flawed")) {
            let text = std::fs::read_to_string(&case).expect("a case can be read");
            let row = found.entry(name.clone()).or_default();
            let in_house = case.file_stem().is_some_and(|stem| {
                let stem = stem.to_string_lossy();
                stem.starts_with("in_house") || stem.starts_with("own_")
            });
            let uses = |sign: &str| {
                text.contains(&format!("use {sign}")) || text.contains(&format!(" {sign}"))
            };
            let known = FRAMEWORKS.map(|(_, sign)| uses(sign));
            if in_house {
                row[6] = true;
            } else if known[..5].contains(&true) {
                for (cell, known) in row.iter_mut().zip(&known[..5]) {
                    *cell |= known;
                }
            } else {
                row[5] |= known[5];
            }
        }
    }
    let mut table = String::from("| rule |");
    for (name, _) in FRAMEWORKS {
        let _ = write!(table, " {name} |");
    }
    table.push_str(" in-house |\n|---|---|---|---|---|---|---|---|\n");
    for (rule, row) in found.iter().filter(|(_, row)| row[..5].contains(&true)) {
        let _ = write!(table, "| {rule} |");
        for cell in row {
            table.push_str(if *cell { " yes |" } else { " |" });
        }
        table.push('\n');
    }
    hold("frameworks", &table);
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .map(|entry| entry.expect("a folder can be listed").path())
        .collect();
    found.sort();
    found
}
