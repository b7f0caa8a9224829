//! Loops that wait for events: what makes a task long-lived.

use crate::body::{Body, BodyId, Call, Callee, EdgeKind, LoopId, LoopKind, NodeId, Op, Value};
use crate::effects::{self, Made, Site};
use crate::flow;
use crate::follow::Index;
use crate::place::{Place, Root, Step};
use crate::program::Program;
use crate::stub::{Effect, Flavor, TypeWord};
use crate::ty::Ty;

/// A helper that only waits for the next event is no longer than this many nodes.
const HELPER: usize = 60;

/// Whether a loop waits for events again and again.
pub fn is_event_loop(program: &Program, id: BodyId, of: LoopId) -> bool {
    let body = program.body(id);
    match body.loops[of.0 as usize].kind {
        LoopKind::For => return false,
        LoopKind::Endless if never_ends(body, of) => return true,
        _ => {}
    }
    body.nodes().any(|(node, data)| {
        if !body.loop_within(data.in_loop, of) {
            return false;
        }
        // What waits on a way that does not come back is no event of this loop.
        let again = || flow::reachable(body, node, |_| false).contains(node);
        match &data.op {
            Op::Call(call) => waits_for_event(program, body, call, call.awaited, 0) && again(),
            Op::Select(select) => again() && select.arms.iter().any(|arm| {
                effects::future_bodies(program, body, &arm.future.value).into_iter().any(|made| match made {
                    Made::Call(node) => {
                        matches!(&body.node(node).op, Op::Call(call) if waits_for_event(program, body, call, true, 0))
                    }
                    Made::Block(_) => false,
                })
            }),
            _ => false,
        }
    })
}

/// Whether no way leads out of a loop but failures.
pub(super) fn never_ends(body: &Body, of: LoopId) -> bool {
    let head = body.loops[of.0 as usize].head;
    let after = flow::reachable(body, head, |_| false);
    after.contains(head)
        && !after
            .iter()
            .any(|node| matches!(body.node(node).op, Op::Return(_)))
        && after
            .iter()
            .any(|node| matches!(body.node(node).op, Op::Call(_)))
}

/// Whether a loop is what its task is for: it goes round for ever, or takes from a channel, a listener or a timer.
/// What reads a stream to its end or tries again until it succeeds does not last. `depth` tells how many
/// calls lie between it and the task's own body.
pub(super) fn lasts(program: &Program, id: BodyId, of: LoopId, depth: usize) -> bool {
    let body = program.body(id);
    let endless = body.loops[of.0 as usize].kind == LoopKind::Endless;
    let inside = |node: NodeId| body.loop_within(body.node(node).in_loop, of);
    // `while let Some(part) = stream.next().await`
    let reads = body.calls().any(|(node, call)| {
        inside(node)
            && effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(Effect::Recv))
    });
    if depth <= 2 && never_ends(body, of) || depth == 0 && (endless || !reads) {
        return true;
    }
    body.nodes().any(|(node, data)| match &data.op {
        _ if !inside(node) => false,
        Op::Select(_) => endless && depth <= 2,
        Op::Call(call) => effects::attrs_of(program, call).is_some_and(|attrs| {
            let owned = call.args.first().is_some_and(|receiver| {
                program
                    .adt(receiver.ty.peel_refs())
                    .is_some_and(|(_, adt)| adt.attrs.is(TypeWord::Receiver))
            });
            attrs.has(Effect::Tick)
                || attrs.has(Effect::Accepts)
                || attrs.has(Effect::Wait) && endless
                || attrs.has(Effect::Recv) && owned
        }),
        _ => false,
    })
}

/// Whether a loop takes messages, other than mere wake-ups, out of a channel whose receiver the task owns.
pub(super) fn serves(program: &Program, id: BodyId, of: LoopId) -> bool {
    let body = program.body(id);
    body.calls().any(|(node, call)| {
        let Some(receiver) = call.args.first() else {
            return false;
        };
        let owned = receiver
            .place
            .as_ref()
            .is_some_and(|place| matches!(place.root, Root::Local(_)));
        let ty = receiver.ty.peel_refs();
        body.loop_within(body.node(node).in_loop, of)
            && owned
            && effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(Effect::Recv))
            && program.adt(ty).is_some_and(|(_, adt)| {
                adt.attrs.is(TypeWord::Receiver)
                    && matches!(
                        adt.attrs.flavor,
                        Some(Flavor::Mpsc | Flavor::Unbounded | Flavor::Std)
                    )
            })
            && !matches!(ty.arg(0), Some(Ty::Unit))
    })
}

/// Whether a call waits for a message, a connection, a tick, or time to pass.
fn waits_for_event(
    program: &Program,
    body: &Body,
    call: &Call,
    polled: bool,
    depth: usize,
) -> bool {
    if let Some(attrs) = effects::attrs_of(program, call) {
        let waits = [
            Effect::Recv,
            Effect::Tick,
            Effect::Sleep,
            Effect::Wait,
            Effect::Accepts,
        ]
        .into_iter()
        .any(|kind| attrs.has(kind));
        if waits {
            return polled || attrs.has(Effect::Blocks) || !effects_async(program, call);
        }
        if attrs.has(Effect::Timeout) {
            let position = usize::from(attrs.future.unwrap_or(1));
            return call.args.get(position).is_some_and(|arg| {
                effects::future_bodies(program, body, &arg.value).into_iter().any(|made| match made {
                    Made::Call(node) => {
                        matches!(&body.node(node).op, Op::Call(call) if waits_for_event(program, body, call, true, depth))
                    }
                    Made::Block(_) => false,
                })
            });
        }
    }
    // One or two helpers down: `self.next_message().await`.
    depth < 2
        && effects::callees(program, call).iter().any(|callee| {
            let target = program.body(*callee);
            (!target.is_async || polled)
                && program.asked.events.of((*callee, depth), || {
                    target.loops.is_empty()
                        && target.nodes.len() < HELPER
                        && target.calls().any(|(_, inner)| {
                            inner.awaited
                                && waits_for_event(program, target, inner, inner.awaited, depth + 1)
                                && !effects::attrs_of(program, inner)
                                    .is_some_and(|attrs| attrs.has(Effect::Sleep))
                        })
                })
        })
}

/// Whether the first callee is async.
fn effects_async(program: &Program, call: &Call) -> bool {
    match &call.callee {
        Callee::Known(defs) => defs
            .first()
            .and_then(|def| program.function(*def))
            .is_some_and(|function| {
                function.is_async
                    || matches!(function.output, Ty::Future(_))
                    || function.attrs.cancel.is_some()
            }),
        _ => false,
    }
}

/// Whether the loop would have gone round, had it not failed here: a failure on the way out ends nothing.
pub(super) fn cuts_short(body: &Body, node: NodeId) -> bool {
    let mut asked = body
        .nodes()
        .filter(|(_, data)| data.next.iter().any(|edge| edge.to == node));
    asked.any(|(from, _)| {
        let mut at = from;
        // `return Err(..)` in an arm hangs on a question some nodes above.
        for _ in 0..12 {
            if flow::reachable(body, at, |_| false).contains(at) {
                return true;
            }
            match body.nodes().find(|(_, data)| {
                data.next
                    .iter()
                    .any(|edge| edge.to == at && edge.kind != EdgeKind::Back)
            }) {
                Some((before, data))
                    if matches!(data.op, Op::Branch(_)) || data.next.len() == 1 =>
                {
                    at = before
                }
                _ => return false,
            }
        }
        false
    })
}

/// Whether a spawn happens again and again: for each connection, request or message. Workers that a
/// loop over a number or a list starts are not meant.
pub fn is_one_of_many(program: &Program, index: &Index, spawn: Site) -> bool {
    one_of_many(program, index, spawn, 0)
}

/// The node that makes a closure or async block.
fn made_at(parent: &Body, inner: BodyId) -> Option<NodeId> {
    parent.nodes().find_map(|(node, data)| {
        let mut makes = false;
        flow::uses(&data.op, |value| makes |= *value == Value::Body(inner));
        makes.then_some(node)
    })
}

/// `for stream in listener.incoming()`, whoever's listener it is, and whatever is done to what comes in on the way.
fn is_over_connections(body: &Body, of: LoopId) -> bool {
    let mut items = body.nodes().filter_map(|(_, data)| match &data.op {
        Op::Assign(_, Value::Use(item))
            if data.in_loop == Some(of) && item.path.first() == Some(&Step::Elem) =>
        {
            item.as_local()
        }
        _ => None,
    });
    items.any(|mut from| {
        for _ in 0..6 {
            let Some((_, call)) = body.calls().find(|(_, call)| call.to == from) else {
                return false;
            };
            if call.name == "incoming" {
                return true;
            }
            let first = call.args.first().and_then(|arg| arg.place.as_ref());
            match first.and_then(Place::as_local) {
                Some(local) => from = local,
                None => return false,
            }
        }
        false
    })
}

fn one_of_many(program: &Program, index: &Index, at: Site, depth: usize) -> bool {
    let body = program.body(at.body);
    let mut within = body.node(at.node).in_loop;
    while let Some(of) = within {
        let kind = body.loops[of.0 as usize].kind;
        if kind != LoopKind::For || is_over_connections(body, of) {
            return true;
        }
        within = body.loops[of.0 as usize].parent;
    }
    // In a block or closure that a loop makes anew.
    if let Some(parent) = body.parent
        && let Some(node) = made_at(program.body(parent), at.body)
    {
        let made = Site { body: parent, node };
        return one_of_many(program, index, made, depth);
    }
    let callers = index.callers_of(program, at.body);
    depth < 2
        && !callers.is_empty()
        && callers
            .iter()
            .all(|caller| one_of_many(program, index, *caller, depth + 1))
}
