//! `ad-hoc-timer`: timers that fall behind and catch up at once, or never fire.

mod bursts;
mod by_hand;
mod starves;

use otplint_model::{Model, Severity, Verdicts};

use crate::story::in_production;
use crate::{Level, Meta, Rule};

/// The rule.
#[derive(Debug)]
pub struct AdHocTimer;

static META: Meta = Meta {
    id: "ad-hoc-timer",
    summary: "a timer that fires in bursts after a delay, or that other events keep from firing",
    severity: Severity::Warning,
    level: Level::Preview,
    replacement: "otp_runtime::scheduler::Scheduler",
    page: include_str!("../../docs/ad-hoc-timer.md"),
};

impl Rule for AdHocTimer {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, model: &Model, verdicts: &mut Verdicts) {
        for interval in &model.timers.intervals {
            if in_production(model, interval.made.body) {
                verdicts.judged(
                    model.location(interval.made),
                    bursts::bursts(model, interval),
                );
            }
        }
        for chain in &model.timers.chains {
            if in_production(model, chain.scheduled.body) {
                verdicts.found(by_hand::breaks(model, chain));
            }
        }
        for later in &model.timers.later {
            if in_production(model, later.spawned.body) {
                let judged = by_hand::cannot_be_taken_back(model, later);
                verdicts.judged(model.location(later.spawned), judged);
            }
        }
        for timed in &model.timers.timed {
            if in_production(model, timed.at.body) {
                let judged = starves::waits_for_silence(model, timed);
                verdicts.judged(model.location(timed.at), judged);
            }
        }
        for sleep in &model.timers.rebuilt {
            if in_production(model, sleep.select.body) {
                verdicts.judged(model.location(sleep.made), starves::starves(model, sleep));
            }
        }
    }
}

/// A period from which on a burst is rare, as the work would have to take a minute, and a silence means that nobody is
/// there.
const LONG_MS: u64 = 60_000;

fn duration(ms: u64) -> String {
    match ms {
        ms if ms % 1000 == 0 => format!("{} s", ms / 1000),
        ms => format!("{ms} ms"),
    }
}
