//! What the program itself sends to threads that may block, in one place, and runs in another where it is called.

use rustc_hash::FxHashSet;

use super::{follow_call, gives};
use crate::body::{BodyId, BodyKind, Call, Callee, LoopKind};
use crate::effects::{self, Site};
use crate::model::Model;
use crate::program::Program;
use crate::stub::{ClosureUse, Effect};

/// How many calls below a function it is asked what takes time there.
const DOWN: usize = 3;

/// What takes time: it waits for the disk or a store, or computes for long.
const SLOW: [Effect; 8] = [
    Effect::Computes,
    Effect::Flush,
    Effect::IoRead,
    Effect::IoWrite,
    Effect::StoreRead,
    Effect::StoreWrite,
    Effect::RunsSql,
    Effect::Commit,
];

/// Calls of functions that are sent to a blocking thread elsewhere, and where that is: one that is all that is sent
/// there, or that the same function both sends and calls.
pub(super) fn sent(model: &Model) -> Vec<(Site, Site)> {
    let program = &model.program;
    let mut found: Vec<(Site, Site)> = Vec::new();
    let mut told: FxHashSet<Site> = FxHashSet::default();
    for (id, body) in program.bodies() {
        if body.test || body.kind != BodyKind::Closure || body.is_async {
            continue;
        }
        let Some(at) = sends(model, id) else {
            continue;
        };
        let own = body
            .calls()
            .filter(|(_, call)| !effects::callees(program, call).is_empty());
        let alone = own.count() == 1;
        for (_, call) in body.calls() {
            let Some(callee) = slow(program, call) else {
                continue;
            };
            let inline = model.index.callers_of(program, callee).iter();
            let inline = inline.filter(|call| {
                let here = call.body.function() == at.body.function();
                match here {
                    true => program.body(call.body).is_async,
                    // The same function, for another system.
                    false => alone && model.item(call.body) != model.item(at.body),
                }
            });
            for call in inline {
                if told.insert(*call) {
                    found.push((*call, at));
                }
            }
        }
    }
    found.sort_unstable();
    found
}

/// Where a closure is given to a thread that may block.
fn sends(model: &Model, closure: BodyId) -> Option<Site> {
    let program = &model.program;
    let blocks = |call: &Call| {
        effects::attrs_of(program, call).is_some_and(|attrs| {
            attrs.has(Effect::SpawnBlocking)
                || attrs.closure == Some(ClosureUse::Blocking) && call.name == "block_in_place"
        })
    };
    let parent = program.body(closure).parent?;
    let holder = program.body(parent);
    let direct = holder.calls().find(|(_, call)| {
        blocks(call)
            && call
                .args
                .iter()
                .any(|arg| gives(holder, &arg.value, closure))
    });
    if let Some((node, _)) = direct {
        return Some(Site { body: parent, node });
    }
    // A wrapper of the program.
    let spawns = model.processes.spawns_of(closure).iter();
    spawns.copied().find(|at| {
        follow_call(program, *at).is_some_and(|call| {
            let callees = effects::callees(program, call);
            let mut calls = callees
                .iter()
                .flat_map(|callee| program.body(*callee).calls());
            calls.any(|(_, call)| blocks(call))
        })
    })
}

/// The one function of the workspace that a call runs, if that takes time.
fn slow(program: &Program, call: &Call) -> Option<BodyId> {
    let Callee::Known(defs) = &call.callee else {
        return None;
    };
    let [def] = defs.as_slice() else {
        return None;
    };
    let callee = *program.body_of.get(def)?;
    let mut seen: FxHashSet<BodyId> = FxHashSet::default();
    let mut open = vec![(callee, 0)];
    if program.body(callee).is_async {
        return None;
    }
    while let Some((id, down)) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        let body = program.body(id);
        // A lock is taken for a moment.
        let blocks = |call: &Call| {
            effects::attrs_of(program, call)
                .is_some_and(|attrs| attrs.has(Effect::Blocks) && !attrs.has(Effect::Lock))
        };
        let waits = program.does(id).effects.has(Effect::Blocks)
            && body.calls().any(|(_, call)| blocks(call));
        if waits
            || program.does(id).effects.any(SLOW)
            || down == 0 && body.loops.iter().any(|of| of.kind != LoopKind::Endless)
        {
            return Some(callee);
        }
        if down < DOWN {
            let callees = body
                .calls()
                .flat_map(|(_, call)| effects::callees(program, call));
            open.extend(callees.map(|callee| (callee, down + 1)));
        }
    }
    None
}
