//! `torn-update`: two writes that belong together, and a way out between them.

pub(crate) mod below;
mod cancelled;
mod counted;
mod cursor;
mod disarmed;
mod entered;
pub(crate) mod exits;
mod left;
mod marks;
mod open;
mod overwritten;
pub(crate) mod owner;
pub(crate) mod pairs;
mod popped;
mod settled;
pub(crate) mod stores;
pub(crate) mod ties;
mod waiting;
pub(crate) mod writes;

use otplint_model::body::{Body, BodyId, NodeId, Op, Outcome};
use otplint_model::effects::{NodeEffect, Site};
use otplint_model::stub::Effect;
use otplint_model::summary;
use otplint_model::{Confidence, Finding, Model, Severity, Verdicts};

use rayon::prelude::*;

use crate::story::{Story, in_production, name_of, site};
use crate::{Level, Meta, Rule, fake_atomicity};
use entered::Ends;
use left::Asked;
use pairs::{Half, Torn, Why};

pub use cancelled::tells;

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
            .bodies()
            .filter(|(id, body)| {
                may_tear(model, *id, body)
                    && in_production(model, *id)
                    && !fake_atomicity::tells(model, *id, body)
            })
            .collect();
        let (ends, asked) = (Ends::default(), Asked::default());
        // The other rules are done long before this one.
        let parts: Vec<(Verdicts, Vec<Site>)> = bodies
            .par_chunks(BODIES)
            .map(|bodies| {
                let mut part = verdicts.part();
                let mut told = Vec::new();
                for (id, body) in bodies {
                    let first = check_body(model, *id, body, (&ends, &asked), &mut part);
                    told.extend(first.into_iter().map(|node| site(*id, node)));
                }
                (part, told)
            })
            .collect();
        let mut told = Vec::new();
        for (part, firsts) in parts {
            verdicts.absorb(part);
            told.extend(firsts);
        }
        cancelled::dropped(model, &mut told, verdicts);
        cancelled::put_back_too_late(model, &mut told, verdicts);
        disarmed::check(model, &mut told, verdicts);
        overwritten::check(model, verdicts);
    }
}

/// Tells what a failure tears in a body; returns where each begins.
fn check_body(
    model: &Model,
    id: BodyId,
    body: &Body,
    (ends, asked): (&Ends, &Asked),
    verdicts: &mut Verdicts,
) -> Vec<NodeId> {
    let acts = writes::acts(model, id, body);
    let mut told = match model.summary(id).fails {
        true => marks::check(model, id, body, &acts, verdicts),
        false => Vec::new(),
    };
    if told.is_empty() && may_fail(model, body) {
        told.extend(entered::check(model, id, body, ends, verdicts));
        told.extend(popped::check(model, id, body, &acts, verdicts));
        told.extend(cursor::check(model, id, body, verdicts));
        told.extend(waiting::check(model, id, body, verdicts));
        if let Some(begun) = open::check(model, id, body, verdicts) {
            // What is written in the transaction is lost with it.
            told.push(begun);
            return told;
        }
    }
    let left = left::check(model, id, body, &acts, asked, &told, verdicts);
    told.extend(left);
    match pairs::find(model, id, body, &acts, &told) {
        Ok(torn) => {
            told.push(torn.first.node);
            verdicts.found(tell(model, id, &torn));
        }
        Err(declined) => declined
            .into_iter()
            .for_each(|(location, reason)| verdicts.declined(location, reason)),
    }
    told
}

/// Whether a body changes what could be torn, and can leave before it is done.
fn may_tear(model: &Model, id: BodyId, body: &Body) -> bool {
    let (mut collections, mut others) = (0, 0);
    for effect in &model.summary(id).effects {
        match effect.kind {
            Effect::Insert | Effect::Remove | Effect::Take | Effect::Clear => collections += 1,
            Effect::StoreWrite | Effect::Begin | Effect::Put | Effect::Write | Effect::Reply => {
                others += 1
            }
            _ => {}
        }
    }
    match model.program.does(id).fails && may_fail(model, body) {
        true => collections + others > 0,
        // It keeps its failures to itself.
        false => collections > 1 || left::may_set(model, id, body),
    }
}

/// Whether what leaves early is a failure: `?` on an `Option` only looks.
pub(crate) fn may_fail(model: &Model, body: &Body) -> bool {
    summary::may_be_failure(&model.program, &body.output) && body.output.is_known()
}

fn tell(model: &Model, id: BodyId, torn: &Torn) -> Finding {
    let Torn {
        first,
        second,
        exit,
        why,
    } = torn;
    let what = |half: &Half| match &half.place {
        Some(place) => format!("`{}`", name_of(model, id, place)),
        None => "the store".to_owned(),
    };
    let body = model.program.body(id);
    let panics =
        matches!(&body.node(exit.node).op, Op::Call(call) if call.outcome == Outcome::Panics);
    let fails = match panics {
        true => "panics",
        false => "fails",
    };
    let span = body.node(first.node).span;
    let (place, other) = (what(first), what(second));
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
                "what was taken out of {place} is lost when this function {fails} before it is put into {other}"
            ),
            format!("it is taken out of {place} here"),
        ),
        Why::Charged => (
            format!(
                "{place} is counted down although nothing is taken out of {other} when this function fails {}",
                if own { "there" } else { "in between" },
            ),
            format!("{place} is counted down here"),
        ),
        Why::Shifted => (
            format!("what {place} lost {other} never gains when this function fails in between"),
            format!("{place} is changed here"),
        ),
        Why::Answered => (
            "the answer is sent before the store has what it tells of: when that fails, whoever has it believes what never \
             happened"
                .to_owned(),
            "the answer is sent here".to_owned(),
        ),
        _ => (
            format!(
                "{place} is updated but {other} is not when this function {fails} in between: {}",
                why.text()
            ),
            format!("{place} is changed here"),
        ),
    };
    let help = match why {
        Why::TwoStores => {
            "write both in one transaction of the store, as `otp_runtime::transaction::Transaction` is; or make the second safe to write again and retry it until it is \
             done, with the first as the record of what is owed"
        }
        Why::Answered => "write first, and answer once that is done",
        _ => {
            "do what can fail first and change both together at the end, or undo the first on the failing path; an \
             `otp_runtime::server::Server` that owns the state can also end on the error and load it anew"
        }
    };
    let replacement = match why {
        Why::TwoStores => "otp_runtime::transaction::Transaction",
        _ => META.replacement,
    };
    Story::new(model, &META, id, span, Confidence::Medium)
        .replaced_by(replacement)
        .message(message)
        .step(site(id, first.node), changed)
        .step(
            *exit,
            match panics {
                true => "a panic leaves here, and what is shared stays half changed",
                false => "a failure leaves here, and nothing undoes the change",
            },
        )
        .step(
            site(id, second.node),
            match why {
                Why::TwoStores | Why::Answered => "this would be written with it".to_owned(),
                Why::Moved => format!("it would be put into {other} here"),
                Why::Charged => format!("it would be taken out of {other} here"),
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
