//! Notices of a crash: how a task, thread or process came to a bad end, and what becomes of that.

use rustc_hash::FxHashSet;

use crate::body::{Body, BodyId, Call, Callee, EdgeKind, LocalId, NodeId, Op, Outcome, Value};
use crate::effects::{self, Site};
use crate::flow;
use crate::place::Root;
use crate::program::Program;
use crate::stub::{Effect, TypeWord};
use crate::ty::Ty;

/// A value that may tell of a crash, where it first appears.
#[derive(Clone, Debug)]
pub struct Notice {
    /// The await or call.
    pub at: Site,
    /// What it tells of.
    pub of: Of,
    /// The task's own result is a `Result`, which goes the same way.
    pub with_error: bool,
    /// What becomes of it.
    pub fate: Fate,
}

/// What a notice tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// A task.
    Task,
    /// Several tasks at once.
    Tasks,
    /// A thread.
    Thread,
    /// A panic that was caught.
    Panic,
}

/// What becomes of a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Somebody looks at it, or it goes where it is not followed.
    Seen,
    /// Nobody looks at it.
    Dropped(NodeId),
    /// Something else is put in its place.
    Replaced(NodeId),
}

/// All notices of a program's production code.
pub fn notices(program: &Program) -> Vec<Notice> {
    let mut found = Vec::new();
    for (id, body) in program.doing(|does| does.told) {
        if body.test || program.is_test_file(body.file) {
            continue;
        }
        for (node, data) in body.nodes() {
            let at = Site { body: id, node };
            let notice = match &data.op {
                Op::Await(await_) => {
                    let ty = &body.local(await_.to).ty;
                    of(program, ty).map(|of| (of, await_.to, await_.outcome))
                }
                Op::Call(call) => begins(program, body, call).map(|of| (of, call.to, call.outcome)),
                _ => None,
            };
            if let Some((of, local, outcome)) = notice {
                let fate = match outcome {
                    Outcome::Discarded => Fate::Dropped(node),
                    Outcome::Panics | Outcome::Propagated | Outcome::Logged => Fate::Seen,
                    Outcome::Replaced if !is_option(program, &body.local(local).ty) => {
                        replaced(program, id, node, local)
                    }
                    _ => fate(program, id, node, local, 0),
                };
                let with_error = has_error(program, &body.local(local).ty);
                found.push(Notice {
                    at,
                    of,
                    with_error,
                    fate,
                });
            }
        }
    }
    found
}

/// A call that yields a notice it was not given.
fn begins(program: &Program, body: &Body, call: &Call) -> Option<Of> {
    let ty = &body.local(call.to).ty;
    if let Some(attrs) = effects::attrs_of(program, call) {
        let is_result = program
            .adt(ty)
            .is_some_and(|(def, _)| program.def(def).name == "Result");
        if attrs.has(Effect::Catches) && is_result {
            // What `map_err` made an error of the project's own is no notice any more, but its failure.
            let payload = ty
                .arg(1)
                .is_none_or(|error| !error.is_known() || is_boxed_any(program)(error));
            return payload.then_some(Of::Panic);
        }
        // A child process is joined as well: it does not crash by panicking.
        let panics = ty.arg(1).is_some_and(is_boxed_any(program));
        if attrs.has(Effect::Join) && is_result && panics {
            return Some(Of::Thread);
        }
    }
    // What is not awaited here has told nothing yet, unless it asks without waiting.
    let asks = effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(Effect::Join));
    if matches!(ty, Ty::Future(_)) || !call.awaited && !asks {
        return None;
    }
    let given = call
        .args
        .iter()
        .any(|arg| of(program, &arg.ty).is_some() || arg_is_crash(program, &arg.ty));
    if given || matches!(call.callee, Callee::Constructor(_)) {
        return None;
    }
    of(program, ty)
}

fn is_boxed_any(program: &Program) -> impl Fn(&Ty) -> bool {
    move |ty| {
        program
            .adt(ty)
            .is_some_and(|(def, _)| program.def(def).name == "Box")
    }
}

fn is_option(program: &Program, ty: &Ty) -> bool {
    program
        .adt(ty)
        .is_some_and(|(def, _)| program.def(def).name == "Option")
}

/// What a panic was given: a box of anything.
fn is_payload(program: &Program, ty: &Ty) -> bool {
    is_boxed_any(program)(ty) && matches!(ty.arg(0), Some(Ty::Other | Ty::Bounds(_) | Ty::Unknown))
}

fn arg_is_crash(program: &Program, ty: &Ty) -> bool {
    program
        .adt(ty)
        .is_some_and(|(_, adt)| adt.attrs.is(TypeWord::Crash))
}

/// What a value of this type may tell of.
pub fn of(program: &Program, ty: &Ty) -> Option<Of> {
    match ty {
        Ty::Adt(def, args) => {
            let definition = program.def(*def);
            let adt = definition.as_adt()?;
            if definition.location.is_some() {
                return None;
            }
            if definition.name == "Result" {
                let crash = args
                    .get(1)
                    .is_some_and(|error| arg_is_crash(program, error));
                return match crash {
                    true => Some(Of::Task),
                    // `Result<Result<T, JoinError>, Elapsed>`.
                    false => of(program, args.first()?),
                };
            }
            if definition.name == "Option" {
                return of(program, args.first()?);
            }
            let many = adt.attrs.collection.is_some() || definition.path.starts_with("std::iter::");
            (many && of(program, args.last()?).is_some()).then_some(Of::Tasks)
        }
        Ty::Ref(_, inner) => of(program, inner),
        Ty::Tuple(parts) => parts.iter().find_map(|part| of(program, part)),
        _ => None,
    }
}

/// `Result<Result<T, E>, JoinError>`.
fn has_error(program: &Program, ty: &Ty) -> bool {
    let is_result = |ty: &Ty| {
        program
            .adt(ty)
            .is_some_and(|(def, _)| program.def(def).name == "Result")
    };
    match ty {
        Ty::Adt(_, args) => args
            .first()
            .is_some_and(|inner| is_result(ty) && is_result(inner) || has_error(program, inner)),
        _ => false,
    }
}

/// Whether a type still holds what tells of the crash.
fn tells(program: &Program, ty: &Ty) -> bool {
    match ty {
        Ty::Adt(def, args) => {
            let definition = program.def(*def);
            let payload = definition.name == "Result"
                && args.get(1).is_some_and(|error| is_payload(program, error));
            payload
                || definition
                    .as_adt()
                    .is_some_and(|adt| adt.attrs.is(TypeWord::Crash))
                || definition.location.is_none() && args.iter().any(|arg| tells(program, arg))
        }
        Ty::Ref(_, inner) | Ty::Future(inner) => tells(program, inner),
        Ty::Tuple(parts) => parts.iter().any(|part| tells(program, part)),
        _ => false,
    }
}

/// A notice that a pattern skips, or that a method puts something in the place of: maybe in a closure
/// that looks at it.
fn replaced(program: &Program, id: BodyId, node: NodeId, local: LocalId) -> Fate {
    let body = program.body(id);
    let given = body.calls().any(|(_, call)| {
        call.args
            .iter()
            .any(|arg| arg.place.as_ref().and_then(crate::place::Place::as_local) == Some(local))
    });
    match given {
        true => fate(program, id, node, local, 0),
        false => Fate::Replaced(node),
    }
}

/// What becomes of the notice in a local.
fn fate(program: &Program, id: BodyId, from: NodeId, local: LocalId, depth: usize) -> Fate {
    let body = program.body(id);
    let mut held: FxHashSet<LocalId> = FxHashSet::default();
    held.insert(local);
    let mut end = Fate::Dropped(from);
    // Captured by a closure or block: not followed.
    let captured = |held: &FxHashSet<LocalId>| {
        program.bodies[id.function() as usize].iter().any(|inner| {
            inner.parent == Some(id)
                && inner.locals.iter().any(|data| {
                    matches!(data.kind, crate::body::LocalKind::Capture(outer) if held.contains(&outer))
                })
        })
    };
    // Names that are bound later in the text come later in the list.
    for (node, data) in body.nodes() {
        match &data.op {
            Op::Assign(to, value) if is_held(value, &held) => match to.as_local() {
                Some(to_local) if to.path.is_empty() => {
                    let bound = body.local(to_local);
                    let named = bound
                        .name
                        .is_some_and(|name| !name.as_str().starts_with('_'));
                    // `Err(error)`: who gives it a name looks at it.
                    if named && (arg_is_crash(program, &bound.ty) || is_payload(program, &bound.ty))
                    {
                        return Fate::Seen;
                    }
                    // What the task yields says nothing of its crash.
                    if tells(program, &bound.ty) || !bound.ty.is_known() {
                        held.insert(to_local);
                        if named && is_logged(body, node, &held) {
                            return Fate::Seen;
                        }
                    }
                }
                _ => return Fate::Seen,
            },
            Op::Branch(value) if is_held(value, &held) => {
                if reports(body, node) {
                    return Fate::Seen;
                }
                // `None` is no crash.
                let asked = match value {
                    Value::Use(place) | Value::Ref(_, place) => {
                        crate::slots::place_type(program, id, place)
                    }
                    _ => None,
                };
                let of_crash = asked.as_ref().is_some_and(|ty| {
                    program
                        .adt(ty)
                        .is_some_and(|(def, _)| program.def(def).name == "Result")
                });
                if of_crash && failure_acts(body, node) {
                    return Fate::Seen;
                }
                if of_crash {
                    end = Fate::Replaced(node);
                }
            }
            Op::Call(call) => {
                for (index, arg) in call.args.iter().enumerate() {
                    let through = arg.place.as_ref().is_some_and(
                        |place| matches!(place.root, Root::Local(local) if held.contains(&local)),
                    );
                    if !is_held(&arg.value, &held) && !through {
                        continue;
                    }
                    match passes(program, body, call, index, depth) {
                        Passed::On => {
                            held.insert(call.to);
                        }
                        Passed::Dropped => end = Fate::Replaced(node),
                        Passed::Away => return Fate::Seen,
                    }
                }
            }
            Op::Return(value) | Op::Fail(value) | Op::Yield(value) => {
                let mut inside = false;
                flow::locals_moved(value)
                    .iter()
                    .for_each(|local| inside |= held.contains(local));
                if inside || is_held(value, &held) {
                    return Fate::Seen;
                }
            }
            op => {
                let mut used = false;
                flow::uses(op, |value| {
                    used |= is_held(value, &held)
                        || flow::locals_moved(value)
                            .iter()
                            .any(|local| held.contains(local));
                });
                if used {
                    return Fate::Seen;
                }
            }
        }
        if let Op::Assign(_, value @ Value::Aggregate(..)) = &data.op
            && flow::locals_moved(value)
                .iter()
                .any(|local| held.contains(local))
        {
            return Fate::Seen;
        }
    }
    if captured(&held) || is_used_unseen(body, from, &held) {
        return Fate::Seen;
    }
    end
}

/// A variable with a name that nothing in view mentions: the compiler would warn of it, so it is used where
/// nothing was seen, in the text of a macro or under another `cfg`.
fn is_used_unseen(body: &Body, from: NodeId, held: &FxHashSet<LocalId>) -> bool {
    held.iter().any(|local| {
        let data = body.local(*local);
        let named = data
            .name
            .is_some_and(|name| !name.as_str().starts_with('_'));
        let mentioned = || {
            body.nodes().any(|(node, data)| {
                let mut found = false;
                flow::uses(&data.op, |value| {
                    found |= flow::mentions(value, &|other| other == *local) != flow::Mention::No;
                });
                let by_place = matches!(&data.op, Op::Call(call) if call.args.iter().any(|arg| {
                    arg.place.as_ref().and_then(crate::place::Place::as_local) == Some(*local)
                }));
                node != from && (found || by_place)
            })
        };
        named && matches!(data.kind, crate::body::LocalKind::Variable) && !mentioned()
    })
}

/// Whether a value is in one of some locals.
fn is_held(value: &Value, held: &FxHashSet<LocalId>) -> bool {
    matches!(value, Value::Use(place) | Value::Ref(_, place)
        if matches!(place.root, Root::Local(local) if held.contains(&local)))
}

/// A log line follows that may well show the value, on a way on which it is not known to be fine.
fn is_logged(body: &Body, bound: NodeId, held: &FxHashSet<LocalId>) -> bool {
    let asks =
        |node: NodeId| matches!(&body.node(node).op, Op::Branch(value) if is_held(value, held));
    let after = flow::reachable_by(
        body,
        bound,
        |_| false,
        |node, edge| edge.kind != EdgeKind::Success || !asks(node),
    );
    let around = body.node(bound).in_loop;
    after.iter().any(|node| {
        matches!(body.node(node).op, Op::Log)
            && around.is_none_or(|of| body.loop_within(body.node(node).in_loop, of))
    })
}

/// One of the ways that a question opens begins with a log line, a failure or a panic.
fn reports(body: &Body, node: NodeId) -> bool {
    body.node(node).next.iter().any(|edge| {
        let mut at = edge.to;
        for _ in 0..12 {
            match (&body.node(at).op, body.node(at).next.as_slice()) {
                (Op::Log | Op::Fail(_) | Op::Panic, _) => return true,
                (Op::Join | Op::Drop(_) | Op::Assign(..) | Op::Branch(_), [one, ..]) => {
                    at = one.to;
                }
                _ => return false,
            }
        }
        false
    })
}

/// Where a call takes a notice.
enum Passed {
    /// Into its result.
    On,
    /// Nowhere: something else is put in its place.
    Dropped,
    /// To somebody who may look at it.
    Away,
}

fn passes(program: &Program, body: &Body, call: &Call, index: usize, depth: usize) -> Passed {
    let Callee::Known(defs) = &call.callee else {
        return Passed::Away;
    };
    let inside = defs
        .iter()
        .any(|def| program.def(*def).location.is_some() || program.body_of.contains_key(def));
    let attrs = effects::attrs_of(program, call);
    let escalates =
        attrs.is_some_and(|attrs| attrs.has(Effect::Panics) || attrs.has(Effect::PanicsOnError));
    let asks = matches!(&body.local(call.to).ty, Ty::Prim(name) if *name == "bool");
    if inside || escalates || asks || index > 0 {
        return Passed::Away;
    }
    let of = |start: &str| {
        defs.iter()
            .all(|def| program.def(*def).path.starts_with(start))
    };
    if !of("std::") {
        return Passed::Away;
    }
    // A closure, or a function's name, that gets it.
    for arg in call.args.iter().skip(1) {
        match &arg.value {
            Value::Body(closure) if looks(program, *closure, of("std::iter::"), depth) => {
                return Passed::Away;
            }
            Value::Fn(def) if program.def(*def).location.is_some() => return Passed::Away,
            _ => {}
        }
    }
    let result = &body.local(call.to).ty;
    let other_result = program
        .adt(result)
        .is_some_and(|(def, _)| program.def(def).name == "Result");
    match tells(program, result) {
        true => Passed::On,
        // Another error stands for it, or it goes where it is not followed.
        false if other_result || !result.is_known() => Passed::Away,
        false => Passed::Dropped,
    }
}

/// Whether a closure that is given a notice, or what it tells of, looks at it. `items` are the closures of
/// iterators: they are given the whole notice.
fn looks(program: &Program, closure: BodyId, items: bool, depth: usize) -> bool {
    let inner = program.body(closure);
    // What is called for no result tells somebody, or sets something right.
    let acts = |op: &Op| match op {
        Op::Log | Op::Panic | Op::Fail(_) => true,
        Op::Call(call) => {
            let result = &inner.local(call.to).ty;
            call.outcome == Outcome::Discarded || matches!(result, Ty::Unit)
        }
        _ => false,
    };
    if inner.nodes().any(|(_, data)| acts(&data.op)) {
        return true;
    }
    let Some(param) = inner.params.first() else {
        return false;
    };
    if items {
        // `|result| result.ok()`: what it returns no longer tells of it.
        let drops = inner.output.is_known() && !tells(program, &inner.output);
        return !drops || depth > 3;
    }
    // `|error| ..`: who gives it a name looks at it.
    let data = inner.local(*param);
    let named = data
        .name
        .is_some_and(|name| !name.as_str().starts_with('_'));
    named
        && (!data.ty.is_known()
            || data.ty == Ty::Other
            || arg_is_crash(program, &data.ty)
            || is_payload(program, &data.ty))
}

/// Whether the failing side of a question does something of its own.
fn failure_acts(body: &Body, node: NodeId) -> bool {
    let edges = &body.node(node).next;
    let known = edges.iter().any(|edge| edge.kind == EdgeKind::Success);
    let skip = |mut at: NodeId| {
        for _ in 0..12 {
            match (&body.node(at).op, body.node(at).next.as_slice()) {
                (Op::Join | Op::Drop(_), [one]) => at = one.to,
                _ => break,
            }
        }
        at
    };
    if !known {
        return !edges.iter().any(|edge| edge.kind == EdgeKind::Failure) || edges.len() != 2;
    }
    let succeeding = edges.iter().filter(|edge| edge.kind == EdgeKind::Success);
    let mut after = flow::NodeSet::new(body);
    for edge in succeeding {
        after.insert(edge.to);
        for at in flow::reachable(body, edge.to, |at| at == node).iter() {
            after.insert(at);
        }
    }
    edges
        .iter()
        .filter(|edge| edge.kind != EdgeKind::Success)
        .any(|edge| {
            let first = skip(edge.to);
            // What both sides do is not done for the failure.
            !after.contains(first) && !matches!(body.node(first).op, Op::LoopHead(_))
        })
}
