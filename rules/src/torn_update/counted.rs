//! A number that is counted for what turns out not to have been there.

use otplint_model::Model;
use otplint_model::body::{Body, BodyId, EdgeKind, LocalId, NodeId, Op, Outcome, Value};
use otplint_model::effects;
use otplint_model::flow;
use otplint_model::stub::Effect;

use super::pairs::{Half, Torn, Why};
use super::writes::{Kind, Write};
use super::{exits, owner};
use crate::story::site;

/// A question is followed into so many functions.
const DEPTH: usize = 3;

/// Finds `let item = self.slots.take(); self.waiting -= 1; let item = item.ok_or(Error)?`.
pub fn find(model: &Model, id: BodyId, body: &Body, writes: &[Write]) -> Option<Torn> {
    let counts = |write: &&Write| matches!(write.kind, Kind::Count(_));
    if !writes.iter().any(|write| counts(&write)) {
        return None;
    }
    let takes = |write: &&Write| {
        write.kind == Kind::Memory && matches!(write.effect.kind, Effect::Remove | Effect::Take)
    };
    for taken in writes.iter().filter(takes) {
        let asked = asked(model, body, &flow::named(body, taken.node), 0);
        for count in writes.iter().filter(counts) {
            let (Some(slot), Some(number)) = (&taken.effect.place, &count.effect.place) else {
                continue;
            };
            if slot.root != number.root || slot.overlaps(number) {
                continue;
            }
            let but = [count.node, taken.node];
            let undone = exits::changes_of(model, id, body, number, but);
            let follows = |from: NodeId, to: NodeId| {
                flow::reachable_within(body, from, taken.node, to, |node| undone.contains(node))
                    .contains(to)
            };
            let exit = asked.iter().find(|(branch, fail)| {
                follows(taken.node, count.node)
                    && follows(count.node, *branch)
                    && (fail == branch || follows(*branch, *fail))
            });
            if let Some((_, exit)) = exit
                && !owner::caller_mends(model, id, number)
                && owner::lives_on(model, id, number)
            {
                return Some(Torn {
                    first: Half::of(count),
                    second: Half::of(taken),
                    exit: site(id, *exit),
                    why: Why::Charged,
                });
            }
        }
    }
    None
}

/// Where it is asked whether these hold anything, and where the body fails when they do not.
fn asked(model: &Model, body: &Body, held: &[LocalId], depth: usize) -> Vec<(NodeId, NodeId)> {
    let is_held = |value: &Value| {
        matches!(value, Value::Use(place) | Value::Ref(_, place)
            if place.path.is_empty() && place.as_local().is_some_and(|local| held.contains(&local)))
    };
    let mut found = Vec::new();
    for (node, data) in body.nodes() {
        match &data.op {
            Op::Branch(value) => {
                let by = flow::locals_moved(value)
                    .first()
                    .and_then(|local| body.local(*local).def)
                    .and_then(|node| match &body.node(node).op {
                        Op::Call(call) => Some(call),
                        _ => None,
                    })
                    .filter(|call| call.method)
                    .filter(|call| call.args.first().is_some_and(|arg| is_held(&arg.value)));
                let name = by.map_or("", |call| call.name.as_str());
                // Nothing says which way of `is_none` is which: it is the one that fails.
                let plain = name == "is_none";
                let asks = ["is_none", "ok_or", "ok_or_else", "context", "with_context"];
                if !is_held(value) && !asks.contains(&name) {
                    continue;
                }
                let failing = data
                    .next
                    .iter()
                    .filter(|edge| plain || edge.kind == EdgeKind::Failure)
                    .flat_map(|edge| exits::straight(body, edge.to))
                    .find(|node| matches!(body.node(*node).op, Op::Fail(_)));
                found.extend(failing.map(|fail| (node, fail)));
            }
            // A helper that is given it asks.
            Op::Call(call) if call.outcome == Outcome::Propagated && depth < DEPTH => {
                let Some(given) = call.args.iter().position(|arg| is_held(&arg.value)) else {
                    continue;
                };
                let refuses = |callee: BodyId| {
                    let inner = model.program.body(callee);
                    let param = inner.params.get(given);
                    param.is_some_and(|param| !asked(model, inner, &[*param], depth + 1).is_empty())
                };
                if effects::callees(&model.program, call)
                    .into_iter()
                    .any(refuses)
                {
                    found.extend(exits::failure_at(body, node).map(|fail| (node, fail)));
                }
            }
            _ => {}
        }
    }
    found
}
