//! What runs when something runs: in it, in what it calls and awaits, not in the tasks that it starts.

use rustc_hash::FxHashSet;

use crate::body::{Body, BodyId, Call, Op, Value};
use crate::effects::{self, Made, Site};
use crate::program::Program;
use crate::stub::ClosureUse;

/// The first call that is `wanted` and runs when a node runs.
pub fn find(program: &Program, at: Site, wanted: &dyn Fn(Site, &Call) -> bool) -> Option<Site> {
    let mut seen = FxHashSet::default();
    let mut open = Vec::new();
    if visit(program, at, wanted, &mut open) {
        return Some(at);
    }
    // Depth first, so that what is found is what comes first.
    open.reverse();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        let mut below = Vec::new();
        for (node, _) in program.body(id).nodes() {
            let at = Site { body: id, node };
            if visit(program, at, wanted, &mut below) {
                return Some(at);
            }
        }
        open.extend(below.into_iter().rev());
    }
    None
}

/// Whether a node is wanted itself; what runs below it goes into `below`.
fn visit(
    program: &Program,
    at: Site,
    wanted: &dyn Fn(Site, &Call) -> bool,
    below: &mut Vec<BodyId>,
) -> bool {
    let body = program.body(at.body);
    match &body.node(at.node).op {
        Op::Call(call) => {
            if wanted(at, call) {
                return true;
            }
            enter(program, call, call.awaited, below);
        }
        Op::Await(await_) => polled(program, body, &await_.future.value, below),
        Op::Select(select) => {
            for arm in &select.arms {
                polled(program, body, &arm.future.value, below);
            }
        }
        _ => {}
    }
    false
}

fn polled(program: &Program, body: &Body, future: &Value, below: &mut Vec<BodyId>) {
    for made in effects::future_bodies(program, body, future) {
        match made {
            Made::Block(block) => below.push(block),
            Made::Call(node) => {
                if let Op::Call(call) = &body.node(node).op {
                    enter(program, call, true, below);
                }
            }
        }
    }
}

fn enter(program: &Program, call: &Call, polled: bool, below: &mut Vec<BodyId>) {
    let runs = |id: &BodyId| polled || !program.body(*id).is_async;
    below.extend(effects::callees(program, call).into_iter().filter(runs));
    // What blocks where it may, as in `block_in_place`, does not count as done here.
    let elsewhere = effects::attrs_of(program, call)
        .is_some_and(|attrs| attrs.closure == Some(ClosureUse::Blocking));
    if effects::runs_closures(program, call) && !elsewhere {
        for arg in &call.args {
            if let Value::Body(closure) = arg.value
                && runs(&closure)
            {
                below.push(closure);
            }
        }
    }
}
