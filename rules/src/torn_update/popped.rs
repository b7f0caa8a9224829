//! An item that is taken out of a queue in a store and put back on some ways only: on the others it is nowhere.

use otplint_model::body::{Body, BodyId, EdgeKind, NodeId, Op, Outcome};
use otplint_model::effects::{self, NodeEffect};
use otplint_model::flow::{self, NodeSet};
use otplint_model::place::Place;
use otplint_model::stub::Effect;
use otplint_model::{Confidence, Finding, Model, Reason, Verdicts};

use super::{META, below, exits, stores, ties};
use crate::story::{Story, site};

/// Where something is kept in a store.
#[derive(PartialEq)]
enum Kept {
    /// In this tree or map.
    Place(Place),
    /// In the table of this name.
    Table(String),
}

impl Kept {
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Place(one), Self::Place(other)) => one.overlaps(other),
            (Self::Table(one), Self::Table(other)) => one == other,
            _ => false,
        }
    }
}

/// Finds an item that a failure loses; returns where it is taken out.
pub fn check(
    model: &Model,
    id: BodyId,
    body: &Body,
    acts: &[(NodeId, Vec<NodeEffect>)],
    verdicts: &mut Verdicts,
) -> Option<NodeId> {
    for (node, effects) in acts {
        let Some(queue) = takes(model, id, body, *node, effects) else {
            continue;
        };
        let made = ties::made_of(body, *node);
        let follows = flow::reachable(body, *node, |_| false);
        let mut back = NodeSet::new(body);
        for (other, effects) in acts {
            let own = ties::values_of(model, body, *other);
            let fed = own.iter().any(|local| made.contains(local));
            if follows.contains(*other) && fed && puts(model, effects).any(|to| to.is_same(&queue))
            {
                back.insert(*other);
            }
        }
        if back.iter().next().is_none() {
            continue;
        }
        let judged = judge(model, id, body, *node, &back);
        let found = judged.is_ok();
        verdicts.judged(model.location(site(id, *node)), judged);
        if found {
            return Some(*node);
        }
    }
    None
}

/// What a node takes an item out of, for the sake of the item.
fn takes(
    model: &Model,
    id: BodyId,
    body: &Body,
    node: NodeId,
    effects: &[NodeEffect],
) -> Option<Kept> {
    let Op::Call(call) = &body.node(node).op else {
        return None;
    };
    if call.outcome == Outcome::Discarded || below::is_for_its_effect(model, id, node) {
        return None;
    }
    effects.iter().find_map(|effect| match effect.kind {
        Effect::Remove => {
            let stored =
                |other: &&NodeEffect| other.kind == Effect::StoreWrite && other.at == effect.at;
            effects.iter().find(stored)?;
            effect.place.clone().map(Kept::Place)
        }
        Effect::StoreWrite => table(model, effect, "delete from", Some("returning")),
        _ => None,
    })
}

/// What a node puts something into.
fn puts(model: &Model, effects: &[NodeEffect]) -> impl Iterator<Item = Kept> {
    effects.iter().filter_map(move |effect| match effect.kind {
        Effect::Insert => effect.place.clone().map(Kept::Place),
        Effect::StoreWrite => table(model, effect, "insert into", None),
        _ => None,
    })
}

/// The table that a statement of this kind is about.
fn table(model: &Model, effect: &NodeEffect, verb: &str, with: Option<&str>) -> Option<Kept> {
    let body = model.program.body(effect.at.body);
    let text = effects::sql_of(&model.program, body, effect.at.node)?;
    let text = text.as_str();
    if with.is_some_and(|word| !text.to_ascii_lowercase().contains(word)) {
        return None;
    }
    stores::table(text, verb).map(Kept::Table)
}

fn judge(
    model: &Model,
    id: BodyId,
    body: &Body,
    taken: NodeId,
    back: &NodeSet,
) -> Result<Finding, Reason> {
    let put = back.iter().next().unwrap_or(taken);
    let own = exits::without(body, taken, put);
    let open = flow::reachable(body, taken, |node| back.contains(node) || node == taken);
    // While it may still be put back, the work with it is not done.
    let undecided = |from: NodeId| {
        let on = |_, edge: &otplint_model::body::Edge| edge.kind != EdgeKind::Back;
        let after = flow::reachable_by(body, from, |_| false, on);
        after.iter().any(|node| back.contains(node))
    };
    let exit = body
        .nodes()
        .filter(|(node, data)| data.next.len() > 1 && open.contains(*node) && undecided(*node))
        .flat_map(|(_, data)| &data.next)
        .map(|edge| edge.to)
        .find(|to| matches!(body.node(*to).op, Op::Fail(_)) && !own.contains(*to))
        .ok_or("every failing path puts the item back, or nothing fails before that")?;
    if model.transactions().span(id) {
        return Err("a transaction spans the take and the work".into());
    }
    let span = body.node(taken).span;
    Ok(Story::new(model, &META, id, span, Confidence::Medium)
        .message(
            "the item that is taken out of the store here is lost when this function fails before it is worked on or put \
             back",
        )
        .step(site(id, taken), "it is taken out here, for good")
        .step(
            site(id, exit),
            "a failure leaves here, and nothing puts it back",
        )
        .step(site(id, put), "it would be put back here")
        .help("look at the item first, and take it out of the store once the work with it is done")
        .replaced_by("otp_runtime::durable::Queue")
        .tell())
}
