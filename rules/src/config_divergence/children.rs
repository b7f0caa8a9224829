//! Children that are started only where the program runs in one environment.

use std::collections::BTreeMap;

use otplint_model::body::{
    BodyId, BodyKind, Call, Choice, ChoiceWay, LocalKind, NodeId, Op, Value,
};
use otplint_model::effects::{self, Site};
use otplint_model::processes;
use otplint_model::slots;
use otplint_model::stub::{Effect, FnAttrs, TypeAttrs, TypeWord};
use otplint_model::{
    Body, Confidence, DefId, Finding, Model, Program, Reason, Ty, choices, follow, tasks,
};
use rustc_hash::FxHashSet;

use super::{HELP, tell};
use crate::names::has_word;

/// How many calls may lie between a way and the spawn.
const DEPTH: usize = 6;

/// The tasks and processes that something starts: what they run, as a person would name it, and the spawn.
pub type Children = BTreeMap<String, Site>;

/// `None` where every way starts the same.
pub fn judge(model: &Model, id: BodyId, choice: &Choice) -> Option<Result<Finding, Reason>> {
    let body = model.program.body(id);
    let mut sets: Vec<Children> = choice
        .ways
        .iter()
        .map(|way| of_way(model, id, way))
        .collect();
    // `if testing { return; }`: what comes after is the other way.
    let mut goes_on = false;
    if let ([first, second], [one, other]) = (choice.ways.as_slice(), sets.as_mut_slice())
        && other.is_empty()
        && leaves(body, first)
        && !leaves(body, second)
    {
        let rest = ChoiceWay {
            from: second.to,
            to: NodeId(body.nodes.len() as u32),
            ..second.clone()
        };
        goes_on = true;
        *other = of_way(model, id, &rest);
        // Both ways go on to the same: `if testing { return start(); } start()`.
        other.retain(|name, _| !one.contains_key(name));
    }
    let most = sets.iter().max_by_key(|one| one.len())?;
    let least = sets.iter().min_by_key(|one| one.len())?;
    if most.len() == least.len() {
        return None;
    }
    if least.keys().any(|name| !most.contains_key(name)) {
        return Some(Err(
            "each way starts its own: doubles of the same children".into()
        ));
    }
    let missing: Vec<(&String, &Site)> = most
        .iter()
        .filter(|(name, _)| !least.contains_key(*name))
        .collect();
    // `match variable { Ok(on) => if on { start() }, Err(_) => if cfg!(debug_assertions) { start() } }`
    let (from, to) = choice.ways.iter().fold((u32::MAX, 0), |(from, to), way| {
        (from.min(way.from.0), to.max(way.to.0))
    });
    let around = body
        .nodes()
        .map(|(node, _)| node)
        .filter(|node| !(from..to).contains(&node.0));
    let elsewhere = of_nodes(model, around.map(|node| Site { body: id, node }));
    if !goes_on
        && missing
            .iter()
            .all(|(name, at)| elsewhere.get(*name) == Some(*at))
    {
        return Some(Err(
            "the same is started elsewhere in this function, where something else decides".into(),
        ));
    }
    let verb = if missing.len() > 1 { "run" } else { "runs" };
    let names: Vec<&str> = missing.iter().map(|(name, _)| name.as_str()).collect();
    let message = format!(
        "{} {verb} only on one side of `{}`: what is tested is not the set of processes that runs in production, \
         and nobody sees how they fail together",
        names.join(" and "),
        choice.asked
    );
    let mut story = tell(model, id, choice, Confidence::Medium, message);
    if let Some((_, first)) = missing.first() {
        story = story.step(**first, "it is started here");
    }
    Some(Ok(story.help(HELP).tell()))
}

fn leaves(body: &Body, way: &ChoiceWay) -> bool {
    choices::nodes(way, body.nodes.len()).any(|node| matches!(body.node(node).op, Op::Return(_)))
}

fn of_way(model: &Model, id: BodyId, way: &ChoiceWay) -> Children {
    let count = model.program.body(id).nodes.len();
    let nodes = choices::nodes(way, count).map(|node| Site { body: id, node });
    of_nodes(model, nodes)
}

/// What a whole body starts.
pub fn of_body(model: &Model, id: BodyId) -> Children {
    let body = model.program.body(id);
    of_nodes(model, body.nodes().map(|(node, _)| Site { body: id, node }))
}

fn of_nodes(model: &Model, nodes: impl Iterator<Item = Site>) -> Children {
    let mut walk = Walk {
        model,
        seen: FxHashSet::default(),
        found: Children::new(),
    };
    for at in nodes {
        walk.node(at, 0);
    }
    walk.found
}

struct Walk<'m> {
    model: &'m Model,
    seen: FxHashSet<BodyId>,
    found: Children,
}

impl Walk<'_> {
    fn node(&mut self, at: Site, depth: usize) {
        let program = &self.model.program;
        let Some(call) = follow::call_at(program, at) else {
            return;
        };
        let attrs = effects::attrs_of(program, call);
        let name = match attrs {
            Some(attrs) if attrs.has(Effect::Start) => Some(actor(program, call, attrs)),
            _ if processes::is_spawn(program, call) => child(self.model, at),
            _ => supervised(program, call),
        };
        if let Some(name) = name {
            self.found.entry(name).or_insert(at);
            return;
        }
        if depth >= DEPTH {
            return;
        }
        let runs = |id: &BodyId| call.awaited || !program.body(*id).is_async;
        for callee in effects::callees(program, call) {
            if runs(&callee) && is_for_its_effect(program, &program.body(callee).output) {
                self.body(callee, depth);
            }
        }
        if effects::runs_closures(program, call) {
            for arg in &call.args {
                if let Value::Body(closure) = arg.value
                    && runs(&closure)
                {
                    self.body(closure, depth);
                }
            }
        }
    }

    fn body(&mut self, id: BodyId, depth: usize) {
        if self.seen.insert(id) {
            for (node, _) in self.model.program.body(id).nodes() {
                self.node(Site { body: id, node }, depth + 1);
            }
        }
    }
}

/// A function that yields nothing but what it started, or how that went: a client that a function makes may well
/// have a task of its own, and is another thing where it is a double.
fn is_for_its_effect(program: &Program, ty: &Ty) -> bool {
    let task = |attrs: &TypeAttrs| {
        [
            TypeWord::TaskHandle,
            TypeWord::TaskSet,
            TypeWord::AbortHandle,
            TypeWord::AbortOnDrop,
            TypeWord::Address,
        ]
        .into_iter()
        .any(|word| attrs.is(word))
    };
    match ty {
        Ty::Unit | Ty::Never | Ty::Prim(_) => true,
        Ty::Tuple(parts) => parts.iter().all(|part| is_for_its_effect(program, part)),
        Ty::Adt(def, args) => {
            let wraps = ["Result", "Option", "Vec"].contains(&program.def(*def).name.as_str());
            follow::holds(program, ty, &task)
                || wraps
                    && args
                        .first()
                        .is_some_and(|inner| is_for_its_effect(program, inner))
        }
        _ => false,
    }
}

/// A child that is handed to a supervisor under a name.
fn supervised(program: &Program, call: &Call) -> Option<String> {
    let receiver = call.args.first().filter(|_| call.method)?;
    let supervisor = has_word(
        program.def(receiver.ty.adt()?).name.as_str(),
        &["supervisor"],
    );
    let verbs = [
        "child",
        "server",
        "task",
        "add",
        "supervise",
        "spawn",
        "start",
        "worker",
    ];
    match &call.args.get(1)?.value {
        Value::Str(name) if supervisor && has_word(call.name.as_str(), &verbs) => {
            Some(format!("`{name}`"))
        }
        _ => None,
    }
}

/// The actor that a call starts, by its type where that is the workspace's.
fn actor(program: &Program, call: &Call, attrs: &FnAttrs) -> String {
    let position = attrs
        .spawned
        .map_or(0, |index| usize::from(index) + usize::from(call.method));
    let ty = call.args.get(position).and_then(|arg| arg.ty.adt());
    match ty.filter(|def| program.def(*def).location.is_some()) {
        Some(def) => format!("`{}`", program.def(def).name),
        None => format!("what `{}` starts", call.name),
    }
}

/// What a spawn runs, as a person would name it; `None` for what does not last, and what was not seen.
fn child(model: &Model, at: Site) -> Option<String> {
    let program = &model.program;
    let spawn = model.tasks.spawns.iter().find(|spawn| spawn.at == at)?;
    let run = spawn.runs.first()?;
    let life = tasks::life(program, &model.index, run.body);
    if !life.lasts && life.loops.is_empty() {
        return None;
    }
    let body = program.body(run.body);
    if life.loops.is_empty() && awaits_what_it_is_given(program, run.body) {
        return None;
    }
    let name = match body.kind {
        BodyKind::Fn => Some(body.owner),
        _ => sole_callee(program, body),
    };
    Some(match name {
        Some(def) => format!("`{}`", program.def(def).name),
        None => format!("a task of `{}`", program.def(body.owner).name),
    })
}

/// The task of a helper that spawns what others give it: how long that lasts was not seen.
fn awaits_what_it_is_given(program: &Program, id: BodyId) -> bool {
    program.body(id).nodes().any(|(_, data)| {
        let Op::Await(await_) = &data.op else {
            return false;
        };
        let place = await_.future.place.as_ref();
        let local = place.and_then(|place| place.as_local().filter(|_| place.path.is_empty()));
        local.is_some_and(|local| {
            let (of, local) = slots::origin(program, id, local);
            matches!(program.body(of).local(local).kind, LocalKind::Param(_))
        })
    })
}

/// The only function of the workspace that a block calls.
pub fn sole_callee(program: &Program, body: &Body) -> Option<DefId> {
    let mut found = body
        .calls()
        .flat_map(|(_, call)| effects::callees(program, call));
    let first = found.next()?;
    found.next().is_none().then(|| program.body(first).owner)
}
