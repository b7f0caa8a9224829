//! README.md shows what otplint says today, and the sample's whole report is pinned.

use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// What otplint prints in the root of this repository.
fn otplint(args: &[&str], code: i32) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_otplint"))
        .args(args)
        .current_dir(root())
        .output()
        .expect("it runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{text}{told}");
    text
}

/// What README.md says between two marks must be this; `UPDATE_README=1` makes it so.
fn readme_says(mark: &str, wanted: &str) {
    let path = root().join("README.md");
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

/// One at a time: the parts of the page are put into one file.
#[test]
fn readme_is_fresh() {
    let report = otplint(&["check", "sample"], 1);
    let finding = report
        .split("\n\n")
        .find(|part| part.starts_with("cancel-unsafe-select"))
        .expect("the sample has this flaw");
    readme_says("finding", &format!("```text\n{finding}\n```\n"));

    let rules = otplint(&["rules", "--format", "json"], 0);
    let rules: Vec<serde_json::Value> = serde_json::from_str(&rules).expect("JSON");
    let mut table = "| rule | | finds | repaired by |\n|---|---|---|---|\n".to_owned();
    for rule in &rules {
        let part = |key: &str| rule[key].as_str().unwrap_or_default();
        let (id, repair) = (part("id"), part("replacement"));
        // What the engine itself reports has its page elsewhere.
        let folder = if repair.is_empty() {
            "linter/engine"
        } else {
            "rules"
        };
        let repair = if repair.is_empty() {
            String::new()
        } else {
            format!("`{repair}`")
        };
        table += &format!(
            "| [{id}]({folder}/docs/{id}.md) | {} | {} | {repair} |\n",
            part("level"),
            part("summary")
        );
    }
    readme_says("rules", &table);
}

#[test]
fn the_sample_is_told_whole() {
    let report = otplint(&["check", "sample"], 1);
    // How long it took differs from run to run.
    let lines = report.lines().map(|line| match line.rsplit_once(" in ") {
        Some((before, _)) if line.starts_with("checked: ") => before,
        _ => line,
    });
    insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"));
}
