//! `blocking-handler`: what holds up the thread or the mailbox that others wait for.

mod accepts;
mod given;
mod guards;
mod mailbox;
mod requests;
mod steps;
mod threads;

use otplint_model::effects::Site;
use otplint_model::stall::Limits;
use otplint_model::{Model, Severity, Verdicts};

use crate::{Level, Meta, Rule};

pub(crate) use accepts::{Accept, all as accepts};

/// The rule.
#[derive(Debug)]
pub struct BlockingHandler;

static META: Meta = Meta {
    id: "blocking-handler",
    summary: "async code or a message handler that holds up its thread or its mailbox",
    severity: Severity::Warning,
    level: Level::Preview,
    replacement: "otp_runtime::breaker::Breaker",
    page: include_str!("../../docs/blocking-handler.md"),
};

/// Whether this rule tells of a process that waits here for something outside: one root cause, one finding.
pub(crate) fn tells_of(model: &Model, limits: &Limits<'_>, wait: Site) -> bool {
    let turns = steps::of_all(model, &|call| mailbox::why(model, call).is_some());
    turns
        .iter()
        .any(|turns| mailbox::tells_of(model, limits, turns, wait))
}

impl Rule for BlockingHandler {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, model: &Model, verdicts: &mut Verdicts) {
        threads::check(model, verdicts);
        let limits = Limits::new(&model.program, &model.index);
        for turns in steps::of_all(model, &|call| mailbox::why(model, call).is_some()) {
            mailbox::check(model, &limits, &turns, verdicts);
            given::check(model, &turns, verdicts);
        }
        accepts::check(model, &limits, verdicts);
        guards::check(model, verdicts);
    }
}
