//! Pauses that an attempt sets to nothing before it has succeeded.

use crate::body::{Body, BodyId, Call, EdgeKind, NodeId, Op, Value};
use crate::choices::{self, Known};
use crate::effects::{self, Site};
use crate::flow;
use crate::place::{Place, Root};
use crate::program::Program;
use crate::stub::Effect;

use super::{DEPTH, Hasty, Pace};

/// A pause that is set to nothing, and what fails after that.
#[derive(Clone, Copy, Debug)]
pub struct Reset {
    /// Where it is set to nothing.
    pub at: Site,
    /// What fails at once after it.
    pub hasty: Hasty,
}

impl Pace<'_> {
    /// Where the attempt at a node sets to nothing how long a sleep waits, and then fails at once; `sleep` is in the
    /// same loop.
    pub fn resets(&self, attempt: Site, sleep: NodeId) -> Option<Reset> {
        let body = self.program.body(attempt.body);
        let length = length_of_sleep(self.program, body, sleep)?;
        self.in_attempt(attempt, &length, 0)
            .or_else(|| self.before(attempt, sleep, &length))
    }

    /// The attempt is given the pause, or what holds it, and sets it.
    fn in_attempt(&self, at: Site, length: &Place, depth: usize) -> Option<Reset> {
        let program = self.program;
        let body = program.body(at.body);
        if depth > DEPTH {
            return None;
        }
        match &body.node(at.node).op {
            Op::Call(call) => effects::callees(program, call)
                .into_iter()
                .find_map(|callee| self.in_callee(callee, call, length, depth)),
            _ => None,
        }
    }

    fn in_callee(
        &self,
        callee: BodyId,
        call: &Call,
        length: &Place,
        depth: usize,
    ) -> Option<Reset> {
        let program = self.program;
        let target = program.body(callee);
        // What the callee calls by another name.
        let inner = call.args.iter().enumerate().find_map(|(index, arg)| {
            let given = arg.place.as_ref()?;
            let param = *target.params.get(index)?;
            let mut place = Place::local(param);
            length.is_within(given).then(|| {
                for step in &length.path[given.path.len()..] {
                    place = place.clone().then(*step);
                }
                place
            })
        })?;
        let sets = |node: NodeId| is_nothing_set(program, target, callee, node, &inner);
        target.nodes().find_map(|(node, data)| {
            let at = Site { body: callee, node };
            if sets(node) {
                let after = data.next.first()?.to;
                let hasty = self.fails_from(callee, after, depth)?;
                return Some(Reset { at, hasty });
            }
            self.in_attempt(at, &inner, depth + 1)
        })
    }

    /// The pause is set in the loop itself, on the way to the attempt.
    fn before(&self, attempt: Site, sleep: NodeId, length: &Place) -> Option<Reset> {
        let program = self.program;
        let body = program.body(attempt.body);
        let around = body.node(attempt.node).in_loop?;
        let hasty = self.fails_at_once(attempt)?;
        let set = |node: NodeId| matches!(&body.node(node).op, Op::Assign(to, _) if to == length);
        let leads = |from: NodeId, to: NodeId| {
            flow::reachable_by(body, from, &set, |_, edge| edge.kind != EdgeKind::Back).contains(to)
        };
        let mut nodes = body.nodes().filter(|(node, data)| {
            body.loop_within(data.in_loop, around)
                && is_nothing_set(program, body, attempt.body, *node, length)
        });
        let (node, _) = nodes.find(|(node, _)| {
            // Nothing sets it anew where the attempt fails.
            leads(*node, attempt.node)
                && flow::failures(body, attempt.node)
                    .into_iter()
                    .any(|failed| !set(failed) && leads(failed, sleep))
        })?;
        let at = Site {
            body: attempt.body,
            node,
        };
        Some(Reset { at, hasty })
    }
}

/// Whether a node sets a place to a length of time, or a number, of nothing.
fn is_nothing_set(program: &Program, body: &Body, id: BodyId, node: NodeId, place: &Place) -> bool {
    match &body.node(node).op {
        Op::Assign(to, value) if to == place => matches!(
            choices::known(program, id, value),
            Some(Known::Length(0) | Known::Number(0))
        ),
        _ => false,
    }
}

/// The place that says how long a sleep waits: the length of time itself, or the number that it is made of.
fn length_of_sleep(program: &Program, body: &Body, sleep: NodeId) -> Option<Place> {
    let Op::Call(call) = &body.node(sleep).op else {
        return None;
    };
    let attrs = effects::attrs_of(program, call).filter(|attrs| attrs.has(Effect::Sleep))?;
    let position = usize::from(attrs.duration?) + usize::from(call.method);
    let (Value::Use(place) | Value::Ref(_, place)) = &call.args.get(position)?.value else {
        return None;
    };
    // `Duration::from_millis(pause)`
    if let (Root::Local(local), true) = (place.root, place.path.is_empty())
        && body.local(local).name.is_none()
        && let Some(made) = body.local(local).def
        && let Op::Call(call) = &body.node(made).op
        && let [arg] = call.args.as_slice()
        && let Value::Use(from) = &arg.value
    {
        return Some(from.clone());
    }
    Some(place.clone())
}
