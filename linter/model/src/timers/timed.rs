//! Messages that are waited for no longer than a while, again and again.

use crate::body::{Body, Call, EdgeKind, LoopKind, NodeId, Op};
use crate::channels;
use crate::effects::{self, Made, Site};
use crate::flow;
use crate::follow;
use crate::program::Program;
use crate::stub::Effect;

use super::length::duration_ms;
use super::rebuilt::{comes_back, is_fixed, place_of};

/// A receive with a limit, in a loop: each message begins the while anew.
#[derive(Debug)]
pub struct TimedRecv {
    /// The call that waits.
    pub at: Site,
    /// Where it goes on when nothing came.
    pub elapsed: NodeId,
    /// Where it goes on with a message.
    pub event: NodeId,
    /// The limit in milliseconds, where it is a constant.
    pub length_ms: Option<u64>,
}

pub(super) fn timed(program: &Program, body: &Body, at: Site, call: &Call) -> Vec<TimedRecv> {
    limit(program, body, at, call).map_or_else(Vec::new, |length_ms| {
        ways(body, at.node)
            .into_iter()
            .map(|(elapsed, event)| TimedRecv {
                at,
                elapsed,
                event,
                length_ms,
            })
            .collect()
    })
}

/// How long a call in a loop waits for a message of a channel, where that is the same in every turn.
fn limit(program: &Program, body: &Body, at: Site, call: &Call) -> Option<Option<u64>> {
    let of = body.node(at.node).in_loop?;
    if body.loops[of.0 as usize].kind == LoopKind::For {
        return None;
    }
    let attrs = effects::attrs_of(program, call)?;
    let waits = match attrs.has(Effect::Timeout) {
        true => {
            let index = usize::from(attrs.future?) + usize::from(call.method);
            let made = effects::future_bodies(program, body, &call.args.get(index)?.value);
            let &[Made::Call(node)] = made.as_slice() else {
                return None;
            };
            let body = at.body;
            follow::call_at(program, Site { body, node })?
        }
        false => call,
    };
    channels::receiving(program, waits)?;
    let length = call
        .args
        .get(usize::from(attrs.duration?) + usize::from(call.method))?;
    // Until a moment, which may be set once.
    let name = call.name.as_str();
    if name.ends_with("_at") || name.ends_with("_until") || name.ends_with("_deadline") {
        return None;
    }
    is_fixed(body, of, place_of(length)?).then(|| duration_ms(program, body, &length.value))
}

/// Where it goes on with nothing and with something, where both go round.
fn ways(body: &Body, node: NodeId) -> Vec<(NodeId, NodeId)> {
    let mut found = Vec::new();
    for elapsed in flow::failures(body, node) {
        let question = body.nodes().find(|(_, data)| {
            matches!(data.op, Op::Branch(_)) && data.next.iter().any(|edge| edge.to == elapsed)
        });
        let Some((_, question)) = question else {
            continue;
        };
        let event = (question.next.iter())
            .find(|edge| edge.kind == EdgeKind::Success && comes_back(body, edge.to, node));
        if let (Some(event), true) = (event, comes_back(body, elapsed, node)) {
            found.push((elapsed, event.to));
        }
    }
    found
}
