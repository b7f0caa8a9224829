//! Futures that are dropped by none of the code around them: a request's when its client goes away, a task's when
//! somebody aborts it. What they hold of their own dies with them; what they took from others is missed there.

use smallvec::SmallVec;

use super::{CancelSite, Dropper, Fine, is_an_item, is_shared};
use crate::body::{BodyId, Call, NodeId, Value};
use crate::def::Receiver;
use crate::effects::{self, Site};
use crate::model::Model;
use crate::processes;
use crate::span::Span;
use crate::stub::{Effect, TypeWord};
use crate::summary::HeldKind;
use crate::tasks::Fate;
use crate::ty::Ty;

/// All of them that hold something of others.
pub(super) fn sites(model: &Model) -> Vec<Result<CancelSite, Fine>> {
    let program = &model.program;
    let mut found: Vec<Result<CancelSite, Fine>> = requests(model)
        .into_iter()
        .filter_map(|(at, future, run)| judge(model, at, future, Dropper::Client, run))
        .collect();
    for spawn in &model.tasks.spawns {
        // Where the task ends for good, so does what it held; one that is started anew goes on without it.
        let Fate::Aborted(Some(aborted)) = spawn.fate else {
            continue;
        };
        let after = processes::reach(program, std::iter::once(aborted.body), true);
        if !after.contains(&spawn.at.body) {
            continue;
        }
        let future = program.body(spawn.at.body).node(spawn.at.node).span;
        for run in &spawn.runs {
            found.extend(judge(model, spawn.at, future, Dropper::Abort, run.body));
        }
    }
    found
}

/// The futures that are dropped when the client of their request goes away: where each is given to a server, as it is
/// written there, and the body that it runs.
pub(super) fn requests(model: &Model) -> Vec<(Site, Span, BodyId)> {
    let program = &model.program;
    let mut found = Vec::new();
    for (id, body) in program.doing(|does| does.effects.has(Effect::Serves)) {
        if body.test {
            continue;
        }
        for (node, call) in body.calls() {
            let Some((value, future)) = served(model, call) else {
                continue;
            };
            let at = Site { body: id, node };
            found.extend(
                futures_of(model, value)
                    .into_iter()
                    .map(|run| (at, future, run)),
            );
        }
    }
    for (id, body) in program.bodies() {
        let own = model.processes.spawns_of(id).is_empty();
        if !body.test && own && answers(model, id) {
            let at = Site {
                body: id,
                node: NodeId(0),
            };
            found.push((at, body.span, id));
        }
    }
    found
}

/// An async function that takes a request or parts of it, and answers: a free one, which an attribute may make a
/// handler, or the method of a service.
fn answers(model: &Model, id: BodyId) -> bool {
    let program = &model.program;
    let body = program.body(id);
    let Some(function) = program.function(body.owner).filter(|_| id.position() == 0) else {
        return false;
    };
    // A service answers many at once; a client is asked by `&mut self`.
    let declared = matches!(function.receiver, None | Some(Receiver::Ref));
    body.is_async
        && declared
        && body
            .params
            .iter()
            .any(|param| match &body.local(*param).ty {
                Ty::Adt(def, _) => {
                    (program.def(*def).as_adt()).is_some_and(|adt| adt.attrs.is(TypeWord::Request))
                }
                _ => false,
            })
}

/// What a call has run for each request.
fn served<'m>(model: &Model, call: &'m Call) -> Option<(&'m Value, Span)> {
    let attrs = effects::attrs_of(&model.program, call)?;
    if !attrs.has(Effect::Serves) {
        return None;
    }
    let arg = call
        .args
        .get(usize::from(attrs.future?) + usize::from(call.method))?;
    Some((&arg.value, arg.span))
}

/// The bodies of the futures that a function or closure makes.
fn futures_of(model: &Model, value: &Value) -> SmallVec<[BodyId; 1]> {
    let program = &model.program;
    let made = match value {
        Value::Fn(def) => program.body_of.get(def).copied(),
        Value::Body(closure) => Some(*closure),
        _ => None,
    };
    let Some(made) = made else {
        return SmallVec::new();
    };
    if program.body(made).is_async {
        return SmallVec::from_slice(&[made]);
    }
    let children = program.children(made).iter().copied();
    children
        .filter(|child| program.body(*child).is_async)
        .collect()
}

fn judge(
    model: &Model,
    given: Site,
    future: Span,
    dropper: Dropper,
    run: BodyId,
) -> Option<Result<CancelSite, Fine>> {
    let program = &model.program;
    let held = &model.summary(run).held;
    if held.is_empty() {
        return None;
    }
    let body = program.body(run);
    let missed = held.iter().find(|held| {
        is_shared(program, body, &held.place)
            && match held.kind {
                HeldKind::Torn(_) | HeldKind::PutBack(_) | HeldKind::Ended(_) => true,
                HeldKind::Taken => is_an_item(program, held),
                _ => false,
            }
    });
    let Some(held) = missed else {
        return Some(Err(Fine {
            at: given,
            future,
            reason: "what the future holds when it is dropped is its own".into(),
        }));
    };
    let at = held.via.first().copied().unwrap_or(held.awaited);
    Some(Ok(CancelSite {
        at,
        dropper,
        future: program.body(at.body).node(at.node).span,
        held: held.clone(),
        again: None,
        winner: None,
        given: Some(given),
        ends: false,
    }))
}
