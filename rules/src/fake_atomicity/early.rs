//! What is done for all to see while a transaction is still being built: when it is rolled back, that stays.

use otplint_model::body::{Body, BodyId, NodeId, Op};
use otplint_model::effects::{self, NodeEffect};
use otplint_model::flow;
use otplint_model::place::Place;
use otplint_model::stub::{Effect, TypeWord};
use otplint_model::{Confidence, Finding, Model, Reason, Ty, Verdicts};

use super::META;
use crate::story::{Story, name_of, site};
use crate::torn_update::{below, exits, ties, writes};

/// Tells the first such effect of a body, and whether there is one.
pub fn check(model: &Model, id: BodyId, body: &Body, verdicts: &mut Verdicts) -> bool {
    if !model.program.does(id).effects.has(Effect::Commit) {
        return false;
    }
    let with = |kind: Effect| -> Vec<NodeId> {
        body.nodes()
            .filter(|(node, data)| {
                matches!(data.op, Op::Call(_))
                    && effects::direct(&model.program, body, site(id, *node))
                        .iter()
                        .any(|effect| effect.kind == kind)
            })
            .map(|(node, _)| node)
            .collect()
    };
    let commits = with(Effect::Commit);
    if commits.is_empty() {
        return false;
    }
    for begin in with(Effect::Begin) {
        let inside = flow::reachable(body, begin, |node| commits.contains(&node));
        let beside = beside(model, body, begin);
        let written: Vec<NodeId> = inside
            .iter()
            .filter(|node| {
                effects_of(model, id, *node).any(|effect| effect.kind == Effect::StoreWrite)
            })
            .collect();
        let Some(commit) = commits.iter().copied().find(|node| inside.contains(*node)) else {
            continue;
        };
        for node in inside.iter().filter(|node| *node != commit) {
            let tells = || {
                let told = |write: &NodeId| ties::shares_value(model, body, *write, node);
                written.iter().any(told)
            };
            let seen = effects_of(model, id, node).find(|effect| match effect.kind {
                Effect::Send | Effect::TrySend => effect.at == site(id, node) && tells(),
                Effect::Notify => {
                    let follows =
                        |write: &NodeId| flow::reachable(body, *write, |_| false).contains(node);
                    written.iter().any(follows)
                }
                Effect::StoreWrite => beside.is_some() && effect.place.as_ref() == beside,
                _ => is_seen(model, body, effect),
            });
            let Some(effect) = seen else { continue };
            let location = model.location(site(id, node));
            let judged = judge(model, id, body, node, &effect, commit);
            let found = judged.is_ok();
            verdicts.judged(location, judged);
            if found {
                return true;
            }
        }
    }
    false
}

fn effects_of(model: &Model, id: BodyId, node: NodeId) -> impl Iterator<Item = NodeEffect> {
    model.effects(id, node).into_iter()
}

/// What a transaction was begun on, where that can be written to beside it: a pool.
fn beside<'b>(model: &Model, body: &'b Body, begin: NodeId) -> Option<&'b Place> {
    let Op::Call(call) = &body.node(begin).op else {
        return None;
    };
    let ty = &body.local(call.to).ty;
    let holds = |ty: &Ty| {
        let adt = model.program.adt(ty);
        adt.is_some_and(|(_, adt)| adt.attrs.is(TypeWord::Transaction))
    };
    let own = holds(ty) || ty.arg(0).is_some_and(holds);
    call.args.first()?.place.as_ref().filter(|_| own)
}

/// Whether others see an effect at once.
fn is_seen(model: &Model, body: &Body, effect: &NodeEffect) -> bool {
    match effect.kind {
        Effect::Insert | Effect::Remove => effect
            .place
            .as_ref()
            .is_some_and(|place| writes::is_state(model, body, place)),
        Effect::Reply => true,
        _ => false,
    }
}

fn judge(
    model: &Model,
    id: BodyId,
    body: &Body,
    node: NodeId,
    effect: &NodeEffect,
    commit: NodeId,
) -> Result<Finding, Reason> {
    let memory = matches!(effect.kind, Effect::Insert | Effect::Remove);
    if memory && !below::is_deliberate(model, id, node, effect) {
        return Err("a helper changes this on its own account".into());
    }
    let undone = match &effect.place {
        Some(place) if memory => exits::changes_of(model, id, body, place, [node, commit]),
        _ => flow::NodeSet::new(body),
    };
    let ways = exits::Ways {
        undone: &undone,
        counts: |_| true,
        given_up: false,
        panics: false,
    };
    let exit = exits::between(model, body, node, commit, &ways, true)
        .ok_or("nothing can fail between this and the commit")?;
    let what = match (effect.kind, &effect.place) {
        (Effect::Insert | Effect::Remove, Some(place)) => {
            format!("`{}`", name_of(model, id, place))
        }
        (Effect::Send | Effect::TrySend, _) => "the message".to_owned(),
        (Effect::StoreWrite, _) => "this write".to_owned(),
        (Effect::Notify, _) => "whoever waits".to_owned(),
        _ => "the answer".to_owned(),
    };
    let (done, stays) = match effect.kind {
        Effect::Reply | Effect::Send | Effect::TrySend => {
            ("is sent", "whoever has it believes what never happened")
        }
        Effect::StoreWrite => ("is made past the transaction", "it stays alone"),
        Effect::Notify => (
            "is woken",
            "there is nothing to find, as there is for who looks too early",
        ),
        _ => ("is changed", "it keeps what the store has given up"),
    };
    Ok(
        Story::new(model, &META, id, body.node(node).span, Confidence::Medium)
            .message(format!(
                "{what} {done} before the transaction commits: when that fails, {stays}"
            ))
            .step(site(id, node), format!("{what} {done} here"))
            .step(
                site(id, exit),
                "a failure leaves here, and the transaction is rolled back",
            )
            .step(site(id, commit), "it is committed only here")
            .help(match effect.kind {
                Effect::StoreWrite => {
                    "write through the transaction as well, or once it has committed"
                }
                _ => "commit first, and change memory, answer or send once that is done",
            })
            .tell(),
    )
}
