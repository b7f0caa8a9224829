//! `torn-update`: two writes that belong together, and a way out between them.

mod cancelled;
pub(crate) mod exits;
mod marks;
pub(crate) mod writes;

use otplint_model::body::{Body, BodyId, NodeId};
use otplint_model::effects::{NodeEffect, Site};
use otplint_model::flow::NodeSet;
use otplint_model::stub::Effect;
use otplint_model::summary;
use otplint_model::{Confidence, Finding, Location, Model, Reason, Severity, Verdicts};

use rayon::prelude::*;

use crate::story::{Story, in_production, name_of, site};
use crate::{Level, Meta, Rule};
use writes::{Kind, Write};

/// So many bodies are looked at together.
const BODIES: usize = 128;

/// The rule.
#[derive(Debug)]
pub struct TornUpdate;

static META: Meta = Meta {
    id: "torn-update",
    summary: "two writes that must agree, with an exit between them and no undo",
    severity: Severity::Error,
    level: Level::Preview,
    replacement: "otp_runtime::server::Server",
    page: include_str!("../../docs/torn-update.md"),
};

impl Rule for TornUpdate {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, model: &Model, verdicts: &mut Verdicts) {
        let bodies: Vec<(BodyId, &Body)> = model
            .program
            .doing(|does| does.fails)
            .filter(|(id, body)| {
                in_production(model, *id) && may_fail(model, body) && !claims_atomic(model, *id)
            })
            .collect();
        // The other rules are done long before this one.
        let parts: Vec<Verdicts> = bodies
            .par_chunks(BODIES)
            .map(|bodies| {
                let mut part = verdicts.part();
                for (id, body) in bodies {
                    let marks = marks::check(model, *id, body, &mut part);
                    check_pairs(model, *id, body, &marks, &mut part);
                }
                part
            })
            .collect();
        for part in parts {
            verdicts.absorb(part);
        }
        cancelled::torn_by_cancellation(model, verdicts);
        cancelled::put_back_too_late(model, verdicts);
    }
}

/// What claims to be atomic is the affair of `fake-atomicity`.
fn claims_atomic(model: &Model, id: BodyId) -> bool {
    let owner = model.program.def(model.program.body(id).owner);
    let claims = owner.as_fn().is_some_and(|function| function.claims_atomic);
    claims && id.position() == 0
}

/// Whether what leaves early is a failure: `?` on an `Option` only looks.
fn may_fail(model: &Model, body: &Body) -> bool {
    summary::may_be_failure(&model.program, &body.output) && body.output.is_known()
}

/// Tells one pair of a body; where there is none, why each that looked like one is fine.
fn check_pairs(model: &Model, id: BodyId, body: &Body, marks: &[NodeId], verdicts: &mut Verdicts) {
    let mut writes = writes::of_body(model, id, body);
    // A mark has a story of its own.
    writes.retain(|write| !marks.contains(&write.node));
    let mut declined: Vec<(Location, Reason)> = Vec::new();
    for (index, first) in writes.iter().enumerate() {
        // What nobody asks about is told only where there is nothing better.
        let later = &writes[index + 1..];
        let asked = |write: &&Write| writes::is_asked(model, body, write);
        let seconds = later.iter().filter(asked);
        for second in seconds.chain(later.iter().filter(|write| !asked(write))) {
            let Some(why) = belong_together(model, id, body, first, second) else {
                continue;
            };
            let judged = match why != Why::OneKey && model.transactions().span(id) {
                true => Err("a transaction spans both writes".into()),
                false => judge(model, id, body, first, second, why),
            };
            match judged {
                Ok(finding) => {
                    verdicts.found(finding);
                    return;
                }
                Err(reason) => {
                    let location = model.location(site(id, first.node));
                    if !declined.iter().any(|(at, _)| *at == location) {
                        declined.push((location, reason));
                    }
                }
            }
        }
    }
    for (location, reason) in declined {
        verdicts.declined(location, reason);
    }
}

/// Why two writes must agree.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Why {
    /// Both collections are kept by one key.
    OneKey,
    /// What is taken out of one is put into the other.
    Moved,
    /// Memory is changed before the store has agreed.
    MemoryFirst,
    /// Two rows, keys or files tell of the same thing.
    TwoStores,
}

impl Why {
    fn text(self) -> &'static str {
        match self {
            Self::OneKey => "both are kept by the same key",
            Self::Moved => "what was taken out of one is to be put into the other",
            Self::MemoryFirst => "memory is changed before the store has agreed",
            Self::TwoStores => "both tell of the same thing",
        }
    }
}

/// Why two writes must agree; `None` where nothing says so.
fn belong_together(
    model: &Model,
    id: BodyId,
    body: &Body,
    first: &Write,
    second: &Write,
) -> Option<Why> {
    if first.node == second.node {
        return None;
    }
    match (first.kind, second.kind) {
        (Kind::Memory, Kind::Memory) => {
            let (a, b) = (first.effect.place.as_ref()?, second.effect.place.as_ref()?);
            // So does a removal whose result nobody wants.
            if [first, second]
                .into_iter()
                .any(|write| writes::discards(body, write))
            {
                return None;
            }
            // Two removals clean up; what is left over there is a leak, not a loss.
            let cleans = [first, second]
                .iter()
                .all(|write| write.effect.kind != Effect::Insert);
            let sure = || [first, second].iter().all(|write| write.is_sure(model, id));
            if cleans || !sure() {
                None
            } else if !a.overlaps(b) && writes::go_together(model, id, first, second) {
                Some(Why::OneKey)
            } else {
                writes::moves(model, id, body, first, second).then_some(Why::Moved)
            }
        }
        (Kind::Memory, Kind::Store) => {
            let inserts = first.effect.kind == Effect::Insert
                && writes::is_on_the_field(model, id, first)
                && writes::is_meant(model, id, second);
            (inserts && writes::shares_value(model, body, first.node, second.node))
                .then_some(Why::MemoryFirst)
        }
        (Kind::Store, Kind::Store) => {
            let plain = [first, second]
                .into_iter()
                .all(|write| writes::is_plain(model, site(id, write.node), &write.effect));
            let linked = writes::feeds(model, body, first.node, second.node)
                || writes::shares_record(model, body, first.node, second.node)
                || plain && writes::shares_value(model, body, first.node, second.node);
            let differ = first.effect.at != second.effect.at
                && !writes::is_file(model, &first.effect)
                && !writes::is_file(model, &second.effect)
                && writes::is_asked(model, body, first)
                && !writes::is_repeatable(model, &first.effect)
                && writes::is_meant(model, id, first)
                && writes::is_meant(model, id, second);
            (linked && differ).then_some(Why::TwoStores)
        }
        (Kind::Store, Kind::Memory) => None,
    }
}

/// Whether a failing way out tears two writes apart.
fn judge(
    model: &Model,
    id: BodyId,
    body: &Body,
    first: &Write,
    second: &Write,
    why: Why,
) -> Result<Finding, Reason> {
    let undone = undoing(model, id, body, first, second);
    // Steps that write to many stores are made to be done again; a refusal in the midst of them is final.
    let stores = why == Why::TwoStores;
    let plain = [first, second].into_iter().all(|write| {
        writes::is_plain(model, site(id, write.node), &write.effect)
            && writes::is_asked(model, body, write)
    });
    let counts = |fail: NodeId| match why {
        Why::TwoStores => exits::is_refusal(model, id, body, fail),
        Why::Moved => exits::decides(body, fail, second.node),
        Why::OneKey | Why::MemoryFirst => true,
    };
    let may_fail = match second.kind {
        Kind::Store => plain || !stores,
        Kind::Memory => writes::may_fail_before(model, site(id, second.node), second.effect.at, 0),
    };
    let exit =
        |undone: &NodeSet| exits::between(body, first.node, second.node, undone, may_fail, counts);
    let Some(exit) = exit(&undone) else {
        return Err(match exit(&NodeSet::new(body)) {
            Some(_) => "the failing path undoes the first write".into(),
            None if stores => "only a store, a disk or a peer can fail between the two writes, which may be done again".into(),
            None => "nothing can fail between the two writes".into(),
        });
    };
    if let Some(place) = &first.effect.place
        && first.kind == Kind::Memory
    {
        if exits::caller_mends(model, id, place) {
            return Err("a caller undoes the first write when this function fails".into());
        }
        if !exits::lives_on(model, id, place, 0) {
            return Err("what was changed is dropped with the error".into());
        }
    }
    Ok(tell(model, id, first, second, why, site(id, exit)))
}

/// The nodes that undo the first write, or file the same thing elsewhere.
fn undoing(model: &Model, id: BodyId, body: &Body, first: &Write, second: &Write) -> NodeSet {
    let but = [first.node, second.node];
    let Some(place) = &first.effect.place else {
        return NodeSet::new(body);
    };
    if first.kind == Kind::Store {
        return NodeSet::new(body);
    }
    let mut undone = exits::changes_of(model, id, body, place, but);
    for (node, _) in body.calls().filter(|(node, _)| !but.contains(node)) {
        if first.is_filed_by(model, id, node) {
            undone.insert(node);
        }
    }
    undone
}

fn tell(model: &Model, id: BodyId, first: &Write, second: &Write, why: Why, exit: Site) -> Finding {
    let what = |write: &Write, otherwise: &str| match (&write.effect.place, write.kind) {
        (Some(place), Kind::Memory) => format!("`{}`", name_of(model, id, place)),
        _ => otherwise.to_owned(),
    };
    let body = model.program.body(id);
    let span = body.node(first.node).span;
    let (place, other) = (what(first, "the store"), what(second, "the store"));
    let own = exit.node == second.node
        || otplint_model::flow::failure_of(body, second.node) == Some(exit.node);
    let (message, changed) = match why {
        Why::TwoStores => (
            format!(
                "the first write stays in the store without the second when this function fails {}: {}",
                if own { "at the second" } else { "in between" },
                why.text()
            ),
            "this is written first, outside a transaction".to_owned(),
        ),
        Why::Moved => (
            format!(
                "what was taken out of {place} is lost when this function fails before it is put into {other}"
            ),
            format!("it is taken out of {place} here"),
        ),
        _ => (
            format!(
                "{place} is updated but {other} is not when this function fails in between: {}",
                why.text()
            ),
            format!("{place} is changed here"),
        ),
    };
    let help = match why {
        Why::TwoStores => {
            "write both in one transaction of the store; or make the second safe to write again and retry it until it is \
             done, with the first as the record of what is owed"
        }
        _ => {
            "do what can fail first and change both together at the end, or undo the first on the failing path; an \
             `otp_runtime::server::Server` that owns the state can also end on the error and load it anew"
        }
    };
    Story::new(model, &META, id, span, Confidence::Medium)
        .message(message)
        .step(site(id, first.node), changed)
        .step(exit, "a failure leaves here, and nothing undoes the change")
        .step(
            site(id, second.node),
            match why {
                Why::TwoStores => "this would be written with it".to_owned(),
                Why::Moved => format!("it would be put into {other} here"),
                _ => format!("{other} would be updated here"),
            },
        )
        .help(help)
        .tell()
}

/// The node that an effect really happens at, where it is in this body.
fn is_here(effect: &NodeEffect, id: BodyId, node: NodeId) -> bool {
    effect.at == site(id, node)
}
