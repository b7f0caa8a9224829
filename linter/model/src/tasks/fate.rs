//! What becomes of a task's handle.

use crate::body::{BodyId, Call, LocalId, LoopKind, Op, SelectKind};
use crate::effects::{self, Made, Site};
use crate::follow::{self, Field, Index, Role, Trail, Use};
use crate::program::Program;
use crate::stub::{Effect, TypeAttrs, TypeWord};

use super::late::is_late;
use super::sets;

/// What becomes of a task's handle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Somebody learns of the end, or it was not seen that nobody does.
    Watched(Watch),
    /// Returned by this function, to callers that are not in view.
    Returned(BodyId),
    /// Dropped at once, or bound to a name that nothing uses.
    Dropped,
    /// Stored in a field that nobody looks at.
    Stored(Field),
    /// Joined, but only after everything was told to stop.
    JoinedLate(Site),
    /// Joined only together with others: an end is noticed when the others have ended too.
    JoinedTogether(Site),
    /// Ended by its owner, here or with the owner, who does not learn of an end before that.
    Aborted(Option<Site>),
    /// Put into a set of tasks, which is joined only where the set is closed, or never.
    Set(Field, Option<Site>),
    /// Put into a set that the same body made, and that nothing joins.
    Kept(LocalId),
}

fn is_task(attrs: &TypeAttrs) -> bool {
    attrs.is(TypeWord::TaskHandle)
}

/// What becomes of the handle that a spawn yields.
pub(super) fn of_spawn(program: &Program, index: &Index, at: Site, call: &Call) -> Fate {
    if let Some(attrs) = effects::attrs_of(program, call) {
        if attrs.has(Effect::Detach) {
            return Fate::Dropped;
        }
        if call.method && sets::into_set(program, call) {
            return sets::fate(program, index, at, call);
        }
        if call.awaited {
            return Fate::Watched(Watch::Joined);
        }
    }
    of_handle(program, index, at, call)
}

/// What becomes of the handle that a call of a function which returns it yields.
pub(super) fn of_returned(program: &Program, index: &Index, at: Site) -> Fate {
    let Some(call) = follow::call_at(program, at) else {
        return Fate::Watched(Watch::Lost);
    };
    let is_async = effects::callees(program, call)
        .first()
        .is_some_and(|callee| program.body(*callee).is_async);
    if call.awaited && !is_async {
        return Fate::Watched(Watch::Joined);
    }
    of_handle(program, index, at, call)
}

fn of_handle(program: &Program, index: &Index, at: Site, call: &Call) -> Fate {
    let body = program.body(at.body);
    let result = &body.local(call.to).ty;
    if !follow::holds(program, result, &is_task) {
        // A set's abort handle, a scope, something that no stub describes.
        return Fate::Watched(Watch::NoHandle);
    }
    let owned = follow::holds(program, result, &|attrs| attrs.is(TypeWord::AbortOnDrop));
    let trail = follow::follow(program, index, (at.body, call.to), &is_task, false);
    if let Some(function) = trail.returned.first() {
        return Fate::Returned(*function);
    }
    // `smol::spawn(work()).detach()`: it is nobody's any more.
    let detached = trail.uses.iter().any(|one| {
        let attrs =
            follow::call_at(program, one.at).and_then(|call| effects::attrs_of(program, call));
        attrs.is_some_and(|attrs| attrs.has(Effect::Detach))
    });
    match handle_fate(program, index, at, &trail) {
        fate @ Fate::Dropped if detached => fate,
        Fate::Dropped | Fate::Stored(_) if owned || trail.abort_on_drop => Fate::Aborted(None),
        fate => fate,
    }
}

/// Why somebody may learn of a task's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watch {
    /// Its handle is awaited, joined or asked.
    Joined,
    /// Its handle goes where it is not followed.
    Lost,
    /// The spawn yields nothing that is known to be a handle.
    NoHandle,
}

/// Whether a use learns how the task ended.
fn joins(program: &Program, one: &Use) -> bool {
    match one.role {
        Role::Awaited | Role::Arm(_) => true,
        Role::Arg(_) => {
            let Some(call) = follow::call_at(program, one.at) else {
                return false;
            };
            let Some(attrs) = effects::attrs_of(program, call) else {
                return call.awaited;
            };
            let inside = !effects::callees(program, call).is_empty();
            attrs.has(Effect::Join)
                || attrs.has(Effect::JoinAll)
                || attrs.has(Effect::BlockOn)
                // Whoever waits for the lock of where the handle lies waits for no task.
                || (call.awaited && !inside && !attrs.has(Effect::Lock))
                // A watcher that asks now and then learns of it too.
                || call.name == "is_finished"
                || call.name == "poll"
        }
    }
}

fn handle_fate(program: &Program, index: &Index, at: Site, trail: &Trail) -> Fate {
    let joined: Vec<&Use> = trail
        .uses
        .iter()
        .filter(|one| joins(program, one))
        .collect();
    if joined.is_empty() {
        if trail.lost {
            return Fate::Watched(Watch::Lost);
        }
        let aborted = trail.uses.iter().find(|one| {
            let call = follow::call_at(program, one.at);
            let attrs = call.and_then(|call| effects::attrs_of(program, call));
            attrs.is_some_and(|attrs| attrs.has(Effect::Abort) || attrs.has(Effect::CancelHandle))
        });
        return match (aborted, trail.fields.first()) {
            (Some(one), _) => Fate::Aborted(Some(one.at)),
            (None, Some(field)) => Fate::Stored(*field),
            (None, None) => Fate::Dropped,
        };
    }
    if trail.lost {
        return Fate::Watched(Watch::Joined);
    }
    let first = joined[0].at;
    let late = joined
        .iter()
        .all(|one| is_late(program, index, at, one.at, trail));
    if late {
        Fate::JoinedLate(first)
    } else if joined.iter().all(|one| is_together(program, at, one)) {
        Fate::JoinedTogether(first)
    } else {
        Fate::Watched(Watch::Joined)
    }
}

/// Whether a join waits for others as well, so that the end of one stays unseen while another lives.
fn is_together(program: &Program, spawned: Site, one: &Use) -> bool {
    let body = program.body(one.at.body);
    let node = body.node(one.at.node);
    match (&node.op, one.role) {
        (Op::Select(select), Role::Arm(_)) => {
            select.kind == SelectKind::Join && select.arms.len() > 1
        }
        (Op::Call(call), Role::Arg(_)) => {
            effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(Effect::JoinAll))
        }
        // The result of `join_all`, or `for task in tasks { task.await }`.
        (Op::Await(await_), Role::Awaited) => {
            let joins_all = effects::future_bodies(program, body, &await_.future.value)
                .into_iter()
                .any(|made| match made {
                    Made::Call(node) => {
                        matches!(&body.node(node).op, Op::Call(call) if effects::attrs_of(program, call)
                            .is_some_and(|attrs| attrs.has(Effect::JoinAll)))
                    }
                    Made::Block(_) => false,
                });
            let in_turn = node.in_loop.is_some_and(|of| {
                let of = &body.loops[of.0 as usize];
                of.kind == LoopKind::For && of.parent.is_none()
            });
            joins_all || (in_turn && one.at.body == spawned.body)
        }
        _ => false,
    }
}
