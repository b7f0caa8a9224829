//! Work that begins anew though nobody listens to what comes of it.

use otplint_model::body::{LoopId, LoopKind, Op};
use otplint_model::effects::Site;
use otplint_model::flow::{self, NodeSet};
use otplint_model::place::Place;
use otplint_model::stub::Flavor;
use otplint_model::{Confidence, Finding, NodeId, Reason, channels};

use super::META;
use super::attempt::Attempt;
use super::ended::is_made_anew;
use crate::story::Story;

/// A send that fails for ever once the receiver is gone, in a loop that is left then, within another that begins again.
pub(super) struct Unheard<'m> {
    at: Attempt<'m>,
    inner: LoopId,
    sender: &'m Place,
    failures: Vec<NodeId>,
}

impl<'m> Unheard<'m> {
    pub(super) fn of(at: &Attempt<'m>) -> Option<Self> {
        let Op::Call(call) = &at.body.node(at.at.node).op else {
            return None;
        };
        let sender = channels::sending(&at.model.program, call)?.place;
        // Others may listen later to what is broadcast.
        let flavor = channels::flavor(&at.model.program, &call.args.first()?.ty);
        if matches!(flavor, Some(Flavor::Broadcast | Flavor::Watch) | None) {
            return None;
        }
        let inner = at.around;
        let around = at.body.loops[inner.0 as usize].parent?;
        let failures = flow::failures(at.body, at.at.node);
        let unheard = Self {
            at: Attempt { around, ..*at },
            inner,
            sender,
            failures,
        };
        unheard.begins_anew().then_some(unheard)
    }

    pub(super) fn judge(&self) -> Result<Finding, Reason> {
        if self.at.can_leave(&self.failures) {
            return Err("the outer loop can be left where nobody listens".into());
        }
        if is_made_anew(
            self.at.body,
            self.at.around,
            self.sender,
            [self.at.at.node; 2],
        ) {
            return Err("the outer loop makes a new channel".into());
        }
        if self.asks_beforehand() {
            return Err("the outer loop asks whether anybody listens".into());
        }
        Ok(self.tell())
    }

    /// The failure leaves the inner loop and comes to the head of an endless one around it, with no wait.
    fn begins_anew(&self) -> bool {
        let body = self.at.body;
        if body.loops[self.at.around.0 as usize].kind != LoopKind::Endless {
            return false;
        }
        let inner = body.loops[self.inner.0 as usize].head;
        let mut seen = NodeSet::new(body);
        let mut open = self.failures.clone();
        while let Some(node) = open.pop() {
            if node == self.at.head() {
                return true;
            }
            let at = Site {
                body: self.at.at.body,
                node,
            };
            if node == inner
                || !self.at.in_loop(node)
                || !seen.insert(node)
                || self.at.pace.waits(at)
            {
                continue;
            }
            open.extend(body.node(node).next.iter().map(|edge| edge.to));
        }
        false
    }

    /// `if sender.is_closed() { return }`, `sender.closed()` in an arm.
    fn asks_beforehand(&self) -> bool {
        let body = self.at.body;
        body.calls().any(|(node, call)| {
            body.loop_within(body.node(node).in_loop, self.at.around)
                && matches!(
                    call.name.as_str(),
                    "is_closed" | "closed" | "is_disconnected"
                )
        })
    }

    fn tell(&self) -> Finding {
        let (at, id) = (&self.at, self.at.at.body);
        let head = at.body.node(at.head()).span;
        let mut story = Story::new(at.model, &META, id, at.place().span, Confidence::Medium).message(
            "once the receiver is gone this send fails for ever, and leaving the inner loop only begins the outer one \
             anew: the same work is done again and again, and nobody gets it",
        );
        if let Some(way) = self.failures.first() {
            story = story.at(
                id,
                at.body.node(*way).span,
                "this leaves the inner loop only",
            );
        }
        story
            .at(
                id,
                head,
                "and this one begins again: no delay, no cap, no limit",
            )
            .help("return, or leave the outer loop by its label, where the receiver is gone")
            .tell()
    }
}
