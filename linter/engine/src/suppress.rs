//! `// otplint: allow(rule, reason = "…")`: losses that someone looked at and accepted.
//!
//! Behind code on a line it covers that line. On a line of its own it covers the next line of code,
//! or, when that begins an item, the whole item; attributes and other comments may stand between. At
//! a file's head, with a blank line or the file's own attributes below it, it covers the file.

use std::cell::Cell;

use otplint_model::{FileId, SourceError, SourceFile, Span};

use crate::catalog::Catalog;
use crate::lex::{Kind, tokens};
use crate::scope::{Layout, Scope};

const MARK: &str = "otplint:";

/// One rule that one comment allows.
#[derive(Debug)]
pub struct Suppression {
    /// The rule's id.
    pub rule: &'static str,
    /// Where the id stands in the comment.
    pub named: Span,
    /// Why the loss is accepted.
    pub reason: String,
    /// Where it holds.
    pub scope: Scope,
    used: Cell<bool>,
}

impl Suppression {
    /// Whether it covers a finding of this rule at this place, which then counts as a use.
    pub fn covers(&self, rule: &str, span: Span) -> bool {
        let inside = match self.scope {
            Scope::File => true,
            Scope::Item(item) => item.contains(span.start) && item.contains(span.end),
            Scope::Line(line) => line.contains(span.start) || line.contains(span.end),
        };
        let covers = inside && self.rule == rule;
        self.used.set(self.used.get() || covers);
        covers
    }

    /// Whether it ever covered a finding.
    pub fn used(&self) -> bool {
        self.used.get()
    }
}

/// Reads the suppressions of one file; what is wrong with one goes to `errors`.
pub fn read(
    id: FileId,
    file: &SourceFile,
    items: &[Span],
    catalog: &Catalog,
    errors: &mut Vec<SourceError>,
) -> Vec<Suppression> {
    // Most files have none, and searching is far cheaper than lexing.
    if memchr::memmem::find(file.text.as_bytes(), MARK.as_bytes()).is_none() {
        return Vec::new();
    }
    let tokens = tokens(&file.text);
    let layout = Layout::new(&file.text, &tokens, items);
    let mut suppressions = Vec::new();
    let comments = tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| token.kind == Kind::Comment);
    for (at, token) in comments {
        let comment = &file.text[token.span.start as usize..token.span.end as usize];
        let Some((offset, body)) = marked(comment) else {
            continue;
        };
        let base = token.span.start + offset;
        let mut refuse = |message: String, span: Span| {
            errors.push(SourceError {
                path: file.path.clone(),
                place: Some((id, span)),
                message,
            });
        };
        let allowed = match Allowed::parse(body) {
            Ok(allowed) => allowed,
            Err(message) => {
                refuse(message, token.span);
                continue;
            }
        };
        let scope = layout.scope(at);
        for (name, within) in allowed.rules {
            let named = Span::new(base + within.start, base + within.end);
            match catalog.get(name) {
                Some(meta) => suppressions.push(Suppression {
                    rule: meta.id,
                    named,
                    reason: allowed.reason.clone(),
                    scope,
                    used: Cell::new(false),
                }),
                None => refuse(
                    format!("no rule is called `{name}`; {}", catalog.advice(name)),
                    named,
                ),
            }
        }
    }
    suppressions
}

/// What follows the mark in a comment that begins with it, and at which offset.
fn marked(comment: &str) -> Option<(u32, &str)> {
    let inner = comment
        .strip_prefix("//")
        .or_else(|| comment.strip_prefix("/*")?.strip_suffix("*/"))?;
    let body = inner.trim_start().strip_prefix(MARK)?;
    let offset = body.as_ptr() as usize - comment.as_ptr() as usize;
    Some((offset as u32, body))
}

/// The words between the parentheses of `allow(…)`.
struct Allowed<'a> {
    rules: Vec<(&'a str, Span)>,
    reason: String,
}

const SHAPE: &str = "write `// otplint: allow(rule, reason = \"…\")`";

impl<'a> Allowed<'a> {
    fn parse(body: &'a str) -> Result<Self, String> {
        let unreadable = || format!("this suppression cannot be read; {SHAPE}");
        let rest = body
            .trim_start()
            .strip_prefix("allow")
            .ok_or_else(unreadable)?;
        let mut rest = rest.trim_start().strip_prefix('(').ok_or_else(unreadable)?;
        let mut allowed = Self {
            rules: Vec::new(),
            reason: String::new(),
        };
        loop {
            rest = rest.trim_start();
            if rest.starts_with(')') {
                break;
            }
            let length = rest
                .find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_'))
                .unwrap_or(rest.len());
            let (word, after) = rest.split_at(length);
            let after = after.trim_start();
            if word.is_empty() {
                return Err(unreadable());
            }
            rest = match after.strip_prefix('=') {
                Some(value) if word == "reason" => {
                    let (reason, after) = string(value.trim_start()).ok_or_else(unreadable)?;
                    allowed.reason = reason;
                    after
                }
                Some(_) => return Err(unreadable()),
                None => {
                    let start = (word.as_ptr() as usize - body.as_ptr() as usize) as u32;
                    allowed
                        .rules
                        .push((word, Span::new(start, start + word.len() as u32)));
                    after
                }
            };
            rest = rest.trim_start();
            rest = match rest.strip_prefix(',') {
                Some(after) => after,
                None if rest.starts_with(')') => rest,
                None => return Err(unreadable()),
            };
        }
        if allowed.rules.is_empty() {
            return Err(format!("this suppression names no rule; {SHAPE}"));
        }
        if allowed.reason.trim().is_empty() {
            return Err(format!(
                "this suppression gives no reason, so it has no effect; {SHAPE}"
            ));
        }
        Ok(allowed)
    }
}

/// A quoted string at the start of `text`, and what follows it.
fn string(text: &str) -> Option<(String, &str)> {
    let inner = text.strip_prefix('"')?;
    let mut value = String::new();
    let mut chars = inner.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            '"' => return Some((value, &inner[at + 1..])),
            '\\' => value.push(chars.next()?.1),
            _ => value.push(char),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{catalog, items, source};

    fn suppressions(text: &str) -> (Vec<Suppression>, Vec<SourceError>) {
        let mut errors = Vec::new();
        let found = read(
            FileId(0),
            &source(text),
            &items(text),
            &catalog(),
            &mut errors,
        );
        (found, errors)
    }

    /// The text that the only suppression covers; the whole text for a file's head.
    fn covered(text: &str) -> &str {
        let (found, errors) = suppressions(text);
        assert_eq!(errors, []);
        assert_eq!(found.len(), 1, "{found:?}");
        match found[0].scope {
            Scope::File => text,
            Scope::Item(span) | Scope::Line(span) => {
                text[span.start as usize..span.end as usize].trim()
            }
        }
    }

    fn refused(text: &str) -> String {
        let (found, errors) = suppressions(text);
        assert_eq!(found.len(), 0);
        assert_eq!(errors.len(), 1, "{errors:?}");
        let span = errors[0].place.unwrap().1;
        format!(
            "{}: {}",
            &text[span.start as usize..span.end as usize],
            errors[0].message
        )
    }

    const ALLOW: &str = r#"// otplint: allow(raw-send, reason = "a (\"test\"), no more")"#;

    #[test]
    fn behind_code_it_covers_the_line() {
        let text = format!("fn f() {{\n    a();\n    b(); {ALLOW}\n    c();\n}}\n");
        assert_eq!(covered(&text), format!("b(); {ALLOW}"));
        let reason = &suppressions(&text).0[0].reason;
        assert_eq!(reason, "a (\"test\"), no more");
    }

    #[test]
    fn above_code_it_covers_the_next_line_of_code() {
        let text = format!(
            "fn f() {{\n    a();\n    {ALLOW}\n    // why\n    #[cfg(x)] // ]\n    b();\n    c();\n}}\n"
        );
        assert_eq!(covered(&text), "b();");
        let text = "fn f() {\n    /* otplint: allow(raw-send, reason = \"x\") */ b();\n}\n";
        assert!(covered(text).ends_with("b();"));
    }

    #[test]
    fn above_an_item_it_covers_the_item() {
        let item = "#[cfg(a)]\n/// doc\nfn f() {\n    a();\n}";
        assert_eq!(
            covered(&format!("use x;\n{ALLOW}\n{item}\nfn g() {{}}\n")),
            item
        );
        let within = format!("#[cfg(a)]\n{ALLOW}\n/// doc\nfn f() {{\n    a();\n}}");
        assert_eq!(covered(&format!("use x;\n{within}\nfn g() {{}}\n")), within);
        let method =
            format!("struct S;\nimpl S {{\n    fn a() {{}}\n\n    {ALLOW}\n    fn b() {{}}\n}}\n");
        assert_eq!(covered(&method), "fn b() {}");
        assert_eq!(
            covered(&format!("{ALLOW}\nuse x;\nfn g() {{}}\n")),
            "use x;"
        );
    }

    #[test]
    fn at_the_head_it_covers_the_file() {
        for text in [
            format!("{ALLOW}\n\nuse x;\n"),
            format!("// a licence\n//! docs\n#![allow(unused)]\n{ALLOW}\n\nuse x;\n"),
            format!("{ALLOW}\n//! docs\nuse x;\n"),
            format!("{ALLOW}\n#![allow(unused)]\nuse x;\n"),
            format!("{ALLOW}\r\n// more\r\n\r\nuse x;\r\n"),
            ALLOW.to_owned(),
        ] {
            assert_eq!(covered(&text), text);
        }
    }

    #[test]
    fn several_rules_and_their_use() {
        let (found, errors) =
            suppressions("a(); // otplint: allow(raw-send, torn-update, reason = \"x\")\nb();\n");
        assert_eq!(errors, []);
        assert_eq!(
            found.iter().map(|one| one.rule).collect::<Vec<_>>(),
            ["raw-send", "torn-update"]
        );
        assert!(found[0].covers("raw-send", Span::new(0, 3)));
        assert!(!found[1].covers("torn-update", Span::new(60, 63)));
        assert!(found[0].used() && !found[1].used());
    }

    #[test]
    fn what_is_wrong_is_refused() {
        insta::assert_snapshot!(
            [
                "// otplint: allow(raw-send)",
                "// otplint: allow(raw-send, reason = \" \")",
                "// otplint: allow(reason = \"x\")",
                "// otplint: allow(raw-sned, reason = \"x\")",
                "// otplint: allow(xyz, reason = \"x\")",
                "// otplint: allow raw-send",
                "// otplint: alow(raw-send, reason = \"x\")",
                "// otplint: allow(raw-send, reason = \"x",
                "// otplint: allow(raw-send reason = \"x\")",
                "// otplint: allow(raw-send, because = \"x\")",
                "// otplint:",
            ]
            .map(|line| refused(&format!("fn f() {{\n{line}\n}}\n")))
            .join("\n")
        );
    }

    #[test]
    fn nothing_but_comments_takes_no_time_at_all() {
        let many = 50_000;
        for text in [
            format!("{ALLOW}\n").repeat(many),
            "/* otplint: allow(raw-send, reason = \"x\") */ ".repeat(many) + "fn f() {}",
            format!("fn f() {{}}\n{}", format!("{ALLOW}\n#[a]\n").repeat(many)),
        ] {
            assert_eq!(suppressions(&text).0.len(), many);
        }
    }

    #[test]
    fn only_comments_that_begin_with_the_mark_count() {
        let text = "/// otplint: allow(raw-send)\nfn f() { let a = \"// otplint: allow(raw-send)\"; }\n// see otplint: allow\n";
        let (found, errors) = suppressions(text);
        assert!(found.is_empty() && errors.is_empty());
    }
}
