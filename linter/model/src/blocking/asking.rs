//! Loops that ask again and again, and never wait, until another task or thread has done something.

use crate::body::{Body, Call, Callee, LocalId, LoopKind, NodeId, Op, Value};
use crate::def::DefId;
use crate::effects;
use crate::flow;
use crate::pace::is_none;
use crate::program::Program;
use crate::stub::{Effect, TypeWord};

/// The calls of a body by which a loop asks, each of which leads back to itself through nothing that waits or moves on.
pub fn asks(program: &Program, body: &Body) -> Vec<NodeId> {
    let calls = body.calls();
    calls
        .filter(|(node, call)| is_question(program, call) && goes_round(program, body, *node))
        .map(|(node, _)| node)
        .collect()
}

/// Tells at once whether somebody else is done.
fn is_question(program: &Program, call: &Call) -> bool {
    let Callee::Known(defs) = &call.callee else {
        return false;
    };
    let of_task = || {
        call.args.first().is_some_and(|arg| {
            program
                .adt(&arg.ty)
                .is_some_and(|(_, adt)| adt.attrs.is(TypeWord::TaskHandle))
        })
    };
    let of_atomic = || {
        let path = |def| program.def(def).path.as_str();
        defs.iter()
            .any(|def| path(*def).starts_with("std::sync::atomic::"))
    };
    tries(program, call)
        || call.name == "is_finished" && of_task()
        || call.name == "load" && of_atomic()
}

/// Takes a message or a lock that may be there.
fn tries(program: &Program, call: &Call) -> bool {
    effects::attrs_of(program, call)
        .is_some_and(|attrs| attrs.has(Effect::TryRecv) || attrs.has(Effect::TryLock))
}

fn goes_round(program: &Program, body: &Body, node: NodeId) -> bool {
    let Some(around) = body.node(node).in_loop else {
        return false;
    };
    if body.loops[around.0 as usize].kind == LoopKind::For {
        return false;
    }
    let Op::Call(call) = &body.node(node).op else {
        return false;
    };
    let failed = flow::failures(body, node);
    if failed.is_empty() && tries(program, call) && !asks_for_nothing(program, body) {
        return false;
    }
    let outside = |at: NodeId| !body.loop_within(body.node(at).in_loop, around);
    let stops = |at: NodeId| outside(at) || at != node && !is_idle(program, body, around, at);
    // What came is dealt with before the next question; only where nothing came does it matter.
    let from = match failed.as_slice() {
        [] => vec![node],
        failed => failed.to_vec(),
    };
    from.into_iter().any(|from| {
        (from == node || !stops(from)) && flow::reachable(body, from, stops).contains(node)
    })
}

/// A comparison with what says that nothing was there: `== Ok(None)`, `== Err(Empty)`.
fn asks_for_nothing(program: &Program, body: &Body) -> bool {
    let mut sides = body.compared.iter().flat_map(|one| [&one.left, &one.right]);
    sides.any(|side| is_empty(program, side))
}

/// An answer that has nothing in it: a failure too.
fn is_empty(program: &Program, value: &Value) -> bool {
    let fails = |def: &DefId| program.def(*def).name == "Err";
    matches!(value, Value::Aggregate(Some(def), _) if fails(def)) || is_none(program, value)
}

/// A node that neither waits, nor does anything, nor counts how often it was come to.
fn is_idle(program: &Program, body: &Body, around: crate::body::LoopId, at: NodeId) -> bool {
    let of_the_turn = |local: LocalId| body.loop_within(body.local(local).in_loop, around);
    match &body.node(at).op {
        Op::Join | Op::LoopHead(_) | Op::Branch(_) | Op::Drop(_) | Op::Log => true,
        Op::Assign(to, _) => to.as_local().is_some_and(of_the_turn),
        Op::Call(call) => {
            let harmless = |effect: &Effect| {
                matches!(
                    effect,
                    Effect::Pure | Effect::Read | Effect::Borrow | Effect::Log
                )
            };
            matches!(call.callee, Callee::Constructor(_))
                || is_question(program, call)
                || effects::callees(program, call).is_empty()
                    && effects::attrs_of(program, call).is_some_and(|attrs| {
                        !attrs.effects.is_empty() && attrs.effects.iter().all(harmless)
                    })
        }
        _ => false,
    }
}
