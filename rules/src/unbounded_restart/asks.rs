//! Threads that ask for work again and again, and never wait for it.

use otplint_model::body::{Body, BodyId, Call, NodeId, Op};
use otplint_model::channels;
use otplint_model::effects::{self, Site};
use otplint_model::stub::{Effect, Flavor, TypeWord};
use otplint_model::{Confidence, Finding, Model, Span, blocking, flow, follow};

use super::META;
use crate::story::Story;

/// What a loop asks over and over: there is nothing else in the turn that finds nothing. What async code asks,
/// itself or through helpers, holds up its runtime: another rule's story.
pub(super) fn all(model: &Model, id: BodyId, body: &Body) -> Vec<Finding> {
    if body.is_async {
        return Vec::new();
    }
    let asks = blocking::asks(&model.program, body);
    let asks = asks.into_iter().map(|node| Site { body: id, node });
    asks.filter(|at| !blocking::asks_async(model, *at))
        .filter_map(|at| tell(model, body, at))
        .collect()
}

fn tell(model: &Model, body: &Body, at: Site) -> Option<Finding> {
    let call = follow::call_at(&model.program, at)?;
    let missing = missing(model, call)?;
    let around = body.node(at.node).in_loop?;
    // For a moment only, until a time has passed.
    let looks_at_clock = body.calls().any(|(node, call)| {
        matches!(call.name.as_str(), "elapsed" | "now")
            && body.loop_within(body.node(node).in_loop, around)
    });
    if looks_at_clock || leaves_when_empty(model, body, at, call) {
        return None;
    }
    let story = Story::new(model, &META, at.body, call.name_span, Confidence::Medium);
    let head = body.loops[around.0 as usize].span;
    let word = Span::new(head.start, head.start + 4);
    Some(
        story
            .message(format!(
                "while there is {missing} this loop asks `{}` again at once: it takes a whole core",
                call.name
            ))
            .at(at.body, word, "nothing in this loop waits then")
            .help(
                "wait for what comes instead: `recv` in place of `try_recv`, `join` in place of `is_finished`, or \
                 `recv_timeout` where something else is due as well",
            )
            .tell(),
    )
}

/// A subscriber that fell behind is told so as well, and asks again for what is left; the loop is left when there is
/// nothing.
fn leaves_when_empty(model: &Model, body: &Body, at: Site, call: &Call) -> bool {
    let receiver = call.args.first();
    let broadcast = receiver
        .is_some_and(|arg| channels::flavor(&model.program, &arg.ty) == Some(Flavor::Broadcast));
    let is_head = |node: NodeId| matches!(body.node(node).op, Op::LoopHead(_));
    let leaves = |start: NodeId| {
        let after = flow::reachable(body, start, is_head);
        let mut nodes = after.iter().chain([start]);
        nodes.any(|node| matches!(body.node(node).op, Op::Return(_) | Op::Fail(_)))
    };
    broadcast && flow::failures(body, at.node).into_iter().any(leaves)
}

/// What the loop goes round for; a lock or a flag is asked for in a spin that somebody meant.
fn missing(model: &Model, call: &Call) -> Option<&'static str> {
    let program = &model.program;
    let attrs = effects::attrs_of(program, call);
    if attrs.is_some_and(|attrs| attrs.has(Effect::TryRecv)) {
        return Some("no message");
    }
    let of_task = call.args.first().is_some_and(|arg| {
        program
            .adt(&arg.ty)
            .is_some_and(|(_, adt)| adt.attrs.is(TypeWord::TaskHandle))
    });
    (of_task && call.name == "is_finished").then_some("no end of the task")
}
