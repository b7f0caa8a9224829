//! `conditional-supervision`: work that runs only if a runtime or a process happens to be there.

mod handed;
mod handed_on;
mod look;
mod owner;

use otplint_model::effects::{self, Does, Site};
use otplint_model::stub::{Effect, TypeWord};
use otplint_model::{Call, Model, Severity, Ty, Verdicts, tasks};

use crate::story::in_production;
use crate::{Level, Meta, Rule};
use look::Look;

/// The rule.
#[derive(Debug)]
pub struct ConditionalSupervision;

static META: Meta = Meta {
    id: "conditional-supervision",
    summary: "work that is silently skipped when its runtime or supervisor is not there",
    severity: Severity::Warning,
    level: Level::Preview,
    replacement: "otp_runtime::supervisor::Supervisor",
    page: include_str!("../../docs/conditional-supervision.md"),
};

/// What was found is followed through so many helpers that only hand it on.
const HELPERS: usize = 2;

impl Rule for ConditionalSupervision {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, model: &Model, verdicts: &mut Verdicts) {
        let looks = |does: Does| {
            does.effects.any([
                Effect::FindsRuntime,
                Effect::FindsProcess,
                Effect::FindsValue,
            ])
        };
        let mut open: Vec<(Site, What)> = Vec::new();
        for (id, body) in model.program.doing(looks) {
            let calls = body.calls();
            open.extend(calls.filter_map(|(node, call)| {
                let what = looked_for(model, call, &body.local(call.to).ty)?;
                Some((Site { body: id, node }, what))
            }));
        }
        let mut depth = 0;
        while !open.is_empty() && depth <= HELPERS {
            let mut above = Vec::new();
            for (at, what) in open {
                if let Some(look) =
                    Look::new(model, at, what).filter(|_| in_production(model, at.body))
                {
                    if let Some(judged) = look.judge() {
                        verdicts.judged(look.place(), judged);
                    }
                    above.extend(handed_on::to(model, at).into_iter().map(|at| (at, what)));
                }
            }
            above.sort_unstable_by_key(|(at, _)| *at);
            above.dedup_by_key(|(at, _)| *at);
            open = above;
            depth += 1;
        }
        handed::check(model, verdicts);
    }
}

/// What may or may not be there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    /// A runtime around the caller.
    Runtime,
    /// A process that has a name.
    Named,
    /// A process that this handle does not keep alive.
    Weak,
    /// A process that somebody was to start before.
    Started,
    /// What looks after tasks, and which this handle does not keep, or somebody was to make before.
    Owner,
}

fn looked_for(model: &Model, call: &Call, found: &Ty) -> Option<What> {
    let attrs = effects::attrs_of(&model.program, call)?;
    if attrs.has(Effect::FindsRuntime) {
        return Some(What::Runtime);
    }
    if attrs.has(Effect::FindsProcess) {
        let weak = attrs.has(Effect::CloneHandle);
        return Some(if weak { What::Weak } else { What::Named });
    }
    let leads_to_one = || {
        let inner = found.peel_refs().arg(0)?.peel_refs();
        let (_, adt) = model.program.adt(inner)?;
        let leads = adt.attrs.is(TypeWord::Sender) || adt.attrs.is(TypeWord::Address);
        if leads {
            return Some(What::Started);
        }
        tasks::keeps_tasks(&model.program, inner).then_some(What::Owner)
    };
    match attrs.has(Effect::FindsValue) {
        true => leads_to_one(),
        false => None,
    }
}
