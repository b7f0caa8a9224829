//! Questions that are asked of a notice, and whether anything follows from the answer.

use crate::body::{Body, Call, Edge, EdgeKind, NodeId, Op, Value};
use crate::effects;
use crate::flow::{self, NodeSet};
use crate::program::Program;
use crate::stub::Effect;

/// Whether one of the ways that a question opens begins with a log line, a failure or a panic.
pub(super) fn reports(body: &Body, question: NodeId) -> bool {
    body.node(question).next.iter().any(|edge| {
        let mut at = edge.to;
        for _ in 0..12 {
            match (&body.node(at).op, body.node(at).next.as_slice()) {
                (Op::Log | Op::Fail(_) | Op::Panic, _) => return true,
                (Op::Join | Op::Drop(_) | Op::Assign(..), [one]) => at = one.to,
                _ => return false,
            }
        }
        false
    })
}

/// Whether the failing side of a question does something of its own.
pub(super) fn is_answered(program: &Program, body: &Body, question: NodeId) -> bool {
    let edges = &body.node(question).next;
    let succeeds = |edge: &&Edge| edge.kind == EdgeKind::Success;
    let known = edges.iter().any(|edge| edge.kind != EdgeKind::Next);
    if !known {
        // Which side is which was not seen.
        return true;
    }
    // What both sides do is not done for the failure.
    let mut both = NodeSet::new(body);
    for edge in edges.iter().filter(succeeds) {
        both.insert(edge.to);
        for node in flow::reachable(body, edge.to, |node| node == question).iter() {
            both.insert(node);
        }
    }
    let mut seen = NodeSet::new(body);
    let failing = edges.iter().filter(|edge| !succeeds(edge));
    let mut open: Vec<NodeId> = failing.map(|edge| edge.to).collect();
    while let Some(node) = open.pop() {
        let data = body.node(node);
        if both.contains(node) || matches!(data.op, Op::LoopHead(_)) || !seen.insert(node) {
            continue;
        }
        if acts(program, body, &data.op) {
            return true;
        }
        open.extend(data.next.iter().map(|edge| edge.to));
    }
    false
}

/// Whether somebody may learn of what happened by this.
fn acts(program: &Program, body: &Body, op: &Op) -> bool {
    match op {
        Op::Join | Op::LoopHead(_) | Op::Drop(_) | Op::Branch(_) => false,
        Op::Assign(to, _) => {
            let own = to.path.is_empty()
                && to
                    .as_local()
                    .is_some_and(|local| body.local(local).name.is_none());
            !own
        }
        Op::Call(call) => !makes_nothing(program, call),
        Op::Return(value) => !hides_failure(program, value),
        _ => true,
    }
}

/// `Vec::new()`, `String::new()`, `Default::default()`.
fn makes_nothing(program: &Program, call: &Call) -> bool {
    let Some(attrs) = effects::attrs_of(program, call) else {
        return false;
    };
    call.args.is_empty() && (attrs.has(Effect::Pure) || call.name == "default")
}

/// A value that says nothing of a failure: `()`, a number, `None`, `Ok(false)`.
fn hides_failure(program: &Program, value: &Value) -> bool {
    match value {
        Value::Unit | Value::Int(_) | Value::Bool(_) => true,
        Value::Str(text) => text.as_str().is_empty(),
        Value::Aggregate(Some(def), parts) => {
            let def = program.def(*def);
            def.location.is_none()
                && matches!(def.name.as_str(), "Ok" | "Some" | "None")
                && parts.iter().all(|(_, part)| hides_failure(program, part))
        }
        _ => false,
    }
}
