//! Transactions that are begun and ended by statements of their own: nothing rolls them back where a failure leaves
//! between the two, and the connection stays in them.

use otplint_model::body::{Body, BodyId, LocalKind, NodeId, Op, Outcome};
use otplint_model::effects::{self, NodeEffect};
use otplint_model::flow::{self, NodeSet};
use otplint_model::place::Place;
use otplint_model::stub::{Acquires, Effect};
use otplint_model::{Confidence, Finding, Model, Reason, Verdicts};

use super::{META, exits};
use crate::story::{Story, site};

/// How far up it is asked whose the connection is.
const CALLERS: usize = 3;

/// At most this many callers are asked.
const ASKED: usize = 16;

/// Finds a transaction that a failure leaves open; returns where it is begun.
pub fn check(model: &Model, id: BodyId, body: &Body, verdicts: &mut Verdicts) -> Option<NodeId> {
    if !model.program.does(id).effects.has(Effect::Begin) {
        return None;
    }
    let ends = ends(model, id, body)?;
    for (node, _) in body.calls() {
        // A method that begins one gives back what rolls it back when it is dropped.
        let begun = effects::direct(&model.program, body, site(id, node))
            .into_iter()
            .find(|effect| effect.kind == Effect::Begin)
            .filter(|_| effects::sql_of(&model.program, body, node).is_some());
        let Some(begun) = begun else { continue };
        let judged = judge(model, id, body, &begun, &ends);
        let found = judged.is_ok();
        verdicts.judged(model.location(site(id, node)), judged);
        if found {
            return Some(node);
        }
    }
    None
}

/// Where a body commits, or rolls back.
struct Ends {
    commits: Vec<NodeId>,
    all: NodeSet,
}

fn ends(model: &Model, id: BodyId, body: &Body) -> Option<Ends> {
    let mut ends = Ends {
        commits: Vec::new(),
        all: NodeSet::new(body),
    };
    for (node, data) in body.nodes() {
        if !matches!(data.op, Op::Call(_) | Op::Await(_)) {
            continue;
        }
        for effect in model.effects(id, node) {
            match effect.kind {
                Effect::Commit => ends.commits.push(node),
                Effect::Rollback => {}
                _ => continue,
            }
            ends.all.insert(node);
        }
    }
    (!ends.commits.is_empty()).then_some(ends)
}

fn judge(
    model: &Model,
    id: BodyId,
    body: &Body,
    begun: &NodeEffect,
    ends: &Ends,
) -> Result<Finding, Reason> {
    let begin = begun.at.node;
    let inside = flow::reachable(body, begin, |node| ends.all.contains(node));
    let commit = ends
        .commits
        .iter()
        .copied()
        .find(|node| inside.contains(*node))
        .ok_or("it is committed elsewhere")?;
    let own = exits::without(body, begin, commit);
    let exit = inside
        .iter()
        .filter(|node| !own.contains(*node))
        .find(|node| matches!(body.node(*node).op, Op::Fail(_)))
        .filter(|exit| flow::failure_of(body, commit) != Some(*exit))
        .ok_or("every failing path rolls back")?;
    if body.locals.iter().any(|local| {
        let adt = model.program.adt(&local.ty);
        adt.is_some_and(|(_, adt)| adt.has_drop)
    }) {
        return Err("a guard may roll back when it is dropped".into());
    }
    if begun
        .place
        .as_ref()
        .is_none_or(|place| !lives_on(model, id, place, 0))
    {
        return Err("the connection is closed with the error".into());
    }
    let span = body.node(begin).span;
    Ok(Story::new(model, &META, id, span, Confidence::Medium)
        .message(
            "the transaction stays open when this function fails before it commits: whoever has the connection next writes \
             into it, and loses that with it",
        )
        .step(site(id, begin), "a transaction begins here, by its text")
        .step(
            site(id, exit),
            "a failure leaves here, and nothing rolls it back",
        )
        .step(site(id, commit), "it is committed only here")
        .help(
            "begin it with the method of the connection that gives back a transaction, which is rolled back when it is \
             dropped; or roll back on every failing way",
        )
        .replaced_by("otp_runtime::transaction::Transaction")
        .tell())
}

/// Whether a connection is still somebody's when this body fails: in a field, of a pool, or of a caller that goes on.
fn lives_on(model: &Model, id: BodyId, place: &Place, depth: usize) -> bool {
    let body = model.program.body(id);
    let Some(local) = place.as_local() else {
        return true;
    };
    if !place.path.is_empty() {
        return true;
    }
    let data = body.local(local);
    match data.kind {
        LocalKind::Param(_) => {
            let callers = model.index.callers_of(&model.program, id);
            let goes_on = |caller: &effects::Site| {
                let outer = model.program.body(caller.body);
                let Op::Call(call) = &outer.node(caller.node).op else {
                    return false;
                };
                let given = effects::translate(&model.program, id, call, place);
                !outer.test
                    && given.is_some_and(|given| {
                        call.outcome != Outcome::Propagated && call.outcome != Outcome::Panics
                            || lives_on(model, caller.body, &given, depth + 1)
                    })
            };
            callers.is_empty() || depth < CALLERS && callers.iter().take(ASKED).any(goes_on)
        }
        LocalKind::Capture(_) => true,
        LocalKind::Variable | LocalKind::Temporary => {
            data.stands_for.is_some() || is_pooled(model, body, place)
        }
    }
}

/// Whether a connection goes back to its pool.
fn is_pooled(model: &Model, body: &Body, place: &Place) -> bool {
    let mut at = place.as_local();
    for _ in 0..4 {
        let Some(node) = at.and_then(|local| body.local(local).def) else {
            return false;
        };
        at = match &body.node(node).op {
            Op::Call(call) => {
                let attrs = effects::attrs_of(&model.program, call);
                if attrs.is_some_and(|attrs| attrs.acquires == Some(Acquires::Connection)) {
                    return true;
                }
                let receiver = call.args.first().filter(|_| call.method);
                receiver.and_then(|arg| arg.place.as_ref()?.as_local())
            }
            Op::Assign(_, value) => flow::locals_moved(value).first().copied(),
            _ => None,
        };
    }
    false
}
