//! Files that are emptied and written anew where a start reads them: a write that is cut short leaves neither the old
//! state nor the new.

use otplint_model::body::{Body, BodyId, Call, Callee, LocalKind, Op, Value};
use otplint_model::def::DefId;
use otplint_model::effects::{self, Site};
use otplint_model::place::{Place, Root};
use otplint_model::stub::Effect;
use otplint_model::{Confidence, Model, Sym, Verdicts};
use rustc_hash::FxHashSet;

use super::META;
use crate::names::has_word;
use crate::story::{Story, in_production, site};

/// A path is put together in so many steps, at most.
const STEPS: usize = 24;

/// So many calls make the options that a file is opened with.
const OPTIONS: usize = 8;

/// What tells a path from others.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Part {
    Field(DefId, Sym),
    Static(DefId),
    Text(Sym),
    /// What a function of the project makes.
    Made(DefId),
    /// Whoever calls says which of many files it is.
    Given,
}

/// A file that is opened.
struct Opened {
    at: Site,
    parts: FxHashSet<Part>,
}

/// Tells of files that are written over what is read again.
pub fn check(model: &Model, verdicts: &mut Verdicts) {
    let (mut written, mut read) = (Vec::new(), Vec::new());
    let touches = [Effect::IoWrite, Effect::IoRead];
    for (id, body) in model.program.doing(|does| does.effects.any(touches)) {
        if !in_production(model, id) {
            continue;
        }
        for (node, call) in body.calls() {
            let Some((way, path)) = opens(model, body, call) else {
                continue;
            };
            let mut parts = FxHashSet::default();
            made_of(model, id, path, &mut parts, &mut 0);
            let opened = Opened {
                at: site(id, node),
                parts,
            };
            match way {
                Way::Empties => written.push(opened),
                Way::Reads => read.push(opened),
            }
        }
    }
    let mut told = FxHashSet::default();
    for file in &written {
        let Some(reader) = read.iter().find(|reader| is_same(model, file, reader)) else {
            continue;
        };
        let at = model.location(file.at);
        if let Some(reason) = is_fine(model, file) {
            verdicts.declined(at, reason);
            continue;
        }
        let body = model.program.body(file.at.body);
        let function = model.program.function(body.owner);
        // One type is told of once.
        if !told.insert(function.and_then(|function| function.self_def)) {
            continue;
        }
        let span = body.node(file.at.node).span;
        verdicts.found(
            Story::new(model, &META, file.at.body, span, Confidence::Medium)
                .message(
                    "the file is emptied before it is written: when that is cut short, by a failure or the end of the \
                     process, the next start finds neither the old state nor the new",
                )
                .step(file.at, "what the file held is gone from here on")
                .step(reader.at, "it is read here")
                .help("write a new file beside it, `sync_all` it, and `rename` it over the old one")
                .tell(),
        );
    }
}

#[derive(Clone, Copy)]
enum Way {
    Empties,
    Reads,
}

/// What a call does to the file of a path, and the path.
fn opens<'b>(model: &Model, body: &'b Body, call: &'b Call) -> Option<(Way, &'b Value)> {
    let attrs = effects::attrs_of(&model.program, call)?;
    let index = usize::from(attrs.table?) + usize::from(call.method);
    let Callee::Known(defs) = &call.callee else {
        return None;
    };
    let path = &model.program.def(*defs.first()?).path;
    if !path.contains("fs::") {
        return None;
    }
    let way = match call.name.as_str() {
        "write" | "create" if attrs.has(Effect::IoWrite) && !path.contains("DirBuilder") => {
            Way::Empties
        }
        "open" if path.contains("OpenOptions") => options(body, call)?,
        "read" | "read_to_string" | "open" => Way::Reads,
        _ => return None,
    };
    Some((way, &call.args.get(index)?.value))
}

/// What is to be done to a file by the options that it is opened with.
fn options(body: &Body, open: &Call) -> Option<Way> {
    let (mut at, mut way) = (open, None);
    for _ in 0..OPTIONS {
        let place = at.args.first()?.place.as_ref()?;
        let Some(Op::Call(made)) = body.local_of(place)?.def.map(|node| &body.node(node).op) else {
            break;
        };
        let set = made
            .args
            .get(1)
            .is_some_and(|arg| arg.value == Value::Bool(true));
        match made.name.as_str() {
            "truncate" if set => return Some(Way::Empties),
            "read" if set => way = Some(Way::Reads),
            _ => {}
        }
        at = made;
    }
    way
}

/// What a path is put together from.
fn made_of(
    model: &Model,
    id: BodyId,
    value: &Value,
    found: &mut FxHashSet<Part>,
    steps: &mut usize,
) {
    *steps += 1;
    if *steps > STEPS {
        return;
    }
    match value {
        Value::Str(text) => {
            found.insert(Part::Text(*text));
        }
        Value::Use(place) | Value::Ref(_, place) => of_place(model, id, place, found, steps),
        Value::Aggregate(_, parts) => {
            for (_, part) in parts {
                made_of(model, id, part, found, steps);
            }
        }
        _ => {}
    }
}

fn of_place(
    model: &Model,
    id: BodyId,
    place: &Place,
    found: &mut FxHashSet<Part>,
    steps: &mut usize,
) {
    let body = model.program.body(id);
    if let Root::Static(def) = place.root {
        found.insert(Part::Static(def));
        return;
    }
    if let Some((Some(owner), name)) = place.last_field() {
        found.insert(Part::Field(owner, name));
        return;
    }
    let Some(local) = body.local_of(place) else {
        return;
    };
    match local.def.map(|node| &body.node(node).op) {
        Some(Op::Call(call)) => {
            let own = effects::callees(&model.program, call);
            if let (Callee::Known(defs), false) = (&call.callee, own.is_empty()) {
                found.extend(defs.iter().map(|def| Part::Made(*def)));
            }
            for arg in &call.args {
                made_of(model, id, &arg.value, found, steps);
            }
        }
        Some(Op::Assign(_, value)) => made_of(model, id, value, found, steps),
        _ => {
            let param = matches!(local.kind, LocalKind::Param(_));
            if param && local.name.is_none_or(|name| name != "self") {
                found.insert(Part::Given);
            }
            if let (Some(parent), Some(outer)) =
                (body.parent, effects::outward(&model.program, id, place))
            {
                of_place(model, parent, &outer, found, steps);
            }
        }
    }
}

/// Whether what is read is what was written: by two functions of one type, by all that is seen of the path; where the
/// caller gives it, or nothing is seen of it, by what they are called.
fn is_same(model: &Model, file: &Opened, reader: &Opened) -> bool {
    let program = &model.program;
    let owner = |at: Site| program.body(at.body).owner;
    let of = |at: Site| {
        program
            .function(owner(at))
            .and_then(|function| function.self_def)
    };
    let names = |at: Site| program.def(owner(at)).name;
    if of(file.at).is_none()
        || of(file.at) != of(reader.at)
        || owner(file.at) == owner(reader.at)
        || file.parts != reader.parts
    {
        return false;
    }
    let fixed = !file.parts.is_empty() && !file.parts.contains(&Part::Given);
    let method = |at: Site| {
        let function = program.function(owner(at));
        function.is_some_and(|function| function.receiver.is_some())
    };
    // A value that is there meanwhile saves itself time and again.
    let saves = || {
        has_word(names(file.at).as_str(), &SAVES)
            && has_word(names(reader.at).as_str(), &LOADS)
            && method(file.at)
            && method(reader.at)
    };
    fixed || saves()
}

const SAVES: [&str; 6] = ["save", "persist", "store", "dump", "checkpoint", "flush"];

const LOADS: [&str; 5] = ["load", "restore", "recover", "open", "read"];

/// Why a file may be written so.
fn is_fine(model: &Model, file: &Opened) -> Option<&'static str> {
    const PASSING: [&str; 9] = [
        "tmp", "temp", "lock", "log", "pid", "sock", "bak", "backup", "cache",
    ];
    let passing = file.parts.iter().any(|part| match part {
        Part::Text(name) | Part::Field(_, name) => has_word(name.as_str(), &PASSING),
        Part::Static(def) | Part::Made(def) => {
            has_word(model.program.def(*def).name.as_str(), &PASSING)
        }
        Part::Given => false,
    });
    let body = model.program.body(file.at.body);
    let of = model
        .program
        .function(body.owner)
        .and_then(|function| function.self_def);
    let passing = passing
        || of.is_some_and(|of| has_word(model.program.def(of).name.as_str(), &PASSING[..2]));
    if passing {
        return Some("nobody needs the file after a restart, by its name");
    }
    let function = BodyId::new(file.at.body.function(), 0);
    let mut all = vec![function];
    let mut at = 0;
    while let Some(id) = all.get(at).copied() {
        all.extend(model.index.inner_of(id));
        at += 1;
    }
    let callers = model.index.callers_of(&model.program, function);
    all.extend(callers.iter().map(|caller| caller.body));
    let calls = |names: &[&str]| {
        all.iter().any(|id| {
            let mut calls = model.program.body(*id).calls();
            calls.any(|(_, call)| names.contains(&call.name.as_str()))
        })
    };
    if calls(&["rename", "persist", "persist_noclobber"]) {
        return Some("it is renamed once it is whole");
    }
    calls(&["exists", "try_exists", "is_file"]).then_some("it is written only where there is none")
}
