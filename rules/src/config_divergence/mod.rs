//! `config-divergence`: supervision that differs between tests and production.

mod alternatives;
mod children;
mod data;
mod files;
mod lists;
mod values;

use otplint_model::body::{BodyId, Choice, Value};
use otplint_model::choices::Sinks;
use otplint_model::{Confidence, Finding, Location, Model, Reason, Severity, Verdicts};

use crate::story::{Story, in_production};
use crate::{Level, Meta, Rule};

/// The rule.
#[derive(Debug)]
pub struct ConfigDivergence;

static META: Meta = Meta {
    id: "config-divergence",
    summary: "children, deadlines or restart limits that differ between tests and production",
    severity: Severity::Warning,
    level: Level::Preview,
    replacement: "otp_runtime::supervisor::Supervisor",
    page: include_str!("../../docs/config-divergence.md"),
};

const HELP: &str = "read such values from one place that tests and production share, and let tests shorten time by a paused clock; one \
                    tree that `otp_runtime::supervisor::Supervisor` builds for both starts the same children";

impl Rule for ConfigDivergence {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn reads_configuration(&self) -> bool {
        true
    }

    fn check(&self, model: &Model, verdicts: &mut Verdicts) {
        let mut eye = Eye { model, sinks: None };
        for (id, body) in model.program.doing(|does| does.chooses) {
            if !in_production(model, id) {
                continue;
            }
            for choice in &body.choices {
                let place = Location {
                    file: body.file,
                    span: choice.at,
                };
                for judged in eye.choice(id, choice) {
                    verdicts.judged(place, judged);
                }
            }
        }
        alternatives::check(&mut eye, verdicts);
        lists::check(model, verdicts);
        files::check(&mut eye, verdicts);
    }
}

/// What is looked at, and what is found out on the way where it is asked for.
struct Eye<'m> {
    model: &'m Model,
    sinks: Option<Sinks<'m>>,
}

impl<'m> Eye<'m> {
    /// Where fields and constants are used as limits: most programs have no choice that asks for it.
    fn sinks(&mut self) -> &Sinks<'m> {
        self.sinks
            .get_or_insert_with(|| Sinks::new(&self.model.program))
    }

    fn choice(&mut self, id: BodyId, choice: &Choice) -> Vec<Result<Finding, Reason>> {
        let started = children::judge(self.model, id, choice);
        match started.or_else(|| data::judge(self.model, id, choice)) {
            Some(judged) => vec![judged],
            None => values::judge(self, id, choice),
        }
    }
}

/// A finding at a choice, with its ways.
fn tell<'m>(
    model: &'m Model,
    id: BodyId,
    choice: &Choice,
    confidence: Confidence,
    message: String,
) -> Story<'m> {
    let mut story = Story::new(model, &META, id, choice.at, confidence).message(message);
    for way in &choice.ways {
        if way.to > way.from || matches!(way.value, Value::Int(_) | Value::Use(_)) {
            story = story.at(id, way.span, "one way");
        }
    }
    story
}
