//! What ties two writes to each other: a key, a value, a record that both are given.

use otplint_model::body::{Body, BodyId, Callee, LocalId, NodeId, Op, Value};
use otplint_model::effects::{self, NodeEffect, Site};
use otplint_model::flow;
use otplint_model::place::Place;
use otplint_model::stub::{Effect, TypeWord};
use otplint_model::summary::{self, Keyed};
use otplint_model::{Model, Ty};

use super::below::call_behind;
use super::writes::Write;
use crate::story::site;

/// Longer chains of builder calls are not gone through.
const BUILDER: usize = 24;

/// What the writes of this kind to a place that a node makes are given, in the terms of its body.
pub fn keyed(model: &Model, id: BodyId, node: NodeId, kind: Effect, place: &Place) -> Vec<Keyed> {
    let mut found = summary::keyed(&model.program, &model.summaries, Site { body: id, node });
    let inserts = kind == Effect::Insert;
    found.retain(|keyed| keyed.inserts == inserts && keyed.place.overlaps(place));
    found
}

/// The key that a write of this kind to a place is given, in the terms of the body of its node.
pub fn key_of(model: &Model, id: BodyId, node: NodeId, effect: &NodeEffect) -> Option<Place> {
    let place = effect.place.as_ref()?;
    let keyed = keyed(model, id, node, effect.kind, place);
    keyed.into_iter().find_map(|keyed| keyed.key)
}

/// Whether two writes to different collections are given one key, or the one what the other is kept by.
pub fn go_together(model: &Model, id: BodyId, first: &Write, second: &Write) -> bool {
    let others = second.keyed(model, id);
    let own = first.keyed(model, id);
    own.iter()
        .any(|one| others.iter().any(|other| one.goes_with(other)))
}

/// The variables that a call is given, whatever clones of them were made: `self` and handles left out.
pub fn values_of(model: &Model, body: &Body, node: NodeId) -> Vec<LocalId> {
    let is_handle = |ty: &Ty| {
        otplint_model::follow::holds(&model.program, ty, &|attrs| {
            [
                TypeWord::Store,
                TypeWord::Client,
                TypeWord::Transaction,
                TypeWord::Sender,
                TypeWord::Lock,
            ]
            .into_iter()
            .any(|word| attrs.is(word))
        })
    };
    let given = |place: &Place| {
        variable(body, place).filter(|local| {
            let data = body.local(*local);
            data.name.is_some_and(|name| name != "self") && !is_handle(&data.ty)
        })
    };
    let mut found = Vec::new();
    // A query is built call by call: what is bound to it is given to it.
    let mut open = vec![node];
    for _ in 0..BUILDER {
        let Some(node) = open.pop() else { break };
        let call = match &body.node(node).op {
            Op::Call(call) => call,
            Op::Assign(_, value) => {
                found.extend(parts(value).into_iter().filter_map(given));
                continue;
            }
            _ => continue,
        };
        // A record is written by itself, through a handle that it is given.
        let record = effects::written_through(&model.program, call).is_some();
        for (index, arg) in call.args.iter().enumerate() {
            let receiver = call.method && index == 0;
            if matches!(arg.value, Value::Aggregate(None, _)) || receiver && record {
                found.extend(parts(&arg.value).into_iter().filter_map(given));
            }
            let Some(place) = &arg.place else { continue };
            let made = place.as_local().and_then(|local| {
                let data = body.local(local);
                let known = data.name.is_none() || receiver && record;
                known.then_some(data.def)?
            });
            open.extend(made);
            if !receiver || record {
                found.extend(given(place));
            }
        }
    }
    found
}

/// The places that a value is put together from.
pub fn parts(value: &Value) -> Vec<&Place> {
    match value {
        Value::Aggregate(_, fields) => fields
            .iter()
            .flat_map(|(_, part)| match part {
                Value::Use(place) | Value::Ref(_, place) => vec![place],
                part => parts(part),
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// The variable behind a place: what it was cloned from where that has a name, else itself. What came out of a field
/// of `self` is not that field.
fn variable(body: &Body, place: &Place) -> Option<LocalId> {
    let named = |local: &LocalId| body.local(*local).name.is_some_and(|name| name != "self");
    let origin = flow::origin(body, place).as_local();
    origin.filter(named).or_else(|| place.as_local())
}

/// Whether a write is given what another was given, or kept by.
pub fn is_told_of(model: &Model, id: BodyId, body: &Body, first: &Write, second: &Write) -> bool {
    let told = values_of(model, body, second.node);
    let keyed = first.keyed(model, id).iter();
    let mut known = keyed
        .flat_map(|keyed| [&keyed.key, &keyed.value])
        .flatten()
        .filter_map(Place::as_local)
        .chain(values_of(model, body, first.node));
    known.any(|local| told.contains(&local))
}

/// Whether two calls are given the same variable.
pub fn shares_value(model: &Model, body: &Body, first: NodeId, second: NodeId) -> bool {
    shared(model, body, first, second) > 0
}

/// Whether two calls are given the same record, or several of the same variables: more than the id that half of a
/// program's functions are given.
pub fn shares_record(model: &Model, body: &Body, first: NodeId, second: NodeId) -> bool {
    shared(model, body, first, second) > 1
}

/// Whether a call is given a record that was made here of what another was given: `Entry::new(&post)` after
/// `update(post.id)`.
pub fn tells_of(model: &Model, body: &Body, first: NodeId, second: NodeId) -> bool {
    let known = values_of(model, body, first);
    let made = values_of(model, body, second)
        .into_iter()
        .filter_map(|local| {
            let data = body.local(local);
            let adt = model.program.adt(&data.ty)?;
            let record = model.program.def(adt.0).location.is_some();
            let node = data.def.filter(|_| record)?;
            match &body.node(node).op {
                Op::Assign(_, Value::Use(from)) => body.local(from.as_local()?).def,
                Op::Assign(_, Value::Aggregate(..)) => Some(node),
                _ => None,
            }
        });
    made.filter(
        |node| !matches!(&body.node(*node).op, Op::Call(call) if call.method || call.awaited),
    )
    .flat_map(|node| values_of(model, body, node))
    .any(|local| known.contains(&local))
}

/// How much two calls share: a record counts twice.
fn shared(model: &Model, body: &Body, first: NodeId, second: NodeId) -> usize {
    let seconds = values_of(model, body, second);
    let mut common = values_of(model, body, first);
    common.retain(|local| seconds.contains(local));
    common.sort_unstable();
    common.dedup();
    let weight = |local: &LocalId| {
        let record = model
            .program
            .adt(body.local(*local).ty.peel_refs())
            .is_some_and(|(def, adt)| {
                let fields: usize = adt
                    .variants
                    .iter()
                    .map(|variant| variant.fields.len())
                    .sum();
                fields > 1 && model.program.def(def).location.is_some()
            });
        if record { 2 } else { 1 }
    };
    common.iter().map(weight).sum()
}

/// The locals that hold what a call returned, or what was made of that, however little is left of it.
pub fn made_of(body: &Body, node: NodeId) -> Vec<LocalId> {
    let mut found: Vec<LocalId> = match &body.node(node).op {
        Op::Call(call) => vec![call.to],
        Op::Await(await_) => vec![await_.to],
        _ => Vec::new(),
    };
    let mut known = 0;
    while known < found.len() {
        known = found.len();
        for (other, data) in body.nodes() {
            let holds =
                |place: &Place| place.as_local().is_some_and(|local| found.contains(&local));
            let made = match &data.op {
                Op::Assign(to, Value::Use(from) | Value::Ref(_, from)) if holds(from) => {
                    to.as_local().filter(|_| to.path.is_empty())
                }
                Op::Assign(to, value) if parts(value).into_iter().any(holds) => {
                    to.as_local().filter(|_| to.path.is_empty())
                }
                Op::Call(call) if other != node => {
                    let mut given = call.args.iter();
                    given
                        .any(|arg| {
                            arg.place.as_ref().is_some_and(holds)
                                || parts(&arg.value).into_iter().any(holds)
                        })
                        .then_some(call.to)
                }
                Op::Await(await_) if await_.future.place.as_ref().is_some_and(holds) => {
                    Some(await_.to)
                }
                _ => None,
            };
            if let Some(made) = made
                && !found.contains(&made)
            {
                found.push(made);
            }
        }
    }
    found
}

/// Whether what the first call returned is given to the second.
pub fn feeds(model: &Model, id: BodyId, first: NodeId, second: NodeId) -> bool {
    let body = model.program.body(id);
    let (result, derived) = match &body.node(first).op {
        // What a derive makes gives back what it wrote, of a type that nobody sees.
        Op::Call(call) => (call.to, call.callee == Callee::Unknown),
        Op::Await(await_) => (await_.to, false),
        _ => return false,
    };
    match body.local(result).ty {
        Ty::Unit | Ty::Other | Ty::Never => return false,
        ref ty if !ty.is_known() && !derived => return false,
        _ => {}
    }
    let held = model.held(site(id, first));
    values_of(model, body, second)
        .iter()
        .any(|local| held.contains(local))
}

/// Whether what the first write takes out is the very thing that the second puts in.
pub fn moves(model: &Model, id: BodyId, body: &Body, first: &Write, second: &Write) -> bool {
    let takes = matches!(
        first.effect.kind,
        Effect::Remove | Effect::Take | Effect::Clear
    );
    if !takes || second.effect.kind != Effect::Insert {
        return false;
    }
    let result = match &body.node(first.node).op {
        Op::Call(call) => call.to,
        Op::Await(await_) => await_.to,
        _ => return false,
    };
    let at = Site {
        body: id,
        node: second.node,
    };
    let Some(call) = call_behind(model, at) else {
        return false;
    };
    let taken = &body.local(result).ty;
    let is_item = |ty: &Ty| taken == ty || taken.arg(0) == Some(ty);
    let mut given = call
        .args
        .iter()
        .skip(usize::from(call.method))
        .filter_map(|arg| {
            arg.place
                .as_ref()
                .filter(|place| place.path.is_empty())?
                .as_local()
        })
        .filter(|local| is_item(&body.local(*local).ty))
        .peekable();
    if !taken.is_known() || given.peek().is_none() {
        return false;
    }
    let held = model.held(site(id, first.node));
    given.any(|local| held.contains(&local))
}

/// What a write strikes out of a collection, whatever it is kept by: `list.retain(|other| other != id)`.
pub fn struck<'w>(model: &Model, id: BodyId, write: &'w Write) -> Option<&'w Place> {
    let clears = write.effect.kind == Effect::Clear;
    let keyed = clears.then(|| write.keyed(model, id))?;
    keyed.iter().find_map(|keyed| keyed.key.as_ref())
}

/// Whether a node puts a thing into a collection.
pub fn puts_in(model: &Model, at: Site, thing: &Place) -> bool {
    summary::keyed(&model.program, &model.summaries, at)
        .iter()
        .any(|keyed| is_put(keyed, thing))
}

fn is_put(keyed: &Keyed, thing: &Place) -> bool {
    keyed.inserts && [&keyed.value, &keyed.key].contains(&&Some(thing.clone()))
}

/// Whether the second write puts in what the first struck out.
pub fn puts_back(model: &Model, id: BodyId, first: &Write, second: &Write) -> bool {
    struck(model, id, first).is_some_and(|thing| {
        let mut put = second.keyed(model, id).iter();
        put.any(|keyed| keyed.inserts && keyed.value.as_ref() == Some(thing))
    })
}
