//! Threads that a `drop` waits for, and that may be the ones to run it.

use std::cell::OnceCell;

use otplint_model::body::{BodyId, Call, Callee, LocalKind, Op};
use otplint_model::effects::{self, Site};
use otplint_model::slots::{self, Shared};
use otplint_model::stub::{Effect, TypeWord};
use otplint_model::tasks::Spawn;
use otplint_model::{DefId, Model, Program, Ty, Value, flow, follow, place, processes};
use rustc_hash::{FxHashMap, FxHashSet};

/// So many fields lie at most between the type that is dropped and the handle of its thread.
const DEEP: usize = 4;

/// Why a thread may hold the last owner of what waits for it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// It runs functions that others hand it.
    Given,
    /// It shuts a runtime down, whose tasks are anybody's.
    Runtime,
    /// The owner itself.
    Owner,
}

/// Which functions build or fill the fields of a type: looked for once, where a `drop` joins at all.
#[derive(Default)]
pub(super) struct Makers(OnceCell<FxHashMap<DefId, FxHashSet<u32>>>);

impl Makers {
    fn of(&self, program: &Program, owner: DefId) -> Option<&FxHashSet<u32>> {
        self.0.get_or_init(|| find_makers(program)).get(&owner)
    }
}

fn find_makers(program: &Program) -> FxHashMap<DefId, FxHashSet<u32>> {
    let mut found: FxHashMap<DefId, FxHashSet<u32>> = FxHashMap::default();
    for (id, body) in program.bodies() {
        let mut note = |owner: DefId| {
            found.entry(owner).or_default().insert(id.function());
        };
        for (_, data) in body.nodes() {
            flow::uses(&data.op, |value| built(value, &mut note));
            if let Op::Assign(to, _) = &data.op
                && let Some(place::Step::Field(Some(owner), _)) = to.path.last()
            {
                note(*owner);
            }
        }
    }
    found
}

fn built(value: &Value, note: &mut impl FnMut(DefId)) {
    let Value::Aggregate(owner, parts) = value else {
        return;
    };
    if let Some(owner) = owner {
        note(*owner);
    }
    parts.iter().for_each(|(_, part)| built(part, note));
}

/// The thread that a call in a `drop` waits for, where that thread may be the one that runs the `drop`.
pub(super) fn of_itself(
    model: &Model,
    makers: &Makers,
    dropped: BodyId,
    call: &Call,
) -> Option<(Holds, Site)> {
    let program = &model.program;
    if !joins_thread(program, call) {
        return None;
    }
    let owner = program.function(program.body(dropped).owner)?.self_def?;
    let holders = holders(program, owner);
    let made_by = |function: u32| {
        holders.iter().any(|holder| {
            let makers = makers.of(program, *holder);
            makers.is_some_and(|makers| makers.contains(&function))
        })
    };
    let threads = model.tasks.spawns.iter().filter(|spawn| spawn.thread);
    threads
        .flat_map(|spawn| started(model, spawn))
        .filter(|(at, _)| made_by(at.body.function()))
        .find_map(|(at, run)| Some((holds(program, owner, run)?, at)))
}

/// What a thread runs, and where that is handed to it: to the spawn, or to the function that spawns.
fn started(model: &Model, spawn: &Spawn) -> Vec<(Site, BodyId)> {
    let program = &model.program;
    let runs = spawn.runs.iter();
    let mut found: Vec<(Site, BodyId)> = runs
        .map(|run| (run.passed.unwrap_or(spawn.spawned), run.body))
        .collect();
    let wrapper = BodyId::new(spawn.spawned.body.function(), 0);
    for at in model.index.callers_of(program, wrapper) {
        let call = follow::call_at(program, *at);
        let args = call.into_iter().flat_map(|call| &call.args);
        found.extend(args.filter_map(|arg| match arg.value {
            Value::Body(closure) => Some((*at, closure)),
            _ => None,
        }));
    }
    found
}

fn joins_thread(program: &Program, call: &Call) -> bool {
    let attrs = effects::attrs_of(program, call);
    attrs.is_some_and(|attrs| attrs.has(Effect::Join) && attrs.has(Effect::Blocks))
        && call.args.first().is_some_and(|arg| {
            program
                .adt(&arg.ty)
                .is_some_and(|(_, adt)| adt.attrs.is(TypeWord::TaskHandle))
        })
}

/// A type and those among its fields, some steps down, that hold the handle of a thread.
fn holders(program: &Program, owner: DefId) -> Vec<DefId> {
    let mut found = Vec::new();
    holds_handle(program, owner, &mut found, &mut FxHashSet::default(), 0);
    found
}

fn holds_handle(
    program: &Program,
    owner: DefId,
    found: &mut Vec<DefId>,
    seen: &mut FxHashSet<DefId>,
    depth: usize,
) -> bool {
    let definition = program.def(owner);
    let Some(adt) = definition.as_adt() else {
        return false;
    };
    if definition.location.is_none() {
        return adt.attrs.is(TypeWord::TaskHandle);
    }
    if depth > DEEP || !seen.insert(owner) {
        return found.contains(&owner);
    }
    let mut holds = false;
    for field in adt.variants.iter().flat_map(|variant| &variant.fields) {
        let mut inside = Vec::new();
        named(&field.ty, &mut inside);
        for part in inside {
            holds |= holds_handle(program, part, found, seen, depth + 1);
        }
    }
    if holds {
        found.push(owner);
    }
    holds
}

/// The types that a type mentions; what it only refers to lives elsewhere.
fn named(ty: &Ty, found: &mut Vec<DefId>) {
    match ty {
        Ty::Adt(def, args) => {
            found.push(*def);
            args.iter().for_each(|arg| named(arg, found));
        }
        Ty::Tuple(args) => args.iter().for_each(|arg| named(arg, found)),
        Ty::Slice(inner) => named(inner, found),
        _ => {}
    }
}

/// Why what a thread runs may hold the last owner.
fn holds(program: &Program, owner: DefId, run: BodyId) -> Option<Holds> {
    let body = program.body(run);
    for local in &body.locals {
        if !matches!(local.kind, LocalKind::Capture(_)) {
            continue;
        }
        let Ty::Adt(def, args) = &local.ty else {
            continue;
        };
        let definition = program.def(*def);
        if definition.path == "tokio::runtime::Runtime" {
            return Some(Holds::Runtime);
        }
        let points = definition.name == "Weak"
            || (definition.as_adt()).is_some_and(|adt| adt.attrs.is(TypeWord::Pointer));
        if points
            && args
                .iter()
                .any(|arg| matches!(arg, Ty::Adt(to, _) if *to == owner))
        {
            return Some(Holds::Owner);
        }
    }
    let runs = processes::reach(program, std::iter::once(run), false);
    let takes_code = |id: BodyId| {
        let mut locals = program.body(id).locals.iter();
        program.does(id).receives
            && locals.any(|local| {
                matches!(slots::shared(program, &local.ty),
                    Some(Shared::End(_, true, Some(message))) if is_code(program, message))
            })
    };
    runs.into_iter().any(takes_code).then_some(Holds::Given)
}

/// A function or future, boxed as may be.
fn is_code(program: &Program, ty: &Ty) -> bool {
    match ty {
        Ty::Fn(..) | Ty::Future(_) | Ty::Closure(..) => true,
        Ty::Tuple(args) => args.iter().any(|arg| is_code(program, arg)),
        Ty::Adt(def, args) => {
            let definition = program.def(*def);
            let ours = definition.location.is_some();
            definition.as_adt().is_some_and(|adt| {
                adt.attrs.is(TypeWord::Future)
                    || !ours && args.iter().any(|arg| is_code(program, arg))
                    || ours && wraps_code(program, adt)
            })
        }
        _ => false,
    }
}

/// A struct or enum of the workspace with a function among its fields.
fn wraps_code(program: &Program, adt: &otplint_model::def::AdtDef) -> bool {
    let mut fields = adt.variants.iter().flat_map(|variant| &variant.fields);
    fields.any(|field| match &field.ty {
        Ty::Adt(def, args) if program.def(*def).location.is_none() => args
            .iter()
            .any(|arg| matches!(arg, Ty::Fn(..) | Ty::Future(_))),
        ty => matches!(ty, Ty::Fn(..)),
    })
}

/// Asks on which thread it runs.
pub(super) fn asks_where(program: &Program, call: &Call) -> bool {
    let Callee::Known(defs) = &call.callee else {
        return false;
    };
    defs.iter()
        .any(|def| program.def(*def).path == "std::thread::current")
}

/// The message, and what is said of the thread.
pub(super) fn tell(why: Holds) -> (&'static str, &'static str) {
    match why {
        Holds::Given => (
            "this `drop` waits for a thread that runs what others hand it: where one of them lets go of the last owner, \
             that thread waits for itself",
            "the thread that is started here runs functions which it is given",
        ),
        Holds::Runtime => (
            "this `drop` waits until a runtime has shut down: where a task of that runtime lets go of the last owner, \
             both wait for ever",
            "the thread that is started here shuts the runtime down, which waits for the runtime's own threads",
        ),
        Holds::Owner => (
            "this `drop` waits for a thread that holds its owner too: where the thread lets go last, it waits for itself",
            "the thread that is started here holds the owner",
        ),
    }
}
