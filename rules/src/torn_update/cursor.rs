//! A place in a sequence that is moved on before the work that it stands for is done: where that fails, the next try
//! begins after it.

use otplint_model::body::{Body, BodyId, Call, NodeId, Op, Outcome, Value};
use otplint_model::effects;
use otplint_model::flow;
use otplint_model::place::Place;
use otplint_model::stub::Effect;
use otplint_model::summary;
use otplint_model::{Confidence, Finding, Model, Reason, Verdicts};

use super::{META, exits, owner, ties};
use crate::story::{Story, name_of, site};

/// What a cursor is given is followed through so many names and conversions.
const STEPS: usize = 8;

/// Finds a cursor that is moved on too early; returns where.
pub fn check(model: &Model, id: BodyId, body: &Body, verdicts: &mut Verdicts) -> Option<NodeId> {
    // Parsers move on too, but what they read is still there.
    if !body.is_async {
        return None;
    }
    for (node, data) in body.nodes() {
        let Op::Assign(place, value) = &data.op else {
            continue;
        };
        if place.path.is_empty() || !summary::outlives(&model.program, body, place) {
            continue;
        }
        let Some(read) = read_at(model, body, node, place, value) else {
            continue;
        };
        let Some((work, exit)) = work_after(model, id, body, node, place, read) else {
            continue;
        };
        let judged = judge(model, id, body, place, [node, work, exit]);
        let found = judged.is_ok();
        verdicts.judged(model.location(site(id, node)), judged);
        if found {
            return Some(node);
        }
    }
    None
}

fn judge(
    model: &Model,
    id: BodyId,
    body: &Body,
    place: &Place,
    [node, work, exit]: [NodeId; 3],
) -> Result<Finding, Reason> {
    if owner::caller_mends(model, id, place) {
        return Err("a caller sets the cursor back when this function fails".into());
    }
    if !owner::lives_on(model, id, place) {
        return Err("the cursor is dropped with the error".into());
    }
    let place = name_of(model, id, place);
    let span = body.node(node).span;
    Ok(Story::new(model, &META, id, span, Confidence::Medium)
        .message(format!(
            "`{place}` is moved on before the work that it stands for: when that fails, the next try begins after it and \
             leaves it out"
        ))
        .step(site(id, node), format!("`{place}` is moved on here"))
        .step(site(id, work), "what was read there is worked on only here")
        .step(site(id, exit), "a failure leaves here, and nothing sets it back")
        .help("move it on at the end, once everything that can fail has been done")
        .tell())
}

/// The call that was asked for what lies at the cursor, and whose answer the cursor is now set behind.
fn read_at(
    model: &Model,
    body: &Body,
    node: NodeId,
    cursor: &Place,
    value: &Value,
) -> Option<NodeId> {
    let asks = |at: NodeId, call: &Call| {
        let given = call.args.iter().filter_map(|arg| arg.place.as_ref());
        let mut given = given.map(|place| flow::origin(body, place));
        // What is called on the cursor itself counts with it.
        let own = call.method
            && call
                .args
                .first()
                .is_some_and(|arg| arg.place.as_ref() == Some(cursor));
        at != node && !own && given.any(|place| place == *cursor) && may_fail(model, body, call)
    };
    match value {
        Value::Use(from) => {
            let mut at = from.as_local()?;
            for _ in 0..STEPS {
                let made = body.local(at).def?;
                at = match &body.node(made).op {
                    Op::Call(call) if asks(made, call) => return Some(made),
                    Op::Call(call) if call.method => {
                        call.args.first()?.place.as_ref()?.as_local()?
                    }
                    Op::Assign(_, Value::Use(from) | Value::Ref(_, from)) => from.as_local()?,
                    _ => return None,
                };
            }
            None
        }
        // A number that is only counted may be that of what is made here: it has to be fetched.
        Value::Counted(true, _) => body
            .calls()
            .find(|(at, call)| {
                call.awaited
                    && asks(*at, call)
                    && flow::reachable(body, *at, |_| false).contains(node)
            })
            .map(|(at, _)| at),
        _ => None,
    }
}

fn may_fail(model: &Model, body: &Body, call: &Call) -> bool {
    summary::may_be_failure(&model.program, &body.local(call.to).ty)
        && matches!(call.outcome, Outcome::Propagated | Outcome::Handled)
}

/// What is awaited for the sake of what was read, and the way out that its failure takes.
fn work_after(
    model: &Model,
    id: BodyId,
    body: &Body,
    moved: NodeId,
    cursor: &Place,
    read: NodeId,
) -> Option<(NodeId, NodeId)> {
    let undone = exits::changes_of(model, id, body, cursor, [moved, moved]);
    let after = flow::reachable_within(body, moved, read, moved, |node| undone.contains(node));
    let known = ties::made_of(body, read);
    let given = |place: &Place| place.as_local().is_some_and(|local| known.contains(&local));
    let works = |node: NodeId| match &body.node(node).op {
        Op::Call(call) => {
            let mut places = call.args.iter().filter_map(|arg| arg.place.as_ref());
            let mut given_parts = call.args.iter().flat_map(|arg| ties::parts(&arg.value));
            let only_logs = effects::attrs_of(&model.program, call)
                .is_some_and(|attrs| attrs.has(Effect::Log) || attrs.has(Effect::Sleep));
            call.awaited && !only_logs && (places.any(given) || given_parts.any(given))
        }
        _ => false,
    };
    after.iter().filter(|node| works(*node)).find_map(|node| {
        let exit = exits::failure_at(body, node)?;
        let way = flow::reachable(body, node, |node| undone.contains(node));
        let leaves = exit == node || way.contains(exit) && !undone.contains(exit);
        leaves.then_some((node, exit))
    })
}
