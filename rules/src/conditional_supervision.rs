//! `conditional-supervision`: work that runs only if a runtime or a process happens to be there.

use otplint_model::body::{Body, Call, EdgeKind, NodeId, Op};
use otplint_model::effects::{self, Does, Site};
use otplint_model::flow::{self, NodeSet};
use otplint_model::stub::Effect;
use otplint_model::{Confidence, Finding, Location, Model, Reason, Severity, Verdicts, within};

use crate::story::{Story, in_production};
use crate::{Level, Meta, Rule};

/// The rule.
#[derive(Debug)]
pub struct ConditionalSupervision;

static META: Meta = Meta {
    id: "conditional-supervision",
    summary: "work that is silently skipped when its runtime or supervisor is not there",
    severity: Severity::Warning,
    level: Level::Preview,
    replacement: "otp_runtime::supervisor::Supervisor",
    page: include_str!("../docs/conditional-supervision.md"),
};

impl Rule for ConditionalSupervision {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, model: &Model, verdicts: &mut Verdicts) {
        let looks = |does: Does| {
            does.effects
                .any([Effect::FindsRuntime, Effect::FindsProcess])
        };
        for (id, body) in model.program.doing(looks) {
            if !in_production(model, id) {
                continue;
            }
            for (node, call) in body.calls() {
                let Some(what) = looked_for(model, call) else {
                    continue;
                };
                let look = Look {
                    model,
                    body,
                    at: Site { body: id, node },
                    call,
                    what,
                };
                if let Some(judged) = look.judge() {
                    verdicts.judged(look.place(), judged);
                }
            }
        }
    }
}

/// What may or may not be there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Runtime,
    Process,
}

fn looked_for(model: &Model, call: &Call) -> Option<What> {
    let attrs = effects::attrs_of(&model.program, call)?;
    if attrs.has(Effect::FindsRuntime) {
        Some(What::Runtime)
    } else if attrs.has(Effect::FindsProcess) {
        Some(What::Process)
    } else {
        None
    }
}

/// A look for something that may not be there.
struct Look<'m> {
    model: &'m Model,
    body: &'m Body,
    at: Site,
    call: &'m Call,
    what: What,
}

impl Look<'_> {
    fn place(&self) -> Location {
        Location {
            file: self.body.file,
            span: self.call.name_span,
        }
    }

    /// `None` where nothing depends on what was found.
    fn judge(&self) -> Option<Result<Finding, Reason>> {
        let (there, missing) = self.ways()?;
        let done = self.work(&there)?;
        let place = match self.what {
            What::Runtime => "runtime",
            What::Process => "process",
        };
        let calls_own = missing.iter().any(|node| match &self.body.node(node).op {
            Op::Call(call) => !effects::callees(&self.model.program, call).is_empty(),
            _ => false,
        });
        if calls_own || self.work(&missing).is_some() {
            return Some(Err(
                format!("without a {place} the work is done otherwise").into()
            ));
        }
        let fails = missing
            .iter()
            .any(|node| matches!(self.body.node(node).op, Op::Fail(_) | Op::Panic));
        if fails {
            return Some(Err(format!(
                "without a {place} the caller is told by a failure"
            )
            .into()));
        }
        Some(Ok(self.tell(done, &missing)))
    }

    /// What only runs when it was found, and what only runs when not.
    fn ways(&self) -> Option<(NodeSet, NodeSet)> {
        let mut at = self.at.node;
        for _ in 0..6 {
            let data = self.body.node(at);
            if matches!(data.op, Op::Branch(_)) {
                let side = |success: bool| {
                    let mut found = NodeSet::new(self.body);
                    let takes = |kind: EdgeKind| match kind {
                        EdgeKind::Success => success,
                        EdgeKind::Failure => !success,
                        _ => {
                            let split = data.next.iter().any(|edge| edge.kind == EdgeKind::Success);
                            split != success
                        }
                    };
                    for edge in data.next.iter().filter(|edge| takes(edge.kind)) {
                        found.insert(edge.to);
                        for node in flow::reachable(self.body, edge.to, |_| false).iter() {
                            found.insert(node);
                        }
                    }
                    found
                };
                let only = |of: &NodeSet, not: &NodeSet| {
                    let mut found = NodeSet::new(self.body);
                    for node in of.iter().filter(|node| !not.contains(*node)) {
                        found.insert(node);
                    }
                    found
                };
                let (there, missing) = (side(true), side(false));
                return Some((only(&there, &missing), only(&missing, &there)));
            }
            match data.next.as_slice() {
                [one] => at = one.to,
                _ => return None,
            }
        }
        None
    }

    /// Where something is started or sent.
    fn work(&self, nodes: &NodeSet) -> Option<Site> {
        let wanted = |_: Site, call: &Call| {
            effects::attrs_of(&self.model.program, call).is_some_and(|attrs| {
                let starts = [
                    Effect::Spawn,
                    Effect::SpawnLocal,
                    Effect::SpawnBlocking,
                    Effect::SpawnThread,
                    Effect::Start,
                    Effect::BlockOn,
                ];
                let sends = [Effect::Send, Effect::TrySend, Effect::Call];
                starts.iter().any(|kind| attrs.has(*kind))
                    || self.what == What::Process && sends.iter().any(|kind| attrs.has(*kind))
            })
        };
        nodes.iter().find_map(|node: NodeId| {
            let body = self.at.body;
            within::find(&self.model.program, Site { body, node }, &wanted)
        })
    }

    fn tell(&self, done: Site, missing: &NodeSet) -> Finding {
        let id = self.at.body;
        let logged = missing
            .iter()
            .any(|node| matches!(self.body.node(node).op, Op::Log));
        let silently = if logged { "" } else { "silently " };
        let (message, help) = match self.what {
            What::Runtime => (
                format!(
                    "outside a runtime this work is {silently}skipped, and the caller goes on as if it ran"
                ),
                "let the owner start it where a runtime is certain, or fail: a child of `otp_runtime::supervisor::Supervisor` \
                 is started in every environment alike",
            ),
            What::Process => (
                format!(
                    "while this process is down or restarts, what is meant for it is {silently}skipped"
                ),
                "hold its address instead of looking it up, and handle the failure: the slot of an \
                 `otp_runtime::supervisor::Supervisor`'s child keeps its mailbox across restarts",
            ),
        };
        let mut story = Story::new(
            self.model,
            &META,
            id,
            self.call.name_span,
            Confidence::Medium,
        )
        .message(message)
        .step(done, "this is done only if it is found");
        if let Some(end) = missing.iter().find(|node| {
            let data = self.body.node(*node);
            data.span.end > data.span.start && matches!(data.op, Op::Return(_) | Op::Log)
        }) {
            story = story.step(
                Site {
                    body: id,
                    node: end,
                },
                "otherwise nothing is done",
            );
        }
        story.help(help).tell()
    }
}
