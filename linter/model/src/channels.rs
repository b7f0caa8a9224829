//! Channels: where they are made, what travels, who sends and who receives.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::body::{Body, BodyId, Call, LoopKind, Node, Op, Value};
use crate::def::{Def, DefId};
use crate::effects::{self, Does, Site};
use crate::place::{Place, Step};
use crate::program::Program;
use crate::slots::{Group, Shared, Slots, shared};
use crate::stub::{Effect, Flavor, TypeWord};
use crate::sym::Sym;
use crate::ty::Ty;

/// Everything known of the channels of a workspace.
#[derive(Debug, Default)]
pub struct Channels {
    /// The channels, in the order of their creation sites.
    pub list: Vec<Channel>,
    by_group: FxHashMap<Group, Vec<u32>>,
    by_message: FxHashMap<DefId, Vec<u32>>,
}

/// A channel.
#[derive(Debug)]
pub struct Channel {
    /// Where it is made.
    pub created: Site,
    /// How messages travel.
    pub flavor: Option<Flavor>,
    /// How many messages it holds, where the text says; `None` without a bound.
    pub bound: Bound,
    /// What travels.
    pub message: Ty,
    /// Where messages are sent.
    pub sends: Vec<Site>,
    /// Where messages are received.
    pub receives: Vec<Site>,
    /// The receiver is returned by a public function: who asked for the channel consumes it.
    pub handed_out: bool,
}

/// How many messages a channel holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// Any number.
    None,
    /// This many.
    At(u64),
    /// Some number that the text does not show.
    Some,
}

/// A send or receive.
#[derive(Clone, Copy, Debug)]
pub struct End<'p> {
    /// The call.
    pub call: &'p Call,
    /// The sender, receiver or address.
    pub place: &'p Place,
}

impl Channels {
    /// Finds all channels.
    pub fn new(program: &Program, slots: &Slots) -> Self {
        let mut channels = Self::default();
        let public = returned_by_public(program, slots);
        for (id, body) in program.doing(|does| does.effects.has(Effect::Channel)) {
            for (node, call) in body.calls() {
                let attrs = effects::attrs_of(program, call);
                if attrs.is_some_and(|attrs| attrs.has(Effect::Channel)) {
                    channels.create(program, slots, &public, Site { body: id, node }, call);
                }
            }
        }
        channels.connect(program, slots);
        channels
    }

    fn create(
        &mut self,
        program: &Program,
        slots: &Slots,
        public: &FxHashSet<Group>,
        created: Site,
        call: &Call,
    ) {
        let body = program.body(created.body);
        let Ty::Tuple(parts) = body.local(call.to).ty.peel_refs() else {
            return;
        };
        let (Some(sender), Some(attrs)) = (parts.first(), effects::attrs_of(program, call)) else {
            return;
        };
        let flavor = program.adt(sender).and_then(|(_, adt)| adt.attrs.flavor);
        let bound = match attrs
            .capacity
            .and_then(|index| call.args.get(usize::from(index)))
        {
            None => Bound::None,
            Some(arg) => match arg.value {
                Value::Int(number) => Bound::At(number),
                _ => Bound::Some,
            },
        };
        let number = self.list.len() as u32;
        let half = |index: &str| Place::local(call.to).then(Step::Field(None, Sym::new(index)));
        let ends = [
            slots.group(program, created.body, &half("0")),
            slots.group(program, created.body, &half("1")),
        ];
        for group in ends.into_iter().flatten() {
            self.by_group.entry(group).or_default().push(number);
        }
        let message = parts
            .iter()
            .filter_map(|part| part.arg(0))
            .find(|ty| is_settled(ty));
        self.list.push(Channel {
            created,
            flavor,
            bound,
            message: message.cloned().unwrap_or_default(),
            sends: Vec::new(),
            receives: Vec::new(),
            handed_out: ends[1].is_some_and(|group| public.contains(&group)),
        });
    }

    fn connect(&mut self, program: &Program, slots: &Slots) {
        let mut ends: Vec<(Site, Cow<'_, Place>, Option<Ty>, bool)> = Vec::new();
        let sends = |does: Does| does.effects.any([Effect::Send, Effect::TrySend]);
        for (id, body) in program.doing(|does| does.receives || sends(does)) {
            for (node, data) in body.nodes() {
                let at = Site { body: id, node };
                match &data.op {
                    Op::Call(call) => {
                        if let Some(end) = sending(program, call) {
                            let message =
                                end_type(program, call).filter(is_settled).or_else(|| {
                                    payload(program, call).map(|payload| payload.ty.clone())
                                });
                            ends.push((at, Cow::Borrowed(end.place), message, true));
                        } else if let Some(end) = receiving(program, call) {
                            ends.push((
                                at,
                                Cow::Borrowed(end.place),
                                end_type(program, call),
                                false,
                            ));
                        }
                    }
                    Op::Await(await_) => {
                        if let (Some(Shared::End(_, true, message)), Some(place)) =
                            (shared(program, &await_.future.ty), &await_.future.place)
                        {
                            ends.push((at, Cow::Borrowed(place), message.cloned(), false));
                        }
                    }
                    Op::Assign(_, Value::Use(place)) => {
                        if let Some((place, message)) = iterated(program, body, data, place) {
                            ends.push((at, Cow::Owned(place), message, false));
                        }
                    }
                    _ => {}
                }
            }
        }
        // What travels is often only known where it is sent, or where an end is kept.
        for (at, place, message, _) in &ends {
            let Some(message) = message else { continue };
            let numbers = self.numbers(program, slots, at.body, place.as_ref());
            self.settle(&numbers, message);
        }
        if (self.list.iter()).any(|channel| !is_settled(&channel.message)) {
            for (group, ty) in slots.types(program) {
                if let Some(numbers) = self.by_group.get(&group).cloned()
                    && let Some(Shared::End(_, _, Some(message))) = shared(program, &ty)
                {
                    self.settle(&numbers, message);
                }
            }
        }
        for (number, channel) in self.list.iter().enumerate() {
            if let Some(def) = channel.message.adt()
                && program.def(def).location.is_some()
            {
                self.by_message.entry(def).or_default().push(number as u32);
            }
        }
        for (at, place, message, sends) in ends {
            let mut numbers = self.numbers(program, slots, at.body, &place);
            if numbers.is_empty() {
                numbers = message.map_or_else(Vec::new, |message| self.carrying(&message));
            }
            for number in numbers {
                let channel = &mut self.list[number as usize];
                if sends {
                    channel.sends.push(at)
                } else {
                    channel.receives.push(at)
                }
            }
        }
    }

    /// Says what travels through these channels where it was not known yet.
    fn settle(&mut self, numbers: &[u32], message: &Ty) {
        if !is_settled(message) {
            return;
        }
        for number in numbers {
            let channel = &mut self.list[*number as usize];
            if !is_settled(&channel.message) {
                channel.message = message.clone();
            }
        }
    }

    fn numbers(&self, program: &Program, slots: &Slots, body: BodyId, place: &Place) -> Vec<u32> {
        let group = slots.group(program, body, place);
        group
            .and_then(|group| self.by_group.get(&group))
            .cloned()
            .unwrap_or_default()
    }

    /// The channel that alone carries messages of this type.
    fn carrying(&self, message: &Ty) -> Vec<u32> {
        let numbers = message.adt().and_then(|def| self.by_message.get(&def));
        numbers
            .filter(|numbers| numbers.len() == 1)
            .cloned()
            .unwrap_or_default()
    }

    /// The channels that an end at a place may belong to.
    pub fn of(
        &self,
        program: &Program,
        slots: &Slots,
        body: BodyId,
        place: &Place,
        message: &Ty,
    ) -> Vec<&Channel> {
        let mut numbers = self.numbers(program, slots, body, place);
        if numbers.is_empty() {
            numbers = self.carrying(message);
        }
        numbers
            .iter()
            .map(|number| &self.list[*number as usize])
            .collect()
    }
}

/// The receiver that a `for` goes over, and its messages: the node gives the loop its next one.
pub fn iterated(
    program: &Program,
    body: &Body,
    node: &Node,
    place: &Place,
) -> Option<(Place, Option<Ty>)> {
    let of = node.in_loop?;
    if body.loops[of.0 as usize].kind != LoopKind::For || place.path.last() != Some(&Step::Elem) {
        return None;
    }
    let receiver = Place {
        root: place.root,
        path: place.path[..place.path.len() - 1].iter().copied().collect(),
    };
    let local = body.local(receiver.as_local()?);
    // `for job in jobs.iter()`
    if let Some(Op::Call(call)) = local.def.map(|node| &body.node(node).op)
        && let Some(end) = receiving(program, call)
    {
        return Some((end.place.clone(), end_type(program, call)));
    }
    let ty = match receiver.path.is_empty() {
        true => local.ty.clone(),
        false => field_type(program, &receiver)?,
    };
    match ty.peel_refs() {
        Ty::Adt(def, args) if program.def(*def).as_adt()?.attrs.is(TypeWord::Receiver) => {
            Some((receiver, args.first().cloned()))
        }
        _ => None,
    }
}

fn field_type(program: &Program, place: &Place) -> Option<Ty> {
    match place.path.last()? {
        Step::Field(Some(owner), name) => crate::slots::field_type(program, *owner, *name),
        _ => None,
    }
}

/// Whether it is known what travels.
fn is_settled(message: &Ty) -> bool {
    !matches!(message, Ty::Unknown | Ty::Around(_) | Ty::Param(_))
}

/// The message type of a send's or receive's end.
fn end_type(program: &Program, call: &Call) -> Option<Ty> {
    match shared(program, &call.args.first()?.ty)? {
        Shared::End(_, _, message) => message.cloned(),
        Shared::State(_) => None,
    }
}

/// The call as a send of a message.
pub fn sending<'p>(program: &Program, call: &'p Call) -> Option<End<'p>> {
    let attrs = effects::attrs_of(program, call)?;
    let sends = attrs.has(Effect::Send) || attrs.has(Effect::TrySend);
    let first = call.args.first()?;
    let is_end = matches!(shared(program, &first.ty), Some(Shared::End(_, false, _)));
    (sends && is_end).then_some(End {
        call,
        place: first.place.as_ref()?,
    })
}

/// The call as a wait for room for a message: a send that waits, or `reserve`.
pub fn waiting_for_room<'p>(program: &Program, call: &'p Call) -> Option<End<'p>> {
    let attrs = effects::attrs_of(program, call)?;
    let first = call.args.first()?;
    let waits = attrs.has(Effect::Send) || attrs.has(Effect::Lock);
    let is_end = |ty| matches!(shared(program, ty), Some(Shared::End(_, false, _)));
    (waits && is_end(&first.ty)).then_some(End {
        call,
        place: first.place.as_ref()?,
    })
}

/// The call as a receive of a message.
pub fn receiving<'p>(program: &Program, call: &'p Call) -> Option<End<'p>> {
    let first = call.args.first()?;
    let attrs = effects::attrs_of(program, call);
    let takes = attrs.is_some_and(|attrs| attrs.has(Effect::Recv) || attrs.has(Effect::TryRecv));
    // `rx.next()`: a receiver that is a stream. `poll_next` is its only method that often is not resolved.
    let streams = call.method
        && match call.name.as_str() {
            "next" | "try_next" | "poll_next_unpin" | "select_next_some" => attrs.is_some(),
            "poll_next" => true,
            _ => false,
        };
    // The type is asked last: it takes longest.
    let is_end = |ty| matches!(shared(program, ty), Some(Shared::End(_, true, _)));
    ((takes || streams) && is_end(&first.ty)).then_some(End {
        call,
        place: first.place.as_ref()?,
    })
}

/// Whether a node takes a message: by a call, by awaiting a receiver, as the next of a loop over one.
pub fn receives(program: &Program, body: &Body, node: &Node) -> bool {
    match &node.op {
        Op::Call(call) => receiving(program, call).is_some(),
        Op::Await(await_) => {
            matches!(
                shared(program, &await_.future.ty),
                Some(Shared::End(_, true, _))
            )
        }
        Op::Assign(_, Value::Use(place)) => iterated(program, body, node, place).is_some(),
        _ => false,
    }
}

/// The argument that is the message.
pub fn payload<'p>(program: &Program, call: &'p Call) -> Option<&'p crate::body::Arg> {
    let index = usize::from(effects::attrs_of(program, call)?.value?);
    call.args.get(index + usize::from(call.method))
}

/// How messages travel through an end of this type; `None` for addresses and unknown ends.
pub fn flavor(program: &Program, ty: &Ty) -> Option<Flavor> {
    match shared(program, ty)? {
        Shared::End(def, ..) => program.def(def).as_adt()?.attrs.flavor,
        Shared::State(_) => None,
    }
}

/// Whether the same type of sender is also made without a bound.
pub fn may_lack_bound(program: &Program, sender: &Ty) -> bool {
    let Some(Shared::End(end, ..)) = shared(program, sender) else {
        return false;
    };
    let makes = |output: &Ty| match output {
        Ty::Tuple(ends) => ends.first().and_then(Ty::adt) == Some(end),
        _ => false,
    };
    program.defs.iter().filter_map(Def::as_fn).any(|function| {
        function.attrs.has(Effect::Channel)
            && function.attrs.capacity.is_none()
            && makes(&function.output)
    })
}

/// Whether a type is, or holds, the address of an actor.
pub fn is_address(program: &Program, ty: &Ty) -> bool {
    match shared(program, ty) {
        Some(Shared::End(def, ..)) => program
            .def(def)
            .as_adt()
            .is_some_and(|adt| adt.attrs.is(TypeWord::Address)),
        _ => false,
    }
}

/// What public functions return leaves the workspace.
fn returned_by_public(program: &Program, slots: &Slots) -> FxHashSet<Group> {
    let public = program
        .body_of
        .iter()
        .filter(|(def, _)| program.def(**def).public);
    public.flat_map(|(_, body)| slots.returned(*body)).collect()
}
