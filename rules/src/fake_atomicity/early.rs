//! What is done for all to see while a transaction is still being built: when it is rolled back, that stays.

use otplint_model::body::{Body, BodyId, Call, NodeId, Op, Outcome, Value};
use otplint_model::effects::{self, NodeEffect};
use otplint_model::flow;
use otplint_model::place::Place;
use otplint_model::stub::{Effect, TypeWord};
use otplint_model::{Confidence, Finding, Model, Reason, Ty, Verdicts};

use super::META;
use crate::names::has_word;
use crate::story::{Story, name_of, site};
use crate::torn_update::{below, exits, ties, writes};

/// What is committed is followed through so many names to where it was begun.
const MADE: usize = 6;

/// Words in the names of what deletes files that nobody misses.
const PASSING: [&str; 7] = [
    "tmp",
    "temp",
    "temporary",
    "lock",
    "cache",
    "clean",
    "cleanup",
];

/// Tells the first such effect of a body, and whether there is one.
pub fn check(model: &Model, id: BodyId, body: &Body, verdicts: &mut Verdicts) -> bool {
    if removed(model, id, body, verdicts) {
        return true;
    }
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

/// Tells of the first file that is deleted while a transaction is open, and whether there is one.
fn removed(model: &Model, id: BodyId, body: &Body, verdicts: &mut Verdicts) -> bool {
    for (begin, commit) in open(model, body) {
        let inside = flow::reachable(body, begin, |node| node == commit);
        for (node, _) in body.calls() {
            let leads_on = || flow::reachable(body, node, |_| false).contains(commit);
            if [begin, commit].contains(&node) || !inside.contains(node) || !leads_on() {
                continue;
            }
            let effects = model.effects(id, node);
            let Some(deleted) = effects.iter().find(|effect| deletes(model, effect)) else {
                continue;
            };
            let judged = judge_removed(model, id, body, [node, commit], deleted);
            let found = judged.is_ok();
            verdicts.judged(model.location(site(id, node)), judged);
            if found {
                return true;
            }
        }
    }
    false
}

/// Where a body begins a transaction and where it commits that: `let mut txn = env.write_txn()?; ..; txn.commit()?`.
fn open(model: &Model, body: &Body) -> Vec<(NodeId, NodeId)> {
    let commits = body
        .calls()
        .filter(|(_, call)| call.method && call.name == "commit");
    commits
        .filter_map(|(commit, call)| {
            let place = call.args.first()?.place.as_ref()?;
            let mut at = place.as_local().filter(|_| place.path.is_empty())?;
            for _ in 0..MADE {
                let made = body.local(at).def?;
                at = match &body.node(made).op {
                    Op::Call(begun) if begins(model, begun) => return Some((made, commit)),
                    Op::Call(call) => call.args.first()?.place.as_ref()?.as_local()?,
                    Op::Assign(_, Value::Use(from) | Value::Ref(_, from)) => from.as_local()?,
                    _ => return None,
                };
            }
            None
        })
        .collect()
}

/// Whether a call begins a transaction: by its stub, or by its name.
fn begins(model: &Model, call: &Call) -> bool {
    let stub = effects::attrs_of(&model.program, call);
    stub.is_some_and(|attrs| attrs.has(Effect::Begin))
        || has_word(call.name.as_str(), &["txn", "transaction"])
        || call.name == "begin_write"
}

/// Whether an effect is that a file goes, and somebody asks how that went: what may be missing is missed by nobody.
fn deletes(model: &Model, effect: &NodeEffect) -> bool {
    let Op::Call(call) = &model.program.body(effect.at.body).node(effect.at.node).op else {
        return false;
    };
    let ignored = [
        Outcome::Discarded,
        Outcome::Logged,
        Outcome::Replaced,
        Outcome::Used,
    ];
    effect.kind == Effect::IoWrite && call.name == "remove_file" && !ignored.contains(&call.outcome)
}

fn judge_removed(
    model: &Model,
    id: BodyId,
    body: &Body,
    [node, commit]: [NodeId; 2],
    deleted: &NodeEffect,
) -> Result<Finding, Reason> {
    let undone = flow::NodeSet::new(body);
    let ways = exits::Ways {
        undone: &undone,
        counts: |_| true,
        given_up: false,
        panics: false,
    };
    let exit = exits::between(model, body, node, commit, &ways, true)
        .ok_or("nothing can fail between this and the commit")?;
    let inner = model.program.body(deleted.at.body);
    let names = [body, inner].map(|body| model.program.def(body.owner).name);
    if names.iter().any(|name| has_word(name.as_str(), &PASSING)) {
        return Err("what is deleted is passing, by its name".into());
    }
    let span = body.node(node).span;
    let mut story = Story::new(model, &META, id, span, Confidence::Medium)
        .message(
            "the file is deleted before the transaction commits: when that is rolled back, the store goes on telling of \
             what is no longer there",
        )
        .step(site(id, node), "the file is deleted here");
    if deleted.at != site(id, node) {
        story = story.step(deleted.at, "by this call");
    }
    Ok(story
        .step(
            site(id, exit),
            "a failure leaves here, and the transaction is rolled back",
        )
        .step(site(id, commit), "it is committed only here")
        .help("note what is to go, and delete it once the transaction has committed")
        .tell())
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
