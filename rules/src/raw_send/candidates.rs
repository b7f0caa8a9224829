//! The sends whose outcome is thrown away: at the send, by the caller of a wrapper that hands the
//! outcome on, or with the handle of the task that sends.

use std::collections::BTreeMap;

use otplint_model::body::{Body, BodyKind, Outcome};
use otplint_model::effects::{self, Site};
use otplint_model::stub::Effect;
use otplint_model::{BodyId, Call, Model, Op, Value, channels};
use rustc_hash::FxHashMap;

use crate::story::in_production;
use crate::told;

/// A send whose outcome is thrown away.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    /// Where it is thrown away.
    pub at: Site,
    /// The send: elsewhere where a wrapper sends.
    pub send: Site,
    /// The send does not wait for room.
    pub tries: bool,
}

/// What a send may be.
const SENDS: [Effect; 3] = [Effect::Send, Effect::TrySend, Effect::Call];

/// All of them, in the order of the text.
pub fn all(model: &Model) -> Vec<Candidate> {
    let program = &model.program;
    let wrappers = wrappers(model);
    let mut sends: BTreeMap<Site, Site> = BTreeMap::new();
    for (id, body) in program.doing(|does| does.effects.any(SENDS)) {
        for (node, _) in body.calls().filter(|(_, call)| is_send(model, call)) {
            let at = Site { body: id, node };
            sends.insert(at, at);
        }
    }
    for (at, send) in calls_of(model, &wrappers) {
        sends.entry(at).or_insert(send);
    }
    let mut found = Vec::new();
    for (at, send) in sends {
        let body = program.body(at.body);
        let Op::Call(call) = &body.node(at.node).op else {
            continue;
        };
        if !in_production(model, at.body) {
            continue;
        }
        let fate = fate(model, at.body, body, call);
        if fate.discarded {
            found.push(Candidate {
                at,
                send,
                tries: fate.tries || tries(model, send),
            });
        }
    }
    found
}

/// The calls that certainly run one of these wrappers, with its send.
fn calls_of(model: &Model, wrappers: &FxHashMap<BodyId, Site>) -> Vec<(Site, Site)> {
    let program = &model.program;
    let mut found = Vec::new();
    for (wrapper, send) in wrappers {
        for at in model.index.callers_of(program, *wrapper) {
            if let Op::Call(call) = &program.body(at.body).node(at.node).op
                && effects::callees(program, call).as_slice() == [*wrapper]
            {
                found.push((*at, *send));
            }
        }
    }
    found
}

/// Whether a call puts a message into a channel, or hands it to an actor.
fn is_send(model: &Model, call: &Call) -> bool {
    if channels::sending(&model.program, call).is_some() {
        return true;
    }
    let first = call.args.first();
    effects::attrs_of(&model.program, call).is_some_and(|attrs| attrs.has(Effect::Call))
        && first.is_some_and(|arg| channels::is_address(&model.program, &arg.ty))
}

fn tries(model: &Model, send: Site) -> bool {
    match &model.program.body(send.body).node(send.node).op {
        Op::Call(call) => {
            effects::attrs_of(&model.program, call).is_some_and(|attrs| attrs.has(Effect::TrySend))
        }
        _ => false,
    }
}

/// What becomes of the outcome of a send.
#[derive(Clone, Copy, Debug, Default)]
struct Fate {
    discarded: bool,
    returned: bool,
    tries: bool,
}

fn fate(model: &Model, id: BodyId, body: &Body, call: &Call) -> Fate {
    let mut outcome = call.outcome;
    let mut to = call.to;
    let mut fate = Fate::default();
    // `actor.tell(message).try_send()`, `let future = ..; future.await`: the last one tells.
    for _ in 0..4 {
        if !matches!(outcome, Outcome::Used | Outcome::Kept) {
            break;
        }
        let next = body.nodes().find_map(|(_, data)| match &data.op {
            Op::Call(next) if next.method && holds(next.args.first().map(|arg| &arg.value), to) => {
                let tries = effects::attrs_of(&model.program, next)
                    .is_some_and(|attrs| attrs.has(Effect::TrySend));
                Some((next.outcome, next.to, tries))
            }
            // `drop(..)`
            Op::Call(next)
                if holds(next.args.first().map(|arg| &arg.value), to)
                    && effects::attrs_of(&model.program, next)
                        .is_some_and(|attrs| attrs.has(Effect::Drop)) =>
            {
                Some((Outcome::Discarded, next.to, false))
            }
            Op::Await(next) if holds(Some(&next.future.value), to) => {
                Some((next.outcome, next.to, false))
            }
            _ => None,
        });
        let Some((then, result, tries)) = next else {
            break;
        };
        (outcome, to) = (then, result);
        fate.tries |= tries;
    }
    let asked = || {
        body.nodes()
            .any(|(_, data)| matches!(&data.op, Op::Branch(value) if holds(Some(value), to)))
    };
    fate.discarded = match outcome {
        Outcome::Discarded => true,
        // `.unwrap_or_default();`: nothing in the place of a failure is nothing at all.
        Outcome::Replaced => !asked(),
        Outcome::Propagated => in_forgotten_task(model, id, body),
        _ => false,
    };
    fate.returned = outcome == Outcome::Propagated;
    fate
}

fn holds(value: Option<&Value>, local: otplint_model::LocalId) -> bool {
    matches!(value, Some(Value::Use(place) | Value::Ref(_, place))
        if place.path.is_empty() && place.as_local() == Some(local))
}

/// The body is a block that runs as a task whose handle is dropped with what it brings.
fn in_forgotten_task(model: &Model, id: BodyId, body: &Body) -> bool {
    let spawns = model.processes.spawns_of(id);
    body.kind == BodyKind::Async
        && !spawns.is_empty()
        && spawns.iter().all(|at| {
            matches!(&model.program.body(at.body).node(at.node).op,
                Op::Call(call) if call.outcome == Outcome::Discarded)
        })
}

/// Functions that send what they are given and hand the outcome on, with the send.
fn wrappers(model: &Model) -> FxHashMap<BodyId, Site> {
    let program = &model.program;
    let mut found: FxHashMap<BodyId, Site> = FxHashMap::default();
    let direct = program
        .doing(|does| does.effects.any(SENDS))
        .flat_map(|(id, body)| {
            let sends = body.calls().filter(|(_, call)| {
                channels::sending(program, call).is_some()
                    && channels::payload(program, call)
                        .is_some_and(|payload| told::from_parameter(body, &payload.value))
            });
            sends.map(move |(node, _)| {
                let at = Site { body: id, node };
                (at, at)
            })
        });
    let mut sends: Vec<(Site, Site)> = direct.collect();
    for _ in 0..2 {
        sends.sort();
        let mut more: FxHashMap<BodyId, Site> = FxHashMap::default();
        for (at, send) in sends {
            let body = program.body(at.body);
            let Op::Call(call) = &body.node(at.node).op else {
                continue;
            };
            let new = body.kind == BodyKind::Fn
                && !found.contains_key(&at.body)
                && !more.contains_key(&at.body);
            if new && fate(model, at.body, body, call).returned && !waits_for_more(model, body) {
                more.insert(at.body, send);
            }
        }
        sends = calls_of(model, &more);
        found.extend(more);
    }
    found
}

/// Its result may tell of something else than the send.
fn waits_for_more(model: &Model, body: &Body) -> bool {
    let program = &model.program;
    body.nodes().any(|(_, data)| match &data.op {
        Op::Call(call) => {
            channels::receiving(program, call).is_some()
                || effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(Effect::Call))
        }
        Op::Await(await_) => told::is_receiver(model, &await_.future.ty),
        _ => false,
    })
}
