//! `unbounded-restart`: what failed is tried again at once, for as long as it fails.

mod asks;
mod attempt;
mod ended;
mod hooks;
mod put_back;
mod respawn;
mod sticky;
mod unheard;

use otplint_model::body::{Body, Op, SelectKind};
use otplint_model::effects::Site;
use otplint_model::pace::Pace;
use otplint_model::{Model, Severity, Verdicts};

use crate::story::in_production;
use crate::{Level, Meta, Rule};
use attempt::Attempt;
use ended::Ended;
use put_back::PutBack;
use respawn::Respawn;
use sticky::Sticky;
use unheard::Unheard;

/// The rule.
#[derive(Debug)]
pub struct UnboundedRestart;

static META: Meta = Meta {
    id: "unbounded-restart",
    summary: "a failure is tried again at once, with no delay, cap or limit",
    severity: Severity::Warning,
    level: Level::Default,
    replacement: "otp_runtime::retry::Retry",
    page: include_str!("../../docs/unbounded-restart.md"),
};

const HELP: &str = "wait before the next attempt, longer each time: `otp_runtime::retry::Retry` has a backoff, a budget and a \
                    deadline; or let `otp_runtime::supervisor` restart it, whose intensity is limited";

impl Rule for UnboundedRestart {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, model: &Model, verdicts: &mut Verdicts) {
        let pace = Pace::new(&model.program, &model.index, &model.timers);
        for (id, body) in model.program.doing(|does| does.loops) {
            if polls(model, body) || !in_production(model, id) {
                continue;
            }
            for finding in asks::all(model, id, body) {
                verdicts.found(finding);
            }
            for (node, data) in body.nodes() {
                let Some(around) = data.in_loop else { continue };
                let at = Site { body: id, node };
                let attempt = |arm| Attempt {
                    model,
                    pace: &pace,
                    body,
                    at,
                    arm,
                    around,
                };
                let attempts: Vec<Attempt<'_>> = match &data.op {
                    Op::Call(_) | Op::Await(_) => vec![attempt(None)],
                    Op::Select(select) if select.kind == SelectKind::Select => {
                        let arms = select.arms.iter().filter(|arm| !arm.guarded);
                        arms.map(|arm| attempt(Some(arm))).collect()
                    }
                    _ => continue,
                };
                for attempt in attempts {
                    if let Some(judged) = attempt.judge() {
                        verdicts.judged(attempt.place(), judged);
                    }
                    if let Some(back) = PutBack::of(&attempt) {
                        verdicts.judged(attempt.place(), back.judge());
                    }
                    if let Some(judged) = Ended::judge(&attempt) {
                        verdicts.judged(attempt.place(), judged);
                    }
                    if let Some(sticky) = Sticky::of(&attempt) {
                        verdicts.judged(sticky.place(), sticky.judge());
                    }
                    if let Some(unheard) = Unheard::of(&attempt) {
                        verdicts.judged(attempt.place(), unheard.judge());
                    }
                    if let Some(ended) = Respawn::after(&attempt)
                        && let Some((place, judged)) = ended.judge()
                    {
                        verdicts.judged(place, judged);
                    }
                }
            }
        }
        hooks::check(model, &pace, verdicts);
    }
}

/// A `poll` function goes round until there is nothing ready, and then waits for its waker.
fn polls(model: &Model, body: &Body) -> bool {
    let output = body.output.peel_refs().adt();
    output.is_some_and(|def| model.program.def(def).name == "Poll")
}
