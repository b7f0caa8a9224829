//! Work that failed and goes at once back into the queue that the loop takes it from.

use otplint_model::body::{Call, Op, Value};
use otplint_model::effects::Site;
use otplint_model::flow::{self, NodeSet};
use otplint_model::follow;
use otplint_model::pace::Hasty;
use otplint_model::place::Root;
use otplint_model::{Confidence, Finding, LocalId, NodeId, Reason, Ty, channels};

use super::attempt::{Attempt, Through};
use super::{HELP, META};
use crate::story::Story;

/// An attempt with an item that is put back when it fails.
pub(super) struct PutBack<'a, 'm> {
    attempt: &'a Attempt<'m>,
    hasty: Hasty,
    takes: NodeId,
    puts: NodeId,
}

impl<'a, 'm> PutBack<'a, 'm> {
    pub(super) fn of(attempt: &'a Attempt<'m>) -> Option<Self> {
        if attempt.arm.is_some() || attempt.is_over_items() {
            return None;
        }
        let body = attempt.body;
        let [failure] = *flow::failures(body, attempt.at.node).as_slice() else {
            return None;
        };
        let hasty = (attempt.pace.fails_at_once(attempt.at)).filter(|hasty| hasty.told)?;
        let (puts, item) = puts(attempt, failure)?;
        let takes = taken_by(attempt, item)?;
        let goes_back = attempt
            .path(&[puts], Through::Hasty(None))
            .contains(attempt.head());
        (goes_back && is_same_queue(attempt, takes, puts)).then_some(Self {
            attempt,
            hasty,
            takes,
            puts,
        })
    }

    pub(super) fn judge(&self) -> Result<Finding, Reason> {
        match self.waits_beforehand() {
            true => Err("something waits before the next attempt".into()),
            false => Ok(self.tell()),
        }
    }

    /// Something but the queue, which holds the item, waits before it is tried again.
    fn waits_beforehand(&self) -> bool {
        let attempt = self.attempt;
        let mut seen = NodeSet::new(attempt.body);
        let mut open = vec![attempt.head()];
        while let Some(node) = open.pop() {
            if node == attempt.at.node || !attempt.in_loop(node) || !seen.insert(node) {
                continue;
            }
            let body = attempt.at.body;
            if node != self.takes && attempt.pace.waits(Site { body, node }) {
                return true;
            }
            open.extend(attempt.body.node(node).next.iter().map(|edge| edge.to));
        }
        false
    }

    fn tell(&self) -> Finding {
        let (attempt, body) = (self.attempt, self.attempt.at.body);
        let span = attempt.place().span;
        let mut story = Story::new(attempt.model, &META, body, span, Confidence::Medium).message(
            "what failed goes straight back into the queue that this loop takes from: while it keeps failing it is \
             tried again at once, without a limit",
        );
        if self.hasty.leaf != attempt.at {
            story = story.step(self.hasty.leaf, "this can fail at once");
        }
        let put = Site {
            body,
            node: self.puts,
        };
        let taken = Site {
            body,
            node: self.takes,
        };
        story
            .step(put, "it is put back here: no delay, no count")
            .step(taken, "and taken out again here")
            .help(HELP)
            .tell()
    }
}

/// Where the item is put back, straight after the failure: nothing is asked, counted or changed on the way, and
/// nothing waits.
fn puts(attempt: &Attempt<'_>, failure: NodeId) -> Option<(NodeId, LocalId)> {
    let mut at = failure;
    for _ in 0..16 {
        let data = attempt.body.node(at);
        let node = at;
        let body = attempt.at.body;
        if !attempt.in_loop(at) || attempt.pace.waits(Site { body, node }) {
            return None;
        }
        match &data.op {
            Op::Call(call) => {
                if let Some(item) = put_by(attempt, call) {
                    return Some((at, item));
                }
            }
            Op::Assign(to, _) if !to.path.is_empty() => return None,
            Op::Assign(_, Value::Counted(..)) => return None,
            _ => {}
        }
        let [one] = data.next.as_slice() else {
            return None;
        };
        at = one.to;
    }
    None
}

/// The item that a call puts into a queue, as it was.
fn put_by(attempt: &Attempt<'_>, call: &Call) -> Option<LocalId> {
    let program = &attempt.model.program;
    let item = match channels::sending(program, call) {
        Some(_) => channels::payload(program, call)?,
        None if call.method && call.name == "push_back" => call.args.get(1)?,
        None => return None,
    };
    let place = item.place.as_ref()?;
    match place.root {
        Root::Local(local) if place.path.is_empty() => Some(local),
        _ => None,
    }
}

/// The node in the loop that takes the item out of a queue.
fn taken_by(attempt: &Attempt<'_>, item: LocalId) -> Option<NodeId> {
    let program = &attempt.model.program;
    let mut local = item;
    for _ in 0..4 {
        let node = attempt.body.local(local).def?;
        if !attempt.in_loop(node) {
            return None;
        }
        match &attempt.body.node(node).op {
            Op::Assign(_, Value::Use(from)) => {
                let Root::Local(from) = from.root else {
                    return None;
                };
                local = from;
            }
            Op::Call(call) => {
                let takes =
                    channels::receiving(program, call).is_some() || call.name == "pop_front";
                return takes.then_some(node);
            }
            _ => return None,
        }
    }
    None
}

/// Whether what is put in at one node comes out at the other.
fn is_same_queue(attempt: &Attempt<'_>, takes: NodeId, puts: NodeId) -> bool {
    let model = attempt.model;
    let program = &model.program;
    let body = attempt.at.body;
    let call = |node| follow::call_at(program, Site { body, node });
    let (Some(takes), Some(puts)) = (call(takes), call(puts)) else {
        return false;
    };
    let ends = (
        channels::receiving(program, takes),
        channels::sending(program, puts),
    );
    let first = |call: &'_ Call| call.args.first().and_then(|arg| arg.place.clone());
    match ends {
        (Some(receiver), Some(sender)) => {
            let message = channels::payload(program, puts)
                .map_or_else(Ty::default, |arg| arg.ty.peel_refs().clone());
            let of = |place| (model.channels).of(program, &model.slots, body, place, &message);
            match (of(receiver.place).as_slice(), of(sender.place).as_slice()) {
                ([one], [other]) => one.created == other.created,
                _ => false,
            }
        }
        (None, None) => first(takes).is_some() && first(takes) == first(puts),
        _ => false,
    }
}
