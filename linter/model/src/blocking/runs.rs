//! Who polls an async body: followed upwards, from it to whoever awaits it, starts it or hands it on.

use rustc_hash::FxHashSet;

use super::{follow_call, gives, is_of_tokio, is_polled, runners};
use crate::body::{Body, BodyId, BodyKind, Call, Callee, NodeId, Op};
use crate::effects::{self, Made, Site};
use crate::model::Model;
use crate::processes;
use crate::program::Program;
use crate::slots;
use crate::stub::Effect;

/// How many bodies are asked for whoever runs them.
const UP: usize = 300;

/// Who polls an async body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Runs {
    /// A task of a runtime, on a thread that it shares with others.
    Task,
    /// Whoever uses this library or framework: it was not seen.
    Users,
    /// Something was given it that nobody describes: it may have threads for it.
    Unseen,
    /// `main` alone, before or beside everything else.
    Main,
    /// A call of a runtime's `block_on`, on the thread of its caller: nobody else is polled there.
    Waited,
    /// A thread that was started for it, or an executor that is no runtime.
    Own,
}

/// A call that polls a future to its end with the whole thread.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum BlockOn {
    Runtime,
    Other,
}

/// Who polls a body.
pub fn runs(model: &Model, root: BodyId) -> Runs {
    let program = &model.program;
    let mut seen: FxHashSet<(BodyId, Option<BlockOn>)> = FxHashSet::default();
    let mut open: Vec<(BodyId, Option<BlockOn>)> = vec![(root, None)];
    let mut best = Runs::Own;
    while let Some((id, waited)) = open.pop() {
        if !seen.insert((id, waited)) {
            continue;
        }
        if seen.len() > UP {
            return best.min(Runs::Users);
        }
        let alone = match waited {
            Some(BlockOn::Runtime) => Runs::Waited,
            _ => Runs::Own,
        };
        if is_polled(model, id) || waited.is_none() && model.served().contains(&id) {
            return Runs::Task;
        }
        let spawns = model.processes.spawns_of(id);
        if !spawns.is_empty() {
            if waited.is_none() && spawns.iter().any(|at| !on_thread(program, *at)) {
                return Runs::Task;
            }
            best = best.min(alone);
            continue;
        }
        let body = program.body(id);
        let closure = body.kind == BodyKind::Closure && !body.is_async;
        if let Some(parent) = body.parent {
            let handed = handed(program, parent, id);
            if closure && handed.is_none() && runners(model, id).is_empty() {
                best = best.min(Runs::Unseen);
                continue;
            }
            let by = block_on_of(program, parent)
                .filter(|_| program.body(parent).kind == BodyKind::Fn && !closure);
            if waited.is_none() && beside_others(program, parent, Made::Block(id)) {
                return Runs::Task;
            }
            let runs = program.body(parent);
            let by = by.filter(|_| !runs.is_async);
            open.push((parent, waited.or(handed).or(by)));
            continue;
        }
        let callers = model.index.callers_of(program, id);
        if callers.is_empty() {
            best = best.min(match program.def(body.owner).name.as_str() {
                "main" => Runs::Main,
                _ if waited.is_some() => alone,
                _ => Runs::Users,
            });
        }
        for at in callers {
            if waited.is_none() && beside_others(program, at.body, Made::Call(at.node)) {
                return Runs::Task;
            }
            open.push((at.body, waited.or_else(|| waits(program, id, *at))));
        }
    }
    best
}

/// What waits for a function's future where a function or closure that is not async calls it.
fn waits(program: &Program, id: BodyId, at: Site) -> Option<BlockOn> {
    let above = program.body(at.body);
    if above.is_async {
        return None;
    }
    if program.body(id).is_async
        && let Some(handed) = handed_call(program, at)
    {
        return Some(handed);
    }
    let own = block_on_of(program, at.body);
    if own.is_some() || above.kind != BodyKind::Fn {
        return own;
    }
    // A function that is not async and returns no future runs what it calls to its end.
    let hands_on = program
        .function(above.owner)
        .is_some_and(|function| function.is_async);
    let below = program.body(id);
    (below.is_async && below.kind == BodyKind::Fn && !hands_on).then_some(BlockOn::Other)
}

/// What polls the future of a block, or of what a closure calls, that is handed to a call.
fn handed(program: &Program, parent: BodyId, inner: BodyId) -> Option<BlockOn> {
    let holder = program.body(parent);
    let is_block = program.body(inner).is_async;
    holder.calls().find_map(|(_, call)| {
        let index = call.args.iter().position(|arg| match is_block {
            true => {
                effects::future_bodies(program, holder, &arg.value).contains(&Made::Block(inner))
            }
            false => gives(holder, &arg.value, inner),
        })?;
        polls_argument(program, call, index, is_block)
    })
}

/// What polls the future of a call that is handed to another.
fn handed_call(program: &Program, made: Site) -> Option<BlockOn> {
    let holder = program.body(made.body);
    holder.calls().find_map(|(node, call)| {
        let index = call.args.iter().position(|arg| {
            effects::future_bodies(program, holder, &arg.value).contains(&Made::Call(made.node))
        })?;
        let other = node != made.node;
        other.then(|| polls_argument(program, call, index, true))?
    })
}

/// What polls a future that a call is given, or that a closure makes which it is given: the call itself, or the
/// functions behind it, all of them.
fn polls_argument(
    program: &Program,
    call: &Call,
    index: usize,
    is_future: bool,
) -> Option<BlockOn> {
    if let Some(own) = block_on(program, call) {
        return Some(own);
    }
    let callees = effects::callees(program, call);
    let mut found = None;
    for callee in callees {
        found = Some(polls_parameter(program, callee, index, is_future)?);
    }
    found
}

fn polls_parameter(
    program: &Program,
    callee: BodyId,
    index: usize,
    is_future: bool,
) -> Option<BlockOn> {
    let param = *program.body(callee).params.get(index)?;
    let all = &program.bodies[callee.function() as usize];
    let inside = || {
        all.iter().enumerate().map(|(position, body)| {
            let id = BodyId::new(callee.function(), position as u32);
            (id, body)
        })
    };
    let called = || {
        inside().any(|(id, body)| {
            body.calls().any(|(_, call)| match call.callee {
                Callee::Parameter(local) => slots::origin(program, id, local) == (callee, param),
                _ => false,
            })
        })
    };
    let waits = !program.body(callee).is_async && (is_future || called());
    waits
        .then(|| inside().find_map(|(id, _)| block_on_of(program, id)))
        .flatten()
}

fn block_on_of(program: &Program, id: BodyId) -> Option<BlockOn> {
    let mut calls = program.body(id).calls();
    calls.find_map(|(_, call)| block_on(program, call))
}

fn block_on(program: &Program, call: &Call) -> Option<BlockOn> {
    effects::attrs_of(program, call).filter(|attrs| attrs.has(Effect::BlockOn))?;
    let Callee::Known(defs) = &call.callee else {
        return None;
    };
    let of_tokio = (defs.first()).is_some_and(|def| is_of_tokio(&program.def(*def).path));
    Some(match of_tokio {
        true => BlockOn::Runtime,
        false => BlockOn::Other,
    })
}

/// Whether a future is polled in turns with other work, by one `select!` or `join!`.
fn beside_others(program: &Program, id: BodyId, made: Made) -> bool {
    if !program.does(id).selects {
        return false;
    }
    let body = program.body(id);
    body.nodes().any(|(_, data)| {
        let Op::Select(select) = &data.op else {
            return false;
        };
        let mine = select.arms.iter().position(|arm| {
            effects::future_bodies(program, body, &arm.future.value).contains(&made)
        });
        mine.is_some_and(|mine| {
            let others = select.arms.iter().enumerate();
            others
                .filter(|(index, _)| *index != mine)
                .any(|(_, arm)| works(program, body, arm))
        })
    })
}

/// What a future must do to be more than a wait for the end.
const WORK: [Effect; 10] = [
    Effect::Send,
    Effect::Call,
    Effect::Tick,
    Effect::IoRead,
    Effect::IoWrite,
    Effect::Serves,
    Effect::StoreRead,
    Effect::StoreWrite,
    Effect::RunsSql,
    Effect::Outside,
];

/// Whether the future of an arm does work of the program; one that waits for a signal does none.
fn works(program: &Program, body: &Body, arm: &crate::body::SelectArm) -> bool {
    let made = effects::future_bodies(program, body, &arm.future.value);
    let bodies = made.iter().flat_map(|made| match made {
        Made::Block(block) => vec![*block],
        Made::Call(node) => called(program, body, *node),
    });
    processes::reach(program, bodies, false)
        .into_iter()
        .any(|id| program.does(id).effects.any(WORK) || program.does(id).receives)
}

fn called(program: &Program, body: &Body, node: NodeId) -> Vec<BodyId> {
    match &body.node(node).op {
        Op::Call(call) => effects::callees(program, call).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// Whether a spawn, or the wrapper that spawns, starts a thread.
fn on_thread(program: &Program, at: Site) -> bool {
    let Some(call) = follow_call(program, at) else {
        return false;
    };
    let threads = |call: &Call| {
        effects::attrs_of(program, call)
            .is_some_and(|attrs| attrs.has(Effect::SpawnThread) || attrs.has(Effect::SpawnBlocking))
    };
    if threads(call) {
        return true;
    }
    let callees = effects::callees(program, call);
    callees.iter().any(|callee| {
        program
            .body(*callee)
            .calls()
            .any(|(_, inner)| threads(inner))
    })
}
