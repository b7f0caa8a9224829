//! Intervals: where they are made, where they go, and where they tick.

use crate::body::{Body, Call, LoopId, NodeId, Op, Value};
use crate::effects::{self, Site};
use crate::follow::{self, Index, Role, Trail};
use crate::program::Program;
use crate::stub::{Effect, Policy, TypeWord};

use super::length::{duration_ms, is_given};

/// An interval, from the call that makes it.
#[derive(Debug)]
pub struct Interval {
    /// The call that makes it.
    pub made: Site,
    /// Its period in milliseconds, where it is a constant.
    pub period_ms: Option<u64>,
    /// Its period is a parameter, a field or a setting as it is, not computed here.
    pub configured: bool,
    /// Its first tick comes at once.
    pub at_once: bool,
    /// Where it ticks inside a loop.
    pub ticks: Vec<Tick>,
    /// What it does about missed ticks is chosen somewhere.
    pub policy_chosen: bool,
    /// It went where it was not followed.
    pub lost: bool,
}

/// A tick of an interval, taken again and again.
#[derive(Clone, Copy, Debug)]
pub struct Tick {
    /// The tick.
    pub at: Site,
    /// Where the loop takes it: the tick itself, or the call that leads to it.
    pub turn: Site,
    /// The loop.
    pub of: LoopId,
    /// The `select!` that it is an arm of, with the arm.
    pub arm: Option<(NodeId, usize)>,
}

/// How many functions may lie between a tick and the loop that takes it.
const DEPTH: usize = 3;

pub(super) fn interval(
    program: &Program,
    index: &Index,
    made: Site,
    call: &Call,
) -> Option<Interval> {
    let attrs = effects::attrs_of(program, call)?;
    if !attrs.has(Effect::Interval) || attrs.policy != Some(Policy::Burst) {
        return None;
    }
    let body = program.body(made.body);
    let is = |attrs: &crate::stub::TypeAttrs| attrs.is(TypeWord::Interval);
    if !follow::holds(program, &body.local(call.to).ty, &is) {
        return None;
    }
    let trail = follow::follow(program, index, (made.body, call.to), &is, true);
    let position = usize::from(attrs.duration.unwrap_or_default()) + usize::from(call.method);
    let period_ms = call
        .args
        .get(position)
        .and_then(|arg| duration_ms(program, body, &arg.value));
    let configured = call
        .args
        .get(position)
        .is_some_and(|arg| is_given(body, &arg.value));
    let policy_chosen = uses(program, &trail).any(|(_, attrs)| attrs.policy == Some(Policy::Given));
    let ticks = ticks(program, index, &trail);
    Some(Interval {
        made,
        period_ms,
        configured,
        // `interval_at` is told when to begin.
        at_once: attrs.duration == Some(0),
        ticks,
        policy_chosen,
        lost: trail.lost,
    })
}

/// The calls of described functions among the uses of a value.
fn uses<'a>(
    program: &'a Program,
    trail: &'a Trail,
) -> impl Iterator<Item = (Site, &'a crate::stub::FnAttrs)> {
    trail
        .uses
        .iter()
        .filter(|one| matches!(one.role, Role::Arg(0)))
        .filter_map(|one| {
            let call = follow::call_at(program, one.at)?;
            Some((one.at, effects::attrs_of(program, call)?))
        })
}

fn ticks(program: &Program, index: &Index, trail: &Trail) -> Vec<Tick> {
    let mut found: Vec<Tick> = Vec::new();
    for (at, attrs) in uses(program, trail) {
        if attrs.has(Effect::Tick) {
            let mut turns = Vec::new();
            turns_of(program, index, at, 0, &mut turns);
            for (turn, of) in turns {
                if found
                    .iter()
                    .any(|known| known.at == at && known.turn == turn)
                {
                    continue;
                }
                let arm = arm_of(program.body(turn.body), turn.node);
                found.push(Tick { at, turn, of, arm });
            }
        }
    }
    found
}

/// The loops that take a node again and again: around it, or around the calls that lead to it.
fn turns_of(
    program: &Program,
    index: &Index,
    at: Site,
    depth: usize,
    found: &mut Vec<(Site, LoopId)>,
) {
    let body = program.body(at.body);
    if let Some(of) = body.node(at.node).in_loop {
        found.push((at, of));
        return;
    }
    if depth >= DEPTH {
        return;
    }
    for caller in index.callers_of(program, at.body) {
        turns_of(program, index, *caller, depth + 1, found);
    }
}

/// The `select!` arm whose future a node makes.
pub fn arm_of(body: &Body, node: NodeId) -> Option<(NodeId, usize)> {
    body.nodes().find_map(|(id, data)| {
        let Op::Select(select) = &data.op else {
            return None;
        };
        let arm = select.arms.iter().position(|arm| {
            let made = match &arm.future.value {
                Value::Use(place) => place.as_local().and_then(|local| body.local(local).def),
                _ => None,
            };
            made == Some(node)
        })?;
        Some((id, arm))
    })
}

/// Whether the loop itself sets the interval's next tick anew after its work.
pub fn is_reset(program: &Program, index: &Index, interval: &Interval, tick: &Tick) -> bool {
    let Some(call) = follow::call_at(program, interval.made) else {
        return false;
    };
    let is = |attrs: &crate::stub::TypeAttrs| attrs.is(TypeWord::Interval);
    let trail = follow::follow(program, index, (interval.made.body, call.to), &is, true);
    let body = program.body(tick.turn.body);
    trail.uses.iter().any(|one| {
        one.at.body == tick.turn.body
            && body.loop_within(body.node(one.at.node).in_loop, tick.of)
            && follow::call_at(program, one.at)
                .is_some_and(|call| call.name.as_str().starts_with("reset"))
    })
}
