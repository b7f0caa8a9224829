//! `fake-atomicity`: a function that claims all-or-nothing and leaves half.

use otplint_model::body::{Body, BodyId, NodeId, Op};
use otplint_model::effects::{self, NodeEffect};
use otplint_model::flow::{self, NodeSet};
use otplint_model::stub::{Effect, TypeWord};
use otplint_model::summary;
use otplint_model::{Confidence, Finding, Model, Severity, Ty, Verdicts};

use crate::story::{Story, in_production, name_of, site};
use crate::{Level, Meta, Rule};

/// The rule.
#[derive(Debug)]
pub struct FakeAtomicity;

static META: Meta = Meta {
    id: "fake-atomicity",
    summary: "a function claims all-or-nothing, but can leave after the first of its writes",
    severity: Severity::Error,
    level: Level::Preview,
    replacement: "otp_runtime::testing::cancel_at_every_await",
    page: include_str!("../docs/fake-atomicity.md"),
};

impl Rule for FakeAtomicity {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, model: &Model, verdicts: &mut Verdicts) {
        for (id, body) in model.program.bodies() {
            let owner = model.program.def(body.owner);
            let claims = owner.as_fn().is_some_and(|function| function.claims_atomic);
            // The claim is the function's own; `swap` of an atomic is atomic indeed.
            if id.position() == 0
                && claims
                && in_production(model, id)
                && !is_real(model, body)
                && let Some(finding) = check_body(model, id, body)
            {
                verdicts.found(finding);
            }
        }
    }
}

/// A real transaction, or a machine atomic, does what the name says.
fn is_real(model: &Model, body: &Body) -> bool {
    let word = |ty: &Ty| {
        model.program.adt(ty).is_some_and(|(_, adt)| {
            adt.attrs.is(TypeWord::Transaction) || adt.attrs.is(TypeWord::Atomic)
        })
    };
    let mut types = body.locals.iter().map(|local| &local.ty);
    types.any(word)
        || body.calls().any(|(_, call)| {
            call.args.iter().any(|arg| word(&arg.ty))
                || effects::attrs_of(&model.program, call)
                    .is_some_and(|attrs| attrs.has(Effect::Begin))
        })
}

fn check_body(model: &Model, id: BodyId, body: &Body) -> Option<Finding> {
    let writes = writes(model, id, body);
    for (index, (first, effect)) in writes.iter().enumerate() {
        let mut undone = NodeSet::new(body);
        for (node, other) in &writes {
            let same = match (&effect.place, &other.place) {
                (Some(a), Some(b)) => a.overlaps(b),
                _ => false,
            };
            if node != first && same {
                undone.insert(*node);
            }
        }
        for (second, other) in &writes[index + 1..] {
            if second == first
                || undone.contains(*second)
                || (effect.place == other.place && effect.kind == other.kind)
            {
                continue;
            }
            let between = flow::reachable(body, *first, |node| {
                node == *second || undone.contains(node)
            });
            if !between.contains(*second) {
                continue;
            }
            let own = flow::failure_of(body, *first);
            let exit = between
                .iter()
                .find(|node| matches!(body.node(*node).op, Op::Fail(_)) && Some(*node) != own)
                .or_else(|| flow::failure_of(body, *second));
            if let Some(exit) = exit {
                let name = model.program.def(body.owner).name;
                let place = |effect: &NodeEffect| {
                    effect.place.as_ref().map_or_else(
                        || "the store".to_owned(),
                        |at| format!("`{}`", name_of(model, id, at)),
                    )
                };
                let span = body.node(*first).span;
                return Some(
                    Story::new(model, &META, id, span, Confidence::Medium)
                        .message(format!(
                            "`{name}` claims to be atomic, but a failure leaves {} changed and {} not",
                            place(effect),
                            place(other)
                        ))
                        .step(site(id, *first), format!("{} is changed here", place(effect)))
                        .step(site(id, exit), "a failure leaves here, and nothing undoes the change")
                        .step(site(id, *second), format!("{} is changed here", place(other)))
                        .help(
                            "build the new state first and swap it in at the end, undo on the failing path, or write both \
                             in one transaction of the store; where it awaits, prove it with \
                             `otp_runtime::testing::cancel_at_every_await`",
                        )
                        .tell(),
                );
            }
        }
    }
    None
}

/// Changes of what lives on, in the order of the text.
fn writes(model: &Model, id: BodyId, body: &Body) -> Vec<(NodeId, NodeEffect)> {
    let mut writes = Vec::new();
    for (node, data) in body.nodes() {
        if !matches!(data.op, Op::Call(_) | Op::Await(_) | Op::Assign(..)) {
            continue;
        }
        for effect in model.effects(id, node) {
            let counts = match effect.kind {
                Effect::Insert | Effect::Remove | Effect::Clear | Effect::Take | Effect::Put => {
                    effect.place.as_ref().is_some_and(|place| {
                        !place.path.is_empty() && summary::outlives(&model.program, body, place)
                    })
                }
                Effect::StoreWrite => true,
                _ => false,
            };
            if counts {
                writes.push((node, effect));
                break;
            }
        }
    }
    writes.sort_by_key(|(node, _)| body.node(*node).span.start);
    writes
}
