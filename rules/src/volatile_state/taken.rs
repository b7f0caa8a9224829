//! What becomes of work once it is taken out: stored, acted on, or written out as a whole.

use otplint_model::body::Arg;
use otplint_model::effects::{self, Site};
use otplint_model::stub::Effect;
use otplint_model::{Model, NodeId, Op, Place, Value, flow, handling};

use super::accepted;
use crate::story::in_production;
use crate::told;

/// Whether what was taken out at a node goes into a store in the same turn, or after the call of its function.
pub fn stored(model: &Model, at: Site) -> bool {
    let written = written_before(model, at).is_some_and(|at| stores(model, at));
    written || stored_after(model, at, 0)
}

/// Where what was taken out at a node is worked on: after it, after the call of its function, or before a whole
/// batch is thrown away.
pub fn finished(model: &Model, at: Site) -> Option<Site> {
    written_before(model, at).or_else(|| finished_after(model, at, 0))
}

/// Where a collection was written out, one by one or as a whole, before a node empties it.
pub fn written_before(model: &Model, at: Site) -> Option<Site> {
    let program = &model.program;
    let body = program.body(at.body);
    let call = accepted::call_at(model, at)?;
    if !effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(Effect::Clear)) {
        return None;
    }
    let emptied = call.args.first()?.place.as_ref()?;
    let handed = body.calls().filter(|(node, call)| {
        let looks = effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(Effect::Read));
        *node != at.node && !looks && call.args.iter().any(|arg| is_part(arg, emptied))
    });
    let loops: Vec<_> = handed.map(|(node, _)| body.node(node).in_loop).collect();
    let writes = |node: NodeId| {
        loops.contains(&body.node(node).in_loop)
            && model.effects(at.body, node).iter().any(|effect| {
                matches!(
                    effect.kind,
                    Effect::StoreWrite | Effect::Outside | Effect::IoWrite
                )
            })
            && flow::reachable(body, node, |_| false).contains(at.node)
    };
    let node = body
        .nodes()
        .map(|(node, _)| node)
        .find(|node| *node != at.node && writes(*node))?;
    Some(Site {
        body: at.body,
        node,
    })
}

/// An argument that is a place, or lies in it.
fn is_part(arg: &Arg, whole: &Place) -> bool {
    let place = arg.place.as_ref();
    place.is_some_and(|place| lies_in(place, whole)) || is_made_of(&arg.value, whole)
}

fn lies_in(place: &Place, whole: &Place) -> bool {
    place.root == whole.root && place.path.starts_with(&whole.path)
}

fn is_made_of(value: &Value, whole: &Place) -> bool {
    match value {
        Value::Use(place) | Value::Ref(_, place) => lies_in(place, whole),
        Value::Aggregate(_, parts) => parts.iter().any(|(_, part)| is_made_of(part, whole)),
        _ => false,
    }
}

fn stores(model: &Model, at: Site) -> bool {
    let mut effects = model.effects(at.body, at.node).into_iter();
    effects.any(|effect| effect.kind == Effect::StoreWrite)
}

fn stored_after(model: &Model, at: Site, depth: u32) -> bool {
    let body = model.program.body(at.body);
    let ends = |node| handling::ends_turn(body, at.node, node);
    let after = flow::reachable(body, at.node, ends);
    let is_it = |node| node == at.node;
    let written = after.iter().any(|node| match &body.node(node).op {
        Op::Call(call) => {
            let made = |arg: &Arg| told::made_by(model, at.body, &arg.value, &is_it).is_some();
            stores(
                model,
                Site {
                    body: at.body,
                    node,
                },
            ) && call.args.iter().any(made)
        }
        _ => false,
    });
    // One call may take it out and store it.
    written
        || depth == 0 && stores(model, at)
        || depth < 2
            && (model.index.callers_of(&model.program, at.body).iter())
                .filter(|at| in_production(model, at.body))
                .take(6)
                .any(|at| stored_after(model, *at, depth + 1))
}

fn finished_after(model: &Model, at: Site, depth: u32) -> Option<Site> {
    if let Some(found) = accepted::finished_after(model, at) {
        return Some(found);
    }
    if depth >= 2 {
        return None;
    }
    let callers = model.index.callers_of(&model.program, at.body);
    callers
        .iter()
        .filter(|at| in_production(model, at.body))
        .take(6)
        .find_map(|at| finished_after(model, *at, depth + 1))
}
