//! Guards that are disarmed before they have done by hand what their `Drop` would do: whoever drops the future in
//! between gets neither.

use otplint_model::body::{Body, BodyId, Callee, LocalId, NodeId, Op, Value};
use otplint_model::def::{DefId, Receiver};
use otplint_model::effects::{self, Site};
use otplint_model::flow;
use otplint_model::place::Step;
use otplint_model::stub::Effect;
use otplint_model::{Confidence, Model, Sym, Verdicts, summary};
use rustc_hash::{FxHashMap, FxHashSet};

use super::META;
use crate::story::{Story, in_production, name_of, site};

/// What the `Drop` of a type asks and calls.
struct Guard {
    /// The body of its `drop`.
    drop: BodyId,
    /// The fields that it looks at.
    fields: FxHashSet<Sym>,
    /// The project's functions that it calls, also in the tasks that it spawns.
    calls: FxHashSet<DefId>,
}

/// Finds methods that take a guard by value, disarm it, and wait before they have done its work.
pub fn check(model: &Model, told: &mut Vec<Site>, verdicts: &mut Verdicts) {
    let guards = guards(model);
    if guards.is_empty() {
        return;
    }
    for (id, body) in model.program.bodies() {
        let Some((owner, this)) = by_value(model, id, body) else {
            continue;
        };
        let Some(guard) = guards.get(&owner).filter(|_| in_production(model, id)) else {
            continue;
        };
        let Some((disarmed, field)) = disarmed(model, id, body, this, guard) else {
            continue;
        };
        let Some(waits) = undone_work(model, body, disarmed, guard) else {
            continue;
        };
        let at = site(id, disarmed);
        if told.contains(&at) {
            continue;
        }
        told.push(at);
        let place = otplint_model::Place::local(this).then(Step::Field(Some(owner), field));
        let place = name_of(model, id, &place);
        let span = body.node(disarmed).span;
        let story = Story::new(model, &META, id, span, Confidence::Medium)
            .message(format!(
                "what the `Drop` of this value would do is never done when this future is dropped after `{place}` was emptied"
            ))
            .step(at, "the guard is disarmed here")
            .step(
                site(id, waits),
                "its work is done by hand here, and the future may be dropped while this waits: a timeout, a `select!`, a \
                 caller that goes away",
            )
            .at(
                guard.drop,
                model.program.body(guard.drop).span,
                "which would have done it, but finds nothing to do",
            );
        verdicts.found(
            story
                .help(
                    "wait first, and disarm the guard in the same step as the work is done; or do the work in a task of its own",
                )
                .tell(),
        );
    }
}

fn guards(model: &Model) -> FxHashMap<DefId, Guard> {
    let program = &model.program;
    let mut found = FxHashMap::default();
    for (id, body) in program.bodies() {
        let Some(function) = program.function(body.owner) else {
            continue;
        };
        let drops = program.def(body.owner).name == "drop" && function.trait_def.is_some();
        let Some(owner) = function.self_def.filter(|_| drops && id.position() == 0) else {
            continue;
        };
        let mut guard = Guard {
            drop: id,
            fields: FxHashSet::default(),
            calls: FxHashSet::default(),
        };
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            open.extend(model.index.inner_of(id));
            let body = program.body(id);
            for (_, data) in body.nodes() {
                if let Op::Call(call) = &data.op {
                    for arg in &call.args {
                        let field = arg.place.as_ref().and_then(|place| place.first_field());
                        guard.fields.extend(field.map(|(_, name)| name));
                    }
                    if let Callee::Known(defs) = &call.callee {
                        let own = |def: &&DefId| program.body_of.contains_key(*def);
                        guard.calls.extend(defs.iter().filter(own));
                    }
                }
                flow::uses(&data.op, |value| {
                    if let Value::Use(place) | Value::Ref(_, place) = value {
                        guard
                            .fields
                            .extend(place.first_field().map(|(_, name)| name));
                    }
                });
            }
        }
        if !guard.calls.is_empty() {
            found.insert(owner, guard);
        }
    }
    found
}

/// The type of the method that a body is, and its `self`, where it takes that by value.
fn by_value(model: &Model, id: BodyId, body: &Body) -> Option<(DefId, LocalId)> {
    let function = model.program.function(body.owner)?;
    let own = id.position() == 0 && body.is_async && function.receiver == Some(Receiver::Value);
    own.then_some((function.self_def?, *body.params.first()?))
}

/// Where a field is emptied, or told that it is done, that the `Drop` asks.
fn disarmed(
    model: &Model,
    id: BodyId,
    body: &Body,
    this: LocalId,
    guard: &Guard,
) -> Option<(NodeId, Sym)> {
    body.nodes().find_map(|(node, data)| {
        let place = match &data.op {
            Op::Assign(place, Value::Bool(_)) => Some(place.clone()),
            Op::Call(_) => effects::direct(&model.program, body, site(id, node))
                .into_iter()
                .find(|effect| matches!(effect.kind, Effect::Take | Effect::Clear))
                .and_then(|effect| effect.place),
            _ => None,
        }?;
        let (_, field) = place.first_field()?;
        let own = place.as_local() == Some(this) && place.path.len() == 1;
        (own && guard.fields.contains(&field)).then_some((node, field))
    })
}

/// The first wait after a guard was disarmed that does what its `Drop` would do.
fn undone_work(model: &Model, body: &Body, disarmed: NodeId, guard: &Guard) -> Option<NodeId> {
    let after = flow::reachable(body, disarmed, |_| false);
    body.calls()
        .filter(|(node, call)| call.awaited && after.contains(*node))
        .find(|(_, call)| match &call.callee {
            Callee::Known(defs) => {
                defs.iter().any(|def| guard.calls.contains(def))
                    && summary::may_wait(&model.program, &model.summaries, call)
            }
            _ => false,
        })
        .map(|(node, _)| node)
}
