//! The comments that say what a case must show; their form stands in [the module above](super).

use otplint_engine::Catalog;

use super::found::{Place, Source};

/// What a comment asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A finding of this rule.
    Finding(String),
    /// A step of a finding's story.
    Related,
}

/// One comment.
#[derive(Clone, Debug)]
pub struct Expected {
    /// The file.
    pub path: String,
    /// The line that must be spoken of.
    pub line: u32,
    /// The column where it must start.
    pub start: Option<u32>,
    /// The column before which it must end, if that is on the same line.
    pub end: Option<u32>,
    /// What must be there.
    pub what: What,
    /// A part of its message.
    pub text: String,
}

impl Expected {
    /// Whether the line, and the columns if they are marked, are those of a place.
    #[must_use]
    pub fn marks(&self, place: &Place) -> bool {
        let ends = |end: u32| place.end.0 != place.start.0 || place.end.1 == end;
        self.path == place.path
            && self.line == place.start.0
            && self.start.is_none_or(|start| start == place.start.1)
            && self.end.is_none_or(ends)
    }
}

const MARK: &str = "//~";

/// Reads the comments of one file.
///
/// # Errors
///
/// A comment that begins as one of these and cannot be understood.
pub fn read(source: &Source) -> Result<Vec<Expected>, String> {
    let mut expected: Vec<Expected> = Vec::new();
    // The nearest line above that is more than one of these comments.
    let mut code = 0;
    for (line, text) in (1_u32..).zip(source.text.lines()) {
        let Some((before, after)) = text.split_once(MARK) else {
            code = line;
            continue;
        };
        let alone = before.trim().is_empty();
        let fault = |what: &str| format!("{}:{line}: {what}", source.name);
        let body = after.trim_start();
        let carets = body.chars().take_while(|char| *char == '^').count() as u32;
        let (mut start, mut end) = (None, None);
        let of = if let Some(last) = after.strip_prefix('|').and(expected.last()) {
            last.line
        } else if after.starts_with('|') {
            return Err(fault(
                "`//~|` goes with the comment before it, and there is none",
            ));
        } else if after.starts_with('^') {
            line.checked_sub(carets)
                .filter(|of| *of > 0)
                .ok_or_else(|| fault("there are not that many lines above"))?
        } else if carets > 0 {
            let column = text.chars().count() - body.chars().count() + 1;
            start = Some(column as u32);
            end = (carets > 1).then_some(column as u32 + carets);
            code
        } else if alone {
            return Err(fault("begin with `//~^` to speak of the line above"));
        } else {
            line
        };
        if !alone {
            code = line;
        }
        let words = body.trim_start_matches(['^', '|']).trim();
        let (name, text) = words
            .split_once(':')
            .map_or((words, ""), |(name, text)| (name.trim(), text.trim()));
        let what = match name {
            "related" => What::Related,
            rule if Catalog::all().get(rule).is_some() => What::Finding(rule.to_owned()),
            other => return Err(fault(&format!("no rule is called `{other}`"))),
        };
        expected.push(Expected {
            path: source.name.clone(),
            line: of,
            start,
            end,
            what,
            text: text.to_owned(),
        });
    }
    Ok(expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: &str = "unused-suppression";

    type Marked = (u32, Option<u32>, Option<u32>, String);

    fn read(text: &str) -> Result<Vec<Marked>, String> {
        let source = Source {
            name: "a.rs".to_owned(),
            text: text.replace("RULE", RULE),
        };
        let expected = super::read(&source)?;
        Ok(expected
            .into_iter()
            .map(|one| (one.line, one.start, one.end, one.text))
            .collect())
    }

    #[test]
    fn behind_the_line_and_below_it() {
        let text = "a(); //~ RULE: one\n//~^ RULE: two\n//~| related: three\n//~^^^ RULE\n";
        let line = |text: &str| (1, None, None, text.to_owned());
        assert_eq!(
            read(text),
            Ok(vec![line("one"), line("two"), line("three"), line("")])
        );
    }

    #[test]
    fn columns_are_those_of_the_carets() {
        let text = "\n    a(b);\n//~ ^^^^ RULE: one\n//~   ^ RULE: two\n";
        assert_eq!(
            read(text),
            Ok(vec![
                (2, Some(5), Some(9), "one".to_owned()),
                (2, Some(7), None, "two".to_owned())
            ])
        );
    }

    #[test]
    fn what_cannot_be_understood_is_refused() {
        for text in [
            "a(); //~ no-rule: x",
            "//~ RULE",
            "//~^^ RULE",
            "a(); //~| RULE",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
