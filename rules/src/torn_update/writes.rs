//! The writes of a body that somebody may find half done.

use std::cell::OnceCell;

use otplint_model::body::{Body, BodyId, Call, LocalId, NodeId, Op, Outcome, Value};
use otplint_model::effects::{self, Made, NodeEffect, Site};
use otplint_model::flow;
use otplint_model::place::{Place, Root};
use otplint_model::stub::{Collection, Effect, TypeWord};
use otplint_model::summary::{self, Keyed};
use otplint_model::{Model, Ty};

/// A write that matters, in order of the text.
pub struct Write {
    pub node: NodeId,
    pub effect: NodeEffect,
    pub kind: Kind,
    keyed: OnceCell<Vec<Keyed>>,
    sure: OnceCell<bool>,
}

impl Write {
    /// What it is given, in the terms of the body that it was found in.
    fn keyed(&self, model: &Model, id: BodyId) -> &[Keyed] {
        self.keyed.get_or_init(|| match &self.effect.place {
            Some(place) => keyed(model, id, self.node, self.effect.kind, place),
            None => Vec::new(),
        })
    }

    /// Whether a call enters this write's key elsewhere.
    pub fn is_filed_by(&self, model: &Model, id: BodyId, node: NodeId) -> bool {
        let own = self.keyed(model, id);
        summary::keyed(&model.program, &model.summaries, Site { body: id, node })
            .iter()
            .any(|other| {
                other.inserts
                    && own
                        .iter()
                        .any(|own| own.key.is_some() && own.key == other.key)
            })
    }

    /// Whether it [is meant](is_deliberate), and sure to happen.
    pub fn is_sure(&self, model: &Model, id: BodyId) -> bool {
        let sure = || is_deliberate(model, id, self.node, &self.effect);
        *self.sure.get_or_init(sure)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A collection in memory that outlives the body.
    Memory,
    /// A number that outlives the body.
    Count(Count),
    /// A store.
    Store,
    /// Somebody who waits for an answer.
    Answer,
}

impl Kind {
    /// What is in memory can be undone there.
    pub fn in_memory(self) -> bool {
        matches!(self, Self::Memory | Self::Count(_))
    }
}

/// How a number is changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Count {
    /// Up, or down.
    pub up: bool,
    /// By the number that came out of this variable, where that is known.
    pub by: Option<LocalId>,
}

/// Chains of helpers longer than this are not followed.
const DEPTH: usize = 4;

/// A call that may be any of more than these is not followed to a key.
const CALLEES: usize = 4;

/// Longer chains of builder calls are not gone through.
const BUILDER: usize = 24;

/// Generated code has bodies with thousands of writes: beyond this many nobody pairs them.
const MOST: usize = 48;

/// The writes of a body, its helpers' included.
pub fn of_body(model: &Model, id: BodyId, body: &Body) -> Vec<Write> {
    let mut writes = Vec::new();
    for (node, data) in body.nodes() {
        let acts = match &data.op {
            Op::Call(_) | Op::Await(_) => true,
            Op::Assign(_, value) => matches!(value, Value::Counted(..)),
            _ => false,
        };
        if !acts {
            continue;
        }
        for effect in model.effects(id, node) {
            let kind = match effect.kind {
                Effect::Insert | Effect::Remove | Effect::Clear | Effect::Take => {
                    let Some(place) = &effect.place else { continue };
                    if !is_state(model, body, place) && !is_static(model, place, effect.at) {
                        continue;
                    }
                    Kind::Memory
                }
                Effect::StoreWrite => Kind::Store,
                Effect::Reply => Kind::Answer,
                Effect::Put => {
                    let count = count_of(model, id, node, &effect);
                    let lives_on = effect.place.as_ref().is_some_and(|place| {
                        !place.path.is_empty() && summary::outlives(&model.program, body, place)
                    });
                    match count.filter(|_| lives_on) {
                        Some(count) => Kind::Count(count),
                        None => continue,
                    }
                }
                _ => continue,
            };
            let same = |known: &Write| {
                known.node == node
                    && known.kind == kind
                    && (kind == Kind::Store || known.effect.place == effect.place)
            };
            if writes.len() < MOST && !writes.iter().any(same) {
                writes.push(Write {
                    node,
                    effect,
                    kind,
                    keyed: OnceCell::new(),
                    sure: OnceCell::new(),
                });
            }
        }
    }
    writes.sort_by_key(|write| body.node(write.node).span.start);
    writes
}

/// How an effect counts a number up or down, where it does.
pub fn count_of(model: &Model, id: BodyId, node: NodeId, effect: &NodeEffect) -> Option<Count> {
    let inner = model.program.body(effect.at.body);
    let Op::Assign(_, Value::Counted(up, by)) = inner.node(effect.at.node).op else {
        return None;
    };
    let at = Site { body: id, node };
    let variable = |place: &Place| flow::origin(model.program.body(id), place).as_local();
    let by = by.map(Place::local).and_then(|by| {
        if effect.at == at {
            return variable(&by);
        }
        let call = call_behind(model, at)?;
        variable(&effects::translate(
            &model.program,
            effect.at.body,
            call,
            &by,
        )?)
    });
    (effect.at == at || runs_only(model, at, effect.at.body)).then_some(Count { up, by })
}

/// A collection in a field of something that outlives the call.
pub fn is_state(model: &Model, body: &Body, place: &Place) -> bool {
    if !summary::outlives(&model.program, body, place) {
        return false;
    }
    let Some((Some(owner), name)) = place.last_field() else {
        return false;
    };
    let Some(adt) = model.program.def(owner).as_adt() else {
        return false;
    };
    let field = adt
        .variants
        .iter()
        .flat_map(|variant| &variant.fields)
        .find(|field| field.name == name || name.as_str().ends_with(&format!(".{}", field.name)));
    field.is_some_and(|field| is_collection(model, &field.ty, 0))
}

/// A static that is a collection itself, or holds nothing else.
fn is_static(model: &Model, place: &Place, at: Site) -> bool {
    let collection = || match &model.program.body(at.body).node(at.node).op {
        Op::Call(call) => call
            .args
            .first()
            .is_some_and(|receiver| is_collection(model, &receiver.ty, 0)),
        _ => false,
    };
    matches!(place.root, Root::Static(_)) && place.path.is_empty() && collection()
}

fn is_collection(model: &Model, ty: &Ty, depth: u32) -> bool {
    let Some((_, adt)) = model.program.adt(ty) else {
        return false;
    };
    match adt.attrs.collection {
        Some(Collection::String) => false,
        Some(_) => true,
        None => {
            let wraps = [TypeWord::Pointer, TypeWord::Lock, TypeWord::Guard]
                .into_iter()
                .any(|word| adt.attrs.is(word));
            depth < 4
                && wraps
                && ty
                    .arg(0)
                    .is_some_and(|inner| is_collection(model, inner, depth + 1))
        }
    }
}

/// Whether a removal's result is thrown away: it only cleans up.
pub fn discards(body: &Body, write: &Write) -> bool {
    let removes = write.effect.kind != Effect::Insert;
    removes
        && matches!(&body.node(write.node).op, Op::Call(call) if call.outcome == Outcome::Discarded)
}

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

/// Whether a helper that makes a write can fail before it, or between the writes that it is made of.
pub fn may_fail_before(model: &Model, at: Site, write: &NodeEffect, depth: usize) -> bool {
    if at == write.at || depth >= DEPTH {
        return false;
    }
    let Some(call) = call_behind(model, at) else {
        return false;
    };
    let callees = effects::callees(&model.program, call);
    callees.into_iter().take(CALLEES).any(|callee| {
        let inner = model.program.body(callee);
        let fails = |other: NodeId| matches!(inner.node(other).op, Op::Fail(_));
        let done = model.summary(callee).effects.iter();
        let known = done.filter(|effect| effect.at == write.at).cloned();
        known.into_iter().any(|write| {
            let same =
                |effect: &NodeEffect| effect.kind == write.kind && effect.place == write.place;
            let acts = |op: &Op| matches!(op, Op::Call(_) | Op::Await(_) | Op::Assign(..));
            inner.nodes().any(|(node, data)| {
                if !acts(&data.op) || !model.effects(callee, node).iter().any(same) {
                    return false;
                }
                let before = flow::reachable(inner, NodeId(0), |other| other == node);
                let at = Site { body: callee, node };
                before.iter().any(|other| other != node && fails(other))
                    || may_fail_before(model, at, &write, depth + 1)
            })
        })
    })
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
fn is_for_its_effect(model: &Model, id: BodyId, node: NodeId) -> bool {
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

/// What the writes of this kind to a place that a node makes are given, in the terms of its body.
fn keyed(model: &Model, id: BodyId, node: NodeId, kind: Effect, place: &Place) -> Vec<Keyed> {
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

/// The call that a node is, or whose future it awaits.
fn call_behind(model: &Model, at: Site) -> Option<&Call> {
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
    let mut found = Vec::new();
    // A query is built call by call: what is bound to it is given to it.
    let mut open = vec![node];
    for _ in 0..BUILDER {
        let Some(node) = open.pop() else { break };
        let Op::Call(call) = &body.node(node).op else {
            continue;
        };
        for (index, arg) in call.args.iter().enumerate() {
            let Some(place) = &arg.place else { continue };
            if let Some(made) = place.as_local().and_then(|local| {
                let data = body.local(local);
                data.name.is_none().then_some(data.def)?
            }) {
                open.push(made);
            }
            if call.method && index == 0 {
                continue;
            }
            found.extend(flow::origin(body, place).as_local().filter(|local| {
                let data = body.local(*local);
                data.name.is_some_and(|name| name != "self") && !is_handle(&data.ty)
            }));
        }
    }
    found
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

/// Whether a place starts at a variable of this body alone.
pub fn is_own(model: &Model, body: &Body, place: &Place) -> bool {
    use otplint_model::body::LocalKind;
    match place.root {
        Root::Static(_) => false,
        Root::Local(local) => {
            let data = body.local(local);
            match data.kind {
                LocalKind::Variable | LocalKind::Temporary => {
                    let shared = model
                        .program
                        .adt(&data.ty)
                        .is_some_and(|(_, adt)| adt.attrs.is(TypeWord::Pointer));
                    data.stands_for.is_none() && !shared
                }
                // Taken by value: it ends with this body.
                LocalKind::Param(_) => !summary::outlives(&model.program, body, place),
                LocalKind::Capture(_) => false,
            }
        }
    }
}

/// Whether what the first call returned is given to the second.
pub fn feeds(model: &Model, body: &Body, first: NodeId, second: NodeId) -> bool {
    let result = match &body.node(first).op {
        Op::Call(call) => call.to,
        Op::Await(await_) => await_.to,
        _ => return false,
    };
    let plain = matches!(
        body.local(result).ty,
        Ty::Unit | Ty::Unknown | Ty::Other | Ty::Never
    );
    if plain {
        return false;
    }
    let tracked = summary::track(&model.program, &model.summaries, body, first, &[result]);
    values_of(model, body, second)
        .iter()
        .any(|local| tracked.holders.contains(local))
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
    let tracked = summary::track(
        &model.program,
        &model.summaries,
        body,
        first.node,
        &[result],
    );
    given.any(|local| tracked.holders.contains(&local))
}

/// Whether what is written to is there for others even after a panic: behind a lock that is not poisoned by it.
pub fn survives_panics(model: &Model, write: &Write) -> bool {
    let at = write.effect.at;
    let Op::Call(call) = &model.program.body(at.body).node(at.node).op else {
        return false;
    };
    let receiver = call.args.first().and_then(|arg| model.program.adt(&arg.ty));
    receiver.is_some_and(|(def, adt)| {
        let path = &model.program.def(def).path;
        path.starts_with("dashmap::") || adt.attrs.is(TypeWord::Guard) && !path.starts_with("std::")
    })
}

/// Whether a write goes to a file: renamed temporaries and directories have a discipline of their own.
pub fn is_file(model: &Model, effect: &NodeEffect) -> bool {
    let node = model.program.body(effect.at.body).node(effect.at.node);
    match &node.op {
        Op::Call(call) => {
            effects::attrs_of(&model.program, call).is_some_and(|attrs| attrs.has(Effect::IoWrite))
        }
        _ => false,
    }
}

/// Whether somebody asks how a write went: what is only logged is done as well as may be, and nothing hangs on it.
pub fn is_asked(model: &Model, body: &Body, write: &Write) -> bool {
    let (outcome, to) = match &body.node(write.node).op {
        Op::Call(call) => (call.outcome, call.to),
        Op::Await(await_) => (await_.outcome, await_.to),
        _ => return false,
    };
    let ignored = matches!(
        outcome,
        Outcome::Logged | Outcome::Replaced | Outcome::Discarded
    );
    !ignored || !summary::may_be_failure(&model.program, &body.local(to).ty)
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

/// Whether a write to a store puts something in, and does not take it out.
pub fn puts_in(model: &Model, effect: &NodeEffect) -> bool {
    let body = model.program.body(effect.at.body);
    let Op::Call(call) = &body.node(effect.at.node).op else {
        return false;
    };
    match effects::sql_of(&model.program, body, effect.at.node) {
        Some(text) => {
            let text = text.as_str().trim_start().to_ascii_lowercase();
            ["insert", "update", "replace", "upsert", "merge"]
                .iter()
                .any(|verb| text.starts_with(verb))
        }
        None => effects::attrs_of(&model.program, call).is_some_and(|attrs| {
            !attrs.has(Effect::RunsSql) && !attrs.has(Effect::Remove) && attrs.value.is_some()
        }),
    }
}

/// Whether a write to a store can be made again without harm: an `update` that sets what it is given.
pub fn is_repeatable(model: &Model, effect: &NodeEffect) -> bool {
    let body = model.program.body(effect.at.body);
    effects::sql_of(&model.program, body, effect.at.node)
        .is_some_and(|text| sets_what_it_is_given(text.as_str()))
}

fn sets_what_it_is_given(sql: &str) -> bool {
    let sql = sql.trim_start().to_ascii_lowercase();
    let Some((_, set)) = sql
        .strip_prefix("update")
        .and_then(|rest| rest.split_once(" set "))
    else {
        return false;
    };
    // `balance = balance - 1` adds up when it is made again.
    !set.split(',').any(|part| {
        part.split_once('=').is_some_and(|(column, value)| {
            let column = column.trim();
            let value = value.trim_start();
            !column.is_empty()
                && value
                    .strip_prefix(column)
                    .is_some_and(|rest| rest.trim_start().starts_with(['+', '-', '*', '|']))
        })
    })
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
