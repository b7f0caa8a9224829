//! Where values that are shared by their copies live: channel ends, addresses and shared state,
//! followed through locals, captures, fields, constructors, arguments and results.
//!
//! A slot is a place without regard to which instance of a struct it belongs to. Slots that one value
//! flows through are one group; the order of the flow does not matter.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::body::{Body, BodyId, Call, LocalId, LocalKind, Op, Value};
use crate::def::{DefId, DefKind};
use crate::effects;
use crate::place::{Place, Root, Step};
use crate::program::Program;
use crate::stub::{Effect, TypeWord};
use crate::sym::Sym;
use crate::ty::Ty;

/// Where a value lives.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Slot {
    base: Base,
    rest: SmallVec<[Sym; 2]>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Base {
    Local(BodyId, LocalId),
    Field(DefId, Sym),
    Static(DefId),
    Output(BodyId),
}

/// A group of slots that share their values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Group(u32);

/// All slots of shared values, in groups.
#[derive(Debug, Default)]
pub struct Slots {
    numbers: FxHashMap<Slot, u32>,
    parents: Vec<u32>,
}

impl Slots {
    /// Follows every shared value of the program.
    pub fn new(program: &Program) -> Self {
        let mut slots = Self::default();
        for (id, body) in program.bodies() {
            for node in &body.nodes {
                slots.node(program, id, body, &node.op);
            }
        }
        // Groups are asked for by shared reference: leave every slot one step from its root.
        for number in 0..slots.parents.len() as u32 {
            let root = slots.find(number);
            slots.parents[number as usize] = root;
        }
        slots
    }

    /// The group of a place; `None` where nothing shared was seen to flow through it.
    pub fn group(&self, program: &Program, body: BodyId, place: &Place) -> Option<Group> {
        self.group_of(&of_place(program, body, place))
    }

    /// The group of a field.
    pub fn group_of_field(&self, owner: DefId, name: Sym) -> Option<Group> {
        self.group_of(&Slot {
            base: Base::Field(owner, name),
            rest: SmallVec::new(),
        })
    }

    /// The groups that a body returns, whole or as parts of a tuple.
    pub fn returned(&self, body: BodyId) -> impl Iterator<Item = Group> + '_ {
        let whole = Slot {
            base: Base::Output(body),
            rest: SmallVec::new(),
        };
        let parts = (0..TUPLE).map({
            let whole = whole.clone();
            move |index| part(&whole, index)
        });
        std::iter::once(whole)
            .chain(parts)
            .filter_map(|slot| self.group_of(&slot))
    }

    /// The fields among the slots of each group.
    pub fn fields(&self) -> impl Iterator<Item = (Group, DefId, Sym)> + '_ {
        self.numbers
            .iter()
            .filter_map(|(slot, number)| match slot.base {
                Base::Field(owner, name) => {
                    Some((Group(self.parents[*number as usize]), owner, name))
                }
                _ => None,
            })
    }

    /// The declared or inferred types of the slots of each group, in the order in which they were seen.
    pub fn types(&self, program: &Program) -> Vec<(Group, Ty)> {
        let mut slots: Vec<(&Slot, u32)> = (self.numbers.iter())
            .filter(|(slot, _)| slot.rest.is_empty())
            .map(|(slot, number)| (slot, *number))
            .collect();
        slots.sort_unstable_by_key(|(_, number)| *number);
        let typed = slots.into_iter().filter_map(|(slot, number)| {
            let ty = match slot.base {
                Base::Local(id, local) => program.body(id).local(local).ty.clone(),
                Base::Field(owner, name) => field_type(program, owner, name)?,
                Base::Static(_) | Base::Output(_) => return None,
            };
            Some((Group(self.parents[number as usize]), ty))
        });
        typed.collect()
    }

    fn group_of(&self, slot: &Slot) -> Option<Group> {
        let number = *self.numbers.get(slot)?;
        Some(Group(self.parents[number as usize]))
    }

    fn number(&mut self, slot: Slot) -> u32 {
        let next = self.parents.len() as u32;
        let number = *self.numbers.entry(slot).or_insert(next);
        if number == next {
            self.parents.push(next);
        }
        number
    }

    fn find(&mut self, mut number: u32) -> u32 {
        while self.parents[number as usize] != number {
            let above = self.parents[number as usize];
            self.parents[number as usize] = self.parents[above as usize];
            number = above;
        }
        number
    }

    fn unite(&mut self, a: Slot, b: Slot) {
        let (a, b) = (self.number(a), self.number(b));
        let (a, b) = (self.find(a), self.find(b));
        // The smaller number stays the root, so that groups do not depend on the order of joins.
        self.parents[a.max(b) as usize] = a.min(b);
    }

    /// Lets a value of this type flow into a slot.
    fn flow(&mut self, program: &Program, id: BodyId, into: &Slot, value: &Value, ty: &Ty) {
        match value {
            Value::Use(place) | Value::Ref(_, place) => {
                let from = of_place(program, id, place);
                if let Ty::Tuple(parts) = ty.peel_refs() {
                    for (index, ty) in parts.iter().enumerate().take(TUPLE) {
                        if is_shared(program, ty) {
                            self.unite(part(into, index), part(&from, index));
                        }
                    }
                } else if is_shared(program, ty) {
                    self.unite(into.clone(), from);
                }
            }
            Value::Aggregate(None, parts) => {
                for (name, value) in parts {
                    let mut slot = into.clone();
                    slot.rest.push(*name);
                    self.flow_any(program, id, &slot, value);
                }
            }
            Value::Aggregate(Some(def), parts) => self.aggregate(program, id, *def, parts, into),
            _ => {}
        }
    }

    /// The same where the type is that of the value itself.
    fn flow_any(&mut self, program: &Program, id: BodyId, into: &Slot, value: &Value) {
        let ty = type_of(program, id, value).unwrap_or_default();
        self.flow(program, id, into, value, &ty);
    }

    fn aggregate(
        &mut self,
        program: &Program,
        id: BodyId,
        def: DefId,
        parts: &[(Sym, Value)],
        into: &Slot,
    ) {
        let definition = program.def(def);
        // `Some(tx)` and `Ok((tx, rx))` stand for what they hold.
        if definition.location.is_none() {
            for (_, value) in parts {
                self.flow_any(program, id, into, value);
            }
            return;
        }
        for (name, value) in parts {
            let slot = match definition.kind {
                DefKind::Variant(owner, _) => {
                    let label = Sym::new(&format!("{}.{name}", definition.name));
                    Slot {
                        base: Base::Field(owner, label),
                        rest: SmallVec::new(),
                    }
                }
                _ => Slot {
                    base: Base::Field(def, *name),
                    rest: SmallVec::new(),
                },
            };
            self.flow_any(program, id, &slot, value);
        }
    }

    fn node(&mut self, program: &Program, id: BodyId, body: &Body, op: &Op) {
        match op {
            Op::Assign(to, value) => {
                let into = of_place(program, id, to);
                let ty = match to.path.is_empty() {
                    true => to.as_local().map(|local| body.local(local).ty.clone()),
                    false => type_of(program, id, value),
                };
                self.flow(program, id, &into, value, &ty.unwrap_or_default());
            }
            Op::Return(value) | Op::Yield(value) => {
                self.flow_any(
                    program,
                    id,
                    &Slot {
                        base: Base::Output(id),
                        rest: SmallVec::new(),
                    },
                    value,
                );
            }
            Op::Call(call) => self.call(program, id, body, call),
            _ => {}
        }
    }

    fn call(&mut self, program: &Program, id: BodyId, body: &Body, call: &Call) {
        let to = Slot {
            base: Base::Local(id, call.to),
            rest: SmallVec::new(),
        };
        let ty = &body.local(call.to).ty;
        let callees = effects::callees(program, call);
        for callee in &callees {
            let target = program.body(*callee);
            for (arg, param) in call.args.iter().zip(&target.params) {
                let into = Slot {
                    base: Base::Local(*callee, *param),
                    rest: SmallVec::new(),
                };
                self.flow(
                    program,
                    id,
                    &into,
                    &at_place(&arg.value, arg.place.as_ref()),
                    &arg.ty,
                );
            }
            let output = Slot {
                base: Base::Output(*callee),
                rest: SmallVec::new(),
            };
            match peel_success(program, ty) {
                Ty::Tuple(parts) => {
                    for (index, ty) in parts.iter().enumerate().take(TUPLE) {
                        if is_shared(program, ty) {
                            self.unite(part(&to, index), part(&output, index));
                        }
                    }
                }
                ty if is_shared(program, ty) => self.unite(to.clone(), output),
                _ => {}
            }
        }
        if !callees.is_empty() {
            return;
        }
        let attrs = effects::attrs_of(program, call);
        let passes = attrs.is_some_and(|attrs| {
            [
                Effect::Send,
                Effect::TrySend,
                Effect::Recv,
                Effect::TryRecv,
                Effect::Call,
                Effect::Channel,
            ]
            .into_iter()
            .any(|kind| attrs.has(kind))
        });
        for (index, arg) in call.args.iter().enumerate() {
            // Constructors that were not inlined, and arguments that are built in place.
            if let Value::Aggregate(Some(def), parts) = &arg.value {
                let into = Slot {
                    base: Base::Local(id, call.to),
                    rest: SmallVec::from_slice(&[Sym::new("_")]),
                };
                self.aggregate(program, id, *def, parts, &into);
            }
            if passes {
                continue;
            }
            // `Arc::new(rx)`, `ReceiverStream::new(rx)`, `senders.insert(id, tx)`: the holder stands for what it
            // holds.
            let value = at_place(&arg.value, arg.place.as_ref());
            if same_end(program, ty, &arg.ty) || wraps_end(program, ty, &arg.ty) {
                self.flow(program, id, &to, &value, &arg.ty);
            }
            if let (true, Some(first)) = (index > 0 && call.method, call.args.first())
                && let (true, Some(holder)) = (same_end(program, &first.ty, &arg.ty), &first.place)
            {
                let into = of_place(program, id, holder);
                self.flow(program, id, &into, &value, &arg.ty);
            }
        }
    }
}

/// Tuples longer than this carry no channel ends in practice.
const TUPLE: usize = 6;

fn part(slot: &Slot, index: usize) -> Slot {
    let mut slot = slot.clone();
    slot.rest.push(Sym::new(&index.to_string()));
    slot
}

fn at_place(value: &Value, place: Option<&Place>) -> Value {
    match (value, place) {
        (Value::Aggregate(..), _) | (_, None) => value.clone(),
        (_, Some(place)) => Value::Use(place.clone()),
    }
}

fn of_place(program: &Program, id: BodyId, place: &Place) -> Slot {
    let mut base = match place.root {
        Root::Static(def) => Base::Static(def),
        Root::Local(local) => {
            let (id, local) = origin(program, id, local);
            Base::Local(id, local)
        }
    };
    let mut rest = SmallVec::new();
    for step in &place.path {
        match step {
            Step::Field(Some(owner), name) => {
                base = Base::Field(*owner, *name);
                rest.clear();
            }
            Step::Field(None, name) => rest.push(*name),
            Step::Elem => {}
        }
    }
    Slot { base, rest }
}

/// The local behind a capture, and the body that declares it.
pub fn origin(program: &Program, id: BodyId, local: LocalId) -> (BodyId, LocalId) {
    let (mut id, mut local) = (id, local);
    while let LocalKind::Capture(outer) = program.body(id).local(local).kind {
        let Some(parent) = program.body(id).parent else {
            break;
        };
        (id, local) = (parent, outer);
        // A capture of a name that stands for a field is not followed further.
    }
    (id, local)
}

fn type_of(program: &Program, id: BodyId, value: &Value) -> Option<Ty> {
    let (Value::Use(place) | Value::Ref(_, place)) = value else {
        return None;
    };
    place_type(program, id, place)
}

/// The type of a place, through fields and collections as far as definitions tell.
pub fn place_type(program: &Program, id: BodyId, place: &Place) -> Option<Ty> {
    let mut ty = match place.root {
        Root::Local(local) => program.body(id).local(local).ty.clone(),
        Root::Static(def) => program.body(*program.body_of.get(&def)?).output.clone(),
    };
    for step in &place.path {
        ty = match step {
            Step::Field(None, name) => {
                match (peel_success(program, &ty), name.as_str().parse::<usize>()) {
                    (Ty::Tuple(parts), Ok(index)) => parts.get(index)?.clone(),
                    _ => return None,
                }
            }
            Step::Field(Some(owner), name) => field_type(program, *owner, *name)?,
            Step::Elem => element(program, &ty)?.clone(),
        };
    }
    Some(ty)
}

/// The declared type of a field; variants' fields are named `Variant.field`.
pub fn field_type(program: &Program, owner: DefId, name: Sym) -> Option<Ty> {
    let adt = program.def(owner).as_adt()?;
    let (variant, field) = match name.as_str().split_once('.') {
        Some((variant, field)) => (Some(variant), field),
        None => (None, name.as_str()),
    };
    let variant = match variant {
        Some(variant) => adt.variants.iter().find(|known| known.name == *variant)?,
        None => adt.variants.first()?,
    };
    variant
        .fields
        .iter()
        .find(|known| known.name == *field)
        .map(|field| field.ty.clone())
}

/// What a collection holds: values of maps, elements of the rest.
pub fn element<'t>(program: &Program, ty: &'t Ty) -> Option<&'t Ty> {
    match peel(program, ty) {
        Ty::Slice(inner) => Some(inner),
        Ty::Adt(def, args)
            if program
                .def(*def)
                .as_adt()
                .is_some_and(|adt| adt.attrs.collection.is_some()) =>
        {
            args.last()
        }
        _ => None,
    }
}

/// The type behind references, pointers, locks and `Option`.
pub fn peel<'t>(program: &Program, ty: &'t Ty) -> &'t Ty {
    let mut ty = ty.peel_refs();
    for _ in 0..8 {
        let Ty::Adt(def, args) = ty else { break };
        let definition = program.def(*def);
        let transparent = definition.as_adt().is_some_and(|adt| {
            adt.attrs.is(TypeWord::Pointer)
                || adt.attrs.is(TypeWord::Lock)
                || adt.attrs.is(TypeWord::Guard)
        }) || definition.name == "Option" && definition.location.is_none();
        match (transparent, args.last()) {
            (true, Some(inner)) => ty = inner.peel_refs(),
            _ => break,
        }
    }
    ty
}

fn peel_success<'t>(program: &Program, ty: &'t Ty) -> &'t Ty {
    let ty = ty.peel_refs();
    match ty {
        Ty::Adt(def, args) if matches!(program.def(*def).name.as_str(), "Result" | "Option") => {
            args.first()
                .map_or(ty, |inner| peel_success(program, inner))
        }
        Ty::Future(inner) => peel_success(program, inner),
        _ => ty,
    }
}

/// What makes a type shared by its copies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared<'t> {
    /// An end of a channel or an address: the definition, whether it receives, and its message.
    End(DefId, bool, Option<&'t Ty>),
    /// A collection behind a lock.
    State(&'t Ty),
}

/// The channel end or shared collection that a type is or holds, a workspace struct's fields not counted.
pub fn shared<'t>(program: &Program, ty: &'t Ty) -> Option<Shared<'t>> {
    shared_within(program, ty, false, 0)
}

fn shared_within<'t>(
    program: &Program,
    ty: &'t Ty,
    locked: bool,
    depth: u32,
) -> Option<Shared<'t>> {
    if depth > 6 {
        return None;
    }
    match ty.peel_refs() {
        Ty::Adt(def, args) => {
            let definition = program.def(*def);
            let adt = definition.as_adt()?;
            if adt.attrs.is(TypeWord::Sender) || adt.attrs.is(TypeWord::Address) {
                return Some(Shared::End(*def, false, args.first()));
            }
            if adt.attrs.is(TypeWord::Receiver) {
                return Some(Shared::End(*def, true, args.first()));
            }
            if definition.location.is_some() {
                return None;
            }
            if locked && adt.attrs.collection.is_some() {
                let held = args
                    .last()
                    .and_then(|inner| shared_within(program, inner, false, depth + 1));
                return Some(held.unwrap_or(Shared::State(ty.peel_refs())));
            }
            let locked = locked || adt.attrs.is(TypeWord::Lock);
            args.iter()
                .find_map(|inner| shared_within(program, inner, locked, depth + 1))
        }
        Ty::Slice(inner) | Ty::Future(inner) => shared_within(program, inner, locked, depth + 1),
        _ => None,
    }
}

fn is_shared(program: &Program, ty: &Ty) -> bool {
    shared(program, ty).is_some()
}

/// Whether one type is an end of its own that stands for the other: a stream made of a receiver, a weak sender.
fn wraps_end(program: &Program, wrapper: &Ty, held: &Ty) -> bool {
    match (shared(program, wrapper), shared(program, held)) {
        (Some(Shared::End(_, to, of)), Some(Shared::End(_, from, held))) => {
            let known = |ty: &&Ty| !matches!(ty, Ty::Unknown | Ty::Param(_));
            let (of, held) = (of.filter(known), held.filter(known));
            to == from && (of.is_none() || held.is_none() || of == held)
        }
        _ => false,
    }
}

/// Whether one type holds the same kind of end as the other.
fn same_end(program: &Program, holder: &Ty, held: &Ty) -> bool {
    match (shared(program, holder), shared(program, held)) {
        (Some(Shared::End(a, ..)), Some(Shared::End(b, ..))) => a == b,
        (Some(Shared::State(_)), Some(Shared::State(_))) => true,
        _ => false,
    }
}
