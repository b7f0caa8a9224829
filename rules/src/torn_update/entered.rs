//! Keys that are entered for work that another function ends: where the work never begins, nobody takes them out, and
//! the next try is refused.

use std::sync::OnceLock;

use otplint_model::body::{Body, BodyId, NodeId, Op, Outcome, Value};
use otplint_model::def::DefId;
use otplint_model::effects;
use otplint_model::flow::{self, Mention, NodeSet};
use otplint_model::place::Place;
use otplint_model::stub::Effect;
use otplint_model::{Confidence, Finding, Model, Reason, Sym, Verdicts};
use rustc_hash::FxHashSet;

use super::{META, exits, owner, writes};
use crate::story::{Story, name_of, site};

/// The fields that keys are taken out of, looked for once and only where somebody asks.
#[derive(Default)]
pub struct Ends(OnceLock<FxHashSet<(DefId, Sym)>>);

impl Ends {
    fn hold(&self, model: &Model, place: &Place) -> bool {
        let Some((Some(owner), name)) = place.last_field() else {
            return false;
        };
        self.0.get_or_init(|| ends(model)).contains(&(owner, name))
    }
}

fn ends(model: &Model) -> FxHashSet<(DefId, Sym)> {
    let program = &model.program;
    let mut found = FxHashSet::default();
    for (id, body) in program.doing(|does| does.effects.has(Effect::Remove)) {
        // What a guard does is done on every way out.
        if body.test || program.def(body.owner).name == "drop" {
            continue;
        }
        for (node, call) in body.calls() {
            let keyed = effects::attrs_of(program, call).is_some_and(|attrs| attrs.key.is_some());
            let removed = effects::direct(program, body, site(id, node));
            for effect in removed
                .iter()
                .filter(|effect| keyed && effect.kind == Effect::Remove)
            {
                let field = effect.place.as_ref().and_then(Place::last_field);
                if let Some((Some(owner), name)) = field {
                    found.insert((owner, name));
                }
            }
        }
    }
    found
}

/// Finds a key that stays where the work never begins; returns where it is entered.
pub fn check(
    model: &Model,
    id: BodyId,
    body: &Body,
    ends: &Ends,
    verdicts: &mut Verdicts,
) -> Option<NodeId> {
    let guards = |body: &Body| {
        let mut types = body.locals.iter().map(|local| &local.ty);
        types.any(|ty| model.program.adt(ty).is_some_and(|(_, adt)| adt.has_drop))
    };
    for (node, call) in body.calls() {
        let at = site(id, node);
        let entered = effects::direct(&model.program, body, at)
            .into_iter()
            .find(|effect| effect.kind == Effect::Insert);
        let Some(place) = entered.and_then(|effect| effect.place) else {
            continue;
        };
        if !writes::is_state(model, body, &place) {
            continue;
        }
        let Some(refused) = refused(body, node, &place) else {
            continue;
        };
        if call.outcome == Outcome::Propagated || !ends.hold(model, &place) || guards(body) {
            continue;
        }
        let judged = judge(model, id, body, node, &place, &refused);
        let found = judged.is_ok();
        verdicts.judged(model.location(at), judged);
        if found {
            return Some(node);
        }
    }
    None
}

fn judge(
    model: &Model,
    id: BodyId,
    body: &Body,
    entered: NodeId,
    place: &Place,
    refused: &NodeSet,
) -> Result<Finding, Reason> {
    let undone = exits::changes_of(model, id, body, place, [entered, entered]);
    // Where others have the work, they end it.
    let begins = |node: NodeId| {
        let acts = matches!(body.node(node).op, Op::Call(_) | Op::Await(_));
        acts && model.effects(id, node).iter().any(|effect| {
            matches!(
                effect.kind,
                Effect::Send
                    | Effect::TrySend
                    | Effect::Spawn
                    | Effect::SpawnLocal
                    | Effect::SpawnBlocking
                    | Effect::SpawnThread
                    | Effect::Call
            )
        })
    };
    let stops = |node: NodeId| undone.contains(node) || begins(node);
    let after = flow::reachable_within(body, entered, entered, entered, stops);
    let fails = |node: NodeId| matches!(body.node(node).op, Op::Fail(_)).then_some(node);
    let unsent = |node: NodeId| flow::failure_of(body, node).filter(|_| begins(node));
    let exit = after
        .iter()
        .filter(|node| !refused.contains(*node) && !undone.contains(*node))
        .find_map(|node| fails(node).or_else(|| unsent(node)))
        .ok_or("nothing fails before others have the work, or what does takes the key out")?;
    if owner::caller_mends(model, id, place) {
        return Err("a caller takes the key out when this function fails".into());
    }
    if !owner::lives_on(model, id, place) {
        return Err("what the key was entered in is dropped with the error".into());
    }
    let place = name_of(model, id, place);
    let span = body.node(entered).span;
    Ok(Story::new(model, &META, id, span, Confidence::Medium)
        .message(format!(
            "the key stays in `{place}` when this function fails after it, and the next try is refused as if the work were \
             going on"
        ))
        .step(site(id, entered), format!("the key enters `{place}` here, to be taken out when the work is done"))
        .step(site(id, exit), "a failure leaves here: the work never begins, and nothing takes the key out")
        .help(
            "do what can fail before the key is entered, or take it out on every failing way: with a guard whose `Drop` does \
             it, or by doing the work in a function of its own",
        )
        .tell())
}

/// Where a body goes that finds the key there already; `None` where it does not ask.
fn refused(body: &Body, entered: NodeId, place: &Place) -> Option<NodeSet> {
    let asks = |node: NodeId| {
        let Op::Call(call) = &body.node(node).op else {
            return false;
        };
        let here = call.args.first().and_then(|arg| arg.place.as_ref()) == Some(place);
        let name = call.name.as_str();
        here && (node == entered || matches!(name, "contains" | "contains_key"))
    };
    for (node, call) in body.calls().filter(|(node, _)| asks(*node)) {
        let own = |local| local == call.to;
        let next = exits::straight(body, node);
        let branch = next.into_iter().find(|node| {
            matches!(&body.node(*node).op, Op::Branch(value) if flow::mentions(value, &own) != Mention::No)
        });
        let Some(branch) = branch else { continue };
        for edge in &body.node(branch).next {
            let way = exits::straight(body, edge.to);
            let leaves = way
                .last()
                .is_some_and(|last| matches!(body.node(*last).op, Op::Return(_) | Op::Fail(_)));
            let succeeds = matches!(
                &way.last().map(|last| &body.node(*last).op),
                Some(Op::Return(Value::Use(_)))
            );
            if leaves && !succeeds && !way.contains(&entered) {
                let mut found = NodeSet::new(body);
                way.into_iter().for_each(|node| {
                    found.insert(node);
                });
                return Some(found);
            }
        }
    }
    None
}
