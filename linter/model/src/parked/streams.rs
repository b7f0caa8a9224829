//! Streams of buffered futures and sets of futures: between two items nobody polls them.

use super::{By, Found, Taking, Takings};
use crate::body::{Body, BodyId, Call, Callee, LocalId, NodeId, Op, Select, SelectKind, Value};
use crate::def::{DefId, Receiver};
use crate::effects::{self, Made, Site};
use crate::flow::{self, Mention};
use crate::parked::Resource;
use crate::place::{Place, Root, Step};
use crate::program::Program;
use crate::stub::{Effect, TypeWord};
use crate::sym::Sym;
use crate::ty::Ty;

/// A stream or set, and what its futures take.
struct Kept {
    /// Where it stands.
    at: Place,
    holds: Vec<Taking>,
}

/// A set in a field, and what the futures take that are pushed into it anywhere.
#[derive(Debug)]
pub(super) struct FieldSet {
    field: (DefId, Sym),
    /// The local whose field it is, where it is pushed to.
    of: LocalId,
    holds: Vec<Taking>,
}

impl Takings<'_> {
    /// The sets in fields that futures are pushed into here.
    pub(super) fn field_sets(&self, id: BodyId, body: &Body) -> Vec<FieldSet> {
        let pushes = body.calls().filter_map(|(_, call)| self.pushed(id, call));
        pushes
            .filter_map(|kept| {
                let field = field_of(&kept.at)?;
                let of = kept.at.as_local()?;
                let holds = kept.holds;
                (!holds.is_empty()).then_some(FieldSet { field, of, holds })
            })
            .collect()
    }

    /// Streams and sets that are asked here for one item after the other.
    pub(super) fn streams(&self, id: BodyId, body: &Body, fields: &[FieldSet], found: &mut Found) {
        for kept in self.kept(id, body, fields) {
            for (node, data) in body.nodes() {
                let at = Site { body: id, node };
                let starts: Vec<NodeId> = match &data.op {
                    Op::Call(call) if call.awaited && asks(self.program(), call, &kept.at) => {
                        data.next.iter().map(|edge| edge.to).collect()
                    }
                    Op::Select(select) if self.arm_asks(body, select, &kept.at) => {
                        select.arms.iter().map(|arm| arm.body).collect()
                    }
                    _ => continue,
                };
                // Without another item all of them have come to their end.
                let ended = flow::failures(body, node);
                let stops = |other: NodeId| {
                    other == node || ended.contains(&other) || self.goes_on(body, other, &kept.at)
                };
                self.judge(at, body, &starts, stops, &kept.holds, By::Stream, found);
            }
        }
    }

    /// The streams and sets of a body whose futures take something.
    fn kept(&self, id: BodyId, body: &Body, fields: &[FieldSet]) -> Vec<Kept> {
        let program = self.program();
        let mut found: Vec<Kept> = Vec::new();
        for (_, call) in body.calls() {
            let attrs = effects::attrs_of(program, call);
            let parks = attrs.is_some_and(|attrs| attrs.has(Effect::Parks) && call.method);
            if let Some(pushed) = self.pushed(id, call) {
                if pushed.at.path.is_empty() {
                    found.push(pushed);
                }
            } else if parks || collects(program, body, call) {
                // `stream.map(|item| async { .. }).buffered(8)`, `ids.map(..).collect::<FuturesUnordered<_>>()`
                let holds = self.of_items(id, body, call);
                found.extend(named_results(body, call.to).map(|local| Kept {
                    at: Place::local(local),
                    holds: holds.clone(),
                }));
            }
            if let (true, [set]) = (call.method && !fields.is_empty(), call.args.as_slice()) {
                found.extend(set.place.as_ref().and_then(|place| in_field(place, fields)));
            }
        }
        found.retain(|kept| !kept.holds.is_empty());
        // Asked or pushed to in several places.
        let mut merged: Vec<Kept> = Vec::new();
        for kept in found {
            match merged.iter_mut().find(|known| known.at == kept.at) {
                Some(known) => {
                    let new = kept
                        .holds
                        .into_iter()
                        .filter(|one| !known.holds.contains(one));
                    let new: Vec<Taking> = new.collect();
                    known.holds.extend(new);
                }
                None => merged.push(kept),
            }
        }
        merged
    }

    /// `futures.push(future)`
    fn pushed(&self, id: BodyId, call: &Call) -> Option<Kept> {
        let attrs = effects::attrs_of(self.program(), call)?;
        if !attrs.has(Effect::Parks) || !call.method {
            return None;
        }
        let future = call.args.get(usize::from(attrs.future?) + 1)?;
        let at = call.args[0].place.clone()?;
        let holds = self.of_future(id, &future.value, 0);
        Some(Kept { at, holds })
    }

    /// Whether a node polls a stream again, or ends it.
    fn goes_on(&self, body: &Body, node: NodeId, stream: &Place) -> bool {
        match &body.node(node).op {
            Op::Call(call) => {
                call.awaited && asks(self.program(), call, stream) || moves(call, stream)
            }
            Op::Select(select) => self.arm_asks(body, select, stream),
            Op::Drop(local) => *stream == Place::local(*local),
            Op::Assign(to, _) => to == stream,
            _ => false,
        }
    }

    fn arm_asks(&self, body: &Body, select: &Select, stream: &Place) -> bool {
        let program = self.program();
        select.kind == SelectKind::Select
            && select.arms.iter().any(|arm| {
                let made = effects::future_bodies(program, body, &arm.future.value);
                made.into_iter().any(|made| match made {
                    Made::Call(node) => {
                        matches!(&body.node(node).op, Op::Call(call) if asks(program, call, stream))
                    }
                    Made::Block(_) => false,
                })
            })
    }

    /// What the futures take that the items of a stream are.
    pub(super) fn of_items(&self, id: BodyId, body: &Body, made: &Call) -> Vec<Taking> {
        let program = self.program();
        let mut found = Vec::new();
        let mut at = made.args.first().and_then(|arg| arg.place.clone());
        for _ in 0..8 {
            let Some(local) = at.as_ref().and_then(Place::as_local) else {
                break;
            };
            let from = match body.local(local).def.map(|node| &body.node(node).op) {
                Some(Op::Call(call)) => call,
                // `let asked = ids.map(..);`
                Some(Op::Assign(_, Value::Use(place))) => {
                    at = Some(place.clone());
                    continue;
                }
                _ => break,
            };
            for arg in &from.args {
                let Value::Body(closure) = arg.value else {
                    continue;
                };
                let inner = program.body(closure);
                let mut takes = Vec::new();
                if inner.is_async {
                    takes.extend(self.of_body(closure, true, 0));
                }
                for node in &inner.nodes {
                    if let Op::Return(value) = &node.op {
                        takes.extend(self.of_future(closure, value, 0));
                    }
                }
                let outward = |one| self.outward(closure, id, one);
                found.extend(takes.into_iter().filter_map(outward));
            }
            at = from.args.first().and_then(|arg| arg.place.clone());
        }
        found
    }
}

/// Puts the items of an iterator into a set of futures.
fn collects(program: &Program, body: &Body, call: &Call) -> bool {
    !call.args.is_empty() && is_set(program, &body.local(call.to).ty)
}

/// A set of futures, not tasks: they stand still while nobody polls the set.
pub(crate) fn is_set(program: &Program, ty: &Ty) -> bool {
    program
        .adt(ty)
        .is_some_and(|(_, adt)| adt.attrs.is(TypeWord::Stream) && adt.attrs.collection.is_some())
}

fn field_of(place: &Place) -> Option<(DefId, Sym)> {
    match place.path.as_slice() {
        [Step::Field(Some(owner), name)] => Some((*owner, *name)),
        _ => None,
    }
}

/// A set that stands in a field, with what is pushed to it anywhere, in the terms of this place.
fn in_field(place: &Place, fields: &[FieldSet]) -> Option<Kept> {
    let (field, base) = (field_of(place)?, place.as_local()?);
    let rebased = |set: &FieldSet, taking: &Taking| {
        let from = match &taking.from {
            Resource::Place(from) if from.root == Root::Local(set.of) => {
                Resource::Place(from.rebased_at(Root::Local(base)))
            }
            Resource::Place(from) if matches!(from.root, Root::Static(_)) => taking.from.clone(),
            Resource::Channel(_) => taking.from.clone(),
            Resource::Place(_) => return None,
        };
        Some(Taking {
            from,
            ..taking.clone()
        })
    };
    let sets = fields.iter().filter(|set| set.field == field);
    let holds = sets.flat_map(|set| set.holds.iter().filter_map(|taking| rebased(set, taking)));
    Some(Kept {
        at: place.clone(),
        holds: holds.collect(),
    })
}

/// The names that the result of a call is bound to, pinned or boxed.
fn named_results(body: &Body, result: LocalId) -> impl Iterator<Item = LocalId> {
    let mut found = vec![result];
    loop {
        let before = found.len();
        for node in &body.nodes {
            let (to, values): (LocalId, Vec<&Value>) = match &node.op {
                Op::Assign(to, value) if to.path.is_empty() => match to.as_local() {
                    Some(local) => (local, vec![value]),
                    None => continue,
                },
                Op::Call(call) if !call.awaited && call.args.len() == 1 => {
                    (call.to, vec![&call.args[0].value])
                }
                _ => continue,
            };
            let holds = values
                .iter()
                .any(|value| flow::mentions(value, &|local| found.contains(&local)) != Mention::No);
            if holds && !found.contains(&to) {
                found.push(to);
            }
        }
        if found.len() == before {
            break;
        }
    }
    found.into_iter()
}

/// Whether a call asks a stream for its next item, and leaves it where it is.
fn asks(program: &Program, call: &Call, stream: &Place) -> bool {
    let borrows = match &call.callee {
        Callee::Known(defs) => defs.iter().all(|def| {
            let receiver = program
                .function(*def)
                .and_then(|function| function.receiver);
            receiver != Some(Receiver::Value)
        }),
        _ => true,
    };
    borrows && call.method && call.args.len() == 1 && call.args[0].place.as_ref() == Some(stream)
}

/// Whether a call takes a stream away.
fn moves(call: &Call, stream: &Place) -> bool {
    call.args
        .iter()
        .any(|arg| matches!(&arg.value, Value::Use(place) if place == stream))
}
