//! volatile-state: accepted work that lives only in the memory of one process.

mod accepted;
mod acked;
mod channel;
mod kept;
mod pending;
mod sleeping;
mod starts;
mod taken;
mod uses;
mod waiting;
mod work;

use otplint_model::{Model, Severity, Verdicts};

use uses::Uses;

use crate::{Level, Meta, Rule};

/// The rule.
#[derive(Debug)]
pub struct VolatileState;

static META: Meta = Meta {
    id: "volatile-state",
    summary: "accepted work is kept only in the memory of one process",
    severity: Severity::Error,
    level: Level::Preview,
    replacement: "otp_runtime::durable::Queue",
    page: include_str!("../../docs/volatile-state.md"),
};

impl Rule for VolatileState {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, model: &Model, verdicts: &mut Verdicts) {
        let uses = Uses::new(model);
        for (key, collected) in uses.all() {
            if let Some((location, judged)) = waiting::judge(model, &uses, key, collected) {
                verdicts.judged(location, judged);
            }
        }
        for (location, judged) in pending::judge(model, &uses) {
            verdicts.judged(location, judged);
        }
        for (location, judged) in sleeping::judge(model) {
            verdicts.judged(location, judged);
        }
        for (location, judged) in channel::judge(model) {
            verdicts.judged(location, judged);
        }
    }
}
