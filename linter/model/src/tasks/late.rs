//! Joins that come only once everything is told to stop, or once something that lasts has ended.

use crate::body::{Body, BodyId, Call, Callee, LoopKind, NodeId, Op, Value};
use crate::effects::{self, Made, Site};
use crate::flow;
use crate::follow::{self, Index, Trail};
use crate::program::Program;
use crate::slots::{self, Shared};
use crate::stub::Effect;

use super::life;

/// Helpers that tell the task to stop lie no deeper than this.
const HELPERS: usize = 2;

/// Whether a join happens only once everything is told to stop.
pub(super) fn is_late(
    program: &Program,
    index: &Index,
    spawned: Site,
    join: Site,
    trail: &Trail,
) -> bool {
    let body = program.body(join.body);
    if join.body == spawned.body {
        return after_wait(program, index, spawned, join.node);
    }
    if is_drop(program, body) {
        return true;
    }
    // In a loop it is a watcher, whatever else the loop does; all of a list are joined at the end.
    let watches = body
        .node(join.node)
        .in_loop
        .is_some_and(|of| body.loops[of.0 as usize].kind != LoopKind::For);
    if !watches && told_before(program, join) {
        return true;
    }
    // Handed on by the body that spawned it, after it had waited for a signal.
    let mut here = trail
        .uses
        .iter()
        .filter(|one| one.at.body == spawned.body)
        .peekable();
    trail.fields.is_empty()
        && here.peek().is_some()
        && here.all(|one| after_wait(program, index, spawned, one.at.node))
}

/// Whether the body waits between a spawn and a later node for a signal to end, or for something that lasts: a
/// server, a loop that reads what a person types.
fn after_wait(program: &Program, index: &Index, spawned: Site, later: NodeId) -> bool {
    let body = program.body(spawned.body);
    let between = flow::reachable(body, spawned.node, |_| false);
    body.nodes().any(|(node, data)| {
        let waits = match &data.op {
            Op::Call(call) => {
                call.awaited && (is_signal(program, call) || lasts(program, index, call))
            }
            Op::Select(select) => select.arms.iter().any(|arm| {
                effects::future_bodies(program, body, &arm.future.value).into_iter().any(|made| match made {
                    Made::Call(node) => matches!(&body.node(node).op, Op::Call(call) if is_signal(program, call)),
                    Made::Block(_) => false,
                })
            }),
            _ => false,
        };
        waits && between.contains(node) && follow::comes_after(body, node, later)
    })
}

/// Whether a call runs a loop that is meant to run for as long as the program.
fn lasts(program: &Program, index: &Index, call: &Call) -> bool {
    let callees = effects::callees(program, call);
    // Whoever takes what the task sends sees that it has ended.
    let listens = call.args.iter().any(|arg| {
        matches!(
            slots::shared(program, &arg.ty),
            Some(Shared::End(_, true, _))
        )
    });
    !callees.is_empty()
        && !listens
        && callees.iter().all(|callee| {
            let life = life::life(program, index, *callee);
            life.lasts || reads_for_ever(program, program.body(*callee))
        })
}

/// `loop { match lines.next_line().await { .. } }`
fn reads_for_ever(program: &Program, body: &Body) -> bool {
    body.calls().any(|(node, call)| {
        let of = body.node(node).in_loop;
        call.awaited
            && of.is_some_and(|of| body.loops[of.0 as usize].kind == LoopKind::Endless)
            && effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(Effect::IoRead))
    })
}

/// Waits for the operating system to ask for the end.
fn is_signal(program: &Program, call: &Call) -> bool {
    let Callee::Known(defs) = &call.callee else {
        return false;
    };
    defs.iter().any(|def| {
        let path = &program.def(*def).path;
        path.starts_with("tokio::signal")
            || path.starts_with("async_signal")
            || path.starts_with("signal_hook")
    }) || effects::callees(program, call).iter().any(|callee| {
        // `shutdown_signal().await`, one call down.
        let body = program.body(*callee);
        body.calls().any(|(_, inner)| match &inner.callee {
            Callee::Known(defs) => defs
                .iter()
                .any(|def| program.def(*def).path.starts_with("tokio::signal")),
            _ => false,
        })
    })
}

fn is_drop(program: &Program, body: &Body) -> bool {
    let owner = program.def(body.owner);
    let declared = owner.as_fn().and_then(|function| function.trait_def);
    owner.name == "drop"
        && declared.is_some_and(|declared| program.def(declared).path.ends_with("ops::Drop"))
}

/// Whether the body that joins has told the task to stop before.
fn told_before(program: &Program, join: Site) -> bool {
    let body = program.body(join.body);
    body.nodes().any(|(node, data)| {
        matches!(&data.op, Op::Call(call) if tells(program, call))
            && follow::comes_after(body, node, join.node)
    })
}

fn tells(program: &Program, call: &Call) -> bool {
    let says = [Effect::Send, Effect::TrySend, Effect::Notify, Effect::Reply];
    let said = effects::attrs_of(program, call)
        .is_some_and(|attrs| says.into_iter().any(|kind| attrs.has(kind)));
    said || ends(program, call, 0)
}

/// Whether a call ends something: it cancels, closes or sets a flag, itself or one or two helpers
/// down.
fn ends(program: &Program, call: &Call, depth: usize) -> bool {
    let has = |kind| effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(kind));
    if has(Effect::Cancel) || has(Effect::Abort) || has(Effect::Close) {
        return true;
    }
    // Who drops the sender and then joins has sent until then, and learnt of the end by that.
    // `self.stop.store(true, Ordering::Release)`
    let flag = call.name == "store"
        && call.method
        && matches!(call.args.get(1).map(|arg| &arg.value), Some(Value::Bool(_)));
    let below = |callee: &BodyId| {
        program.asked.ends.of((*callee, depth), || {
            let body = program.body(*callee);
            body.loops.is_empty()
                && body
                    .calls()
                    .any(|(_, inner)| ends(program, inner, depth + 1))
        })
    };
    flag || depth < HELPERS && effects::callees(program, call).iter().any(below)
}
