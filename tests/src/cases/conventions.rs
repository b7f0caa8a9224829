//! How findings and rules must be worded.

use otplint_rules::Meta;

use super::found::Found;
use crate::exports;

/// What is wrong with how a finding is told.
#[must_use]
pub fn of_finding(found: &Found) -> Vec<String> {
    let mut problems = Vec::new();
    let own = found.rule == otplint_engine::catalog::UNUSED_SUPPRESSION.id;
    problems.extend(sentence("message", &found.message));
    problems.extend(sentence("help", &found.help));
    for step in &found.related {
        problems.extend(sentence("related message", &step.message));
    }
    if !own && found.related.is_empty() {
        problems.push("related is empty; tell the story in steps".to_owned());
    }
    if found.item.is_empty() {
        problems.push("item is empty; the fingerprint needs it".to_owned());
    }
    problems.extend(replacement(found.replacement));
    let place = format!("{}:{}", found.place.path, found.place.start.0);
    problems
        .into_iter()
        .map(|problem| format!("{place}: {}: {problem}", found.rule))
        .collect()
}

/// What is wrong with how a rule presents itself.
#[must_use]
pub fn of_rule(meta: &Meta) -> Vec<String> {
    let mut problems: Vec<String> = sentence("summary", meta.summary).into_iter().collect();
    problems.extend(replacement(meta.replacement));
    if meta.replacement.is_empty() {
        problems.push("replacement is empty; name the piece of the runtime".to_owned());
    }
    let word = |char: char| char.is_ascii_lowercase() || char == '-';
    if !meta.id.chars().all(word) {
        problems.push("an id is of lower case letters and hyphens".to_owned());
    }
    problems
        .into_iter()
        .map(|problem| format!("{}: {problem}", meta.id))
        .collect()
}

/// Lower case, one sentence, no full stop.
fn sentence(what: &str, text: &str) -> Option<String> {
    let Some(first) = text.chars().next() else {
        return Some(format!("the {what} is empty"));
    };
    let problem = if first.is_uppercase() || first.is_whitespace() {
        "does not start in lower case (names stand in backquotes)"
    } else if text.ends_with(['.', '!', ' ', '\n']) {
        "ends in a full stop or a space"
    } else if text.contains("  ") || text.contains('\t') {
        "has double spaces"
    } else {
        return None;
    };
    Some(format!("the {what} {problem}: {text}"))
}

fn replacement(path: &str) -> Option<String> {
    let missing = !path.is_empty() && !exports::of_runtime().has(path);
    missing.then(|| format!("the replacement `{path}` is not in runtime/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences() {
        let fine = [
            "the job is lost",
            "`JoinSet` is never joined",
            "3 jobs are lost",
        ];
        assert_eq!(
            fine.map(|text| sentence("message", text)),
            [None, None, None]
        );
        for wrong in ["", "The job is lost", "the job is lost.", "the  job", " a"] {
            assert!(sentence("message", wrong).is_some(), "{wrong}");
        }
    }
}
