//! Connections whose owner waits for one request, while nobody moves the bytes of any.

use otplint_model::body::{Body, Call, LocalId, LoopId, NodeId, Op, Value};
use otplint_model::effects::{self, Made, Site};
use otplint_model::stub::Effect;
use otplint_model::{Callee, Confidence, Finding, Model, Program, Verdicts, flow, processes};

use super::META;
use crate::story::Story;

/// Looks at the loop around a call that takes a connection's requests and drives the connection.
pub(super) fn check(model: &Model, drives: Site, verdicts: &mut Verdicts) {
    let program = &model.program;
    let body = program.body(drives.body);
    let Some(around) = body.node(drives.node).in_loop else {
        return;
    };
    let failed = flow::failures(body, drives.node);
    let after = flow::reachable(body, drives.node, |at| failed.contains(&at));
    let waits = after.iter().find(|node| {
        *node != drives.node
            && body.loop_within(body.node(*node).in_loop, around)
            && waits_for_a_request(program, body, around, *node)
    });
    if let Some(node) = waits {
        let at = Site {
            body: drives.body,
            node,
        };
        verdicts.found(tell(model, drives, at));
    }
}

/// An await of a call that is given something which this turn took, and does not merely hand it on.
fn waits_for_a_request(program: &Program, body: &Body, around: LoopId, node: NodeId) -> bool {
    let call = match &body.node(node).op {
        Op::Call(call) if call.awaited => call,
        Op::Await(await_) => {
            let made = effects::future_bodies(program, body, &await_.future.value);
            let [Made::Call(made)] = made.as_slice() else {
                return false;
            };
            match &body.node(*made).op {
                Op::Call(call) => call,
                _ => return false,
            }
        }
        _ => return false,
    };
    let hands_on = effects::attrs_of(program, call)
        .is_some_and(|attrs| attrs.has(Effect::Send) || attrs.has(Effect::Drives));
    let known = matches!(call.callee, Callee::Known(_) | Callee::Body(_));
    known && !hands_on && !processes::is_spawn(program, call) && is_given(body, around, call)
}

fn is_given(body: &Body, around: LoopId, call: &Call) -> bool {
    let of_the_turn = |local: LocalId| body.loop_within(body.local(local).in_loop, around);
    // What is lent is the turn's own affair: a buffer, a counter.
    call.args.iter().any(|arg| match &arg.value {
        Value::Use(place) => place.as_local().is_some_and(of_the_turn),
        _ => false,
    })
}

fn tell(model: &Model, drives: Site, at: Site) -> Finding {
    let span = otplint_model::follow::call_at(&model.program, at)
        .map_or(model.location(at).span, |call| call.name_span);
    Story::new(model, &META, at.body, span, Confidence::Medium)
        .message(
            "while this request is waited for nobody moves the bytes of its connection: its own body does not arrive, \
             both wait for ever, and every other request of that peer waits behind it",
        )
        .step(
            drives,
            "the connection moves only while its next request is waited for here",
        )
        .help("spawn a task per request, and let the loop go back to the connection at once")
        .tell()
}
