//! Whether the number of messages is bounded by who sends them.

use otplint_model::body::{Body, BodyKind, Call, Callee, EdgeKind, LocalKind, LoopId, LoopKind, NodeId, Op};
use otplint_model::channels;
use otplint_model::effects::{self, Site};
use otplint_model::slots::{self, Shared};
use otplint_model::stub::Effect;
use otplint_model::{Model, Step, Value, flow, within};

use super::consumer::turn_of;
use crate::story::in_production;
use crate::told;

/// How many calls may lie between a send and the loop that drives it.
const DEEP: u32 = 3;

/// What makes a sender send on and on.
#[derive(Clone, Copy, Debug)]
pub struct Drive {
    /// In words, after "a message is put in here".
    pub why: &'static str,
    /// A loop takes from something that brings more by itself; otherwise it is known only that
    /// others may call as often as they like.
    pub loops: bool,
}

/// Why the number of sends is not bounded: it follows what comes from outside, and nothing makes the
/// sender wait.
pub fn driven(model: &Model, at: Site, receives: &[Site]) -> Option<Drive> {
    let program = &model.program;
    let body = program.body(at.body);
    if program.def(body.owner).name == "drop" {
        return None;
    }
    let Op::Call(call) = &body.node(at.node).op else {
        return None;
    };
    // Who waits for the answer to each message has one under way at a time.
    if let Some(payload) = channels::payload(program, call)
        && carries_end(model, body, &payload.value, 0)
    {
        return None;
    }
    // The consumer's own messages: retries and follow-ups.
    if receives.iter().any(|receive| receive.body == at.body) {
        return None;
    }
    let looped = by_loop(model, at, receives, 0).map(|why| Drive { why, loops: true });
    looped.or_else(|| by_callers(model, at).map(|why| Drive { why, loops: false }))
}

/// The loop around a send, or around what certainly leads to it.
fn by_loop(model: &Model, at: Site, receives: &[Site], depth: u32) -> Option<&'static str> {
    if let Some(source) = source_in_loop(model, at) {
        return Some(source);
    }
    let program = &model.program;
    let body = program.body(at.body);
    if depth >= DEEP || receives.iter().any(|receive| receive.body == at.body) {
        return None;
    }
    if !is_certain(body, at.node) {
        return None;
    }
    let spawns = model.processes.spawns_of(at.body).iter().copied();
    let calls = match body.kind {
        BodyKind::Fn => model.index.callers_of(program, at.body).to_vec(),
        _ => held_at(model, at),
    };
    spawns
        .chain(calls)
        .filter(|site| in_production(model, site.body))
        .take(12)
        .find_map(|site| by_loop(model, site, receives, depth + 1))
}

/// Where the body around a body holds it: a closure or block that runs there.
fn held_at(model: &Model, at: Site) -> Vec<Site> {
    let Some(parent) = model.program.body(at.body).parent else {
        return Vec::new();
    };
    let holds = |op: &Op| {
        let mut found = false;
        flow::uses(op, |value| found |= *value == Value::Body(at.body));
        found
    };
    let nodes = model.program.body(parent).nodes();
    nodes
        .filter(|(_, data)| holds(&data.op))
        .map(|(node, _)| Site { body: parent, node })
        .collect()
}

/// Whether every way through a body that does not fail passes a node.
fn is_certain(body: &Body, node: NodeId) -> bool {
    let entry = NodeId(0);
    let free = flow::reachable_by(
        body,
        entry,
        |at| at == node,
        |_, edge| edge.kind != EdgeKind::Failure,
    );
    entry == node
        || !free
            .iter()
            .any(|at| at != node && matches!(body.node(at).op, Op::Return(_)))
}

/// A method that others call, for as many messages as they like.
fn by_callers(model: &Model, at: Site) -> Option<&'static str> {
    let program = &model.program;
    let body = program.body(at.body);
    let function = program.def(body.owner).as_fn()?;
    let given = at.body.position() == 0
        && function.receiver.is_some()
        && body.locals.iter().any(|local| {
            matches!(local.kind, LocalKind::Param(index) if index > 0) && local.name.is_some()
        });
    // Who calls it from elsewhere does so as often as it likes.
    let elsewhere = |site: &Site| {
        let caller = program.def(program.body(site.body).owner);
        in_production(model, site.body)
            && caller.as_fn().and_then(|caller| caller.self_def) != function.self_def
    };
    let given = given
        && (program.def(body.owner).public
            || model
                .index
                .callers_of(program, at.body)
                .iter()
                .any(elsewhere));
    given.then_some("for every call of this method")
}

/// The loop around a node takes from the network, from another channel, or from a timer.
fn source_in_loop(model: &Model, at: Site) -> Option<&'static str> {
    let program = &model.program;
    let body = program.body(at.body);
    if over_peer(model, body, at.node) {
        return Some("for everything that comes from the network");
    }
    let around = turn_of(body, at.node)?;
    if passed_on(model, at, around) {
        return Some("for everything that its source brings");
    }
    let mut found = None;
    for (node, data) in body.nodes() {
        if !body.loop_within(data.in_loop, around) {
            continue;
        }
        let Op::Call(call) = &data.op else {
            if channels::receives(program, body, data) {
                found = Some("for every message that comes in");
            }
            continue;
        };
        let Some(attrs) = effects::attrs_of(program, call) else {
            continue;
        };
        if attrs.has(Effect::IoRead) && node != at.node {
            return Some("for everything that comes from the network");
        }
        if attrs.has(Effect::Recv) && channels::receiving(program, call).is_some() {
            found = Some("for every message that comes in");
        }
        if attrs.has(Effect::Tick) {
            found = found.or(Some("at every tick"));
        }
    }
    found
}

/// What a call is given was brought, in the same turn of a loop, by something that the loop awaits or polls.
fn passed_on(model: &Model, at: Site, around: LoopId) -> bool {
    let program = &model.program;
    let body = program.body(at.body);
    let Op::Call(call) = &body.node(at.node).op else {
        return false;
    };
    let mut given = call.args.iter().skip(usize::from(call.method));
    given.any(|arg| {
        let brings = |node: NodeId| {
            node != at.node
                && body.loop_within(body.node(node).in_loop, around)
                && is_source(model, Site { body: at.body, node })
        };
        told::made_by(model, at.body, &arg.value, &brings).is_some()
    })
}

/// A call that brings the next of something when it is awaited or polled.
fn is_source(model: &Model, at: Site) -> bool {
    let program = &model.program;
    let body = program.body(at.body);
    let Op::Call(call) = &body.node(at.node).op else {
        return false;
    };
    let polled = call.awaited || is_arm(body, at.node) || call.name.as_str().starts_with("poll_next");
    let brings = |_: Site, call: &Call| match effects::attrs_of(program, call) {
        Some(attrs) => [Effect::IoRead, Effect::Recv, Effect::TryRecv]
            .into_iter()
            .any(|kind| attrs.has(kind)),
        None => matches!(call.callee, Callee::Unknown | Callee::Other) && call.awaited,
    };
    polled && within::find(program, at, &brings).is_some()
}

/// Whether a call makes the future of an arm.
fn is_arm(body: &Body, node: NodeId) -> bool {
    let made = |value: &Value| {
        let local = match value {
            Value::Use(place) | Value::Ref(_, place) => place.as_local(),
            _ => None,
        };
        local.is_some_and(|local| body.local(local).def == Some(node))
    };
    body.nodes().any(|(_, data)| match &data.op {
        Op::Select(select) => select.arms.iter().any(|arm| made(&arm.future.value)),
        _ => false,
    })
}

/// A `for` around a node goes over what a connection brings: `for line in BufReader::new(stream).lines()`.
fn over_peer(model: &Model, body: &Body, node: NodeId) -> bool {
    let mut at = body.node(node).in_loop;
    while let Some(around) = at {
        let data = &body.loops[around.0 as usize];
        let over = body.nodes().any(|(_, node)| match &node.op {
            Op::Assign(_, Value::Use(from)) => {
                node.in_loop == Some(around)
                    && from.path.first() == Some(&Step::Elem)
                    && told::from_peer(&model.program, body, &Value::Use(from.clone()))
            }
            _ => false,
        });
        if data.kind == LoopKind::For && over {
            return true;
        }
        at = data.parent;
    }
    false
}

/// The message carries the sender of a reply.
fn carries_end(model: &Model, body: &Body, value: &Value, depth: u32) -> bool {
    if depth > 4 {
        return false;
    }
    match value {
        Value::Use(place) | Value::Ref(_, place) => {
            let Some(local) = place.as_local() else {
                return false;
            };
            let data = body.local(local);
            if matches!(
                slots::shared(&model.program, &data.ty),
                Some(Shared::End(_, false, _))
            ) {
                return !told::is_unheard(model, body, place);
            }
            match data.def.map(|node| &body.node(node).op) {
                Some(Op::Assign(_, made)) => carries_end(model, body, made, depth + 1),
                _ => false,
            }
        }
        Value::Aggregate(_, parts) => parts
            .iter()
            .any(|(_, part)| carries_end(model, body, part, depth + 1)),
        _ => false,
    }
}
