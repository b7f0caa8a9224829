//! The sends whose outcome is thrown away: at the send, by the caller of a wrapper that hands the
//! outcome on, or with the handle of the task that sends.

use std::collections::BTreeMap;

use otplint_model::body::{Body, BodyKind, Outcome};
use otplint_model::effects::{self, Site};
use otplint_model::neglect::{self, Neglect};
use otplint_model::stub::Effect;
use otplint_model::tasks;
use otplint_model::{BodyId, Call, LocalId, Model, NodeId, Op, Value, channels, processes};
use rustc_hash::{FxHashMap, FxHashSet};

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
    /// A failure is seen, and answered as if all were well.
    pub glossed: bool,
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
        if !in_production(model, at.body) {
            continue;
        }
        let fate = fate(model, at.body, body, at.node);
        if let Some(lost) = fate.lost {
            found.push(Candidate {
                at,
                send,
                tries: fate.tries || tries(model, send),
                glossed: lost == Neglect::Glossed,
            });
        }
    }
    // What its caller throws away is told there.
    let handed_on: FxHashSet<Site> = (found.iter())
        .filter(|candidate| candidate.at != candidate.send)
        .map(|candidate| candidate.send)
        .collect();
    found.retain(|candidate| candidate.at != candidate.send || !handed_on.contains(&candidate.at));
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
            // A send with a deadline gives up too.
            effects::attrs_of(&model.program, call).is_some_and(|attrs| {
                attrs.has(Effect::TrySend) || attrs.has(Effect::Send) && attrs.duration.is_some()
            })
        }
        _ => false,
    }
}

/// What becomes of the outcome of a send.
#[derive(Clone, Copy, Debug, Default)]
struct Fate {
    lost: Option<Neglect>,
    returned: bool,
    tries: bool,
}

fn fate(model: &Model, id: BodyId, body: &Body, node: NodeId) -> Fate {
    let program = &model.program;
    let mut at = node;
    let mut fate = Fate::default();
    // `actor.tell(message).try_send()`, `let future = ..; future.await`: the last one tells.
    for _ in 0..4 {
        let Some((Outcome::Used | Outcome::Kept, to)) = result_of(body, at) else {
            break;
        };
        let next = body.nodes().find(|(_, data)| match &data.op {
            Op::Call(next) => {
                let first = next.args.first();
                let attrs = effects::attrs_of(program, next);
                let is = |kind| attrs.is_some_and(|attrs| attrs.has(kind));
                let waits = next.awaited || is(Effect::TrySend) || is(Effect::Blocks);
                let by_method = first.is_some_and(|arg| holds(&arg.value, to)) && next.method;
                let limits =
                    is(Effect::Timeout) && next.args.iter().any(|arg| holds(&arg.value, to));
                waits && (by_method || limits)
            }
            Op::Await(next) => holds(&next.future.value, to),
            _ => false,
        });
        let Some((next, data)) = next else {
            break;
        };
        fate.tries |= matches!(&data.op, Op::Call(call)
        if effects::attrs_of(program, call).is_some_and(|attrs| {
            attrs.has(Effect::TrySend) || attrs.has(Effect::Timeout)
        }));
        at = next;
    }
    let outcome = result_of(body, at).map(|(outcome, _)| outcome);
    fate.returned = outcome == Some(Outcome::Propagated);
    fate.lost = match fate.returned {
        true => in_forgotten_task(model, id).then_some(Neglect::Unseen),
        false => neglect::of(program, body, at).or_else(|| handed_to_forgotten_task(model, id, at)),
    };
    fate
}

fn result_of(body: &Body, node: NodeId) -> Option<(Outcome, LocalId)> {
    match &body.node(node).op {
        Op::Call(call) => Some((call.outcome, call.to)),
        Op::Await(await_) => Some((await_.outcome, await_.to)),
        _ => None,
    }
}

fn holds(value: &Value, local: LocalId) -> bool {
    matches!(value, Value::Use(place) | Value::Ref(_, place)
        if place.path.is_empty() && place.as_local() == Some(local))
}

/// The body runs as tasks and threads only whose handles are dropped with what they bring.
pub fn in_forgotten_task(model: &Model, id: BodyId) -> bool {
    let spawns = model.processes.spawns_of(id);
    !spawns.is_empty() && spawns.iter().all(|at| is_forgotten(model, *at))
}

fn is_forgotten(model: &Model, spawn: Site) -> bool {
    let mut fates = model
        .tasks
        .spawns
        .iter()
        .filter(|task| task.spawned == spawn)
        .map(|task| &task.fate)
        .peekable();
    fates.peek().is_some()
        && fates.all(|fate| matches!(fate, tasks::Fate::Dropped | tasks::Fate::Stored(_)))
}

/// `tokio::spawn(send(letter))`: the future goes into a task whose handle is dropped.
fn handed_to_forgotten_task(model: &Model, id: BodyId, at: NodeId) -> Option<Neglect> {
    let program = &model.program;
    let body = program.body(id);
    let (_, to) = result_of(body, at)
        .filter(|(outcome, _)| matches!(outcome, Outcome::Used | Outcome::Kept))?;
    let (spawn, _) = body.calls().find(|(_, call)| {
        processes::is_spawn(program, call) && call.args.iter().any(|arg| holds(&arg.value, to))
    })?;
    is_forgotten(
        model,
        Site {
            body: id,
            node: spawn,
        },
    )
    .then_some(Neglect::Unseen)
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
            let new = body.kind == BodyKind::Fn
                && !found.contains_key(&at.body)
                && !more.contains_key(&at.body);
            if new && fate(model, at.body, body, at.node).returned && !waits_for_more(model, body) {
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
