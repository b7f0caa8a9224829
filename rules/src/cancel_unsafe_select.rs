//! `cancel-unsafe-select`: a future is dropped that already holds something.

use std::collections::BTreeMap;

use otplint_model::body::Op;
use otplint_model::cancel::{CancelSite, Dropper};
use otplint_model::effects::{self, Site};
use otplint_model::stub::Effect;
use otplint_model::summary::HeldKind;
use otplint_model::{Confidence, Finding, Location, Model, Severity, Verdicts};

use crate::names::has_word;
use crate::story::{Story, in_production, name_of};
use crate::{Level, Meta, Rule, torn_update};

/// The rule.
#[derive(Debug)]
pub struct CancelUnsafeSelect;

static META: Meta = Meta {
    id: "cancel-unsafe-select",
    summary: "a future that has already taken something is dropped, and its source is used again",
    severity: Severity::Error,
    level: Level::Preview,
    replacement: "otp_runtime::select::Events",
    page: include_str!("../docs/cancel-unsafe-select.md"),
};

/// At most this many other places that drop the same future are shown.
const OTHERS: usize = 4;

impl Rule for CancelUnsafeSelect {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, model: &Model, verdicts: &mut Verdicts) {
        // Many may drop the future of one helper: that is one mistake.
        let mut roots: BTreeMap<(Site, Option<Site>), Vec<&CancelSite>> = BTreeMap::new();
        for looked in model.cancel_sites() {
            match looked {
                Ok(site)
                    if in_production(model, site.at.body) && !torn_update::tells(model, site) =>
                {
                    // What the body itself moved into the future is lost by this body alone.
                    let own = (site.held.kind == HeldKind::Moved).then_some(site.at);
                    roots.entry((site.held.taken, own)).or_default().push(site);
                }
                Ok(_) => {}
                Err(fine) if in_production(model, fine.at.body) => {
                    let file = model.program.body(fine.at.body).file;
                    let span = fine.future;
                    verdicts.declined(Location { file, span }, fine.reason.clone());
                }
                Err(_) => {}
            }
        }
        for sites in roots.values_mut() {
            // Whoever is nearest to what is lost can mend it best.
            sites.sort_by_key(|site| site.held.via.len());
            if let Some((first, others)) = sites.split_first() {
                verdicts.found(tell(model, first, others));
            }
        }
    }
}

/// Too little is lost, or too seldom, to speak up.
fn is_weak(model: &Model, site: &CancelSite) -> bool {
    let elsewhere = site.again.is_none_or(|again| again.body != site.at.body);
    match site.dropper {
        Dropper::Select | Dropper::Race => false,
        // Where one branch fails, most callers give up the connection that both worked on.
        Dropper::TryJoin if elsewhere && site.held.kind != HeldKind::Taken => true,
        // What ends something has nobody who goes on.
        Dropper::Timeout if site.ends && site.held.kind == HeldKind::Taken => true,
        // A lock that is held for a moment leaves but that moment.
        _ => site.held.kind == HeldKind::Taken && waits_for_a_lock(model, site.held.awaited),
    }
}

fn waits_for_a_lock(model: &Model, at: Site) -> bool {
    match &model.program.body(at.body).node(at.node).op {
        Op::Call(call) => {
            effects::attrs_of(&model.program, call).is_some_and(|attrs| attrs.has(Effect::Lock))
        }
        _ => false,
    }
}

/// The function that took it out is there to delete it: only the answer is lost.
fn is_deleted(model: &Model, site: &CancelSite) -> bool {
    let owner = model.program.body(site.held.taken.body).owner;
    site.held.kind == HeldKind::Taken
        && has_word(
            model.program.def(owner).name.as_str(),
            &["delete", "purge", "evict", "gc", "prune", "expire"],
        )
}

fn tell(model: &Model, site: &CancelSite, others: &[&CancelSite]) -> Finding {
    let place = name_of(model, site.at.body, &site.held.place);
    let who = match site.dropper {
        Dropper::Select => "another arm of the `select!` wins",
        Dropper::Timeout => "the timeout fires",
        Dropper::TryJoin => "another branch fails",
        Dropper::Race => "another future wins",
        Dropper::Client => "the client goes away",
        Dropper::Abort => "the task is aborted",
    };
    let confidence = match (site.dropper, site.held.kind) {
        _ if is_deleted(model, site) || is_weak(model, site) => Confidence::Low,
        (_, HeldKind::Documented) => Confidence::Medium,
        (Dropper::Select, HeldKind::Moved) => Confidence::Medium,
        // Nobody was seen who uses the source again, only that others have it too.
        (Dropper::Select, _) if site.again.is_none() => Confidence::Medium,
        (Dropper::Select, _) => Confidence::High,
        _ => Confidence::Medium,
    };
    let message = match site.held.kind {
        HeldKind::Partial => {
            format!(
                "bytes already moved through `{place}` are lost when {who}, and the next use starts mid-way"
            )
        }
        HeldKind::Documented => {
            format!("this future must not be dropped, says its documentation, but is when {who}")
        }
        HeldKind::Moved => {
            format!(
                "what was taken out of `{place}` was moved into this future and is lost when {who}"
            )
        }
        HeldKind::Ended(_) => {
            format!(
                "what was taken out of `{place}` runs on without an owner when {who} before this future is done"
            )
        }
        _ => {
            format!("what was taken out of `{place}` is lost when {who} before this future is done")
        }
    };
    let mut story =
        Story::new(model, &META, site.at.body, site.future, confidence).message(message);
    if let Some(given) = site.given {
        story = story.step(
            given,
            match site.dropper {
                Dropper::Client => {
                    "the server runs it for each request, and drops it when the client goes away"
                }
                _ => "it runs as this task, which is aborted",
            },
        );
    }
    for via in site
        .held
        .via
        .iter()
        .filter(|via| model.location(**via).span != site.future)
    {
        story = story.step(*via, "through this call");
    }
    story = match site.held.kind {
        HeldKind::Partial => story.step(
            site.held.taken,
            "this call may be dropped half-way, with part of its work done",
        ),
        HeldKind::Documented => story,
        HeldKind::Moved => story.step(site.held.taken, format!("taken out of `{place}` here")),
        _ => {
            let story = story.step(site.held.taken, format!("taken out of `{place}` here"));
            story.step(
                site.held.awaited,
                "and held by this future alone while it waits here",
            )
        }
    };
    if let HeldKind::Ended(end) = site.held.kind {
        story = story.step(end, "it would have been made to end here");
    }
    if let HeldKind::PutBack(back) = site.held.kind {
        story = story.step(back, "it would have been put back here");
    }
    if let Some(winner) = site.winner {
        story = story.at(
            site.at.body,
            winner,
            "when this arm is ready first, the future is dropped",
        );
    }
    if let Some(again) = site.again {
        story = story.step(
            again,
            match site.held.kind {
                HeldKind::Moved => "the next one is taken here".to_owned(),
                _ => format!("`{place}` is used again here, without what was lost"),
            },
        );
    }
    for other in others.iter().take(OTHERS) {
        story = story.at(other.at.body, other.future, "it may be dropped here too");
    }
    let help = match site.dropper {
        Dropper::Client | Dropper::Abort => {
            "let somebody own the work who is not dropped with it: an `otp_runtime::server::Server` whose handler goes on when \
             a caller goes away; or put back what was taken in a guard's `Drop`"
        }
        _ => {
            "keep the future from turn to turn: create it outside the loop and poll `&mut future`, or let \
             `otp_runtime::select::Events` keep it; or move the work into the body of the arm, which is never dropped"
        }
    };
    story.help(help).tell()
}
