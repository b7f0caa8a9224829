//! The pages of the rules: `rules/docs/<rule>.md`. Every example in one is run.

use std::path::PathBuf;

use crate::cases::conventions;
use crate::cases::found::{Source, find};

/// The headings of a page, in this order; each may go on, as in `## Why it loses data: a crash`.
pub const HEADINGS: [&str; 6] = [
    "What it finds",
    "Why it loses data",
    "What it does not report",
    "With otp-runtime",
    "Without it",
    "Configuration",
];

/// The folder `rules/docs` of this workspace.
#[must_use]
pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../rules/docs")
}

/// A fenced block of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What stands behind the fence, for example `rust flawed`.
    pub info: String,
    /// The 1-based line of the fence.
    pub line: u32,
    /// What is in it.
    pub text: String,
}

/// The fenced blocks of a page.
#[must_use]
pub fn blocks(page: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for (line, text) in (1..).zip(page.lines()) {
        match (text.trim_start().strip_prefix("```"), open) {
            (Some(info), false) => {
                blocks.push(Block {
                    info: info.trim().to_owned(),
                    line,
                    text: String::new(),
                });
                open = true;
            }
            (Some(_), true) => open = false,
            (None, true) => {
                if let Some(block) = blocks.last_mut() {
                    block.text += text;
                    block.text.push('\n');
                }
            }
            (None, false) => {}
        }
    }
    blocks
}

/// What is wrong with the form of a rule's page.
#[must_use]
pub fn form(rule: &str, page: &str) -> Vec<String> {
    let mut problems = Vec::new();
    if page.lines().next() != Some(&format!("# {rule}")) {
        problems.push(format!("the first line is not `# {rule}`"));
    }
    let mut open = false;
    let headings: Vec<&str> = page
        .lines()
        .filter(|line| {
            open ^= line.trim_start().starts_with("```");
            !open
        })
        .filter_map(|line| line.strip_prefix("## "))
        .collect();
    let fits = |(heading, wanted): (&&str, &&str)| {
        heading.to_lowercase().starts_with(&wanted.to_lowercase())
    };
    if headings.len() != HEADINGS.len() || !headings.iter().zip(&HEADINGS).all(fits) {
        problems.push(format!(
            "the headings are {headings:?}; they must be {HEADINGS:?}"
        ));
    }
    let blocks = blocks(page);
    for wanted in ["rust flawed", "rust corrected"] {
        if !blocks.iter().any(|block| block.info == wanted) {
            problems.push(format!("there is no block marked ```{wanted}"));
        }
    }
    for block in &blocks {
        let known = ["rust flawed", "rust corrected", "toml", "text", "sh"];
        if !known.contains(&&*block.info) {
            problems.push(format!(
                "line {}: ```{} is none of {known:?}",
                block.line, block.info
            ));
        }
    }
    problems
        .into_iter()
        .map(|problem| format!("rules/docs/{rule}.md: {problem}"))
        .collect()
}

/// Runs every example of a rule's page: a flawed one must fire the rule, a corrected one nothing at
/// all, a configuration must be understood.
#[must_use]
pub fn run(rule: &str, page: &str) -> Vec<String> {
    let mut problems = Vec::new();
    for block in blocks(page) {
        let (name, code) = if block.info == "toml" {
            (
                "otplint.toml",
                vec![
                    ("lib.rs", "fn f() {}\n"),
                    ("otplint.toml", block.text.as_str()),
                ],
            )
        } else if block.info.starts_with("rust ") {
            ("lib.rs", vec![("lib.rs", block.text.as_str())])
        } else {
            continue;
        };
        let sources: Vec<Source> = code
            .into_iter()
            .map(|(name, text)| Source {
                name: name.to_owned(),
                text: text.to_owned(),
            })
            .collect();
        let mut report = |line: u32, problem: String| {
            problems.push(format!("rules/docs/{rule}.md:{line}: {problem}"));
        };
        let found = match find(&sources) {
            Ok(found) => found,
            Err(error) => {
                report(
                    block.line,
                    format!("the example cannot be used: {name}: {error}"),
                );
                continue;
            }
        };
        if block.info == "rust flawed" && !found.iter().any(|one| one.rule == rule) {
            report(
                block.line,
                format!("`{rule}` does not speak of this flawed example"),
            );
        }
        for one in &found {
            let line = block.line + one.place.start.0;
            if block.info != "rust flawed" {
                report(
                    line,
                    format!(
                        "a corrected example has a finding: {}: {}",
                        one.rule, one.message
                    ),
                );
            } else if one.rule != rule {
                report(
                    line,
                    format!(
                        "an example of {rule} has a finding of {}: {}",
                        one.rule, one.message
                    ),
                );
            }
            for problem in conventions::of_finding(one) {
                report(line, problem);
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_carry_their_mark_and_line() {
        let page = "# a\n\n```rust flawed\nfn f() {}\n```\ntext\n```toml\na = 1\n```\n";
        let block = |info: &str, line, text: &str| Block {
            info: info.to_owned(),
            line,
            text: text.to_owned(),
        };
        assert_eq!(
            blocks(page),
            [
                block("rust flawed", 3, "fn f() {}\n"),
                block("toml", 7, "a = 1\n")
            ]
        );
    }

    #[test]
    fn a_page_without_its_parts_is_told_so() {
        assert_eq!(
            form("a", "# b\n## What it finds\n```rust\n# c\n```\n").len(),
            5
        );
        let whole: String = HEADINGS
            .iter()
            .map(|heading| format!("## {heading}: x\n"))
            .collect();
        let page = format!("# a\n{whole}```rust flawed\n```\n```rust corrected\n```\n");
        assert_eq!(form("a", &page), Vec::<String>::new());
    }
}
