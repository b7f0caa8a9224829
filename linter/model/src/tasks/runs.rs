//! What a task runs: the bodies behind the value that a spawn is given.

use crate::body::{BodyId, BodyKind, Call, LocalKind, Op, Value};
use crate::effects::{self, Made, Site};
use crate::follow::{self, Index};
use crate::place::Root;
use crate::program::Program;
use crate::stub::Effect;

/// A body that a task runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The body.
    pub body: BodyId,
    /// The call that passes it to a wrapper.
    pub passed: Option<Site>,
}

/// What starts a task or thread.
pub(crate) const SPAWNS: [Effect; 4] = [
    Effect::Spawn,
    Effect::SpawnLocal,
    Effect::SpawnBlocking,
    Effect::SpawnThread,
];

/// The value that a call runs as a task, and whether that is a thread.
pub(crate) fn spawned<'p>(program: &Program, call: &'p Call) -> Option<(&'p Value, bool)> {
    let attrs = effects::attrs_of(program, call)?;
    let thread = attrs.has(Effect::SpawnThread);
    if !SPAWNS.into_iter().any(|kind| attrs.has(kind)) {
        return None;
    }
    let position = usize::from(attrs.spawned?) + usize::from(call.method);
    Some((&call.args.get(position)?.value, thread))
}

/// The bodies that a value given to a spawn runs.
pub(super) fn of(
    program: &Program,
    index: &Index,
    id: BodyId,
    value: &Value,
    depth: usize,
) -> Vec<Run> {
    let body = program.body(id);
    if let Value::Fn(def) = value {
        return program
            .body_of
            .get(def)
            .map(|body| Run {
                body: *body,
                passed: None,
            })
            .into_iter()
            .collect();
    }
    let mut found = Vec::new();
    for made in effects::future_bodies(program, body, value) {
        match made {
            Made::Block(block) => found.push(Run {
                body: block,
                passed: None,
            }),
            Made::Call(node) => {
                if let Op::Call(call) = &body.node(node).op {
                    for callee in effects::callees(program, call) {
                        match returned_block(program, callee) {
                            Some(block) => found.push(Run {
                                body: block,
                                passed: None,
                            }),
                            None => found.push(Run {
                                body: callee,
                                passed: None,
                            }),
                        }
                    }
                }
            }
        }
    }
    if let (true, Some(param)) = (found.is_empty() && depth < 3, param_of(program, id, value)) {
        found = passed(program, index, param, depth);
    }
    found
}

/// The async block that a function which is not async returns.
fn returned_block(program: &Program, id: BodyId) -> Option<BodyId> {
    let body = program.body(id);
    if body.is_async {
        return None;
    }
    body.nodes().find_map(|(_, node)| match &node.op {
        Op::Return(value) => effects::future_bodies(program, body, value)
            .into_iter()
            .find_map(|made| match made {
                Made::Block(block) => Some(block),
                Made::Call(_) => None,
            }),
        _ => None,
    })
}

/// The parameter of a function that a value is, captured or not.
pub(super) fn param_of(program: &Program, id: BodyId, value: &Value) -> Option<(BodyId, u32)> {
    let (Value::Use(place) | Value::Ref(_, place)) = value else {
        return None;
    };
    let (Root::Local(mut local), true) = (place.root, place.path.is_empty()) else {
        return None;
    };
    let mut at = id;
    for _ in 0..8 {
        let body = program.body(at);
        match body.local(local).kind {
            LocalKind::Param(position) if body.kind == BodyKind::Fn => return Some((at, position)),
            LocalKind::Capture(outer) => {
                at = body.parent?;
                local = outer;
            }
            LocalKind::Variable => {
                // `let task = task.boxed();`
                let node = body.local(local).def?;
                let Op::Assign(_, Value::Use(from)) = &body.node(node).op else {
                    return None;
                };
                local = from.as_local().filter(|_| from.path.is_empty())?;
            }
            _ => return None,
        }
    }
    None
}

/// What the callers of a function pass as this parameter.
pub(super) fn passed(
    program: &Program,
    index: &Index,
    (function, position): (BodyId, u32),
    depth: usize,
) -> Vec<Run> {
    let mut found = Vec::new();
    for caller in index.callers_of(program, function) {
        let Some(call) = follow::call_at(program, *caller) else {
            continue;
        };
        if program.body(caller.body).test || program.is_test_file(program.body(caller.body).file) {
            continue;
        }
        let Some(arg) = call.args.get(position as usize) else {
            continue;
        };
        for run in of(program, index, caller.body, &arg.value, depth + 1) {
            found.push(Run {
                passed: Some(*caller),
                ..run
            });
        }
    }
    found
}
