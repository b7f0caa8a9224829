//! Arms of a `select!` that stay ready once they were: a cancelled token, a point in time that has passed.

use otplint_model::body::{Call, Callee, NodeId, Op, SelectArm, Value};
use otplint_model::effects::{self, Made, Site};
use otplint_model::place::{Place, Root};
use otplint_model::stub::{Effect, TypeWord};
use otplint_model::{Confidence, Finding, Location, Reason, flow, follow};

use super::META;
use super::attempt::{Attempt, Through};
use crate::story::Story;

/// An arm that is ready in each turn from some moment on, and whose way goes round at once.
pub(super) struct Sticky<'m> {
    at: Attempt<'m>,
    arm: &'m SelectArm,
    kind: Kind,
    /// What makes the arm ready: where another takes its place, the arm waits again.
    place: Option<Place>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// `token.cancelled()`
    Cancelled,
    /// `sleep_until(deadline)`
    Deadline,
    /// `&mut sleep`
    Slept,
}

impl<'m> Sticky<'m> {
    pub(super) fn of(at: &Attempt<'m>) -> Option<Self> {
        let arm = at.arm.filter(|arm| !arm.refutable)?;
        let program = &at.model.program;
        let made = effects::future_bodies(program, at.body, &arm.future.value);
        let &[Made::Call(node)] = made.as_slice() else {
            return None;
        };
        let (node, call) = unpinned(at, node)?;
        let attrs = effects::attrs_of(program, call)?;
        let first = call.args.first();
        let of_token = || {
            let adt = program.adt(first?.ty.peel_refs())?.1;
            adt.attrs.is(TypeWord::CancelToken).then_some(())
        };
        let made_here = arm.made_from <= node && node < at.at.node;
        let (kind, place) = if attrs.has(Effect::Wait) && of_token().is_some() {
            (Kind::Cancelled, first?.place.clone())
        } else if !attrs.has(Effect::Sleep) {
            return None;
        } else if made_here {
            // A while from now is over anew in each turn.
            if call.name != "sleep_until" {
                return None;
            }
            let place = first?.place.clone()?;
            if let Root::Local(local) = place.root
                && (at.body).loop_within(at.body.local(local).in_loop, at.around)
            {
                return None;
            }
            (Kind::Deadline, Some(place))
        } else if at.in_loop(node) {
            // An outer turn makes it anew.
            return None;
        } else {
            let (Value::Use(place) | Value::Ref(_, place)) = &arm.future.value else {
                return None;
            };
            (Kind::Slept, Some(place.clone()))
        };
        Some(Self {
            at: *at,
            arm,
            kind,
            place,
        })
    }

    pub(super) fn judge(&self) -> Result<Finding, Reason> {
        let start = [self.arm.body];
        let at = &self.at;
        if !at.leads_back(&start, Through::Hasty(None)) {
            return Err("its arm waits, or leaves the loop".into());
        }
        let path = at.path(&start, Through::All);
        let leaves = |node: NodeId| {
            let data = at.body.node(node);
            matches!(data.op, Op::Fail(_) | Op::Return(_) | Op::Panic)
                || data.next.iter().any(|edge| !at.in_loop(edge.to))
        };
        if path.iter().any(leaves) {
            return Err("something on the way round may leave the loop".into());
        }
        if path.iter().any(|node| self.renews(node)) {
            return Err("another takes its place before the next turn".into());
        }
        Ok(self.tell())
    }

    /// The arm's future.
    pub(super) fn place(&self) -> Location {
        let mut location = self.at.model.location(self.at.at);
        location.span = self.arm.future.span;
        location
    }

    /// Puts something else in the place of what is ready, or may.
    fn renews(&self, node: NodeId) -> bool {
        if self.at.is_made_beside(node) {
            return false;
        }
        let Some(place) = &self.place else {
            return false;
        };
        let body = self.at.body;
        match &body.node(node).op {
            Op::Assign(to, _) => to.overlaps(place),
            // No call takes a cancellation back.
            Op::Call(call) if self.kind != Kind::Cancelled => {
                !matches!(call.callee, Callee::Constructor(_))
                    && call.args.iter().any(|arg| {
                        let whole = arg.place.as_ref().map(|arg| flow::origin(body, arg));
                        whole.is_some_and(|arg| arg.overlaps(&flow::origin(body, place)))
                    })
            }
            _ => false,
        }
    }

    fn tell(&self) -> Finding {
        let at = &self.at;
        let message = match self.kind {
            Kind::Cancelled => {
                "once the token is cancelled this arm is ready in every turn, and the loop goes round without a pause: \
                 it takes a whole core"
            }
            Kind::Deadline => {
                "once this moment has passed this arm is ready in every turn, and the loop goes round without a pause: \
                 it takes a whole core"
            }
            Kind::Slept => {
                "once this sleep is over its arm is ready in every turn, and the loop goes round without a pause: it \
                 takes a whole core"
            }
        };
        let help = match self.kind {
            Kind::Cancelled => {
                "leave the loop in this arm, or ask for it only until it was seen: `, if !stopping`"
            }
            _ => {
                "set the next moment in this arm (`sleep.as_mut().reset(..)`), or let an `interval` tick"
            }
        };
        let span = at.body.node(self.arm.body).span;
        let place = self.place().span;
        let story =
            Story::new(at.model, &META, at.at.body, place, Confidence::Medium).message(message);
        let story = match span.start < span.end {
            true => story.at(
                at.at.body,
                span,
                "from here the loop goes round, and is here again",
            ),
            false => story,
        };
        story.help(help).tell()
    }
}

/// What makes the future itself, below the `Box::pin` around it.
fn unpinned<'m>(at: &Attempt<'m>, node: NodeId) -> Option<(NodeId, &'m Call)> {
    let program = &at.model.program;
    let body = at.at.body;
    let call = follow::call_at(program, Site { body, node })?;
    let is_pin = call.name == "pin" && effects::callees(program, call).is_empty();
    if !is_pin {
        return Some((node, call));
    }
    let made = effects::future_bodies(program, at.body, &call.args.first()?.value);
    let &[Made::Call(node)] = made.as_slice() else {
        return None;
    };
    Some((node, follow::call_at(program, Site { body, node })?))
}
