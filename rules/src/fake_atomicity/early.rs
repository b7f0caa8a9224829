//! What is done for all to see while a transaction is still being built: when it is rolled back, that stays.

use otplint_model::body::{Body, BodyId, NodeId, Op};
use otplint_model::effects::{self, NodeEffect};
use otplint_model::flow;
use otplint_model::stub::Effect;
use otplint_model::{Confidence, Finding, Model, Reason, Verdicts};

use super::META;
use crate::story::{Story, name_of, site};
use crate::torn_update::{exits, writes};

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
        let Some(commit) = commits.iter().copied().find(|node| inside.contains(*node)) else {
            continue;
        };
        for node in inside.iter().filter(|node| *node != commit) {
            let effects = model.effects(id, node);
            let Some(effect) = effects.iter().find(|effect| is_seen(model, body, effect)) else {
                continue;
            };
            let location = model.location(site(id, node));
            let judged = judge(model, id, body, node, effect, commit);
            let found = judged.is_ok();
            verdicts.judged(location, judged);
            if found {
                return true;
            }
        }
    }
    false
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
    if effect.kind != Effect::Reply && !writes::is_deliberate(model, id, node, effect) {
        return Err("a helper changes this on its own account".into());
    }
    let undone = match &effect.place {
        Some(place) => exits::changes_of(model, id, body, place, [node, commit]),
        None => flow::NodeSet::new(body),
    };
    let exit = exits::between(body, node, commit, &undone, true, |_| true)
        .ok_or("nothing can fail between this and the commit")?;
    let what = match (&effect.place, effect.kind) {
        (Some(_), Effect::Reply) | (None, _) => "the answer".to_owned(),
        (Some(place), _) => format!("`{}`", name_of(model, id, place)),
    };
    let (done, stays) = match effect.kind {
        Effect::Reply => ("is sent", "whoever has it believes what never happened"),
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
            .help("commit first, and change memory or answer once that is done")
            .tell(),
    )
}
