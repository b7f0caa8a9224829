//! Every rule is whole: a file, a page, cases, and evidence where it is on by default.
#![forbid(unsafe_code)]

use std::path::{Path, PathBuf};

use otplint_rules::{Level, Meta};
use otplint_tests::cases::{self, Kind, conventions};
use otplint_tests::corpus::precision::Precision;
use otplint_tests::pages;

fn rules() -> impl Iterator<Item = &'static Meta> {
    otplint_rules::all().iter().map(|rule| rule.meta())
}

/// The rules that a folder's files are named after.
fn named_after(folder: &Path, extension: &str) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    let paths = entries.map(|entry| entry.expect("it can be read").path());
    paths
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .filter_map(|path: PathBuf| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect()
}

#[track_caller]
fn none(problems: Vec<String>) {
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

#[test]
fn ids_are_in_order_and_used_once() {
    let ids: Vec<&str> = rules().map(|meta| meta.id).collect();
    assert!(ids.is_sorted_by(|a, b| a < b), "{ids:?}");
}

#[test]
fn a_rule_has_a_file_or_folder_of_its_name() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules/src");
    none(
        rules()
            .map(|meta| meta.id.replace('-', "_"))
            .filter(|name| {
                let file = sources.join(format!("{name}.rs"));
                let folder = sources.join(name).join("mod.rs");
                file.is_file() == folder.is_file()
            })
            .map(|name| format!("rules/src has neither {name}.rs nor {name}/mod.rs, or both"))
            .collect(),
    );
}

#[test]
fn a_rule_has_its_page_and_a_page_its_rule() {
    let mut problems = Vec::new();
    for meta in rules() {
        let path = pages::folder().join(format!("{}.md", meta.id));
        match std::fs::read_to_string(&path) {
            Ok(page) if page == meta.page => problems.extend(pages::form(meta.id, meta.page)),
            Ok(_) => problems.push(format!(
                "{}: the rule shows another page than rules/docs/{}.md",
                meta.id, meta.id
            )),
            Err(_) => problems.push(format!("rules/docs/{}.md is not there", meta.id)),
        }
    }
    for page in named_after(&pages::folder(), "md") {
        if page != "_template" && !rules().any(|meta| meta.id == page) {
            problems.push(format!("rules/docs/{page}.md: no rule is called so"));
        }
    }
    none(problems);
}

#[test]
fn the_template_has_the_form_of_a_page() {
    let template =
        std::fs::read_to_string(pages::folder().join("_template.md")).expect("it is there");
    none(pages::form("rule-id", &template));
}

#[test]
fn a_rule_has_a_flawed_case_and_a_near_miss() {
    let (cases, _) = cases::all().expect("the cases can be read");
    let mut problems = Vec::new();
    for meta in rules() {
        for kind in [Kind::Flawed, Kind::NearMiss] {
            if !cases
                .iter()
                .any(|case| case.rule == meta.id && case.kind == kind)
            {
                problems.push(format!(
                    "tests/cases/{}/{} holds no case",
                    meta.id,
                    kind.folder()
                ));
            }
        }
    }
    none(problems);
}

#[test]
fn a_rule_presents_itself_as_all_do() {
    none(rules().flat_map(conventions::of_rule).collect());
}

#[test]
fn a_rule_is_on_by_default_only_on_evidence() {
    let stored = Precision::stored().expect("the verdicts can be read");
    let on = rules().filter(|meta| meta.level == Level::Default);
    none(
        on.filter(|meta| !stored.rules.get(meta.id).is_some_and(|tally| tally.holds()))
            .map(|meta| match stored.rules.get(meta.id) {
                None => format!(
                    "{}: nobody has judged a finding of it; make it a preview rule",
                    meta.id
                ),
                Some(tally) => format!(
                    "{}: the verdicts do not carry it; make it a preview rule: {tally:?}",
                    meta.id
                ),
            })
            .collect(),
    );
}
