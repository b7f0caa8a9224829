//! Who goes on as if the message had arrived.

use otplint_model::body::{Arg, Body, LocalKind, Outcome};
use otplint_model::def::DefKind;
use otplint_model::effects::{self, Site};
use otplint_model::handling;
use otplint_model::slots::{self, Shared};
use otplint_model::stub::{Effect, Flavor, TypeWord};
use otplint_model::{
    BodyId, Call, Location, Model, NodeId, Op, Place, Program, Step, Ty, Value, channels, flow,
};
use rustc_hash::FxHashMap;

use crate::raw_send::message;
use crate::story::in_production;

/// What happens to the reply that a message asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// It asks for none.
    None,
    /// It is awaited by someone, who learns of the loss.
    Looked,
    /// It is awaited, and its absence panics.
    Panics,
}

/// What happens to the reply that a message asks for: it is sent at `send`, by or for `at`.
pub fn reply(model: &Model, at: Site, send: Site, payload: &Arg) -> Reply {
    let program = &model.program;
    let body = program.body(at.body);
    let mut found = Reply::None;
    for node in flow::reachable(body, at.node, |_| false).iter() {
        let outcome = match &body.node(node).op {
            Op::Await(await_) if is_answer(model, body, &await_.future) => await_.outcome,
            Op::Call(call)
                if call.args.iter().any(|arg| is_answer(model, body, arg))
                    && !only_holds(program, call) =>
            {
                call.outcome
            }
            _ => continue,
        };
        match outcome {
            Outcome::Panics => found = Reply::Panics,
            _ => return Reply::Looked,
        }
    }
    match found {
        Reply::None if carries_reply(model, program.body(send.body), &payload.value, 0) => {
            Reply::Looked
        }
        found => found,
    }
}

/// A call that hands the end of an answer about, or drops it, and does not ask: `.ok()`, `drop(..)`.
fn only_holds(program: &Program, call: &Call) -> bool {
    effects::attrs_of(program, call).is_some_and(|attrs| {
        [Effect::Drop, Effect::Pure, Effect::Forget]
            .into_iter()
            .any(|kind| attrs.has(kind))
    })
}

/// Whether a type is, or holds, the receiving end of a channel.
pub fn is_receiver(model: &Model, ty: &Ty) -> bool {
    matches!(
        slots::shared(&model.program, ty),
        Some(Shared::End(_, true, _))
    )
}

/// An end on which an answer comes: a oneshot, or a channel that the same function made.
fn is_answer(model: &Model, body: &Body, arg: &Arg) -> bool {
    let program = &model.program;
    if !is_receiver(model, &arg.ty) {
        return false;
    }
    if channels::flavor(program, &arg.ty) == Some(Flavor::Oneshot) {
        return true;
    }
    let local = match &arg.place {
        Some(place) => place.as_local(),
        None => None,
    };
    local.is_some_and(|local| {
        let data = body.local(local);
        let made = data.def.map(|node| &body.node(node).op);
        matches!(data.kind, LocalKind::Variable)
            && matches!(made, Some(Op::Assign(_, Value::Use(from)))
                if from.as_local().is_some_and(|local| is_channel(model, body, local)))
    })
}

fn is_channel(model: &Model, body: &Body, local: otplint_model::LocalId) -> bool {
    matches!(body.local(local).def.map(|node| &body.node(node).op), Some(Op::Call(call))
        if effects::attrs_of(&model.program, call).is_some_and(|attrs| attrs.has(Effect::Channel)))
}

/// Whether someone waits for a reply to the message of a send.
pub fn asks_for_reply(model: &Model, at: Site, payload: &Arg) -> bool {
    reply(model, at, at, payload) != Reply::None
}

/// The message carries the sender of a reply that someone else waits for.
fn carries_reply(model: &Model, body: &Body, value: &Value, depth: u32) -> bool {
    match message::resolved(body, value) {
        Value::Use(place) | Value::Ref(_, place) => {
            let ty = place
                .as_local()
                .filter(|_| place.path.is_empty())
                .map(|local| &body.local(local).ty);
            ty.is_some_and(|ty| holds_reply(model, ty, 0)) && !is_unheard(model, body, place)
        }
        Value::Aggregate(_, parts) if depth < 4 => parts
            .iter()
            .any(|(_, part)| carries_reply(model, body, part, depth + 1)),
        _ => false,
    }
}

/// The sender of a channel whose other end is dropped where it is made: `let (done, _) = channel()`.
pub fn is_unheard(model: &Model, body: &Body, sender: &Place) -> bool {
    let made = flow::origin(body, sender);
    let Some(pair) = made
        .as_local()
        .filter(|pair| made.path.len() == 1 && is_channel(model, body, *pair))
    else {
        return false;
    };
    let receiver = |place: &Place| {
        place.as_local() == Some(pair)
            && !matches!(place.path.first(), Some(Step::Field(_, name)) if *name == "0")
    };
    let used = body.nodes().any(|(_, data)| {
        let mut used = false;
        if !matches!(data.op, Op::Drop(_)) {
            flow::uses(&data.op, |value| {
                used |=
                    matches!(value, Value::Use(place) | Value::Ref(_, place) if receiver(place));
            });
        }
        used
    });
    !used
}

/// The type is the sender of a reply, or a struct with one among its fields.
fn holds_reply(model: &Model, ty: &Ty, depth: u32) -> bool {
    let program = &model.program;
    if let Some(Shared::End(_, false, _)) = slots::shared(program, ty) {
        return depth == 0 || channels::flavor(program, ty) == Some(Flavor::Oneshot);
    }
    let Some((def, adt)) = program.adt(ty) else {
        return false;
    };
    let ours = program.def(def).location.is_some() && !adt.is_enum;
    let fields = adt.variants.iter().flat_map(|variant| &variant.fields);
    ours && depth < 2
        && fields
            .into_iter()
            .any(|field| holds_reply(model, &field.ty, depth + 1))
}

/// Who is told that all is well after a send, and how.
#[derive(Debug)]
pub struct Told {
    /// Where.
    pub location: Location,
    /// How.
    pub story: &'static str,
    /// It is a request from outside that is answered.
    pub served: bool,
}

/// Who handed over what the message carries, and is told that all is well though it may be lost.
pub fn accepted(model: &Model, at: Site, values: &[&Value]) -> Option<Told> {
    let program = &model.program;
    let body = program.body(at.body);
    let after = flow::reachable(body, at.node, |_| false);
    for node in after.iter() {
        if let Op::Call(call) = &body.node(node).op
            && effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(Effect::Reply))
        {
            return Some(Told {
                location: model.location(Site {
                    body: at.body,
                    node,
                }),
                story: "and the requester is answered here",
                served: true,
            });
        }
    }
    if let Some(node) = answered_peer(model, at, values) {
        return Some(Told {
            location: model.location(Site {
                body: at.body,
                node,
            }),
            story: "and the other side is answered here",
            served: true,
        });
    }
    let given = values.iter().any(|value| given(model, at.body, value));
    let owner = program.def(body.owner);
    let DefKind::Fn(function) = &owner.kind else {
        return None;
    };
    let outer = BodyId::new(at.body.function(), 0);
    if !given || !answers_for(model, at.body) {
        return None;
    }
    let served = serves(model, outer) && !matches!(function.output, Ty::Unit | Ty::Never);
    let is_result = |ty: &Ty| {
        ty.adt()
            .is_some_and(|def| program.def(def).name == "Result")
    };
    let tells = served
        || is_result(&function.output)
        || hands_out(model, at.body) && is_result(&body.output);
    let inner = outer != at.body;
    let outer_body = program.body(outer);
    for (node, data) in outer_body.nodes() {
        if !matches!(data.op, Op::Return(_)) || (!inner && !after.contains(node)) {
            continue;
        }
        if tells {
            return Some(Told {
                location: model.location(Site { body: outer, node }),
                story: "and the caller is told that it went well",
                served,
            });
        }
        let ours = |def| program.def(def).location.is_some();
        if owner.public
            && matches!(function.output, Ty::Unit)
            && function.trait_def.is_none_or(ours)
        {
            return Some(Told {
                location: owner.location?,
                story: "the caller of this public function cannot learn of it",
                served: false,
            });
        }
    }
    None
}

/// Where a peer, from whom the values were read, is written to in the same turn.
fn answered_peer(model: &Model, at: Site, values: &[&Value]) -> Option<NodeId> {
    let program = &model.program;
    let body = program.body(at.body);
    let does = |call: &Call, kind| {
        effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(kind))
            && call.args.iter().any(|arg| is_peer(program, &arg.ty))
    };
    let after = flow::reachable(body, at.node, |node| {
        handling::ends_turn(body, at.node, node)
    });
    let answer = after.iter().find(
        |node| matches!(&body.node(*node).op, Op::Call(call) if does(call, Effect::IoWrite)),
    )?;
    // `lines.read_line(&mut text)`
    let filled = |local| {
        body.calls().any(|(_, call)| {
            does(call, Effect::IoRead)
                && call.args.iter().skip(1).any(|arg| {
                    matches!(&arg.value, Value::Ref(true, place) if place.as_local() == Some(local))
                })
        })
    };
    let mut read = |local| is_peer(program, &body.local(local).ty) || filled(local);
    (values.iter().any(|value| made_of(body, value, &mut read))).then_some(answer)
}

/// The value is made of a connection, or of what it brought.
pub fn from_peer(program: &Program, body: &Body, value: &Value) -> bool {
    made_of(body, value, &mut |local| {
        is_peer(program, &body.local(local).ty)
    })
}

/// A connection, in as many wrappers as there are.
pub fn is_peer(program: &Program, ty: &Ty) -> bool {
    let Ty::Adt(def, args) = slots::peel(program, ty) else {
        return false;
    };
    let definition = program.def(*def);
    let io = (definition.as_adt()).is_some_and(|adt| adt.attrs.is(TypeWord::Io));
    io && definition.path.contains("net::") || args.iter().any(|inner| is_peer(program, inner))
}

/// Who is told that all is well by the function of a site, if that counts, or by one for which it is a helper:
/// a caller that hands on what it was given.
pub fn accepted_from(
    model: &Model,
    at: Site,
    counts: &dyn Fn(Site, &Told) -> bool,
) -> Option<Told> {
    let program = &model.program;
    let mut open = vec![(at, 0)];
    while let Some((at, depth)) = open.pop() {
        let Op::Call(call) = &program.body(at.body).node(at.node).op else {
            continue;
        };
        let values: Vec<&Value> = call
            .args
            .iter()
            .skip(usize::from(call.method))
            .map(|arg| &arg.value)
            .collect();
        if let Some(told) = accepted(model, at, &values)
            && counts(at, &told)
        {
            return Some(told);
        }
        let handed = values.iter().any(|value| given(model, at.body, value));
        if depth < 2 && handed && answers_for(model, at.body) {
            let function = BodyId::new(at.body.function(), 0);
            let callers = model.index.callers_of(program, function).iter().copied();
            let callers = callers.filter(|at| in_production(model, at.body));
            open.extend(callers.take(8).map(|at| (at, depth + 1)));
        }
    }
    None
}

/// A body whose end the function answers for: its own, a task that it starts and forgets, or the future that
/// it returns.
fn answers_for(model: &Model, id: BodyId) -> bool {
    id.position() == 0 || !model.processes.spawns_of(id).is_empty() || hands_out(model, id)
}

/// Whether a body is the future that its function returns, boxed or not.
fn hands_out(model: &Model, id: BodyId) -> bool {
    fn is(body: &Body, value: &Value, id: BodyId, depth: u32) -> bool {
        match value {
            Value::Body(inner) => *inner == id,
            Value::Use(place) => match place.as_local().and_then(|local| body.local(local).def) {
                Some(node) if depth < 4 => match &body.node(node).op {
                    Op::Assign(_, made) => is(body, made, id, depth + 1),
                    Op::Call(call) => {
                        (call.args.iter()).any(|arg| is(body, &arg.value, id, depth + 1))
                    }
                    _ => false,
                },
                _ => false,
            },
            _ => false,
        }
    }
    let outer = model.program.body(BodyId::new(id.function(), 0));
    (outer.nodes())
        .any(|(_, data)| matches!(&data.op, Op::Return(value) if is(outer, value, id, 0)))
}

/// Nobody in view calls it, but it is passed on by name: a framework calls it for a request.
fn serves(model: &Model, id: BodyId) -> bool {
    let owner = model.program.body(id).owner;
    let function = model.program.function(owner);
    model.index.callers_of(&model.program, id).is_empty()
        && function.is_some_and(|function| function.self_def.is_none() && function.is_async)
}

/// The value is made of what the function's caller handed over.
pub fn given(model: &Model, id: BodyId, value: &Value) -> bool {
    let body = model.program.body(id);
    made_of(body, value, &mut |local| {
        let (outer, local) = slots::origin(&model.program, id, local);
        let outer_body = model.program.body(outer);
        if outer == id {
            return is_parameter(outer_body, local);
        }
        let place = otplint_model::Place::local(local);
        from_parameter(outer_body, &Value::Use(place))
    })
}

/// The value is made of the parameters of its body, `self` left out.
pub fn from_parameter(body: &Body, value: &Value) -> bool {
    made_of(body, value, &mut |local| is_parameter(body, local))
}

fn is_parameter(body: &Body, local: otplint_model::LocalId) -> bool {
    let data = body.local(local);
    matches!(data.kind, LocalKind::Param(_)) && data.name.is_none_or(|name| name != "self")
}

/// The value is made of a local that is meant.
pub fn made_of(
    body: &Body,
    value: &Value,
    is: &mut impl FnMut(otplint_model::LocalId) -> bool,
) -> bool {
    made_within(body, value, 0, &mut FxHashMap::default(), is)
}

fn made_within(
    body: &Body,
    value: &Value,
    depth: u32,
    seen: &mut FxHashMap<otplint_model::LocalId, u32>,
    is: &mut impl FnMut(otplint_model::LocalId) -> bool,
) -> bool {
    if depth > 10 {
        return false;
    }
    match value {
        Value::Use(place) | Value::Ref(_, place) => {
            let Some(local) = place.as_local() else {
                return false;
            };
            // Many ways may lead to it: only a shorter one leads further.
            if seen.get(&local).is_some_and(|before| *before <= depth) {
                return false;
            }
            seen.insert(local, depth);
            if is(local) {
                return true;
            }
            match body.local(local).def.map(|node| &body.node(node).op) {
                Some(Op::Assign(_, made)) => made_within(body, made, depth + 1, seen, is),
                Some(Op::Call(call)) => call
                    .args
                    .iter()
                    .any(|arg| made_within(body, &arg.value, depth + 1, seen, is)),
                _ => false,
            }
        }
        Value::Aggregate(_, parts) => parts
            .iter()
            .any(|(_, part)| made_within(body, part, depth + 1, seen, is)),
        _ => false,
    }
}

/// The effect outside the program that brought what a value is made of.
pub fn born_outside(model: &Model, at: Site, value: &Value) -> Option<Site> {
    made_by(model, at.body, value, &|node| {
        model
            .effects(at.body, node)
            .iter()
            .any(|effect| effect.kind == Effect::Outside)
    })
}

/// The call, of those that are meant, that brought what a value is made of.
pub fn made_by(
    model: &Model,
    id: BodyId,
    value: &Value,
    is: &dyn Fn(NodeId) -> bool,
) -> Option<Site> {
    let body = model.program.body(id);
    let mut made = None;
    made_of(body, value, &mut |local| {
        let by = body
            .local(local)
            .def
            .filter(|node| matches!(&body.node(*node).op, Op::Call(_) | Op::Await(_)) && is(*node));
        made = made.or(by.map(|node| Site { body: id, node }));
        by.is_some()
    });
    made
}
