//! Updates that a dropped future leaves half done.

use otplint_model::body::{Op, Outcome};
use otplint_model::cancel::CancelSite;
use otplint_model::effects::{self, Site};
use otplint_model::flow;
use otplint_model::stub::Effect;
use otplint_model::summary::{Held, HeldKind};
use otplint_model::{BodyId, Confidence, Model, Place, Verdicts};

use super::{META, owner, writes};
use crate::fake_atomicity;
use crate::story::{Story, in_production, name_of};

/// Whether what a dropped future loses is half an update, and no item in somebody's hands.
pub fn tells(model: &Model, site: &CancelSite) -> bool {
    match site.held.kind {
        HeldKind::Torn(_) => true,
        HeldKind::PutBack(_) => is_emptied(model, site.at.body, &site.held),
        _ => false,
    }
}

/// Tells where somebody drops the future of such an update, unless where it begins is told of already.
pub fn dropped(model: &Model, told: &mut Vec<Site>, verdicts: &mut Verdicts) {
    for found in model.cancel_sites().iter().flatten() {
        let first = found.held.taken;
        if !tells(model, found) || !in_production(model, found.at.body) || told.contains(&first) {
            continue;
        }
        let (HeldKind::Torn(second) | HeldKind::PutBack(second)) = found.held.kind else {
            continue;
        };
        told.push(first);
        let body = model.program.body(first.body);
        if fake_atomicity::tells(model, first.body, body) {
            continue;
        }
        let place = name_of(model, found.at.body, &found.held.place);
        let torn = matches!(found.held.kind, HeldKind::Torn(_));
        let mut story =
            Story::new(model, &META, found.at.body, found.future, Confidence::Medium).message(match torn {
                true => format!(
                    "`{place}` is updated but its counterpart is not when this future is dropped half-way"
                ),
                false => lost(&place),
            });
        if let Some(given) = found.given {
            story = story.step(given, "whoever runs this may drop its future at any await");
        }
        for via in &found.held.via {
            story = story.step(*via, "through this call");
        }
        story = story
            .step(
                first,
                match torn {
                    true => format!("`{place}` is changed here"),
                    false => format!("`{place}` is emptied here"),
                },
            )
            .step(
                found.held.awaited,
                "the future may be dropped while it waits here",
            )
            .step(
                second,
                match torn {
                    true => "the counterpart would be updated here",
                    false => "what is left would be put back here",
                },
            );
        if let Some(winner) = found.winner {
            story = story.at(
                found.at.body,
                winner,
                "when this arm is ready first, the future is dropped",
            );
        }
        verdicts.found(
            story
                .help(match torn {
                    true => {
                        "await first and change both after it, without an await in between; or let an \
                         `otp_runtime::server::Server` own the state, whose handler goes on when a caller is dropped"
                    }
                    false => COPY,
                })
                .tell(),
        );
    }
}

const COPY: &str = "work on a copy and remove each item only once it is done, or let an \
     `otp_runtime::server::Server` own the collection, whose handler goes on when a caller is dropped";

fn lost(place: &str) -> String {
    format!(
        "everything in `{place}` is lost when this future is dropped between the take and the put-back"
    )
}

/// A whole collection, or what must be there, is taken out of a field, worked on across awaits, and put back: whoever
/// drops the future in between drops it.
pub fn put_back_too_late(model: &Model, told: &mut Vec<Site>, verdicts: &mut Verdicts) {
    let mut found: Vec<(BodyId, &Held, Site)> = Vec::new();
    for (id, body) in model.program.bodies() {
        let owner = model.program.def(body.owner);
        let offered = owner.public
            || owner
                .as_fn()
                .is_some_and(|function| function.trait_def.is_some());
        if model.summary(id).held.is_empty()
            || !in_production(model, id)
            || !offered
            || id.position() != 0
        {
            continue;
        }
        for held in &model.summary(id).held {
            let HeldKind::PutBack(back) = held.kind else {
                continue;
            };
            if held.awaited.body == back.body
                && (is_emptied(model, id, held) || must_be_there(model, held, back))
            {
                found.push((id, held, back));
            }
        }
    }
    // Whoever does it can mend it best.
    found.sort_by_key(|(_, held, _)| held.via.len());
    let mut seen: Vec<BodyId> = Vec::new();
    for (id, held, back) in found {
        if told.contains(&held.taken) || seen.contains(&id) {
            continue;
        }
        if owner::is_lent_by_all(model, id, &held.place) {
            let location = model.location(held.taken);
            verdicts.declined(location, "it is a variable of who is dropped with it");
            continue;
        }
        told.push(held.taken);
        seen.push(id);
        let place = name_of(model, id, &held.place);
        let whole = is_emptied(model, id, held);
        let start = held.via.first().copied().unwrap_or(held.taken);
        let span = model.program.body(start.body).node(start.node).span;
        let mut story =
            Story::new(model, &META, id, span, Confidence::Medium).message(match whole {
                true => lost(&place),
                false => format!(
                    "what was taken out of `{place}` is lost when this future is dropped before it is put back, and the next \
                     call panics for want of it"
                ),
            });
        for via in &held.via {
            story = story.step(*via, "through this call");
        }
        verdicts.found(
            story
                .step(
                    held.taken,
                    match whole {
                        true => format!("`{place}` is emptied here"),
                        false => format!("it is taken out of `{place}` here, or this panics"),
                    },
                )
                .step(held.awaited, "the future may be dropped while it waits here: a timeout, a `select!`, a caller that goes away")
                .step(back, "what is left would be put back here")
                .help(match whole {
                    true => COPY,
                    false => IN_PLACE,
                })
                .tell(),
        );
    }
}

const IN_PLACE: &str = "work on it where it is, by `as_mut` or `peek_mut`, and take it out only once nothing is waited for; or \
     put it back in the `Drop` of a guard";

/// Whether its absence is taken for a mistake: the take, no helper's, panics where there is nothing, and it is put back
/// when all went well.
fn must_be_there(model: &Model, held: &Held, back: Site) -> bool {
    let body = model.program.body(held.taken.body);
    let works = back.body == held.taken.body
        && flow::reachable(body, back.node, |_| false)
            .iter()
            .any(|node| matches!(body.node(node).op, Op::Return(_)));
    if !works || !held.via.is_empty() {
        return false;
    }
    let Op::Call(call) = &body.node(held.taken.node).op else {
        return false;
    };
    let item = effects::direct(&model.program, body, held.taken)
        .iter()
        .any(|effect| matches!(effect.kind, Effect::Take | Effect::Remove));
    item && call.outcome == Outcome::Panics
}

/// Whether a whole collection is moved out, and not one item of it.
fn is_emptied(model: &Model, id: BodyId, held: &Held) -> bool {
    let taken = model.program.body(held.taken.body);
    let whole = |place: &Place| writes::is_state(model, model.program.body(id), place);
    whole(&held.place)
        && effects::direct(&model.program, taken, held.taken)
            .iter()
            .any(|effect| matches!(effect.kind, Effect::Take | Effect::Clear))
}
