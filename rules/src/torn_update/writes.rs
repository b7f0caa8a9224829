//! The writes of a body that somebody may find half done.

use std::cell::OnceCell;

use otplint_model::body::{Body, BodyId, LocalId, NodeId, Op, Outcome, Value};
use otplint_model::effects::{self, NodeEffect, Site};
use otplint_model::flow::{self, Mention};
use otplint_model::place::{Place, Root};
use otplint_model::stub::{Collection, Effect, TypeWord};
use otplint_model::summary::{self, Keyed};
use otplint_model::{Model, Ty};

use super::{below, stores, ties};

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
    pub fn keyed(&self, model: &Model, id: BodyId) -> &[Keyed] {
        self.keyed.get_or_init(|| match &self.effect.place {
            Some(place) => ties::keyed(model, id, self.node, self.effect.kind, place),
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
        let sure = || below::is_deliberate(model, id, self.node, &self.effect);
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

/// Generated code has bodies with thousands of writes: beyond this many nobody pairs them.
const MOST: usize = 48;

/// What the calls and assignments of a body do, its helpers' acts included: asked once for all who want to know.
pub fn acts(model: &Model, id: BodyId, body: &Body) -> Vec<(NodeId, Vec<NodeEffect>)> {
    body.nodes()
        .filter(|(_, data)| match &data.op {
            Op::Call(_) | Op::Await(_) => true,
            Op::Assign(_, value) => matches!(value, Value::Counted(..)),
            _ => false,
        })
        .map(|(node, _)| (node, model.effects(id, node)))
        .filter(|(_, effects)| !effects.is_empty())
        .collect()
}

/// The writes of a body, its helpers' included.
pub fn of_body(
    model: &Model,
    id: BodyId,
    body: &Body,
    acts: &[(NodeId, Vec<NodeEffect>)],
) -> Vec<Write> {
    let mut writes = Vec::new();
    for (node, effects) in acts {
        let node = *node;
        for effect in effects {
            let kind = match effect.kind {
                Effect::Insert | Effect::Remove | Effect::Clear | Effect::Take => {
                    let Some(place) = &effect.place else { continue };
                    if !is_state(model, body, place) && !is_static(model, place, effect.at) {
                        continue;
                    }
                    Kind::Memory
                }
                Effect::StoreWrite if stores::is_bracket(body, node) => continue,
                Effect::StoreWrite => Kind::Store,
                Effect::Reply => Kind::Answer,
                Effect::Put => {
                    let count = count_of(model, id, node, effect);
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
                    effect: effect.clone(),
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
        let call = below::call_behind(model, at)?;
        variable(&effects::translate(
            &model.program,
            effect.at.body,
            call,
            &by,
        )?)
    });
    (effect.at == at || below::runs_only(model, at, effect.at.body)).then_some(Count { up, by })
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

pub fn is_collection(model: &Model, ty: &Ty, depth: u32) -> bool {
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

/// Whether a write is `entry(key).or_insert_with(..)`, for the sake of what it gives back.
pub fn finds_or_makes(model: &Model, id: BodyId, body: &Body, write: &Write) -> bool {
    let here = write.effect.at
        == Site {
            body: id,
            node: write.node,
        };
    let Op::Call(call) = &body.node(write.node).op else {
        return false;
    };
    let attrs = effects::attrs_of(&model.program, call);
    // `entry(key).or_default().push(..)`: what is put into it is kept by that key.
    let filled = body.calls().any(|(_, other)| {
        let receiver = other.args.first().map(|arg| &arg.value);
        let own = |local: LocalId| local == call.to;
        receiver.is_some_and(|value| flow::mentions(value, &own) != Mention::No)
            && effects::attrs_of(&model.program, other)
                .is_some_and(|attrs| attrs.has(Effect::Insert))
    });
    !filled
        && here
        && call.outcome != Outcome::Discarded
        && attrs.is_some_and(|attrs| attrs.has(Effect::Insert) && attrs.has(Effect::Borrow))
}
