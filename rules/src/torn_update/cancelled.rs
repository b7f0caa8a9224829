//! Updates that a dropped future leaves half done.

use otplint_model::effects::{self, Site};
use otplint_model::stub::Effect;
use otplint_model::summary::HeldKind;
use otplint_model::{Confidence, Model, Verdicts};

use super::{META, writes};
use crate::story::{Story, in_production, name_of};

/// Where somebody drops the future of such an update.
pub fn torn_by_cancellation(model: &Model, verdicts: &mut Verdicts) {
    for found in model.cancel_sites().iter().flatten() {
        let HeldKind::Torn(second) = found.held.kind else {
            continue;
        };
        if !in_production(model, found.at.body) {
            continue;
        }
        let place = name_of(model, found.at.body, &found.held.place);
        let mut story = Story::new(
            model,
            &META,
            found.at.body,
            found.future,
            Confidence::Medium,
        )
        .message(format!(
            "`{place}` is updated but its counterpart is not when this future is dropped half-way"
        ));
        if let Some(given) = found.given {
            story = story.step(given, "whoever runs this may drop its future at any await");
        }
        for via in &found.held.via {
            story = story.step(*via, "through this call");
        }
        story = story
            .step(found.held.taken, format!("`{place}` is changed here"))
            .step(
                found.held.awaited,
                "the future may be dropped while it waits here",
            )
            .step(second, "the counterpart would be updated here");
        if let Some(winner) = found.winner {
            story = story.at(
                found.at.body,
                winner,
                "when this arm is ready first, the future is dropped",
            );
        }
        verdicts.found(
            story
                .help(
                    "await first and change both after it, without an await in between; or let an \
                     `otp_runtime::server::Server` own the state, whose handler goes on when a caller is dropped",
                )
                .tell(),
        );
    }
}

/// A whole collection is taken out of a field, worked on across awaits, and what is left is put back:
/// whoever drops the future in between drops the collection.
pub fn put_back_too_late(model: &Model, verdicts: &mut Verdicts) {
    for (id, body) in model.program.bodies() {
        if model.summary(id).held.is_empty() {
            continue;
        }
        let owner = model.program.def(body.owner);
        let offered = owner.public
            || owner
                .as_fn()
                .is_some_and(|function| function.trait_def.is_some());
        if !in_production(model, id) || !offered || id.position() != 0 {
            continue;
        }
        for held in &model.summary(id).held {
            let HeldKind::PutBack(back) = held.kind else {
                continue;
            };
            let here = held.awaited.body == id && back.body == id && takes_all(model, held.taken);
            if !here || !writes::is_state(model, body, &held.place) {
                continue;
            }
            let place = name_of(model, id, &held.place);
            let start = held.via.first().copied().unwrap_or(held.taken);
            let span = model.program.body(start.body).node(start.node).span;
            let mut story = Story::new(model, &META, id, span, Confidence::Medium).message(format!(
                "everything in `{place}` is lost when this future is dropped between the take and the put-back"
            ));
            for via in &held.via {
                story = story.step(*via, "through this call");
            }
            verdicts.found(
                story
                    .step(held.taken, format!("`{place}` is emptied here"))
                    .step(held.awaited, "the future may be dropped while it waits here: a timeout, a `select!`, a caller that goes away")
                    .step(back, "what is left would be put back here")
                    .help(
                        "work on a copy and remove each item only once it is done, or let an \
                         `otp_runtime::server::Server` own the collection, whose handler goes on when a caller is dropped",
                    )
                    .tell(),
            );
            break;
        }
    }
}

/// Whether a whole value is moved out, and not one item of it.
fn takes_all(model: &Model, at: Site) -> bool {
    let body = model.program.body(at.body);
    effects::direct(&model.program, body, at)
        .iter()
        .any(|effect| matches!(effect.kind, Effect::Take | Effect::Clear))
}
