//! Others are told while a transaction that somebody lent is still open: they look before it commits, find nothing, and
//! nobody tells them again.

use otplint_model::body::{Body, BodyId, Call, LocalId, LocalKind, NodeId, Op};
use otplint_model::effects;
use otplint_model::flow;
use otplint_model::stub::{Effect, EffectSet};
use otplint_model::{Confidence, Finding, Model, Reason, Ty, Verdicts, transactions};

use super::META;
use crate::story::{Story, site};
use crate::torn_update::ties;

/// Tells the first of a body, and whether there is one.
pub fn check(model: &Model, id: BodyId, body: &Body, verdicts: &mut Verdicts) -> bool {
    if !tells(model.program.does(id).effects) {
        return false;
    }
    let Some(lent) = lent(model, body) else {
        return false;
    };
    for (node, call) in body.calls() {
        let Some(how) = told(model, id, body, node, call, lent) else {
            continue;
        };
        let written = body.nodes().map(|(node, _)| node).find(|write| {
            is_written(model, id, body, *write, lent)
                && flow::reachable(body, *write, |_| false).contains(node)
                && (how == Effect::Notify || ties::shares_value(model, body, *write, node))
        });
        let Some(written) = written else { continue };
        let judged = judge(model, id, body, [written, node], how);
        let found = judged.is_ok();
        verdicts.judged(model.location(site(id, node)), judged);
        if found {
            return true;
        }
    }
    false
}

fn tells(does: EffectSet) -> bool {
    does.any([Effect::Notify, Effect::Send, Effect::TrySend, Effect::Reply])
}

/// The open transaction that a body was lent by whoever commits it.
fn lent(model: &Model, body: &Body) -> Option<LocalId> {
    body.params.iter().copied().find(|param| {
        let data = body.local(*param);
        matches!(data.kind, LocalKind::Param(_))
            && matches!(data.ty, Ty::Ref(..))
            && data.name.is_some_and(|name| name != "self")
            && transactions::is_one(&model.program, &data.ty)
    })
}

/// How a call tells somebody else, where it does.
fn told(
    model: &Model,
    id: BodyId,
    body: &Body,
    node: NodeId,
    call: &Call,
    lent: LocalId,
) -> Option<Effect> {
    let receiver = call.args.first()?.place.as_ref();
    if receiver.is_some_and(|place| place.as_local() == Some(lent)) {
        return None;
    }
    let direct = effects::direct(&model.program, body, site(id, node));
    direct.into_iter().map(|effect| effect.kind).find(|kind| {
        matches!(
            kind,
            Effect::Notify | Effect::Send | Effect::TrySend | Effect::Reply
        )
    })
}

/// Whether a node writes through the transaction.
fn is_written(model: &Model, id: BodyId, body: &Body, node: NodeId, lent: LocalId) -> bool {
    let Op::Call(call) = &body.node(node).op else {
        return false;
    };
    let mut given = call.args.iter().filter_map(|arg| arg.place.as_ref());
    given.any(|place| place.as_local() == Some(lent))
        && model
            .effects(id, node)
            .iter()
            .any(|effect| effect.kind == Effect::StoreWrite)
}

fn judge(
    model: &Model,
    id: BodyId,
    body: &Body,
    [written, told]: [NodeId; 2],
    how: Effect,
) -> Result<Finding, Reason> {
    let does = model.summary(id).effects.iter();
    if does.into_iter().any(|effect| effect.kind == Effect::Commit) {
        return Err("it commits the transaction itself".into());
    }
    let (who, what) = match how {
        Effect::Notify => (
            "whoever waits is woken",
            "who looks before the commit finds nothing, and sleeps on",
        ),
        Effect::Reply => (
            "the answer is sent",
            "when it is rolled back, whoever has it believes what never happened",
        ),
        _ => (
            "the message is sent",
            "who has it looks before the commit and finds nothing, or believes what is then rolled back",
        ),
    };
    let span = body.node(told).span;
    Ok(Story::new(model, &META, id, span, Confidence::Medium)
        .message(format!("{who} before the transaction commits: {what}"))
        .step(
            site(id, written),
            "this is written through a transaction that the caller commits",
        )
        .step(site(id, told), format!("{who} here, while it is open"))
        .help("do this once the transaction has committed: after the commit, or in a hook that runs then")
        .tell())
}
