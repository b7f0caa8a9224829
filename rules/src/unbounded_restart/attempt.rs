//! Something that can fail, in a loop.

use otplint_model::body::{Body, Call, LoopId, LoopKind, NodeId, Op, SelectArm};
use otplint_model::effects::{self, Made, Site};
use otplint_model::flow::{self, NodeSet};
use otplint_model::pace::{self, Hasty, Pace, Reset};
use otplint_model::place::{Place, Root};
use otplint_model::stub::{Effect, TypeWord};
use otplint_model::{Confidence, Finding, Location, Model, Reason, Ty, slots};

use super::{HELP, META};
use crate::story::Story;

/// Something that can fail, in a loop.
#[derive(Clone, Copy)]
pub(super) struct Attempt<'m> {
    pub(super) model: &'m Model,
    pub(super) pace: &'m Pace<'m>,
    pub(super) body: &'m Body,
    pub(super) at: Site,
    /// The arm, where a `select!` makes it beside others.
    pub(super) arm: Option<&'m SelectArm>,
    pub(super) around: LoopId,
}

/// Which nodes a path goes through.
#[derive(Clone, Copy)]
pub(super) enum Through {
    /// All.
    All,
    /// Those that wait for nothing; this sleep, too, where it is set to nothing.
    Hasty(Option<NodeId>),
}

impl Attempt<'_> {
    /// `None` where nothing is tried again.
    pub(super) fn judge(&self) -> Option<Result<Finding, Reason>> {
        let hasty = match self.arm {
            Some(arm) => (self.pace).future_fails_at_once(self.at, &arm.future.value),
            None => self.pace.fails_at_once(self.at),
        };
        let failures = self.failures(hasty);
        if failures.is_empty() || !self.leads_back(&failures, Through::All) {
            return None;
        }
        let reset = || self.reset(&failures);
        let (hasty, reset) = match hasty {
            Some(hasty) if self.leads_back(&failures, Through::Hasty(None)) => (hasty, None),
            known => match (reset(), known) {
                (Some((sleep, reset)), _) => (reset.hasty, Some((sleep, reset))),
                (None, Some(_)) => {
                    return Some(Err(match self.is_over_items() {
                        true => "the loop goes on to the next item".into(),
                        false => "something waits before the next attempt".into(),
                    }));
                }
                (None, None) => return None,
            },
        };
        if self.is_over_items() {
            return Some(Err("the loop goes on to the next item".into()));
        }
        let waits = |node: NodeId| {
            let body = self.at.body;
            !self.is_made_beside(node) && self.pace.waits(Site { body, node })
        };
        let whole = self.path(&failures, Through::All);
        if self.accepts(hasty.leaf) && whole.iter().any(|node| node != self.at.node && waits(node))
        {
            return Some(Err(
                "some failures are waited out before the next attempt".into()
            ));
        }
        if self.can_leave(&failures) {
            return Some(Err("the failing path can leave the loop".into()));
        }
        let path = self.path(&failures, Through::Hasty(reset.map(|(sleep, _)| sleep)));
        if let Some(reason) = self.moves_on(&path) {
            return Some(Err(reason.into()));
        }
        Some(Ok(self.tell(hasty, reset, &failures)))
    }

    /// The items of a `for` loop come to an end.
    pub(super) fn is_over_items(&self) -> bool {
        self.body.loops[self.around.0 as usize].kind == LoopKind::For
    }

    /// The sleep on the failing path that waits for nothing, as the attempt has set it to that.
    fn reset(&self, failures: &[NodeId]) -> Option<(NodeId, Reset)> {
        if self.arm.is_some() {
            return None;
        }
        let (sleep, reset) = self
            .path(failures, Through::All)
            .iter()
            .find_map(|node| Some((node, self.pace.resets(self.at, node)?)))?;
        self.leads_back(failures, Through::Hasty(Some(sleep)))
            .then_some((sleep, reset))
    }

    /// The node from which on the attempt has ended.
    pub(super) fn ended(&self) -> NodeId {
        self.arm.map_or(self.at.node, |arm| arm.body)
    }

    /// Where it goes on when the attempt failed.
    fn failures(&self, hasty: Option<Hasty>) -> Vec<NodeId> {
        // A failure goes the way of a success.
        let all = || {
            let next = self.body.node(self.at.node).next.iter();
            next.map(|edge| edge.to).collect()
        };
        let told = hasty.is_none_or(|hasty| hasty.told);
        if !told {
            return all();
        }
        let asked = flow::failures(self.body, self.ended());
        match asked.is_empty() && pace::is_ignored(&self.model.program, self.body, self.at.node) {
            true => all(),
            false => asked,
        }
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

    pub(super) fn call(&self) -> Option<&Call> {
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

    pub(super) fn place(&self) -> Location {
        let mut location = self.model.location(self.at);
        if let Some(arm) = self.arm {
            location.span = arm.future.span;
        }
        if let Some(call) = self.call() {
            location.span = call.name_span;
        }
        location
    }

    pub(super) fn in_loop(&self, node: NodeId) -> bool {
        self.body
            .loop_within(self.body.node(node).in_loop, self.around)
            || node == self.head()
    }

    pub(super) fn head(&self) -> NodeId {
        self.body.loops[self.around.0 as usize].head
    }

    /// The nodes between the failure and the next attempt.
    pub(super) fn path(&self, failures: &[NodeId], through: Through) -> NodeSet {
        let mut found = NodeSet::new(self.body);
        let mut open = failures.to_vec();
        while let Some(node) = open.pop() {
            if !self.in_loop(node) || node == self.at.node || found.contains(node) {
                continue;
            }
            let body = self.at.body;
            let stops = match through {
                Through::All => false,
                Through::Hasty(passed) => {
                    Some(node) != passed
                        && !self.is_made_beside(node)
                        && self.pace.waits(Site { body, node })
                }
            };
            if stops {
                continue;
            }
            found.insert(node);
            open.extend(self.body.node(node).next.iter().map(|edge| edge.to));
        }
        found
    }

    /// What makes the futures of the same `select!` waits for none of them.
    pub(super) fn is_made_beside(&self, node: NodeId) -> bool {
        match (&self.body.node(self.at.node).op, self.arm) {
            (Op::Select(select), Some(_)) => select
                .arms
                .iter()
                .any(|arm| arm.made_from <= node && node < self.at.node),
            _ => false,
        }
    }

    pub(super) fn leads_back(&self, failures: &[NodeId], through: Through) -> bool {
        let path = self.path(failures, through);
        let back = |node: NodeId| {
            let next = &self.body.node(node).next;
            next.iter().any(|edge| edge.to == self.at.node)
        };
        path.iter().any(back) && path.contains(self.head())
    }

    /// Whether the way from the failure to the head of the loop has a way out.
    pub(super) fn can_leave(&self, failures: &[NodeId]) -> bool {
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
    pub(super) fn moves_on(&self, path: &NodeSet) -> Option<&'static str> {
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
                    if !counter && !self.is_time(to) && self.feeds(to) {
                        return Some("the next turn tries something else");
                    }
                }
                _ => {}
            }
        }
        None
    }

    fn is_number(&self, place: &Place) -> bool {
        let ty = slots::place_type(&self.model.program, self.at.body, place);
        matches!(ty, Some(Ty::Prim(_)))
    }

    /// A length of time with which an attempt is made is how long it may take, or the pause after it.
    fn is_time(&self, place: &Place) -> bool {
        let program = &self.model.program;
        let ty = slots::place_type(program, self.at.body, place);
        ty.and_then(|ty| Some(program.adt(&ty)?.1.attrs.is(TypeWord::Time)))
            .unwrap_or_default()
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

    fn tell(&self, hasty: Hasty, reset: Option<(NodeId, Reset)>, failures: &[NodeId]) -> Finding {
        let id = self.at.body;
        let what = self
            .call()
            .map_or_else(|| "this".to_owned(), |call| format!("`{}`", call.name));
        let accepts = self.accepts(hasty.leaf);
        let endless = self.body.loops[self.around.0 as usize].kind == LoopKind::Endless;
        let sure = endless && hasty.told && !accepts && self.arm.is_none() && reset.is_none();
        let confidence = match sure {
            true => Confidence::High,
            false => Confidence::Medium,
        };
        let message = match (accepts, reset) {
            (true, _) => format!(
                "when no file descriptor is left {what} fails at once, and so does the next turn: the loop spins, and \
                 floods the log, until one is free"
            ),
            (_, Some(_)) => format!(
                "the pause is set to nothing before {what} has succeeded: while it keeps failing after that, this loop \
                 tries it again at once, and floods what it calls"
            ),
            _ => format!(
                "while {what} keeps failing, this loop tries it again at once: it spins, and floods what it calls"
            ),
        };
        let place = self.place().span;
        let mut story = Story::new(self.model, &META, id, place, confidence).message(message);
        if let Some((_, reset)) = reset {
            story = story.step(reset.at, "the pause is set to nothing here");
        }
        if hasty.leaf != self.at {
            story = story.step(hasty.leaf, "this can fail at once");
        }
        match (reset, failures.first()) {
            (Some((node, _)), _) => {
                story = story.step(Site { body: id, node }, "this waits for nothing then");
            }
            (None, Some(start)) => {
                let span = self.body.node(*start).span;
                story = story.at(
                    id,
                    span,
                    "the failure goes back to the loop's head from here: no delay, no cap, no limit",
                );
            }
            (None, None) => {}
        }
        story.help(HELP).tell()
    }
}
