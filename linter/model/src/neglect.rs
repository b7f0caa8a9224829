//! Whether anybody looks at what a call or await brings, however the text puts it.

use crate::body::{Body, EdgeKind, LocalId, NodeId, Op, Outcome, Value};
use crate::effects;
use crate::flow;
use crate::program::Program;
use crate::stub::Effect;

/// How a failure gets lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Neglect {
    /// Nobody looks: failure and success go the same way.
    Unseen,
    /// Somebody looks, and returns at a failure as if all were well.
    Glossed,
}

/// How the failure of a call or await gets lost; `None` where somebody minds it, or may.
pub fn of(program: &Program, body: &Body, at: NodeId) -> Option<Neglect> {
    let mut at = at;
    // Every value that stands for the result, the latest last.
    let mut held: Vec<LocalId> = Vec::new();
    for _ in 0..8 {
        let (outcome, to) = match &body.node(at).op {
            Op::Call(call) => (call.outcome, call.to),
            Op::Await(await_) => (await_.outcome, await_.to),
            Op::Assign(to, Value::Use(_)) => {
                (Outcome::Kept, to.as_local().filter(|_| to.path.is_empty())?)
            }
            _ => return None,
        };
        match outcome {
            // `let _ = send().map_err(|error| log(error))`
            Outcome::Discarded if is_minded(program, body, to, at) => return None,
            Outcome::Discarded => return Some(Neglect::Unseen),
            Outcome::Propagated | Outcome::Logged | Outcome::Panics => return None,
            Outcome::Used | Outcome::Kept | Outcome::Handled | Outcome::Replaced => {}
        }
        held.push(to);
        let Some(user) = user_of(body, to, at) else {
            // A name that says that nobody uses it.
            let named = body.local(to).name;
            let idle = outcome == Outcome::Kept
                && named.is_some_and(|name| name.as_str().starts_with('_'));
            return idle.then_some(Neglect::Unseen);
        };
        match &body.node(user).op {
            Op::Branch(_) => return of_branch(program, body, user, &held),
            Op::Assign(..) => at = user,
            Op::Call(call) => {
                let attrs = effects::attrs_of(program, call)?;
                if attrs.has(Effect::Drop) {
                    return Some(Neglect::Unseen);
                }
                // `.unwrap_or_else(|error| log(error))`
                let minds = call.args.iter().any(
                    |arg| matches!(arg.value, Value::Body(inner) if minds(program.body(inner))),
                );
                let adapts = call.method && (attrs.effects.is_empty() || attrs.has(Effect::Pure));
                if minds || !adapts {
                    return None;
                }
                at = user;
            }
            _ => return None,
        }
    }
    None
}

/// Whether what a node brings is given to a closure that does something about it, before the rest is thrown away.
fn is_minded(program: &Program, body: &Body, to: LocalId, at: NodeId) -> bool {
    let Some(Op::Call(call)) = user_of(body, to, at).map(|user| &body.node(user).op) else {
        return false;
    };
    call.method
        && call
            .args
            .iter()
            .any(|arg| matches!(arg.value, Value::Body(inner) if minds(program.body(inner))))
}

/// A closure that does anything but hand out a value.
fn minds(body: &Body) -> bool {
    body.nodes.iter().any(|node| {
        matches!(
            node.op,
            Op::Call(_) | Op::Log | Op::Panic | Op::Await(_) | Op::Assign(..)
        )
    })
}

fn holds(value: &Value, local: LocalId) -> bool {
    flow::mentions(value, &|held| held == local) != flow::Mention::No
}

/// The first node that uses a local, if the question about it may be asked there.
fn user_of(body: &Body, local: LocalId, made: NodeId) -> Option<NodeId> {
    body.nodes()
        .find(|(node, data)| {
            let mut found = false;
            flow::uses(&data.op, |value| found |= holds(value, local));
            found && *node != made
        })
        .map(|(node, _)| node)
}

fn of_branch(program: &Program, body: &Body, branch: NodeId, held: &[LocalId]) -> Option<Neglect> {
    let edges = &body.node(branch).next;
    let mut ends = edges
        .iter()
        .map(|edge| (edge.kind, settles(body, edge.to, held)));
    let (_, first) = ends.clone().next()?;
    let ends_well =
        |end: NodeId| matches!(&body.node(end).op, Op::Return(value) if is_fine(program, value));
    let same = |end: NodeId| end == first || ends_well(end) && ends_well(first);
    if ends.clone().all(|(_, end)| same(end)) {
        return Some(Neglect::Unseen);
    }
    let glossed = ends.any(|(kind, end)| kind == EdgeKind::Failure && ends_well(end));
    // In a loop its consumer has left, and so does it.
    (glossed && body.node(branch).in_loop.is_none()).then_some(Neglect::Glossed)
}

/// The first node on a way that does anything.
fn settles(body: &Body, from: NodeId, held: &[LocalId]) -> NodeId {
    let mut at = from;
    for _ in 0..16 {
        let data = body.node(at);
        let idle = match &data.op {
            Op::Join | Op::Drop(_) => true,
            // What a pattern binds.
            Op::Assign(to, value) => {
                to.path.is_empty() && held.iter().any(|local| holds(value, *local))
            }
            _ => false,
        };
        match (idle, data.next.as_slice()) {
            (true, [one]) => at = one.to,
            _ => break,
        }
    }
    at
}

/// What a function returns when all is well: nothing, or an `Ok` of nothing.
fn is_fine(program: &Program, value: &Value) -> bool {
    match value {
        Value::Unit => true,
        Value::Aggregate(Some(def), parts) => {
            program.def(*def).name == "Ok" && parts.iter().all(|(_, part)| is_fine(program, part))
        }
        _ => false,
    }
}
