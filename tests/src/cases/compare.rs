//! What a case's comments say against what was found.

use super::annotations::{Expected, What};
use super::found::{Found, Place, Source};

/// What differs, each with its line of code; nothing when all is as it should be.
#[must_use]
pub fn compare(expected: &[Expected], found: &[Found], sources: &[Source]) -> Vec<String> {
    let mut problems = Vec::new();
    let mut open: Vec<&Found> = found.iter().collect();
    for one in expected {
        let met = match &one.what {
            What::Finding(rule) => {
                let fits = |found: &&Found| {
                    found.rule == rule
                        && one.marks(&found.place)
                        && found.message.contains(&one.text)
                };
                open.iter()
                    .position(fits)
                    .map(|at| open.remove(at))
                    .is_some()
            }
            What::Related => (found.iter().flat_map(|found| &found.related))
                .any(|step| one.marks(&step.place) && step.message.contains(&one.text)),
        };
        if !met {
            problems.push(missing(one, sources));
        }
    }
    problems.extend(open.into_iter().map(|one| surplus(one, sources)));
    problems
}

fn missing(one: &Expected, sources: &[Source]) -> String {
    let what = match &one.what {
        What::Finding(rule) => rule,
        What::Related => "related",
    };
    let start = (one.line, one.start.unwrap_or(1));
    let end = (one.line, one.end.unwrap_or(start.1));
    let place = Place {
        path: one.path.clone(),
        start,
        end,
    };
    format!(
        "expected, not found: {what}: {}\n{}",
        one.text,
        code(&place, one.start.is_some(), sources)
    )
}

fn surplus(one: &Found, sources: &[Source]) -> String {
    let mut text = format!(
        "found, not expected: {}: {}\n{}",
        one.rule,
        one.message,
        code(&one.place, true, sources)
    );
    for step in &one.related {
        text += &format!(
            "      related: {}\n{}",
            step.message,
            code(&step.place, true, sources)
        );
    }
    text
}

/// The line of a place with, where `marked`, its columns below.
fn code(place: &Place, marked: bool, sources: &[Source]) -> String {
    let (line, column) = place.start;
    let text = sources
        .iter()
        .find(|source| source.name == place.path)
        .and_then(|source| source.text.lines().nth(line as usize - 1))
        .unwrap_or_default();
    let mut shown = format!("  {}:{line}:{column}\n  {line:>4} | {text}\n", place.path);
    if marked {
        let length = text.chars().count() as u32;
        let end = if place.end.0 == line {
            place.end.1
        } else {
            length + 1
        };
        let carets = end.saturating_sub(column).max(1) as usize;
        shown += &format!(
            "       | {}{}\n",
            " ".repeat(column as usize - 1),
            "^".repeat(carets)
        );
    }
    shown
}

#[cfg(test)]
mod tests {
    use otplint_model::Confidence;

    use super::*;
    use crate::cases::annotations;

    fn source(text: &str) -> Source {
        Source {
            name: "a.rs".to_owned(),
            text: text.to_owned(),
        }
    }

    fn found(start: (u32, u32), end: (u32, u32), message: &str) -> Found {
        let place = Place {
            path: "a.rs".to_owned(),
            start,
            end,
        };
        Found {
            rule: "unused-suppression",
            confidence: Confidence::High,
            related: vec![super::super::found::Step {
                place: place.clone(),
                message: "made here".to_owned(),
            }],
            place,
            message: message.to_owned(),
            help: String::new(),
            replacement: "",
            item: String::new(),
        }
    }

    fn problems(text: &str, found: &[Found]) -> Vec<String> {
        let source = source(text);
        compare(
            &annotations::read(&source).unwrap(),
            found,
            std::slice::from_ref(&source),
        )
    }

    #[test]
    fn exactly_what_is_expected_is_right() {
        let text = "    a(b);\n//~ ^^^^ unused-suppression: is lost\n//~^^ related: made\n";
        assert_eq!(
            problems(text, &[found((1, 5), (1, 9), "a job is lost")]),
            Vec::<String>::new()
        );
    }

    #[test]
    fn one_comment_is_one_finding() {
        let text = "    a(b); //~ unused-suppression\n";
        let twice = [found((1, 5), (1, 9), "x"), found((1, 7), (1, 8), "y")];
        assert_eq!(problems(text, &twice).len(), 1);
        assert_eq!(problems(text, &[]).len(), 1);
    }

    #[test]
    fn another_line_column_or_message_is_wrong_twice() {
        let text = "    a(b);\n//~ ^^^^ unused-suppression: is lost\n";
        for other in [
            found((1, 5), (1, 8), "is lost"),
            found((1, 6), (1, 9), "is lost"),
            found((2, 5), (2, 9), "is lost"),
            found((1, 5), (1, 9), "is gone"),
        ] {
            let problems = problems(text, &[other]);
            assert_eq!(problems.len(), 2, "{problems:?}");
        }
    }

    #[test]
    fn a_difference_is_shown_in_its_line() {
        let shown = problems("    a(b);\n", &[found((1, 5), (1, 9), "a job is lost")]).concat();
        insta::assert_snapshot!(shown, @r"
        found, not expected: unused-suppression: a job is lost
          a.rs:1:5
             1 |     a(b);
               |     ^^^^
              related: made here
          a.rs:1:5
             1 |     a(b);
               |     ^^^^
        ");
    }
}
