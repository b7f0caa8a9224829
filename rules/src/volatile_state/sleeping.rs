//! Work that waits in a task which sleeps until it is due.

use otplint_model::body::{Body, LocalKind};
use otplint_model::effects::{self, Made, Site};
use otplint_model::handling::Handling;
use otplint_model::processes::{self, Shape};
use otplint_model::slots;
use otplint_model::stub::{Collection, Effect};
use otplint_model::{
    BodyId, Confidence, Finding, LocalId, Location, Model, Op, Place, Reason, Ty, Value, flow,
};
use rustc_hash::FxHashMap;

use super::META;
use super::accepted::call_at;
use super::kept;
use super::work;
use crate::story::{Story, in_production};
use crate::told::{self, Told};

/// Calls between a sleep and what says how long it is.
const STEPS: u32 = 8;

/// Judges every task that sleeps before it does what somebody handed over.
pub fn judge(model: &Model) -> Vec<(Location, Result<Finding, Reason>)> {
    let program = &model.program;
    let sleepers = program.doing(|does| does.effects.has(Effect::Sleep));
    let mut found = Vec::new();
    for (id, body) in sleepers {
        if !in_production(model, id) {
            continue;
        }
        for spawn in model.processes.spawns_of(id) {
            if let Some(asleep) = Asleep::find(model, id, body, *spawn) {
                found.push((model.location(*spawn), asleep.judge(model)));
            }
        }
    }
    found
}

/// A task that sleeps with what it was given.
struct Asleep {
    task: BodyId,
    spawn: Site,
    /// What it holds, in the terms of the body that starts it.
    held: Vec<LocalId>,
    sleep: Site,
    told: Told,
}

impl Asleep {
    fn find(model: &Model, id: BodyId, body: &Body, spawn: Site) -> Option<Self> {
        let starter = model.program.body(spawn.body);
        let sleep = body.calls().find(|(node, call)| {
            let sleeps = effects::attrs_of(&model.program, call)
                .is_some_and(|attrs| attrs.has(Effect::Sleep));
            let given = call.args.last();
            sleeps
                && body.node(*node).in_loop.is_none()
                && given
                    .is_some_and(|arg| !is_set(model, id, &arg.value, 0, &mut FxHashMap::default()))
        });
        let (node, _) = sleep?;
        let sleep = Site { body: id, node };
        let held = held(model, id, body, spawn);
        let held: Vec<LocalId> = held
            .into_iter()
            .filter(|local| is_work(model, &starter.local(*local).ty))
            .collect();
        let values: Vec<Value> = (held.iter())
            .map(|local| Value::Use(Place::local(*local)))
            .collect();
        let values: Vec<&Value> = values.iter().collect();
        let handed = values
            .iter()
            .any(|value| told::given(model, spawn.body, value));
        let told = handed
            .then(|| told::accepted(model, spawn, &values))
            .flatten()
            .or_else(|| {
                let function = BodyId::new(spawn.body.function(), 0);
                let callers = model.index.callers_of(&model.program, function).iter();
                let mut callers = callers.filter(|at| handed && in_production(model, at.body));
                callers.find_map(|at| told::accepted_from(model, *at, &|_, _| true))
            })?;
        Some(Self {
            task: id,
            spawn,
            held,
            sleep,
            told,
        })
    }

    fn judge(&self, model: &Model) -> Result<Finding, Reason> {
        let program = &model.program;
        let body = program.body(self.task);
        let after = flow::reachable(body, self.sleep.node, |_| false);
        let nodes = after.iter().map(|node| Site {
            body: self.task,
            node,
        });
        let handling = Handling {
            nodes: nodes.collect(),
        };
        let finished = handling
            .leaves(model)
            .first()
            .map(|effect| effect.at)
            .ok_or("when it wakes up it neither stores anything nor acts outside the program")?;
        let starter = program.body(self.spawn.body);
        let params: Vec<u32> = (self.held.iter())
            .filter_map(|local| match starter.local(*local).kind {
                LocalKind::Param(index) => Some(index),
                _ => None,
            })
            .collect();
        kept::not_stored_of(model, self.spawn, &[], &params)?;
        kept::not_brought_back(model, BodyId::new(self.spawn.body.function(), 0))?;
        let owner = &program.def(starter.owner).path;
        let confidence = match owner.split("::").any(work::is_aside) {
            true => Confidence::Low,
            false => Confidence::Medium,
        };
        let span = model.location(self.spawn).span;
        Ok(
            Story::new(model, &META, self.spawn.body, span, confidence)
                .message("accepted work waits in a sleeping task only, and is lost when the program ends before it wakes up")
                .step(self.spawn, "a task takes the work along here")
                .declared(self.told.location, self.told.story)
                .step(self.sleep, "it sleeps here until the work is due")
                .step(finished, "and acts on it here only")
                .help("write it to a store with the time when it is due, and let one task act on what is due: `otp_runtime::durable::Queue`")
                .tell(),
        )
    }
}

/// What a task takes along: what its block captures, or the arguments of the call that makes its future.
fn held(model: &Model, id: BodyId, body: &Body, spawn: Site) -> Vec<LocalId> {
    if body.parent == Some(spawn.body) {
        let captured = body.locals.iter().filter_map(|local| match local.kind {
            LocalKind::Capture(outer) => Some(outer),
            _ => None,
        });
        return captured.collect();
    }
    let program = &model.program;
    let starter = program.body(spawn.body);
    let Some(call) = call_at(model, spawn) else {
        return Vec::new();
    };
    let made =
        (call.args.iter()).flat_map(|arg| effects::future_bodies(program, starter, &arg.value));
    let calls = made.filter_map(|made| match made {
        Made::Call(node) => match &starter.node(node).op {
            Op::Call(call) if effects::callees(program, call).contains(&id) => Some(call),
            _ => None,
        },
        Made::Block(_) => None,
    });
    let args = calls.flat_map(|call| &call.args);
    args.filter_map(|arg| match &arg.value {
        Value::Use(place) if place.path.is_empty() => place.as_local(),
        _ => None,
    })
    .collect()
}

fn is_work(model: &Model, ty: &Ty) -> bool {
    work::weighs(model, ty, 0)
        || processes::shape(&model.program, ty) == Shape::Collection(Collection::String)
}

/// Whether a time is set in the program: a constant, or a setting of `self`. A time that is counted from now is not.
fn is_set(
    model: &Model,
    id: BodyId,
    value: &Value,
    depth: u32,
    seen: &mut FxHashMap<(BodyId, LocalId), u32>,
) -> bool {
    let body = model.program.body(id);
    match value {
        Value::Use(place) | Value::Ref(_, place) => {
            let Some(local) = place.as_local() else {
                return true;
            };
            let (home, local) = slots::origin(&model.program, id, local);
            let body = model.program.body(home);
            let data = body.local(local);
            if data.name.is_some_and(|name| name == "self") || depth > STEPS {
                return true;
            }
            // Many ways may lead to it: only a shorter one leads further.
            let before = seen.get(&(home, local));
            if before.is_some_and(|before| *before <= depth) {
                return true;
            }
            seen.insert((home, local), depth);
            match (&data.kind, data.def.map(|node| &body.node(node).op)) {
                (LocalKind::Param(_), _) => false,
                (_, Some(Op::Assign(_, made))) => is_set(model, home, made, depth + 1, seen),
                (_, Some(Op::Call(call))) => {
                    !call.name.as_str().starts_with("now")
                        && (call.args.iter())
                            .all(|arg| is_set(model, home, &arg.value, depth + 1, seen))
                }
                _ => true,
            }
        }
        Value::Aggregate(_, parts) => {
            (parts.iter()).all(|(_, part)| is_set(model, id, part, depth + 1, seen))
        }
        // `due - Utc::now()`
        Value::Unknown => !body
            .calls()
            .any(|(_, call)| call.name.as_str().starts_with("now")),
        _ => true,
    }
}
