//! What is kept anywhere but in memory, or may be: what was not seen forbids to say that nothing is.

use otplint_model::body::{Body, LocalKind};
use otplint_model::effects::{self, Site};
use otplint_model::handling;
use otplint_model::neglect::{self, Neglect};
use otplint_model::processes::{self, Process};
use otplint_model::slots;
use otplint_model::stub::{Effect, Hook};
use otplint_model::{BodyId, Call, Callee, LocalId, Model, NodeId, Op, Reason, Ty, Value, flow};

use super::uses::{Use, UseKind};
use crate::names::has_word;
use crate::told;

/// Declines where what is put in at a site is written to a store in the same go, or may be: by the
/// function that puts it in, or by its callers, who store what they hand on.
///
/// `taken`: where items are taken out again. What is stored from there on was not when it was put in.
pub fn not_stored(model: &Model, at: Site, taken: &[Site]) -> Result<(), Reason> {
    let params = handed_params(model.program.body(at.body), at.node);
    not_stored_of(model, at, taken, &params)
}

/// The same, where what is kept is made of these parameters.
pub fn not_stored_of(
    model: &Model,
    at: Site,
    taken: &[Site],
    params: &[u32],
) -> Result<(), Reason> {
    let program = &model.program;
    let body = program.body(at.body);
    let is_taken = |node| {
        taken.contains(&Site {
            body: at.body,
            node,
        })
    };
    let ends = |node| is_taken(node) || handling::ends_turn(body, at.node, node);
    let after = flow::reachable(body, at.node, ends);
    let later = flow::reachable(body, at.node, |node| {
        handling::ends_turn(body, at.node, node)
    });
    let mut turn = turn_of(body, at.node)
        .into_iter()
        .filter(|node| !is_taken(*node) && (after.contains(*node) || !later.contains(*node)));
    if let Some(reason) = turn.find_map(|node| stores(model, at.body, node)) {
        return Err(reason);
    }
    let callers = model.index.callers_of(program, at.body).iter();
    let mut stored = callers
        .filter(|at| crate::story::in_production(model, at.body))
        .map(|at| caller_stores(model, *at, params))
        .peekable();
    // Where one of many callers does not store it, that one loses it.
    match stored.peek().is_some() && stored.all(|stored| stored) {
        true => Err("every caller writes it to a store or file where it is accepted".into()),
        false => Ok(()),
    }
}

/// Whether the caller of a function also hands what it gives for these parameters to something that stores.
fn caller_stores(model: &Model, at: Site, params: &[u32]) -> bool {
    let body = model.program.body(at.body);
    let Op::Call(call) = &body.node(at.node).op else {
        return false;
    };
    let args = params
        .iter()
        .filter_map(|param| call.args.get(*param as usize));
    let handed: Vec<LocalId> = args.flat_map(|arg| parts_of(body, &arg.value)).collect();
    turn_of(body, at.node).into_iter().any(|node| {
        let same = matches!(&body.node(node).op, Op::Call(call)
        if node != at.node && call.args.iter().any(|arg| {
            parts_of(body, &arg.value).iter().any(|local| handed.contains(local))
        }));
        same && stores(model, at.body, node).is_some()
    })
}

/// The parameters that what a call puts in is made of.
fn handed_params(body: &Body, node: NodeId) -> Vec<u32> {
    let Op::Call(call) = &body.node(node).op else {
        return Vec::new();
    };
    let values = call.args.iter().skip(1).map(|arg| &arg.value);
    values
        .flat_map(|value| parts_of(body, value))
        .filter_map(|local| match body.local(local).kind {
            LocalKind::Param(index) => Some(index),
            _ => None,
        })
        .collect()
}

/// The locals that a value consists of, clones and conversions looked through.
fn parts_of(body: &Body, value: &Value) -> Vec<LocalId> {
    match value {
        Value::Use(place) | Value::Ref(_, place) => {
            let origin = flow::origin(body, place);
            let made = origin
                .as_local()
                .filter(|_| origin.path.is_empty())
                .and_then(|local| body.local(local).def)
                .map(|node| &body.node(node).op);
            match made {
                Some(Op::Assign(_, made @ Value::Aggregate(..))) => parts_of(body, made),
                // An id of it is not the thing itself.
                _ => origin
                    .as_local()
                    .filter(|_| origin.path.is_empty())
                    .into_iter()
                    .collect(),
            }
        }
        Value::Aggregate(_, parts) => parts
            .iter()
            .flat_map(|(_, part)| parts_of(body, part))
            .collect(),
        _ => Vec::new(),
    }
}

/// Declines where some sender fills a channel with what it read from a store.
pub fn not_resent(model: &Model, sends: &[Site]) -> Result<(), Reason> {
    let resent = sends.iter().any(|at| {
        let Op::Call(call) = &model.program.body(at.body).node(at.node).op else {
            return false;
        };
        let mut values = call.args.iter().skip(1).map(|arg| &arg.value);
        crate::story::in_production(model, at.body)
            && values.any(|value| {
                told::made_by(model, at.body, value, &|node| reads(model, at.body, node)).is_some()
            })
    });
    match resent {
        true => Err("it is filled from a store or file".into()),
        false => Ok(()),
    }
}

/// The nodes that run in the same turn of the loop as a node, before or after it.
fn turn_of(body: &Body, at: NodeId) -> Vec<NodeId> {
    let stops = |node: NodeId| handling::ends_turn(body, at, node);
    let after = flow::reachable(body, at, stops);
    let nodes = body.nodes().map(|(node, _)| node);
    nodes
        .filter(|node| {
            *node == at
                || after.contains(*node)
                || !stops(*node) && flow::reachable(body, *node, stops).contains(at)
        })
        .collect()
}

fn stores(model: &Model, id: BodyId, node: NodeId) -> Option<Reason> {
    let Op::Call(call) = &model.program.body(id).node(node).op else {
        return None;
    };
    // A write whose failure nobody looks at is no promise.
    let body = model.program.body(id);
    if neglect::of(&model.program, body, node) == Some(Neglect::Unseen)
        && !matches!(body.local(call.to).ty, Ty::Unit | Ty::Unknown)
    {
        return None;
    }
    let effects = model.effects(id, node);
    let does = |kind| effects.iter().any(|effect| effect.kind == kind);
    // What goes to a peer is delivered, or not; nobody keeps it.
    let writes = does(Effect::StoreWrite)
        || does(Effect::Commit)
        || does(Effect::IoWrite)
            && !does(Effect::Outside)
            && !(call.args.iter()).any(|arg| told::is_peer(&model.program, &arg.ty));
    if writes {
        let name = call.name;
        return Some(format!("`{name}` writes to a store or file where it is accepted").into());
    }
    let unseen = !matches!(&call.callee, Callee::Constructor(_) | Callee::Body(_))
        && !matches!(&call.callee, Callee::Known(defs) if defs.iter().any(|def| model.program.body_of.contains_key(def)));
    (unseen && names_a_store(model, call)).then(|| {
        format!(
            "`{}` was not seen, and by its name may store it where it is accepted",
            call.name
        )
        .into()
    })
}

fn names_a_store(model: &Model, call: &Call) -> bool {
    const STORES: &[&str] = &[
        "store",
        "storage",
        "persist",
        "persistence",
        "persister",
        "database",
        "db",
        "wal",
        "journal",
        "disk",
        "repository",
        "repo",
        "snapshot",
        "checkpoint",
        "file",
        "fs",
        "sql",
        "redis",
        "kv",
        "ledger",
        "backend",
        "save",
    ];
    let is_store = |name: &str| has_word(name, STORES);
    let receiver = call.args.first().filter(|_| call.method);
    // What is asked of it without handing it anything is not stored.
    let handed = call.args.len() > usize::from(call.method);
    let named = receiver
        .and_then(|arg| arg.place.as_ref()?.last_field())
        .is_some_and(|(_, name)| is_store(name.as_str()));
    let typed = receiver
        .and_then(|arg| arg.ty.adt())
        .is_some_and(|def| is_store(model.program.def(def).name.as_str()));
    let bound = receiver.is_some_and(|arg| match slots::peel(&model.program, &arg.ty) {
        Ty::Bounds(bounds) => bounds
            .iter()
            .any(|bound| is_store(model.program.def(bound.def).name.as_str())),
        _ => false,
    });
    handed && (named || typed || bound || is_store(call.name.as_str()))
}

/// Declines where a collection is filled from a store.
pub fn not_refilled(model: &Model, uses: &[Use]) -> Result<(), Reason> {
    let filled = uses.iter().any(|one| {
        let body = model.program.body(one.at.body);
        matches!(one.kind, UseKind::Insert | UseKind::Set)
            && turn_of(body, one.at.node)
                .into_iter()
                .any(|node| reads(model, one.at.body, node))
    });
    match filled {
        true => Err("it is filled from a store or file".into()),
        false => Ok(()),
    }
}

/// Declines where a caller of what keeps work reads a store: it may bring back what was kept before.
pub fn not_brought_back(model: &Model, keeps: BodyId) -> Result<(), Reason> {
    let callers = model.index.callers_of(&model.program, keeps).iter();
    let mut callers = callers.filter(|at| crate::story::in_production(model, at.body));
    let reading = callers.any(|at| {
        let nodes = model.program.body(at.body).nodes();
        nodes
            .into_iter()
            .any(|(node, _)| node != at.node && reads(model, at.body, node))
    });
    match reading {
        true => Err("a caller reads a store or file, and may bring it back".into()),
        false => Ok(()),
    }
}

/// Declines where a process reads a store before its first message.
pub fn not_loaded(model: &Model, process: &Process) -> Result<(), Reason> {
    match before_first(model, process).any(|at| reads(model, at.body, at.node)) {
        true => Err("its process reads a store or file before its first message".into()),
        false => Ok(()),
    }
}

/// Declines where a process fills a collection before its first message, or reads a store by then and sends
/// what may come back to it.
pub fn not_loaded_into(model: &Model, process: &Process, uses: &[Use]) -> Result<(), Reason> {
    let program = &model.program;
    let read = not_loaded(model, process);
    if read.is_ok() {
        return Ok(());
    }
    let fills = |at: &Site| {
        (uses.iter()).any(|one| matches!(one.kind, UseKind::Insert | UseKind::Set) && one.at == *at)
    };
    let fed = before_first(model, process).any(|at| {
        let Op::Call(call) = &program.body(at.body).node(at.node).op else {
            return fills(&at);
        };
        let sends = |at: Site| {
            effects::direct(program, program.body(at.body), at)
                .iter()
                .any(|effect| matches!(effect.kind, Effect::Send | Effect::TrySend))
        };
        let callees = effects::callees(program, call);
        let below = processes::reach(program, callees.into_iter(), true);
        let below = below.into_iter().flat_map(|body| {
            (program.body(body).nodes()).map(move |(node, _)| Site { body, node })
        });
        std::iter::once(at)
            .chain(below)
            .any(|at| fills(&at) || sends(at))
    });
    if fed { read } else { Ok(()) }
}

/// What a process does before its first message: in its start hooks, and before its loop.
fn before_first(model: &Model, process: &Process) -> impl Iterator<Item = Site> {
    let starts = process
        .hooks
        .iter()
        .filter(|(hook, _)| matches!(hook, Hook::Start | Hook::Restart))
        .map(|(_, body)| (*body, false));
    let before = process.body.map(|body| (body, true));
    starts.chain(before).flat_map(|(id, outside_loop)| {
        let nodes = model.program.body(id).nodes();
        nodes
            .filter(move |(_, data)| !outside_loop || data.in_loop.is_none())
            .map(move |(node, _)| Site { body: id, node })
    })
}

fn reads(model: &Model, id: BodyId, node: NodeId) -> bool {
    // Summaries tell what changes; reading is looked for in the callees themselves.
    let program = &model.program;
    let body = program.body(id);
    let Op::Call(call) = &body.node(node).op else {
        return false;
    };
    let from_peer = |call: &Call| call.args.iter().any(|arg| told::is_peer(program, &arg.ty));
    // What a peer says is in nobody's keeping.
    let of_peer = from_peer(call);
    let direct = |id: BodyId, node: NodeId| {
        let body = program.body(id);
        let by_peer =
            || of_peer || matches!(&body.node(node).op, Op::Call(call) if from_peer(call));
        (effects::direct(program, body, Site { body: id, node }).iter()).any(|effect| match effect
            .kind
        {
            Effect::StoreRead => true,
            Effect::IoRead => !by_peer(),
            _ => false,
        })
    };
    if direct(id, node) {
        return true;
    }
    let callees = effects::callees(program, call);
    if callees.is_empty() {
        return false;
    }
    let reached = processes::reach(program, callees.into_iter(), false);
    reached.len() < 200
        && reached.into_iter().any(|inner| {
            program
                .body(inner)
                .nodes()
                .any(|(node, _)| direct(inner, node))
        })
}
