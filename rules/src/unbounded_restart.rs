//! `unbounded-restart`: what failed is tried again at once, for as long as it fails.

use otplint_model::body::{
    Body, BodyId, Call, LoopId, LoopKind, NodeId, Op, Outcome, SelectArm, SelectKind, Value,
};
use otplint_model::effects::{self, Made, Site};
use otplint_model::flow::{self, NodeSet};
use otplint_model::pace::Pace;
use otplint_model::place::{Place, Root};
use otplint_model::stub::Effect;
use otplint_model::{Confidence, Finding, Location, Model, Reason, Severity, Ty, Verdicts};

use crate::story::{Story, in_production};
use crate::{Level, Meta, Rule};

/// The rule.
#[derive(Debug)]
pub struct UnboundedRestart;

static META: Meta = Meta {
    id: "unbounded-restart",
    summary: "a failure is tried again at once, with no delay, cap or limit",
    severity: Severity::Warning,
    level: Level::Preview,
    replacement: "otp_runtime::retry::Retry",
    page: include_str!("../docs/unbounded-restart.md"),
};

impl Rule for UnboundedRestart {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, model: &Model, verdicts: &mut Verdicts) {
        let pace = Pace::new(&model.program);
        for (id, body) in model.program.doing(|does| does.loops) {
            if polls(model, body) || !in_production(model, id) {
                continue;
            }
            for (node, data) in body.nodes() {
                let Some(around) = data.in_loop else { continue };
                let attempt = |arm| Attempt {
                    model,
                    pace: &pace,
                    body,
                    at: Site { body: id, node },
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
                }
            }
        }
    }
}

/// A `poll` function goes round until there is nothing ready, and then waits for its waker.
fn polls(model: &Model, body: &Body) -> bool {
    let output = body.output.peel_refs().adt();
    output.is_some_and(|def| model.program.def(def).name == "Poll")
}

/// Something that can fail, in a loop.
struct Attempt<'m> {
    model: &'m Model,
    pace: &'m Pace<'m>,
    body: &'m Body,
    at: Site,
    /// The arm, where a `select!` makes it beside others.
    arm: Option<&'m SelectArm>,
    around: LoopId,
}

impl Attempt<'_> {
    /// `None` where nothing is tried again.
    fn judge(&self) -> Option<Result<Finding, Reason>> {
        let failures = self.failures();
        if failures.is_empty() || !self.leads_back(&failures, false) {
            return None;
        }
        let leaf = match self.arm {
            Some(arm) => (self.pace).future_fails_at_once(self.at, &arm.future.value)?,
            None => self.pace.fails_at_once(self.at)?,
        };
        // The items of a `for` loop come to an end.
        if self.body.loops[self.around.0 as usize].kind == LoopKind::For {
            return Some(Err("the loop goes on to the next item".into()));
        }
        if !self.leads_back(&failures, true) {
            return Some(Err("something waits before the next attempt".into()));
        }
        let waits = |node: NodeId| {
            let body = self.at.body;
            !self.is_made_beside(node) && self.pace.waits(Site { body, node })
        };
        let whole = self.path(&failures, false);
        if self.accepts(leaf) && whole.iter().any(|node| node != self.at.node && waits(node)) {
            return Some(Err(
                "some failures are waited out before the next attempt".into()
            ));
        }
        if self.can_leave(&failures) {
            return Some(Err("the failing path can leave the loop".into()));
        }
        let path = self.path(&failures, true);
        if let Some(reason) = self.moves_on(&path) {
            return Some(Err(reason.into()));
        }
        Some(Ok(self.tell(leaf)))
    }

    /// The node from which on the attempt has ended.
    fn ended(&self) -> NodeId {
        self.arm.map_or(self.at.node, |arm| arm.body)
    }

    /// Where it goes on when the attempt failed.
    fn failures(&self) -> Vec<NodeId> {
        let asked = flow::failures(self.body, self.ended());
        match asked.is_empty() && self.is_ignored() {
            // A failure goes the way of a success.
            true => {
                let next = self.body.node(self.at.node).next.iter();
                next.map(|edge| edge.to).collect()
            }
            false => asked,
        }
    }

    /// Whether nothing asks how the attempt ended.
    fn is_ignored(&self) -> bool {
        let (to, outcome) = match &self.body.node(self.at.node).op {
            Op::Call(call) => (call.to, call.outcome),
            Op::Await(await_) => (await_.to, await_.outcome),
            _ => return false,
        };
        let mut held = vec![to];
        outcome == Outcome::Discarded
            || outcome == Outcome::Kept
                && self.body.nodes().all(|(_, data)| {
                    if let Op::Assign(bound, Value::Use(place)) = &data.op
                        && place.as_local().is_some_and(|local| held.contains(&local))
                        && let (Some(bound), true) = (bound.as_local(), bound.path.is_empty())
                    {
                        held.push(bound);
                        return true;
                    }
                    let mut used = false;
                    flow::uses(&data.op, |value| {
                        used |= flow::mentions(value, &|local| held.contains(&local))
                            != flow::Mention::No;
                    });
                    !used
                })
    }

    /// Whether the loop goes round for as long as the attempt fails, and for nothing else.
    fn is_condition(&self) -> bool {
        let mut at = self.ended();
        for _ in 0..6 {
            let data = self.body.node(at);
            if at != self.at.node && matches!(data.op, Op::Branch(_)) {
                return data.next.iter().any(|edge| !self.in_loop(edge.to));
            }
            match data.next.as_slice() {
                [one] => at = one.to,
                _ => break,
            }
        }
        false
    }

    /// A connection was waited for.
    fn accepts(&self, leaf: Site) -> bool {
        let node = &self.model.program.body(leaf.body).node(leaf.node).op;
        matches!(node, Op::Call(call) if effects::attrs_of(&self.model.program, call)
            .is_some_and(|attrs| attrs.has(Effect::Accepts)))
    }

    fn call(&self) -> Option<&Call> {
        let made = self.arm.and_then(|arm| {
            let future = &arm.future.value;
            let made = effects::future_bodies(&self.model.program, self.body, future);
            made.into_iter().find_map(|one| match one {
                Made::Call(node) => Some(node),
                Made::Block(_) => None,
            })
        });
        match &self.body.node(made.unwrap_or(self.at.node)).op {
            Op::Call(call) => Some(call),
            _ => None,
        }
    }

    fn place(&self) -> Location {
        let mut location = self.model.location(self.at);
        if let Some(arm) = self.arm {
            location.span = arm.future.span;
        }
        if let Some(call) = self.call() {
            location.span = call.name_span;
        }
        location
    }

    fn in_loop(&self, node: NodeId) -> bool {
        self.body
            .loop_within(self.body.node(node).in_loop, self.around)
            || node == self.head()
    }

    fn head(&self) -> NodeId {
        self.body.loops[self.around.0 as usize].head
    }

    /// The nodes between the failure and the next attempt; `hasty` passes nothing that waits.
    fn path(&self, failures: &[NodeId], hasty: bool) -> NodeSet {
        let mut found = NodeSet::new(self.body);
        let mut open = failures.to_vec();
        while let Some(node) = open.pop() {
            if !self.in_loop(node) || node == self.at.node || found.contains(node) {
                continue;
            }
            let body = self.at.body;
            if hasty && !self.is_made_beside(node) && self.pace.waits(Site { body, node }) {
                continue;
            }
            found.insert(node);
            open.extend(self.body.node(node).next.iter().map(|edge| edge.to));
        }
        found
    }

    /// What makes the futures of the same `select!` waits for none of them.
    fn is_made_beside(&self, node: NodeId) -> bool {
        match (&self.body.node(self.at.node).op, self.arm) {
            (Op::Select(select), Some(_)) => select
                .arms
                .iter()
                .any(|arm| arm.made_from <= node && node < self.at.node),
            _ => false,
        }
    }

    fn leads_back(&self, failures: &[NodeId], hasty: bool) -> bool {
        let path = self.path(failures, hasty);
        let back = |node: NodeId| {
            let next = &self.body.node(node).next;
            next.iter().any(|edge| edge.to == self.at.node)
        };
        path.iter().any(back) && path.contains(self.head())
    }

    /// Whether the way from the failure to the head of the loop has a way out.
    fn can_leave(&self, failures: &[NodeId]) -> bool {
        let mut seen = NodeSet::new(self.body);
        let mut open = failures.to_vec();
        while let Some(node) = open.pop() {
            if node == self.head() || !seen.insert(node) {
                continue;
            }
            let data = self.body.node(node);
            if !self.in_loop(node) || matches!(data.op, Op::Fail(_) | Op::Return(_) | Op::Panic) {
                return true;
            }
            open.extend(data.next.iter().map(|edge| edge.to));
        }
        false
    }

    /// Why the next turn does not do the same again.
    fn moves_on(&self, path: &NodeSet) -> Option<&'static str> {
        let kind = self.body.loops[self.around.0 as usize].kind;
        let counted = kind == LoopKind::While && !self.is_condition();
        for node in path.iter() {
            match &self.body.node(node).op {
                Op::Call(call) => {
                    let takes = self.model.effects(self.at.body, node).iter().any(|effect| {
                        matches!(
                            effect.kind,
                            Effect::Remove
                                | Effect::Take
                                | Effect::Clear
                                | Effect::TryRecv
                                | Effect::Exit
                                | Effect::Cancel
                                | Effect::Stop
                        )
                    });
                    if takes || call.name == "next" {
                        return Some("each turn takes the next item");
                    }
                }
                Op::Assign(to, _) => {
                    let counter = self.is_number(to);
                    if counter && counted {
                        return Some("a number that changes with each turn may end the loop");
                    }
                    if !counter && self.feeds(to) {
                        return Some("the next turn tries something else");
                    }
                }
                _ => {}
            }
        }
        None
    }

    fn is_number(&self, place: &Place) -> bool {
        let ty = otplint_model::slots::place_type(&self.model.program, self.at.body, place);
        matches!(ty, Some(Ty::Prim(_)))
    }

    /// Whether the attempt is made with this place.
    fn feeds(&self, place: &Place) -> bool {
        let Some(call) = self.call() else {
            return false;
        };
        if let Root::Local(local) = place.root
            && self.body.local(local).name.is_none()
        {
            return false;
        }
        call.args
            .iter()
            .filter_map(|arg| arg.place.as_ref())
            .any(|arg| arg.overlaps(place))
    }

    fn tell(&self, leaf: Site) -> Finding {
        let id: BodyId = self.at.body;
        let what = self
            .call()
            .map_or_else(|| "this".to_owned(), |call| format!("`{}`", call.name));
        let accepts = self.accepts(leaf);
        let confidence = match self.body.loops[self.around.0 as usize].kind {
            LoopKind::Endless if !accepts && self.arm.is_none() => Confidence::High,
            _ => Confidence::Medium,
        };
        let message = match accepts {
            true => format!(
                "when no file descriptor is left {what} fails at once, and so does the next turn: the loop spins, and \
                 floods the log, until one is free"
            ),
            false => format!(
                "while {what} keeps failing, this loop tries it again at once: it spins, and floods what it calls"
            ),
        };
        let place = self.place().span;
        let mut story = Story::new(self.model, &META, id, place, confidence).message(message);
        if leaf != self.at {
            story = story.step(leaf, "this can fail at once");
        }
        if let Some(start) = self.failures().first() {
            let span = self.body.node(*start).span;
            story = story.at(
                id,
                span,
                "the failure goes back to the loop's head from here: no delay, no cap, no limit",
            );
        }
        story
            .help(
                "wait before the next attempt, longer each time: `otp_runtime::retry::Retry` has a backoff, a budget \
                 and a deadline; or let `otp_runtime::supervisor` restart it, whose intensity is limited",
            )
            .tell()
    }
}
