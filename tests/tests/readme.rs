//! README.md shows what the stored verdicts and the cases give.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use otplint_tests::corpus;
use otplint_tests::corpus::list::List;
use otplint_tests::corpus::precision::Precision;
use otplint_tests::corpus::verdicts::{self, Judgement};

/// tests/corpus/FOUND.md lists the verdicts that are true.
#[test]
fn what_was_found_in_the_wild_is_listed() {
    let folder = corpus::folder();
    let list = List::read(&folder.join("crates.toml")).expect("the list can be read");
    let mut page = String::from(HEAD);
    for file in entries(&folder.join("verdicts")) {
        let name = file.file_stem().expect("a name").to_string_lossy();
        let verdicts = verdicts::read(&file).expect("verdicts can be read");
        let mut found: Vec<_> = verdicts
            .values()
            .filter(|verdict| verdict.verdict == Judgement::True)
            .collect();
        found.sort_by_key(|verdict| (&verdict.rule, &verdict.path, verdict.line));
        if found.is_empty() {
            continue;
        }
        let service = list.services.iter().find(|service| service.name == *name);
        let krate = list
            .tuned
            .iter()
            .chain(&list.unseen)
            .find(|krate| krate.name == *name);
        let of = match (service, krate) {
            (Some(one), _) => format!("[{name}]({}) at `{}`", one.repository, &one.commit[..12]),
            (None, Some(krate)) => format!("{name} {}", krate.version),
            (None, None) => panic!("{name} is not in crates.toml"),
        };
        let _ = writeln!(page, "\n## {of}\n");
        for one in found {
            let confidence = format!("{:?}", one.confidence).to_lowercase();
            let _ = writeln!(
                page,
                "- **{}** ({confidence} confidence) `{}:{}`: {}",
                one.rule, one.path, one.line, one.reason
            );
        }
    }
    let path = folder.join("FOUND.md");
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(&path, page).expect("it can be written");
    } else {
        let stored = std::fs::read_to_string(&path).expect("it is there");
        assert_eq!(stored, page, "UPDATE_README=1 brings FOUND.md up to date");
    }
}

const HEAD: &str = "\
# Found in the wild

What `otplint check --select all` says of public code and, read by hand, is believed to be a real flaw that its project does
not know of. Nobody was asked; a project may see it otherwise. The commit or version is the one that was read; the reason
is the schedule of events that loses something. Made of the verdicts in `tests/corpus/verdicts`, which has the wrong ones
too, by `UPDATE_README=1 cargo test -p otplint-tests --test readme`; `cargo run --release -p otplint-tests --bin corpus --
precision` counts them all.
";

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
