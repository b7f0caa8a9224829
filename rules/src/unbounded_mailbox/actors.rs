//! Actors whose mailbox has no bound: one that was made so, or that the framework gives none.

use std::collections::BTreeMap;

use otplint_model::effects::{self, Site};
use otplint_model::processes::{Process, ProcessKind};
use otplint_model::slots::{self, Shared};
use otplint_model::stub::{Effect, Flavor};
use otplint_model::{
    BodyId, Call, DefId, DefKind, Finding, Location, Model, Op, Reason, Ty, Value, channels,
    handling,
};

use super::consumer::{self, Wait};
use super::producer::{self, Drive};
use super::{Queue, place};
use crate::story::in_production;

/// Judges every mailbox without a bound of an actor that is started somewhere.
pub fn judge(model: &Model) -> Vec<(Location, Result<Finding, Reason>)> {
    let boundless = boundless(model);
    if boundless.is_empty() {
        return Vec::new();
    }
    let told = told(model);
    let mut found = Vec::new();
    for (made, actor) in boundless {
        let sends = told.get(&actor).map_or(&[][..], Vec::as_slice);
        let processes = || {
            let owned = model.processes.owned_by(actor);
            owned.filter(|process| process.kind == ProcessKind::Actor)
        };
        let judged = processes()
            .find_map(|process| slow_and_driven(model, process, sends))
            .map(|(send, drive, wait)| {
                let queue = Queue {
                    created: made,
                    receive: None,
                    wait,
                    send,
                    drive,
                    sure: drive != Drive::Calls,
                };
                queue.tell(model)
            })
            .ok_or_else(|| {
                Reason::from("no handler was seen to wait for a message that comes from outside")
            });
        found.push((place(model, made), judged));
    }
    found
}

/// Where mailboxes without a bound are made, and whose they are.
fn boundless(model: &Model) -> BTreeMap<Site, DefId> {
    let program = &model.program;
    let mut found = BTreeMap::new();
    for (id, body) in program.doing(|does| does.effects.has(Effect::Start)) {
        if !in_production(model, id) {
            continue;
        }
        for (node, call) in body.calls() {
            let at = Site { body: id, node };
            let Some(actor) = started(model, at, call) else {
                continue;
            };
            let mailbox = call.args.iter().find(|arg| is_mailbox(model, &arg.ty));
            let made = match mailbox {
                Some(arg) => made_at(model, id, &arg.value, 0).filter(|at| !has_room(model, *at)),
                None => gives_none(model, &body.local(call.to).ty).then_some(at),
            };
            found.extend(made.map(|made| (made, actor)));
        }
    }
    found
}

/// The actor that a call starts.
fn started(model: &Model, at: Site, call: &Call) -> Option<DefId> {
    let program = &model.program;
    let attrs = effects::attrs_of(program, call).filter(|attrs| attrs.has(Effect::Start))?;
    let is_actor = |def: &DefId| model.processes.owned_by(*def).next().is_some();
    let given = attrs
        .spawned
        .or(attrs.value)
        .and_then(|index| call.args.get(usize::from(index) + usize::from(call.method)));
    let address = || match slots::shared(program, &program.body(at.body).local(call.to).ty) {
        Some(Shared::End(_, false, of)) => of.and_then(Ty::adt),
        _ => None,
    };
    given
        .and_then(|arg| arg.ty.adt())
        .filter(is_actor)
        .or_else(|| address().filter(is_actor))
        .or_else(|| {
            call.args
                .iter()
                .find_map(|arg| arg.ty.adt().filter(is_actor))
        })
}

/// A pair with the receiving end of a mailbox.
fn is_mailbox(model: &Model, ty: &Ty) -> bool {
    let receives = |ty: &Ty| {
        matches!(
            slots::shared(&model.program, ty),
            Some(Shared::End(_, true, _))
        )
    };
    matches!(ty, Ty::Tuple(parts) if parts.iter().any(receives))
}

/// The call that makes a mailbox, through helpers that only hand it on.
fn made_at(model: &Model, id: BodyId, value: &Value, depth: u32) -> Option<Site> {
    let program = &model.program;
    let body = program.body(id);
    let Value::Use(place) = value else {
        return None;
    };
    let local = place.as_local().filter(|_| place.path.is_empty())?;
    let node = body.local(local).def?;
    match &body.node(node).op {
        Op::Assign(_, from) if depth < 6 => made_at(model, id, from, depth + 1),
        Op::Call(call) => {
            let makes =
                effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(Effect::Channel));
            if makes {
                return Some(Site { body: id, node });
            }
            let callees = effects::callees(program, call);
            let [callee] = callees.as_slice() else {
                return None;
            };
            program
                .body(*callee)
                .nodes()
                .find_map(|(_, data)| match &data.op {
                    Op::Return(value) if depth < 6 => made_at(model, *callee, value, depth + 1),
                    _ => None,
                })
        }
        _ => None,
    }
}

fn has_room(model: &Model, made: Site) -> bool {
    let body = model.program.body(made.body);
    matches!(&body.node(made.node).op, Op::Call(call)
        if effects::attrs_of(&model.program, call).is_some_and(|attrs| attrs.capacity.is_some()))
}

/// The framework gives its actors mailboxes without a bound.
fn gives_none(model: &Model, started: &Ty) -> bool {
    ends_of(started).iter().any(|ty| {
        channels::is_address(&model.program, ty)
            && channels::flavor(&model.program, ty) == Some(Flavor::Unbounded)
    })
}

/// The types inside a result: `Result<(ActorRef<M>, JoinHandle<()>), E>`.
fn ends_of(ty: &Ty) -> Vec<&Ty> {
    match ty {
        Ty::Tuple(parts) => parts.iter().collect(),
        Ty::Future(inner) => ends_of(inner),
        Ty::Adt(_, args) => args.first().map_or_else(Vec::new, |first| match first {
            Ty::Tuple(parts) => parts.iter().collect(),
            first => vec![ty, first],
        }),
        _ => Vec::new(),
    }
}

/// Where messages are sent to actors, by the actor.
fn told(model: &Model) -> BTreeMap<DefId, Vec<Site>> {
    let program = &model.program;
    let mut found: BTreeMap<DefId, Vec<Site>> = BTreeMap::new();
    let kinds = [Effect::Send, Effect::TrySend, Effect::Call];
    for (id, body) in program.doing(|does| does.effects.any(kinds)) {
        if !in_production(model, id) {
            continue;
        }
        for (node, call) in body.calls() {
            let Some(attrs) = effects::attrs_of(program, call) else {
                continue;
            };
            let Some(address) = call.args.first().filter(|arg| {
                kinds.into_iter().any(|kind| attrs.has(kind))
                    && channels::is_address(program, &arg.ty)
            }) else {
                continue;
            };
            // Who waits for the answer has one message under way at a time.
            if attrs.has(Effect::Call) && !is_detached(model, &body.local(call.to).ty) {
                continue;
            }
            let Some(payload) = channels::payload(program, call) else {
                continue;
            };
            for process in model.processes.behind(program, &address.ty, &payload.ty) {
                if let Some(owner) = process.owner {
                    let at = Site { body: id, node };
                    found.entry(owner).or_default().push(at);
                }
            }
        }
    }
    found
}

/// The sending ends when the message is in the mailbox and yields the way to the answer.
fn is_detached(model: &Model, result: &Ty) -> bool {
    let receives = |ty: &&Ty| {
        matches!(
            slots::shared(&model.program, ty),
            Some(Shared::End(_, true, _))
        )
    };
    ends_of(result).iter().any(receives)
}

/// A message that comes from outside, and the wait of its handler.
fn slow_and_driven(
    model: &Model,
    process: &Process,
    sends: &[Site],
) -> Option<(Site, Drive, Wait)> {
    let program = &model.program;
    sends.iter().find_map(|send| {
        let Op::Call(call) = &program.body(send.body).node(send.node).op else {
            return None;
        };
        let payload = channels::payload(program, call)?;
        let weighs = !matches!(payload.ty.peel_refs(), Ty::Unit | Ty::Prim(_) | Ty::Unknown);
        let own = process
            .handlers
            .iter()
            .any(|id| id.function() == send.body.function());
        if !weighs || own {
            return None;
        }
        let wait = wait_for(model, process, payload)?;
        let drive = producer::driven(model, *send, &[])?;
        Some((*send, drive, wait))
    })
}

/// What the handler of a message waits for.
fn wait_for(model: &Model, process: &Process, payload: &otplint_model::body::Arg) -> Option<Wait> {
    let program = &model.program;
    let variant = match &payload.value {
        Value::Aggregate(Some(def), _)
            if matches!(program.def(*def).kind, DefKind::Variant(..)) =>
        {
            Some(*def)
        }
        _ => None,
    };
    let handling = handling::of(model, process, &payload.ty, variant)?;
    let own = handling
        .nodes
        .into_iter()
        .filter(|at| process.handlers.contains(&at.body));
    consumer::while_handling(model, own)
}
