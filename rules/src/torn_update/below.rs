//! What a call does below: whether a helper's write is what it is for, and sure to happen.

use otplint_model::body::{BodyId, Call, NodeId, Op};
use otplint_model::effects::{self, Made, NodeEffect, Site};
use otplint_model::flow;
use otplint_model::stub::Effect;
use otplint_model::{Model, Ty};

use super::writes::{Write, is_collection};

/// Chains of helpers longer than this are not followed.
const DEPTH: usize = 4;

/// A call that may be any of more than these is not followed to a key.
const CALLEES: usize = 4;

/// Whether a write to memory is sure to happen and the very purpose of the call: on the collection itself, or by a
/// helper that does not only fill a cache on the way to its result.
pub fn is_deliberate(model: &Model, id: BodyId, node: NodeId, effect: &NodeEffect) -> bool {
    is_deliberate_below(model, id, node, effect, 0)
}

fn is_deliberate_below(
    model: &Model,
    id: BodyId,
    node: NodeId,
    effect: &NodeEffect,
    depth: usize,
) -> bool {
    let at = Site { body: id, node };
    if effect.at == at {
        return true;
    }
    let Some(call) = call_behind(model, at) else {
        return false;
    };
    if depth >= DEPTH || !is_for_its_effect(model, id, node) {
        return false;
    }
    let callees = effects::callees(&model.program, call);
    if callees.contains(&effect.at.body) {
        return is_certain(model, effect.at) && !is_taken_back(model, effect.at);
    }
    callees.into_iter().take(CALLEES).any(|callee| {
        done_at(model, callee, effect.at).is_some_and(|inner| {
            let at = Site {
                body: callee,
                node: inner,
            };
            is_certain(model, at) && is_deliberate_below(model, callee, inner, effect, depth + 1)
        })
    })
}

/// The node of a body that does what really happens elsewhere.
fn done_at(model: &Model, id: BodyId, really: Site) -> Option<NodeId> {
    let known = model.summary(id).effects.iter();
    if !known.into_iter().any(|effect| effect.at == really) {
        return None;
    }
    model.program.body(id).nodes().find_map(|(node, data)| {
        let acts = matches!(data.op, Op::Call(_) | Op::Await(_));
        let done = || model.effects(id, node);
        (acts && done().iter().any(|effect| effect.at == really)).then_some(node)
    })
}

/// Whether a helper that makes a write can fail before it, or between the writes that it is made of. Each helper is asked
/// once, however many ways lead to it.
pub fn may_fail_before(model: &Model, at: Site, write: &NodeEffect) -> bool {
    let mut seen: Vec<BodyId> = Vec::new();
    let mut open = vec![at];
    for _ in 0..DEPTH {
        let mut next = Vec::new();
        for at in open.into_iter().filter(|at| *at != write.at) {
            let Some(call) = call_behind(model, at) else {
                continue;
            };
            let callees = effects::callees(&model.program, call);
            for callee in callees.into_iter().take(CALLEES) {
                if seen.contains(&callee) {
                    continue;
                }
                seen.push(callee);
                let nodes = made_at(model, callee, write.at);
                if nodes.iter().any(|node| fails_before(model, callee, *node)) {
                    return true;
                }
                next.extend(nodes.into_iter().map(|node| Site { body: callee, node }));
            }
        }
        open = next;
    }
    false
}

/// The nodes of a body that do, to the same place, what really happens elsewhere.
fn made_at(model: &Model, id: BodyId, really: Site) -> Vec<NodeId> {
    let known: Vec<&NodeEffect> = (model.summary(id).effects.iter())
        .filter(|effect| effect.at == really)
        .collect();
    if known.is_empty() {
        return Vec::new();
    }
    let same = |effect: &NodeEffect| {
        let mut known = known.iter();
        known.any(|one| one.kind == effect.kind && one.place == effect.place)
    };
    let acts = |op: &Op| matches!(op, Op::Call(_) | Op::Await(_) | Op::Assign(..));
    let nodes = model.program.body(id).nodes();
    nodes
        .filter(|(node, data)| acts(&data.op) && model.effects(id, *node).iter().any(same))
        .map(|(node, _)| node)
        .collect()
}

fn fails_before(model: &Model, id: BodyId, node: NodeId) -> bool {
    let body = model.program.body(id);
    let before = flow::reachable(body, NodeId(0), |other| other == node);
    let fails = |other: NodeId| matches!(body.node(other).op, Op::Fail(_));
    before.iter().any(|other| other != node && fails(other))
}

/// Whether a helper also does the opposite to the same place: it keeps its own house.
fn is_taken_back(model: &Model, at: Site) -> bool {
    let done = &model.summary(at.body).effects;
    let own = done.iter().find(|effect| effect.at == at);
    own.is_some_and(|own| {
        done.iter().any(|other| {
            let opposite = match own.kind {
                Effect::Insert => matches!(
                    other.kind,
                    Effect::Remove | Effect::Take | Effect::Clear | Effect::Write
                ),
                _ => other.kind != own.kind && effects::changes(other.kind),
            };
            opposite && other.place == own.place
        })
    })
}

/// Whether a call is one on the collection itself, or on a project type that is nothing but the collection.
pub fn is_on_the_field(model: &Model, id: BodyId, write: &Write) -> bool {
    let at = Site {
        body: id,
        node: write.node,
    };
    let Some(call) = call_behind(model, at) else {
        return false;
    };
    let wraps = || {
        effects::callees(&model.program, call).contains(&write.effect.at.body)
            && is_for_its_effect(model, id, write.node)
            && call
                .args
                .first()
                .is_some_and(|receiver| is_collection_of_its_own(model, &receiver.ty))
    };
    on_the_field(call, &write.effect) && (write.effect.at == at || wraps())
}

/// A project's type that holds collections and numbers, and nothing else.
fn is_collection_of_its_own(model: &Model, ty: &Ty) -> bool {
    model.program.adt(ty.peel_refs()).is_some_and(|(_, adt)| {
        let mut fields = adt.variants.iter().flat_map(|variant| &variant.fields);
        fields.all(|field| matches!(field.ty, Ty::Prim(_)) || is_collection(model, &field.ty, 0))
    })
}

fn on_the_field(call: &Call, effect: &NodeEffect) -> bool {
    let receiver = call.args.first().and_then(|arg| arg.place.as_ref());
    matches!((receiver, &effect.place), (Some(receiver), Some(place))
        if !receiver.path.is_empty() && place.is_within(receiver))
}

/// Whether no successful way through a body leaves a node out.
pub fn is_certain(model: &Model, at: Site) -> bool {
    let body = model.program.body(at.body);
    let without = flow::reachable(body, NodeId(0), |node| node == at.node);
    !without
        .iter()
        .any(|node| matches!(body.node(node).op, Op::Return(_)))
}

/// Whether a write of a helper is sure to be made where that succeeds.
pub fn is_certain_below(model: &Model, id: BodyId, write: &Write) -> bool {
    let at = Site {
        body: id,
        node: write.node,
    };
    let inner = write.effect.at;
    inner == at || runs_only(model, at, inner.body) && is_certain(model, inner)
}

/// Whether a node runs this body, and can run no other in its stead.
pub fn runs_only(model: &Model, at: Site, callee: BodyId) -> bool {
    call_behind(model, at)
        .is_some_and(|call| effects::callees(&model.program, call).as_slice() == [callee])
}

/// Whether a call gives back nothing but how it went.
pub fn is_for_its_effect(model: &Model, id: BodyId, node: NodeId) -> bool {
    let body = model.program.body(id);
    let to = match &body.node(node).op {
        Op::Call(call) => call.to,
        Op::Await(await_) => await_.to,
        _ => return false,
    };
    let plain = |ty: &Ty| matches!(ty, Ty::Unit | Ty::Prim(_));
    let ty = &body.local(to).ty;
    plain(ty) || ty.arg(0).is_some_and(plain)
}

/// The call that a node is, or whose future it awaits.
pub fn call_behind(model: &Model, at: Site) -> Option<&Call> {
    let body = model.program.body(at.body);
    match &body.node(at.node).op {
        Op::Call(call) => Some(call),
        Op::Await(await_) => effects::future_bodies(&model.program, body, &await_.future.value)
            .into_iter()
            .find_map(|made| match made {
                Made::Call(node) => match &body.node(node).op {
                    Op::Call(call) => Some(&**call),
                    _ => None,
                },
                Made::Block(_) => None,
            }),
        _ => None,
    }
}

/// Whether a write to a store is made by this very call, or by helpers that do nothing else.
pub fn is_plain(model: &Model, at: Site, effect: &NodeEffect) -> bool {
    is_plain_below(model, at, effect, 0)
}

fn is_plain_below(model: &Model, at: Site, effect: &NodeEffect, depth: usize) -> bool {
    if effect.at == at {
        return true;
    }
    let Some(call) = call_behind(model, at).filter(|_| depth < DEPTH) else {
        return false;
    };
    let callees = effects::callees(&model.program, call);
    callees.into_iter().take(CALLEES).any(|callee| {
        let changes = model.summary(callee).effects.iter();
        let alone = changes
            .filter(|effect| effects::changes(effect.kind))
            .all(|other| other.at == effect.at);
        alone
            && (effect.at.body == callee
                || is_for_its_effect(model, at.body, at.node)
                    && done_at(model, callee, effect.at).is_some_and(|node| {
                        let at = Site { body: callee, node };
                        is_plain_below(model, at, effect, depth + 1)
                    }))
    })
}

/// Whether a call is made for the sake of its write to a store: one that is made for its result may write on the way.
pub fn is_meant(model: &Model, id: BodyId, write: &Write) -> bool {
    let at = Site {
        body: id,
        node: write.node,
    };
    is_for_its_effect(model, id, write.node) || is_plain(model, at, &write.effect)
}

/// Whether two calls go to one value that may be of several types: one keeps it in memory, another in a store, and
/// neither does both.
pub fn are_of_two_kinds(model: &Model, id: BodyId, one: NodeId, other: NodeId) -> bool {
    let receiver = |node: NodeId| {
        let call = call_behind(model, Site { body: id, node })?;
        let several = effects::callees(&model.program, call).len() > 1;
        let place = call.args.first().filter(|_| call.method)?.place.as_ref()?;
        several.then(|| flow::origin(model.program.body(id), place))
    };
    receiver(one).is_some_and(|place| receiver(other) == Some(place))
}

/// Whether a call gives back what it takes out: itself, or a helper that is there for it.
pub fn gives_taken(model: &Model, id: BodyId, write: &Write) -> bool {
    let at = Site {
        body: id,
        node: write.node,
    };
    write.effect.at == at
        || call_behind(model, at).is_some_and(|call| {
            effects::callees(&model.program, call)
                .into_iter()
                .any(|callee| {
                    let taken = &model.summary(callee).returns_taken;
                    taken
                        .as_ref()
                        .is_some_and(|(_, taken)| *taken == write.effect.at)
                })
        })
}
