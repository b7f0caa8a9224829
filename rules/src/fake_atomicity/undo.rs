//! Undo lists: what was done last must be undone first.

use otplint_model::body::{Body, BodyId, LocalId, NodeId, Op, Value};
use otplint_model::effects::{self, Site};
use otplint_model::flow;
use otplint_model::place::{Place, Step};
use otplint_model::stub::{Collection, Effect};
use otplint_model::summary;
use otplint_model::{Confidence, Finding, Model, Reason, Verdicts};

use super::META;
use crate::story::{Story, site};

/// A helper that undoes is followed into so many functions.
const DEPTH: usize = 3;

/// Where a list is gone through.
struct Way {
    /// The loop, or the call of the helper that has it.
    node: NodeId,
    list: LocalId,
    reversed: bool,
    /// The loop itself.
    really: Site,
}

/// Tells a list of a body that is filled by one loop and undone by another on the failing path, in the same order.
pub fn check(model: &Model, id: BodyId, body: &Body, verdicts: &mut Verdicts) {
    let mut told = Vec::new();
    for way in ways(model, id, body) {
        let Some(push) = filled_by(model, body, &way) else {
            continue;
        };
        if told.contains(&way.list) || !undoes(model, id, body, push, &way) {
            continue;
        }
        told.push(way.list);
        let location = model.location(site(id, way.node));
        verdicts.judged(location, judge(model, id, body, push, &way));
    }
}

/// The lists of a body that it, or a helper, goes through.
fn ways(model: &Model, id: BodyId, body: &Body) -> Vec<Way> {
    let mut found = Vec::new();
    for (node, data) in body.nodes() {
        match &data.op {
            Op::Assign(..) => found.extend(goes_through(id, body, node)),
            Op::Call(call) => {
                for (index, arg) in call.args.iter().enumerate() {
                    let whole = arg.place.as_ref().filter(|place| place.path.is_empty());
                    let Some(list) = whole.and_then(Place::as_local) else {
                        continue;
                    };
                    let fills = is_list(model, body, list) && body.local(list).name.is_some();
                    let helper = || {
                        let callees = effects::callees(&model.program, call);
                        let mut callees = callees.into_iter();
                        callees.find_map(|callee| below(model, callee, index, 0))
                    };
                    if let Some((really, reversed)) = fills.then(helper).flatten() {
                        found.push(Way {
                            node,
                            list,
                            reversed,
                            really,
                        });
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// `for done in list`
fn goes_through(id: BodyId, body: &Body, node: NodeId) -> Option<Way> {
    let Op::Assign(_, Value::Use(item)) = &body.node(node).op else {
        return None;
    };
    let (Some(Step::Elem), Some(iterated)) = (item.path.first(), item.as_local()) else {
        return None;
    };
    let (list, reversed) = source(body, iterated)?;
    Some(Way {
        node,
        list,
        reversed,
        really: site(id, node),
    })
}

/// Where a helper goes through the list that it is given, and whether backwards.
fn below(model: &Model, id: BodyId, given: usize, depth: usize) -> Option<(Site, bool)> {
    let body = model.program.body(id);
    let param = *body.params.get(given)?;
    let own = body.nodes().find_map(|(node, _)| {
        let way = goes_through(id, body, node).filter(|way| way.list == param)?;
        Some((way.really, way.reversed))
    });
    own.or_else(|| {
        let mut calls = body.calls().filter(|_| depth < DEPTH);
        calls.find_map(|(_, call)| {
            let given = call.args.iter().position(|arg| {
                let whole = arg.place.as_ref().filter(|place| place.path.is_empty());
                whole.and_then(Place::as_local) == Some(param)
            })?;
            let callees = effects::callees(&model.program, call);
            let mut callees = callees.into_iter();
            callees.find_map(|callee| below(model, callee, given, depth + 1))
        })
    })
}

fn judge(
    model: &Model,
    id: BodyId,
    body: &Body,
    push: NodeId,
    way: &Way,
) -> Result<Finding, Reason> {
    if way.reversed {
        return Err("what was done last is undone first".into());
    }
    Ok(
        Story::new(model, &META, id, body.node(way.node).span, Confidence::Medium)
            .message(
                "this undoes the first step first: where a later step built on an earlier one, what is left is neither the old \
                 state nor the new",
            )
            .step(site(id, push), "each step that was done is noted here")
            .step(way.really, "and they are undone in the same order here")
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

fn is_list(model: &Model, body: &Body, list: LocalId) -> bool {
    let adt = model.program.adt(&body.local(list).ty);
    adt.is_some_and(|(_, adt)| {
        matches!(
            adt.attrs.collection,
            Some(Collection::List | Collection::Queue)
        )
    })
}

/// The call in a loop that fills a list of this body before it is gone through.
fn filled_by(model: &Model, body: &Body, way: &Way) -> Option<NodeId> {
    if !is_list(model, body, way.list) {
        return None;
    }
    let around = body.node(way.node).in_loop;
    let helper = matches!(body.node(way.node).op, Op::Call(_));
    body.calls()
        .find(|(node, call)| {
            let fills = effects::attrs_of(&model.program, call)
                .is_some_and(|attrs| attrs.has(Effect::Insert));
            let this = call.args.first().and_then(|arg| arg.place.as_ref());
            let in_loop = body.node(*node).in_loop;
            fills
                && this.is_some_and(|place| place.as_local() == Some(way.list))
                && in_loop.is_some()
                && (helper || in_loop != around)
                && flow::reachable(body, *node, |_| false).contains(way.node)
        })
        .map(|(node, _)| node)
}

/// Whether a loop changes what the loop that filled the list changed too, and the body can only fail after it.
fn undoes(model: &Model, id: BodyId, body: &Body, push: NodeId, way: &Way) -> bool {
    let start = way.node;
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
        let helper = matches!(body.node(of).op, Op::Call(_)) && of == start;
        let nodes = body.nodes().filter(|(node, data)| match helper {
            true => *node == of,
            false => data.in_loop == in_loop && *node != start,
        });
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
