//! Whether the number of messages is bounded by who sends them.

use otplint_model::body::{
    Body, BodyKind, Call, Callee, EdgeKind, LocalKind, LoopId, LoopKind, NodeId, Op,
};
use otplint_model::channels;
use otplint_model::effects::{self, Site};
use otplint_model::slots::{self, Shared};
use otplint_model::stub::Effect;
use otplint_model::{BodyId, Model, Program, Step, Value, flow, within};

use super::consumer::turn_of;
use crate::story::in_production;
use crate::told;

/// How many calls may lie between a send and the loop that drives it.
const DEEP: u32 = 3;

/// How many calls may lie between a send and the request that leads to it.
const ABOVE: u32 = 4;

/// What makes a sender send on and on: the surest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Drive {
    /// Others may call the method as often as they like.
    Calls,
    /// Each call brings as many messages as its caller hands over.
    Items,
    /// A request that a web framework serves.
    Requests,
    /// A loop passes on what it awaits or polls, whatever that is.
    Source,
    /// A timer.
    Ticks,
    /// A loop takes messages.
    Messages,
    /// A loop reads from the network.
    Network,
}

impl Drive {
    /// In words, after "a message is put in here".
    pub fn why(self) -> &'static str {
        match self {
            Self::Calls => "for every call of this method",
            Self::Items => "for every item that a caller hands over",
            Self::Requests => "for every request",
            Self::Source => "for everything that its source brings",
            Self::Ticks => "at every tick",
            Self::Messages => "for every message that comes in",
            Self::Network => "for everything that comes from the network",
        }
    }
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
    by_loop(model, at, receives, 0)
        .or_else(|| by_requests(model, at).then_some(Drive::Requests))
        .or_else(|| by_items(model, at).then_some(Drive::Items))
        .or_else(|| by_callers(model, at).then_some(Drive::Calls))
}

/// A function that a web framework runs for each request leads to it.
fn by_requests(model: &Model, at: Site) -> bool {
    let program = &model.program;
    let mut seen = vec![at.body.function()];
    let mut open = vec![BodyId::new(at.body.function(), 0)];
    for _ in 0..ABOVE {
        if open.iter().any(|id| serves(program, *id)) {
            return true;
        }
        let callers = (open.iter())
            .flat_map(|id| model.index.callers_of(program, *id))
            .filter(|at| in_production(model, at.body))
            .map(|at| at.body.function());
        let mut next: Vec<u32> = callers
            .filter(|function| !seen.contains(function))
            .collect();
        next.sort_unstable();
        next.dedup();
        next.truncate(24);
        seen.extend(&next);
        open = next
            .into_iter()
            .map(|function| BodyId::new(function, 0))
            .collect();
    }
    false
}

/// Whether a function takes what a web framework takes out of a request.
fn serves(program: &Program, id: BodyId) -> bool {
    let body = program.body(id);
    let given = body
        .params
        .iter()
        .filter_map(|param| body.local(*param).ty.adt());
    let mut roots = given.filter_map(|def| program.def(def).path.split("::").next());
    body.is_async && roots.any(|root| matches!(root, "actix_web" | "axum" | "hyper" | "tonic"))
}

/// A `for` over what a caller hands over: as many messages as it likes in one call.
fn by_items(model: &Model, at: Site) -> bool {
    let body = model.program.body(at.body);
    let owner = model.program.def(body.owner);
    // Who makes the queue, or is given its sender, hands over what there is once.
    let lasting = owner
        .as_fn()
        .is_some_and(|function| function.receiver.is_some());
    let mut around = body.node(at.node).in_loop;
    while let Some(of) = around {
        let data = &body.loops[of.0 as usize];
        let given = body.nodes().any(|(_, node)| match &node.op {
            Op::Assign(_, Value::Use(from)) => {
                node.in_loop == Some(of)
                    && from.path.first() == Some(&Step::Elem)
                    && told::from_parameter(body, &Value::Use(from.clone()))
            }
            _ => false,
        });
        if data.kind == LoopKind::For && given && lasting && owner.public {
            return true;
        }
        around = data.parent;
    }
    false
}

/// The loop around a send, or around what certainly leads to it.
fn by_loop(model: &Model, at: Site, receives: &[Site], depth: u32) -> Option<Drive> {
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
fn by_callers(model: &Model, at: Site) -> bool {
    let program = &model.program;
    let body = program.body(at.body);
    let Some(function) = program.def(body.owner).as_fn() else {
        return false;
    };
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
    given
        && (program.def(body.owner).public
            || model
                .index
                .callers_of(program, at.body)
                .iter()
                .any(elsewhere))
}

/// The loop around a node takes from the network, from another channel, or from a timer.
fn source_in_loop(model: &Model, at: Site) -> Option<Drive> {
    let program = &model.program;
    let body = program.body(at.body);
    if over_peer(model, body, at.node) {
        return Some(Drive::Network);
    }
    let around = turn_of(body, at.node)?;
    let mut found = passed_on(model, at, around).then_some(Drive::Source);
    for (node, data) in body.nodes() {
        if !body.loop_within(data.in_loop, around) {
            continue;
        }
        let Op::Call(call) = &data.op else {
            if channels::receives(program, body, data) {
                found = found.max(Some(Drive::Messages));
            }
            continue;
        };
        let Some(attrs) = effects::attrs_of(program, call) else {
            continue;
        };
        if attrs.has(Effect::IoRead) && node != at.node {
            return Some(Drive::Network);
        }
        if attrs.has(Effect::Recv) && channels::receiving(program, call).is_some() {
            found = found.max(Some(Drive::Messages));
        }
        if attrs.has(Effect::Tick) {
            found = found.max(Some(Drive::Ticks));
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
                && is_source(
                    model,
                    Site {
                        body: at.body,
                        node,
                    },
                )
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
    let polled =
        call.awaited || is_arm(body, at.node) || call.name.as_str().starts_with("poll_next");
    let brings = |site: Site, call: &Call| match effects::attrs_of(program, call) {
        Some(attrs) => [Effect::IoRead, Effect::Recv, Effect::TryRecv]
            .into_iter()
            .any(|kind| attrs.has(kind)),
        None => {
            matches!(call.callee, Callee::Unknown | Callee::Other) && (call.awaited || site == at)
        }
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
