//! Undo lists: what was done last must be undone first.

use otplint_model::body::{Body, BodyId, LocalId, NodeId, Op, Value};
use otplint_model::effects;
use otplint_model::flow;
use otplint_model::place::Step;
use otplint_model::stub::{Collection, Effect};
use otplint_model::summary;
use otplint_model::{Confidence, Finding, Model, Reason, Verdicts};

use super::META;
use crate::story::{Story, site};

/// Tells a list of a body that is filled by one loop and undone by another on the failing path, in the same order.
pub fn check(model: &Model, id: BodyId, body: &Body, verdicts: &mut Verdicts) {
    let mut told = Vec::new();
    for (node, data) in body.nodes() {
        let Op::Assign(_, Value::Use(item)) = &data.op else {
            continue;
        };
        // `for done in list`
        let (Some(Step::Elem), Some(iterated)) = (item.path.first(), item.as_local()) else {
            continue;
        };
        let Some((list, reversed)) = source(body, iterated) else {
            continue;
        };
        let Some(push) = filled_by(model, body, list, node) else {
            continue;
        };
        if told.contains(&list) || !undoes(model, id, body, push, node) {
            continue;
        }
        told.push(list);
        let location = model.location(site(id, node));
        verdicts.judged(location, judge(model, id, body, push, node, reversed));
    }
}

fn judge(
    model: &Model,
    id: BodyId,
    body: &Body,
    push: NodeId,
    undo: NodeId,
    reversed: bool,
) -> Result<Finding, Reason> {
    if reversed {
        return Err("what was done last is undone first".into());
    }
    Ok(
        Story::new(model, &META, id, body.node(undo).span, Confidence::Medium)
            .message(
                "this undoes the first step first: where a later step built on an earlier one, what is left is neither the old \
                 state nor the new",
            )
            .step(site(id, push), "each step that was done is noted here")
            .step(site(id, undo), "and they are undone in the same order here")
            .help("go through the list backwards, with `.rev()` or `pop`")
            .tell(),
    )
}

/// The list that an iterator was made from, and whether it goes backwards.
fn source(body: &Body, iterated: LocalId) -> Option<(LocalId, bool)> {
    let mut at = iterated;
    let mut reversed = false;
    for _ in 0..6 {
        let data = body.local(at);
        if data.name.is_some() && data.stands_for.is_none() {
            return Some((at, reversed));
        }
        let Op::Call(call) = &body.node(data.def?).op else {
            return None;
        };
        reversed |= call.name == "rev";
        at = call.args.first()?.place.as_ref()?.as_local()?;
    }
    None
}

/// The call in a loop that fills a list of this body before a node.
fn filled_by(model: &Model, body: &Body, list: LocalId, before: NodeId) -> Option<NodeId> {
    let (_, adt) = model.program.adt(&body.local(list).ty)?;
    if !matches!(
        adt.attrs.collection,
        Some(Collection::List | Collection::Queue)
    ) {
        return None;
    }
    body.calls()
        .find(|(node, call)| {
            let fills = effects::attrs_of(&model.program, call)
                .is_some_and(|attrs| attrs.has(Effect::Insert));
            let this = call.args.first().and_then(|arg| arg.place.as_ref());
            let in_loop = body.node(*node).in_loop;
            fills
                && this.is_some_and(|place| place.as_local() == Some(list))
                && in_loop.is_some()
                && in_loop != body.node(before).in_loop
                && flow::reachable(body, *node, |_| false).contains(before)
        })
        .map(|(node, _)| node)
}

/// Whether a loop changes what the loop that filled the list changed too, and the body can only fail after it.
fn undoes(model: &Model, id: BodyId, body: &Body, push: NodeId, start: NodeId) -> bool {
    let after = flow::reachable(body, start, |_| false);
    let ends = |failing: bool| {
        after.iter().any(|node| match body.node(node).op {
            Op::Fail(_) => failing,
            Op::Return(_) => !failing,
            _ => false,
        })
    };
    let changed = |of: NodeId| -> Vec<effects::NodeEffect> {
        let in_loop = body.node(of).in_loop;
        let nodes = body.nodes().filter(|(_, data)| data.in_loop == in_loop);
        nodes
            .flat_map(|(node, _)| model.effects(id, node))
            .filter(|effect| {
                matches!(
                    effect.kind,
                    Effect::Insert | Effect::Remove | Effect::Put | Effect::StoreWrite
                ) && effect
                    .place
                    .as_ref()
                    .is_some_and(|place| summary::outlives(&model.program, body, place))
            })
            .collect()
    };
    let undone = changed(start);
    ends(true)
        && !ends(false)
        && changed(push).iter().any(|done| {
            undone.iter().any(
                |undo| matches!((&done.place, &undo.place), (Some(a), Some(b)) if a.overlaps(b)),
            )
        })
}
