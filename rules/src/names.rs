//! Names: what a process is called, and the words of names. What they suggest decides nothing; it may
//! lower a confidence.

use otplint_model::Model;
use otplint_model::processes::{Process, ProcessKind};
use otplint_model::turn::ProcessId;

/// The words of a name in snake or camel case, in lower case.
pub fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in name.chars() {
        if c == '_' || c.is_ascii_uppercase() && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if c != '_'
            && let Some(word) = words.last_mut()
        {
            word.push(c.to_ascii_lowercase());
        }
    }
    words
}

/// Whether one of the words of a name is in a list.
pub fn has_word(name: &str, list: &[&str]) -> bool {
    words(name).iter().any(|word| list.contains(&word.as_str()))
}

/// What a process is called: its type, or the function that holds its loop.
pub fn process_name(model: &Model, id: ProcessId) -> String {
    let program = &model.program;
    let of_type =
        |process: &&Process| matches!(process.kind, ProcessKind::Actor | ProcessKind::Framework);
    let owner = (model.processes.list.get(id))
        .filter(of_type)
        .and_then(|process| process.owner);
    let named = owner.is_some();
    let path = match (owner, model.turns().loop_of(model, id)) {
        (Some(owner), _) => &program.def(owner).path,
        (None, Some(body)) => &program.def(program.body(body).owner).path,
        (None, None) => return "the process".to_owned(),
    };
    let mut parts: Vec<&str> = path.rsplit("::").take(2).collect();
    parts.reverse();
    match named {
        true => format!("`{}`", parts.join("::")),
        false => format!("the loop in `{}`", parts.join("::")),
    }
}
