//! Writes to stores: what they write, and whether they can be made again.

use otplint_model::body::{Arg, Body, BodyId, NodeId, Op, Outcome, Value};
use otplint_model::effects::{self, NodeEffect, Site};
use otplint_model::flow::{self, NodeSet};
use otplint_model::stub::{Effect, TypeWord};
use otplint_model::{Model, Sym, Ty, summary};

use super::writes::Write;
use super::{below, exits, ties};

/// The calls that build a statement, at most.
const BUILDING: usize = 12;

/// A rename, or a look into a table, is looked for in so many functions below.
const HELPERS: usize = 2;

/// A call that may be any of more than these is not gone through to the last.
const MANY: usize = 4;

/// Whether a write goes to a file: renamed temporaries and directories have a discipline of their own.
pub fn is_file(model: &Model, effect: &NodeEffect) -> bool {
    let node = model.program.body(effect.at.body).node(effect.at.node);
    match &node.op {
        Op::Call(call) => {
            effects::attrs_of(&model.program, call).is_some_and(|attrs| attrs.has(Effect::IoWrite))
        }
        _ => false,
    }
}

/// Whether somebody asks how a write went: what is only logged is done as well as may be, and nothing hangs on it.
pub fn is_asked(model: &Model, body: &Body, write: &Write) -> bool {
    let (outcome, to) = match &body.node(write.node).op {
        Op::Call(call) => (call.outcome, call.to),
        Op::Await(await_) => (await_.outcome, await_.to),
        _ => return false,
    };
    let ignored = matches!(
        outcome,
        Outcome::Logged | Outcome::Replaced | Outcome::Discarded
    );
    !ignored || !summary::may_be_failure(&model.program, &body.local(to).ty)
}

/// Whether a helper that runs the SQL it is given is given `begin` or `commit`: that brackets changes and is none.
pub fn is_bracket(body: &Body, node: NodeId) -> bool {
    let Op::Call(call) = &body.node(node).op else {
        return false;
    };
    call.args.iter().any(|arg| {
        let Value::Str(text) = arg.value else {
            return false;
        };
        let does = effects::sql_effect(text.as_str());
        matches!(does, Effect::Begin | Effect::Commit | Effect::Rollback)
    })
}

/// Whether a write to a store puts something in, and does not take it out.
pub fn puts_in(model: &Model, effect: &NodeEffect) -> bool {
    let body = model.program.body(effect.at.body);
    let Op::Call(call) = &body.node(effect.at.node).op else {
        return false;
    };
    match effects::sql_of(&model.program, body, effect.at.node) {
        Some(text) => {
            let text = text.as_str().trim_start().to_ascii_lowercase();
            ["insert", "update", "replace", "upsert", "merge"]
                .iter()
                .any(|verb| text.starts_with(verb))
        }
        None => effects::attrs_of(&model.program, call).is_some_and(|attrs| {
            !attrs.has(Effect::RunsSql) && !attrs.has(Effect::Remove) && attrs.value.is_some()
        }),
    }
}

/// Whether a call only makes sure that something is there: it is asked again by every try.
pub fn ensures(body: &Body, node: NodeId) -> bool {
    let Op::Call(call) = &body.node(node).op else {
        return false;
    };
    let name = call.name.as_str();
    let starts = ["ensure", "check", "verify"];
    name.contains("_or_") || starts.iter().any(|start| name.starts_with(start))
}

/// The nodes that undo what was written to a store, by what they are called.
pub fn undoing(model: &Model, id: BodyId, body: &Body, but: [NodeId; 2]) -> NodeSet {
    const UNDOES: [&str; 9] = [
        "abort", "cancel", "clean", "delete", "remove", "retire", "revert", "rollback", "undo",
    ];
    let mut found = NodeSet::new(body);
    for (node, call) in body.calls().filter(|(node, _)| !but.contains(node)) {
        let name = call.name.as_str();
        let writes = || {
            let effects = model.effects(id, node);
            effects
                .iter()
                .any(|effect| effect.kind == Effect::StoreWrite)
        };
        if UNDOES.iter().any(|word| name.contains(word)) && writes() {
            found.insert(node);
        }
    }
    found
}

/// Whether a write to a store only takes something out of it.
pub fn deletes(model: &Model, effect: &NodeEffect) -> bool {
    is_called(model, effect, &["delete", "remove"])
}

/// Whether a write to a store puts in what may not have been there.
pub fn inserts(model: &Model, effect: &NodeEffect) -> bool {
    is_called(model, effect, &["insert"])
}

/// Whether the verb of a statement, or the name of one of the calls that build it, begins with one of these.
fn is_called(model: &Model, effect: &NodeEffect, verbs: &[&str]) -> bool {
    let body = model.program.body(effect.at.body);
    let begins = |name: &str| {
        let name = name.to_ascii_lowercase();
        verbs.iter().any(|verb| name.starts_with(verb))
    };
    if let Some(text) = effects::sql_of(&model.program, body, effect.at.node) {
        return begins(text.as_str().trim_start());
    }
    // `rows.delete_many(..)`, `Row::delete_by_id(id).exec(db)`
    let mut at = Some(effect.at.node);
    for _ in 0..BUILDING {
        let Some(Op::Call(call)) = at.map(|node| &body.node(node).op) else {
            break;
        };
        if begins(call.name.as_str()) {
            return true;
        }
        at = call.args.first().and_then(|of| made_by(body, of));
    }
    false
}

/// What becomes of a write to a store that is made again.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Again {
    /// It sets what it is given, or leaves alone what is there: the same as before.
    Sets,
    /// It asks for what it has set: it finds nothing any more.
    FindsNothing,
    /// It adds up, or is refused.
    Adds,
}

/// The table that a statement names after these words.
pub fn table(sql: &str, verb: &str) -> Option<String> {
    let text = sql.to_ascii_lowercase();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = text
        .strip_prefix(verb)?
        .trim_start()
        .split(|c: char| c.is_whitespace() || c == '(')
        .next()?;
    Some(name.to_owned())
}

/// Whether a helper looks into the table that it then puts something into, and refuses by what it finds: it cannot be
/// done again.
pub fn refuses_again(model: &Model, id: BodyId, write: &Write) -> bool {
    let at = Site {
        body: id,
        node: write.node,
    };
    let Some(call) = below::call_behind(model, at) else {
        return false;
    };
    let callees = effects::callees(&model.program, call);
    callees.into_iter().take(MANY).any(|callee| {
        let body = model.program.body(callee);
        let asked = body.nodes().filter_map(|(fail, data)| {
            let (_, made) = exits::asked_by(body, fail)?;
            let asks = flow::failure_of(body, made) != Some(fail);
            (asks && matches!(data.op, Op::Fail(_))).then_some(made)
        });
        let mut looked = Vec::new();
        for node in asked {
            let at = Site { body: callee, node };
            statements(model, at, Effect::StoreRead, &mut looked, 0);
        }
        let mut put = Vec::new();
        if !looked.is_empty() {
            statements(model, at, Effect::StoreWrite, &mut put, 0);
        }
        let looks_into = |table: &str| looked.iter().any(|text| names(text.as_str(), table));
        let mut tables = put
            .iter()
            .filter_map(|text| table(text.as_str(), "insert into"));
        tables.any(|table| looks_into(&table))
    })
}

/// Whether a statement names a table.
fn names(sql: &str, table: &str) -> bool {
    let text = sql.to_ascii_lowercase();
    let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '.');
    words.any(|word| word == table)
}

/// The statements of a kind that a node runs, or the helpers that it calls.
fn statements(model: &Model, at: Site, kind: Effect, found: &mut Vec<Sym>, depth: usize) {
    let body = model.program.body(at.body);
    let direct = effects::direct(&model.program, body, at);
    if direct.iter().any(|effect| effect.kind == kind) {
        found.extend(effects::sql_of(&model.program, body, at.node));
        return;
    }
    let Some(call) = below::call_behind(model, at).filter(|_| depth < HELPERS) else {
        return;
    };
    let callees = effects::callees(&model.program, call).into_iter();
    for body in callees.take(MANY) {
        for (node, _) in model.program.body(body).calls() {
            statements(model, Site { body, node }, kind, found, depth + 1);
        }
    }
}

/// What becomes of a write to a store that is made again.
pub fn again(model: &Model, effect: &NodeEffect) -> Again {
    let body = model.program.body(effect.at.body);
    match effects::sql_of(&model.program, body, effect.at.node) {
        Some(text) => again_by(text.as_str()),
        None if is_built_to_set(body, effect.at.node) => Again::Sets,
        None => Again::Adds,
    }
}

/// Whether a write puts in what is not there, and leaves alone what is.
pub fn leaves_alone(model: &Model, effect: &NodeEffect) -> bool {
    let body = model.program.body(effect.at.body);
    match effects::sql_of(&model.program, body, effect.at.node) {
        Some(text) => {
            let text = text.as_str().to_ascii_lowercase();
            let start = text.trim_start();
            ["insert or ignore", "insert ignore"]
                .iter()
                .any(|verb| start.starts_with(verb))
                || start.starts_with("insert") && text.contains(" do nothing")
        }
        None => is_called(model, effect, &["on_conflict_do_nothing", "or_ignore"]),
    }
}

/// Words that begin the names of what changes a row to what it is given, or takes it away.
const SETTING: [&str; 8] = [
    "update", "delete", "remove", "replace", "upsert", "set", "save", "put",
];

/// Words in the names of what leaves alone, or overwrites, what is there.
const UNLESS_THERE: [&str; 3] = ["on_conflict", "or_ignore", "replace"];

/// Whether a statement that is built by calls, `update(t).set(..).execute(c)`, sets what it is given.
fn is_built_to_set(body: &Body, node: NodeId) -> bool {
    let mut at = node;
    for _ in 0..BUILDING {
        let Op::Call(call) = &body.node(at).op else {
            return false;
        };
        let name = call.name.as_str();
        if UNLESS_THERE.iter().any(|words| name.contains(words)) {
            return true;
        }
        let receiver = call.args.first().filter(|_| call.method);
        let made = receiver.and_then(|of| made_by(body, of));
        if name == "set" && call.args.get(1).is_some_and(|arg| adds_up(body, arg)) {
            return false;
        }
        let word = name.split('_').next().unwrap_or(name);
        if SETTING.contains(&word) {
            return true;
        }
        match made {
            Some(made) => at = made,
            None => return false,
        }
    }
    false
}

/// Whether a column is set to a number that is computed: `set(cents.eq(cents - price))`.
fn adds_up(body: &Body, arg: &Arg) -> bool {
    let computed = |node: NodeId| match &body.node(node).op {
        Op::Call(call) if call.name == "eq" => call
            .args
            .get(1)
            .is_some_and(|value| value.value == Value::Unknown && matches!(value.ty, Ty::Prim(_))),
        _ => false,
    };
    let each = ties::parts(&arg.value).into_iter().chain(&arg.place);
    each.filter_map(|place| body.local(place.as_local()?).def)
        .any(computed)
}

/// The node that makes what is passed.
fn made_by(body: &Body, arg: &Arg) -> Option<NodeId> {
    let (Value::Use(place) | Value::Ref(_, place)) = &arg.value else {
        return None;
    };
    body.local(place.as_local()?).def
}

fn again_by(sql: &str) -> Again {
    let sql = sql.to_ascii_lowercase();
    let sql = sql.split_whitespace().collect::<Vec<_>>().join(" ");
    let unless_there = [
        "insert or ignore",
        "insert or replace",
        "insert ignore",
        "replace ",
    ];
    if unless_there.iter().any(|start| sql.starts_with(start))
        || sql.starts_with("insert") && sql.contains(" do nothing")
    {
        return Again::Sets;
    }
    let set = match sql.strip_prefix("update") {
        Some(rest) => rest.split_once(" set "),
        None => sql.split_once(" do update set "),
    };
    let Some((_, set)) = set else {
        return Again::Adds;
    };
    let (set, asked) = set.split_once(" where ").unwrap_or((set, ""));
    let mut again = Again::Sets;
    for part in set.split(',') {
        let Some((column, value)) = part.split_once('=') else {
            continue;
        };
        let column = column.trim();
        let adds = value
            .trim_start()
            .strip_prefix(column)
            .is_some_and(|rest| rest.trim_start().starts_with(['+', '-', '*', '|']));
        if adds && !column.is_empty() {
            return Again::Adds;
        }
        let mut words = asked.split(|c: char| !c.is_alphanumeric() && c != '_');
        if words.any(|word| word == column) {
            again = Again::FindsNothing;
        }
    }
    again
}

/// Whether the first write is made by itself, while the second is part of a transaction that is still open.
pub fn is_past(model: &Model, first: &NodeEffect, second: &NodeEffect) -> bool {
    let takes_part = |effect: &NodeEffect| {
        let node = model.program.body(effect.at.body).node(effect.at.node);
        let Op::Call(call) = &node.op else {
            return None;
        };
        let mut known = call
            .args
            .iter()
            .filter_map(|arg| model.program.adt(&arg.ty));
        Some(known.any(|(_, adt)| adt.attrs.is(TypeWord::Transaction)))
    };
    takes_part(first) == Some(false) && takes_part(second) == Some(true)
}

/// Whether a write makes a file anew, whatever it held.
pub fn is_whole_file(model: &Model, effect: &NodeEffect) -> bool {
    let node = model.program.body(effect.at.body).node(effect.at.node);
    let Op::Call(call) = &node.op else {
        return false;
    };
    let named = matches!(call.name.as_str(), "write" | "create" | "copy");
    let attrs = effects::attrs_of(&model.program, call);
    named && attrs.is_some_and(|attrs| attrs.has(Effect::IoWrite) && attrs.table.is_some())
}

/// Whether a body, or a helper of it, gives a file another's name.
pub fn renames(model: &Model, id: BodyId) -> bool {
    renames_below(model, id, 0)
}

fn renames_below(model: &Model, id: BodyId, depth: usize) -> bool {
    model.program.body(id).calls().any(|(_, call)| {
        matches!(
            call.name.as_str(),
            "rename" | "persist" | "persist_noclobber" | "hard_link"
        ) || depth < HELPERS
            && effects::callees(&model.program, call)
                .into_iter()
                .any(|callee| renames_below(model, callee, depth + 1))
    })
}
