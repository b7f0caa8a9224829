//! Who waits for an answer queues for it before the question is asked: where asking fails the place in the queue stays,
//! and the next answer goes to who has left.

use otplint_model::body::{Arg, Body, BodyId, LocalId, NodeId, Op};
use otplint_model::effects;
use otplint_model::flow;
use otplint_model::place::Place;
use otplint_model::stub::{Effect, TypeWord};
use otplint_model::{Confidence, Finding, Model, Reason, Ty, Verdicts, slots};

use super::{META, exits, owner, ties, writes};
use crate::story::{Story, name_of, site};

/// Finds a place in a queue that a failure leaves behind; returns where it is taken.
pub fn check(model: &Model, id: BodyId, body: &Body, verdicts: &mut Verdicts) -> Option<NodeId> {
    for (node, call) in body.calls() {
        let queues = matches!(call.name.as_str(), "push_back" | "push_front");
        if !queues
            || !call
                .args
                .iter()
                .skip(1)
                .any(|arg| answers(model, id, body, arg))
        {
            continue;
        }
        let direct = effects::direct(&model.program, body, site(id, node));
        let entered = direct
            .into_iter()
            .find(|effect| effect.kind == Effect::Insert);
        let Some(place) = entered.and_then(|effect| effect.place) else {
            continue;
        };
        if !writes::is_state(model, body, &place) {
            continue;
        }
        let judged = judge(model, id, body, node, &place);
        let found = judged.is_ok();
        verdicts.judged(model.location(site(id, node)), judged);
        if found {
            return Some(node);
        }
    }
    None
}

/// Whether what is queued holds the sending end of a channel that is made here: who made it has the other.
fn answers(model: &Model, id: BodyId, body: &Body, arg: &Arg) -> bool {
    let sends = |place: &Place| {
        let ty = slots::place_type(&model.program, id, place);
        let is_sender = |ty: &Ty| {
            let adt = model.program.adt(ty);
            adt.is_some_and(|(_, adt)| adt.attrs.is(TypeWord::Sender))
        };
        let origin = flow::origin(body, place);
        let made = origin.as_local().and_then(|local| body.local(local).def);
        let pair = |local: LocalId| matches!(body.local(local).ty, Ty::Tuple(_));
        let here =
            matches!(made.map(|node| &body.node(node).op), Some(Op::Call(call)) if pair(call.to));
        here && (ty.is_some_and(|ty| is_sender(&ty)) || is_sender(&arg.ty))
    };
    let whole = arg.place.iter();
    whole.chain(ties::parts(&arg.value)).any(sends)
}

fn judge(
    model: &Model,
    id: BodyId,
    body: &Body,
    queued: NodeId,
    place: &Place,
) -> Result<Finding, Reason> {
    let undone = exits::changes_of(model, id, body, place, [queued, queued]);
    let after = flow::reachable_within(body, queued, queued, queued, |node| undone.contains(node));
    let asks = |node: NodeId| {
        let acts = matches!(body.node(node).op, Op::Call(_) | Op::Await(_));
        acts && model.effects(id, node).iter().any(|effect| {
            effects::leaves_program(effect.kind)
                || matches!(effect.kind, Effect::Send | Effect::TrySend)
        })
    };
    let exit = after
        .iter()
        .filter(|node| *node != queued && asks(*node))
        .find_map(|node| flow::failure_of(body, node).filter(|fail| after.contains(*fail)))
        .ok_or("nothing that asks fails, or what does leaves the queue")?;
    if owner::caller_mends(model, id, place) {
        return Err("a caller leaves the queue when this function fails".into());
    }
    if !owner::lives_on(model, id, place) {
        return Err("the queue is dropped with the error".into());
    }
    let place = name_of(model, id, place);
    let span = body.node(queued).span;
    Ok(Story::new(model, &META, id, span, Confidence::Medium)
        .message(format!(
            "the place in `{place}` stays when this function fails before it has asked: the next answer goes to who has \
             left, and each after it to the one before"
        ))
        .step(site(id, queued), format!("it queues for an answer in `{place}` here"))
        .step(site(id, exit), "a failure leaves here: nothing was asked, and nothing leaves the queue")
        .help(
            "ask first and queue under the same lock, or leave the queue again on the failing way; an answer that names its \
             question can be kept by that in a map",
        )
        .tell())
}
