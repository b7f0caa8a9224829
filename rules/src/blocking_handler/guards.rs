//! Locks of threads that are held while a future waits.

use otplint_model::blocking::{self, Runs};
use otplint_model::body::{Body, Call, Callee, EdgeKind, LocalId, LocalKind, NodeId, Op, Value};
use otplint_model::def::Receiver;
use otplint_model::effects::{self, Does, Site};
use otplint_model::flow;
use otplint_model::stub::{Effect, TypeWord};
use otplint_model::{BodyId, Confidence, DefId, Finding, Model, Program, Ty, Verdicts, follow};

use super::META;
use crate::story::{Story, in_production};

pub(super) fn check(model: &Model, verdicts: &mut Verdicts) {
    let program = &model.program;
    let locks = |does: Does| does.effects.any([Effect::Lock, Effect::TryLock]);
    for (id, body) in program.doing(locks) {
        if !body.is_async || !in_production(model, id) {
            continue;
        }
        for (node, call) in body.calls() {
            if call.awaited || !locks_thread(program, call) {
                continue;
            }
            if let Some((guard, waits)) = held_across(program, body, node, call) {
                verdicts.found(tell(model, id, node, guard, waits));
            }
        }
    }
}

/// Takes a lock that makes others wait on their threads.
fn locks_thread(program: &Program, call: &Call) -> bool {
    effects::attrs_of(program, call).is_some_and(|attrs| {
        (attrs.has(Effect::Lock) || attrs.has(Effect::TryLock))
            && attrs.has(Effect::Guard)
            && (attrs.has(Effect::Blocks) || !is_async_lock(program, call))
    })
}

/// The lock's other method is awaited: whoever wants it waits in the runtime.
fn is_async_lock(program: &Program, call: &Call) -> bool {
    let of_threads = |path: &str| {
        ["std::", "parking_lot::", "dashmap::"]
            .iter()
            .any(|krate| path.starts_with(krate))
    };
    !matches!(&call.callee, Callee::Known(defs)
        if defs.iter().any(|def| of_threads(&program.def(*def).path)))
}

/// The variable that holds the guard, and the first await before its end; the end of the body drops it too.
fn held_across(
    program: &Program,
    body: &Body,
    node: NodeId,
    call: &Call,
) -> Option<(LocalId, NodeId)> {
    let Kept {
        guard,
        bound,
        nothing,
    } = kept(program, body, node, call)?;
    // What is come to where there is none, too, lies behind the `if let` that binds it.
    let behind = nothing.map(|at| flow::reachable(body, at, |_| false));
    let bound_there = |at: NodeId| behind.as_ref().is_none_or(|behind| !behind.contains(at));
    // A way that leaves the turn of a loop drops what the turn declared.
    let turn = body.local(guard).in_loop;
    let inside = |at: NodeId| turn.is_none_or(|of| body.loop_within(body.node(at).in_loop, of));
    let again = |at: NodeId| matches!(body.node(at).op, Op::LoopHead(of) if Some(of) == turn);
    let live = flow::reachable(body, bound, |at| {
        ends(program, body, at, guard) || again(at) || !inside(at)
    });
    let waits = live
        .iter()
        .filter(|at| inside(*at) && bound_there(*at))
        .find(|at| match &body.node(*at).op {
            Op::Call(call) => call.awaited,
            Op::Await(_) | Op::Select(_) => true,
            _ => false,
        })?;
    Some((guard, waits))
}

/// Where a guard is kept.
#[derive(Clone, Copy)]
struct Kept {
    /// The variable that holds it.
    guard: LocalId,
    /// Where it is bound.
    bound: NodeId,
    /// Where the way begins on which there is none, if there may be none: `if let Some(entry) = map.get_mut(key)`.
    nothing: Option<NodeId>,
}

/// The variable that a guard is bound to: `lock`, maybe `unwrap` or `expect`, before or after it is bound to a first one.
fn kept(program: &Program, body: &Body, node: NodeId, call: &Call) -> Option<Kept> {
    let is_guard = |ty: &Ty| follow::holds(program, ty, &|attrs| attrs.is(TypeWord::Guard));
    let mut result = call.to;
    let mut at = node;
    let mut nothing = None;
    let mut found: Option<Kept> = None;
    for _ in 0..8 {
        let there = |kind: EdgeKind| kind != EdgeKind::Failure || found.is_some();
        let mut on = body.node(at).next.iter().filter(|edge| there(edge.kind));
        let (Some(edge), None) = (on.next(), on.next()) else {
            return found;
        };
        at = edge.to;
        match &body.node(at).op {
            Op::Call(next)
                if found.is_none()
                    && next.method
                    && passes_on(program, next, result, &is_guard) =>
            {
                result = next.to;
            }
            // A first variable holds what `lock` gave, and is opened at once.
            Op::Call(next)
                if found.is_some_and(|first| consumes(program, body, next, first.guard)) =>
            {
                result = next.to;
                found = None;
            }
            Op::Branch(value) if found.is_none() && flow::locals_moved(value).contains(&result) => {
                let failing = body.node(at).next.iter();
                let failing = failing.filter(|edge| edge.kind == EdgeKind::Failure);
                nothing = failing.map(|edge| edge.to).next();
            }
            // What leads to the guard is gone.
            Op::Drop(local) if found.is_none() && *local != result => {}
            Op::Assign(to, Value::Use(from)) => {
                let Some(variable) = to.as_local().filter(|_| to.path.is_empty()) else {
                    return found;
                };
                let data = body.local(variable);
                let named = matches!(data.kind, LocalKind::Variable) && is_guard(&data.ty);
                // A pattern names what the guard stands for.
                let locked = call.args.first().and_then(|arg| arg.place.as_ref());
                let bound = from.path.is_empty() && from.as_local() == Some(result)
                    || nothing.is_some() && locked == Some(from);
                if found.is_some() || !named || !bound {
                    return found;
                }
                found = Some(Kept {
                    guard: variable,
                    bound: at,
                    nothing,
                });
            }
            _ => return found,
        }
    }
    found
}

/// A method of the variable's own type that takes it by value: `unwrap` of what `lock` gave.
fn consumes(program: &Program, body: &Body, call: &Call, variable: LocalId) -> bool {
    let whole = |value: &Value| matches!(value, Value::Use(place) if place.path.is_empty() && place.as_local() == Some(variable));
    let own = body.local(variable).ty.adt();
    let takes = |def: &DefId| {
        program.function(*def).is_some_and(|function| {
            function.receiver == Some(Receiver::Value) && function.self_def == own
        })
    };
    call.method
        && call.args.first().is_some_and(|arg| whole(&arg.value))
        && own.is_some()
        && matches!(&call.callee, Callee::Known(defs) if defs.iter().all(takes))
}

/// A method of what was locked, or of what leads to it, that hands the lock on: `unwrap`, `or_default`.
fn passes_on(
    program: &Program,
    call: &Call,
    from: LocalId,
    is_guard: &dyn Fn(&Ty) -> bool,
) -> bool {
    let Some(receiver) = call.args.first() else {
        return false;
    };
    is_guard(&receiver.ty)
        || flow::locals_moved(&receiver.value).contains(&from)
            && effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(Effect::Guard))
}

/// The guard is dropped, or moved somewhere else.
fn ends(program: &Program, body: &Body, at: NodeId, guard: LocalId) -> bool {
    let moved = |value: &Value| flow::locals_moved(value).contains(&guard);
    match &body.node(at).op {
        Op::Drop(local) => *local == guard,
        Op::Call(call) => {
            let first = usize::from(call.method);
            consumes(program, body, call, guard)
                || call.args.iter().skip(first).any(|arg| {
                    matches!(&arg.value, Value::Use(place) if place.path.is_empty())
                        && moved(&arg.value)
                })
        }
        Op::Assign(_, value) | Op::Return(value) | Op::Fail(value) => {
            matches!(value, Value::Use(place) if place.path.is_empty()) && moved(value)
        }
        _ => false,
    }
}

fn tell(model: &Model, id: BodyId, node: NodeId, guard: LocalId, waits: NodeId) -> Finding {
    let body = model.program.body(id);
    let lock = Site { body: id, node };
    let confidence = match blocking::runs(model, id) {
        Runs::Task => Confidence::High,
        _ => Confidence::Medium,
    };
    let name = body.local(guard).name.map_or_else(
        || "the guard".to_owned(),
        |name| format!("`{}`", name.as_str()),
    );
    Story::at_site(model, &META, lock, confidence)
        .message(
            "this lock is held while the future waits: whoever wants it blocks a whole thread for as long, and where \
             that thread should wake the future both wait for ever",
        )
        .step(
            Site {
                body: id,
                node: waits,
            },
            format!("{name} is still held at this await"),
        )
        .help(
            "let go of the lock before the await, or use the runtime's own lock where it must be held; `otp_runtime::server` \
             keeps such state in a process instead",
        )
        .tell()
}
