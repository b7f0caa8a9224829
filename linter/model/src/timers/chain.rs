//! Work that schedules itself again, and messages that are sent later: timers made by hand.

use rustc_hash::FxHashSet;

use crate::body::{Body, BodyId, BodyKind, Call, EdgeKind, NodeId, Op, Outcome, Value};
use crate::effects::{self, Site};
use crate::flow;
use crate::program::Program;
use crate::stub::{Effect, Flavor, TypeWord};
use crate::tasks::{self, Cause, Fate, Tasks};

/// Work that waits and schedules itself again: it ends for good where one turn fails to.
#[derive(Debug)]
pub struct Chain {
    /// The call that schedules the next turn.
    pub scheduled: Site,
    /// Where a turn fails and leaves before it does.
    pub ends: Site,
    /// It panics there.
    pub panics: bool,
}

/// A message that a task of its own sends after a while.
#[derive(Debug)]
pub struct Later {
    /// The spawn.
    pub spawned: Site,
    /// The sleep.
    pub slept: Site,
    /// The send.
    pub sent: Site,
    /// It is spawned only where something failed: it tries again.
    pub retries: bool,
}

/// How many calls may lie between a turn and the function that schedules the next one.
const DEPTH: usize = 4;

/// Every chain of a program that a failure ends for good.
pub(super) fn chains(program: &Program, tasks: &Tasks) -> Vec<Chain> {
    let mut found = Vec::new();
    for spawn in &tasks.spawns {
        for run in spawn.runs.iter().filter(|run| run.passed.is_none()) {
            if sleep_of(program, run.body).is_some() {
                found.extend(chain(program, spawn.spawned, run.body));
            }
        }
    }
    for (id, body) in program.doing(|does| does.effects.has(Effect::Sleep)) {
        for (node, call) in body.calls() {
            let scheduled = Site { body: id, node };
            found.extend(
                turn_of(program, scheduled, call).and_then(|turn| chain(program, scheduled, turn)),
            );
        }
    }
    let mut seen = FxHashSet::default();
    found.retain(|chain| seen.insert(chain.scheduled));
    found
}

/// What a call runs after a while: a closure that it is given, or the handler that holds it and takes
/// messages of the type that it sends.
fn turn_of(program: &Program, at: Site, call: &Call) -> Option<BodyId> {
    let attrs = effects::attrs_of(program, call)?;
    if !attrs.has(Effect::Sleep) || call.awaited {
        return None;
    }
    let closure = call.args.iter().find_map(|arg| match arg.value {
        Value::Body(closure) => Some(closure),
        _ => None,
    });
    if closure.is_some() || !attrs.has(Effect::Send) {
        return closure;
    }
    let position = usize::from(attrs.value?) + usize::from(call.method);
    let message = call.args.get(position)?.ty.adt()?;
    let function = function_of(program, at.body);
    let body = program.body(function);
    let takes = body
        .params
        .iter()
        .skip(1)
        .any(|param| body.local(*param).ty.adt() == Some(message));
    takes.then_some(function)
}

/// The chain that a call belongs to which runs `turn` later, if a failure can end it.
fn chain(program: &Program, scheduled: Site, turn: BodyId) -> Option<Chain> {
    let function = function_of(program, scheduled.body);
    let goes_on = |id: BodyId, node: NodeId, call: &Call| {
        Site { body: id, node } == scheduled || leads_to(program, call, function, 0)
    };
    if program.body(turn).test {
        return None;
    }
    let carries: Vec<NodeId> = program
        .body(turn)
        .calls()
        .filter(|(node, call)| goes_on(turn, *node, call))
        .map(|(node, _)| node)
        .collect();
    if carries.is_empty() {
        return None;
    }
    // A helper between a turn and the function that schedules the next one.
    let between = || {
        carries.iter().find_map(|node| {
            let Op::Call(call) = &program.body(turn).node(*node).op else {
                return None;
            };
            effects::callees(program, call).iter().find_map(|callee| {
                let helper = *callee != function && *callee != turn;
                let inside: Vec<NodeId> = program
                    .body(*callee)
                    .calls()
                    .filter(|(_, call)| leads_to(program, call, function, 1))
                    .map(|(node, _)| node)
                    .collect();
                (helper && !inside.is_empty()).then(|| end(program, *callee, &inside))?
            })
        })
    };
    let end = end(program, turn, &carries).or_else(between).or_else(|| {
        let outer = turn != function && scheduled.body == function;
        outer.then(|| end(program, function, &[scheduled.node]))?
    });
    let (ends, panics) = end?;
    Some(Chain {
        scheduled,
        ends,
        panics,
    })
}

/// The function that a body is or lies in.
fn function_of(program: &Program, id: BodyId) -> BodyId {
    let mut at = id;
    while let (true, Some(parent)) = (
        program.body(at).kind != BodyKind::Fn,
        program.body(at).parent,
    ) {
        at = parent;
    }
    at
}

fn leads_to(program: &Program, call: &Call, function: BodyId, depth: usize) -> bool {
    let mut seen: FxHashSet<BodyId> = FxHashSet::default();
    let mut open = effects::callees(program, call).to_vec();
    for _ in depth..DEPTH {
        if open.contains(&function) {
            return true;
        }
        open.retain(|callee| seen.insert(*callee));
        open = open
            .iter()
            .flat_map(|callee| program.body(*callee).calls())
            .flat_map(|(_, inner)| effects::callees(program, inner))
            .collect();
    }
    false
}

/// Where a body fails and leaves without passing one of these nodes, and whether it panics there.
fn end(program: &Program, id: BodyId, carries: &[NodeId]) -> Option<(Site, bool)> {
    let body = program.body(id);
    let entry = NodeId(0);
    let before = flow::reachable(body, entry, |node| carries.contains(&node));
    let panics = body.calls().find(|(node, call)| {
        (before.contains(*node) || *node == entry)
            && !carries.contains(node)
            && call.outcome == Outcome::Panics
            && tasks::panic_cause(program, call) == Some(Cause::Outside)
    });
    if let Some((node, _)) = panics {
        return Some((Site { body: id, node }, true));
    }
    body.nodes()
        .filter(|(node, _)| before.contains(*node) || *node == entry)
        .find(|(node, data)| {
            matches!(data.op, Op::Branch(_))
                && tasks::failing(program, id, *node).is_some()
                && data
                    .next
                    .iter()
                    .any(|edge| edge.kind == EdgeKind::Failure && gives_up(body, edge.to, carries))
        })
        .map(|(node, _)| (Site { body: id, node }, false))
}

/// Whether every way from a node leaves the body without passing one of these.
fn gives_up(body: &Body, from: NodeId, carries: &[NodeId]) -> bool {
    let after = flow::reachable(body, from, |_| false);
    !carries.contains(&from) && !carries.iter().any(|node| after.contains(*node))
}

/// Every message of a program that a task of its own sends later.
pub(super) fn later(program: &Program, tasks: &Tasks) -> Vec<Later> {
    let mut found = Vec::new();
    for spawn in &tasks.spawns {
        if !matches!(spawn.fate, Fate::Dropped | Fate::Stored(_)) {
            continue;
        }
        for run in &spawn.runs {
            let Some(slept) = sleep_of(program, run.body) else {
                continue;
            };
            let body = program.body(run.body);
            let after = flow::reachable(body, slept, |_| false);
            let sent = body
                .calls()
                .find(|(node, call)| after.contains(*node) && sends(program, call));
            if let Some((sent, _)) = sent {
                found.push(Later {
                    spawned: spawn.at,
                    slept: Site {
                        body: run.body,
                        node: slept,
                    },
                    sent: Site {
                        body: run.body,
                        node: sent,
                    },
                    retries: after_failure(program.body(spawn.at.body), spawn.at.node),
                });
            }
        }
    }
    found
}

/// Whether a node is come to only where something failed, in one turn of the loops around it.
fn after_failure(body: &Body, node: NodeId) -> bool {
    let leads = |from: NodeId| {
        let stops = |at: NodeId| matches!(body.node(at).op, Op::LoopHead(_));
        from == node || flow::reachable(body, from, stops).contains(node)
    };
    body.nodes().any(|(_, data)| {
        let on = |kind: EdgeKind| {
            data.next
                .iter()
                .filter(move |edge| edge.kind == kind)
                .any(|edge| leads(edge.to))
        };
        matches!(data.op, Op::Branch(_)) && on(EdgeKind::Failure) && !on(EdgeKind::Success)
    })
}

/// The sleep that a body without loops waits for.
fn sleep_of(program: &Program, id: BodyId) -> Option<NodeId> {
    let body = program.body(id);
    if !body.loops.is_empty() || body.test {
        return None;
    }
    body.calls()
        .find(|(_, call)| {
            call.awaited
                && effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(Effect::Sleep))
        })
        .map(|(node, _)| node)
}

/// Whether a call puts a message into the mailbox of somebody who takes many.
fn sends(program: &Program, call: &Call) -> bool {
    let message = effects::attrs_of(program, call)
        .is_some_and(|attrs| attrs.has(Effect::Send) || attrs.has(Effect::TrySend));
    message
        && call
            .args
            .first()
            .and_then(|receiver| program.adt(receiver.ty.peel_refs()))
            .is_some_and(|(_, adt)| {
                adt.attrs.is(TypeWord::Address)
                    || adt.attrs.is(TypeWord::Sender)
                        && matches!(
                            adt.attrs.flavor,
                            Some(Flavor::Mpsc | Flavor::Unbounded | Flavor::Std)
                        )
            })
}
