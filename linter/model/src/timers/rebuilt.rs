//! Sleeps that are made anew in every turn of a `select!` loop.

use crate::body::{Body, Call, LoopId, NodeId, Op, Select, Value};
use crate::effects::{self, Made, Site};
use crate::flow;
use crate::follow;
use crate::program::Program;
use crate::stub::Effect;

use super::length::duration_ms;

/// A sleep that is made anew in every turn of a `select!` loop.
#[derive(Debug)]
pub struct RebuiltSleep {
    /// The call that makes it.
    pub made: Site,
    /// The `select!`.
    pub select: Site,
    /// Its arm.
    pub arm: usize,
    /// Another arm after which the loop goes round.
    pub other: usize,
    /// Its length in milliseconds, where it is a constant.
    pub length_ms: Option<u64>,
}

pub(super) fn rebuilt(
    program: &Program,
    body: &Body,
    at: Site,
    select: &Select,
) -> Option<RebuiltSleep> {
    if select.kind != crate::body::SelectKind::Select {
        return None;
    }
    let of = body.node(at.node).in_loop?;
    let (arm, made) = select.arms.iter().enumerate().find_map(|(position, arm)| {
        if arm.guarded {
            return None;
        }
        let made = effects::future_bodies(program, body, &arm.future.value);
        let [Made::Call(made)] = made.as_slice() else {
            return None;
        };
        let Op::Call(call) = &body.node(*made).op else {
            return None;
        };
        let attrs = effects::attrs_of(program, call)?;
        let sleeps = attrs.has(Effect::Sleep) && call.name != "sleep_until";
        (sleeps && is_fixed(body, of, call) && body.loop_within(body.node(*made).in_loop, of))
            .then_some((position, *made))
    })?;
    let goes_round = |arm: usize| comes_back(body, select.arms[arm].body, at.node);
    if !goes_round(arm) {
        return None;
    }
    let other = (0..select.arms.len()).find(|other| *other != arm && goes_round(*other))?;
    let call = follow::call_at(
        program,
        Site {
            body: at.body,
            node: made,
        },
    )?;
    let length_ms = call
        .args
        .first()
        .and_then(|arg| duration_ms(program, body, &arg.value));
    Some(RebuiltSleep {
        made: Site {
            body: at.body,
            node: made,
        },
        select: at,
        arm,
        other,
        length_ms,
    })
}

/// Whether the length of a sleep is the same in every turn: what is computed anew may count down.
fn is_fixed(body: &Body, of: LoopId, call: &Call) -> bool {
    let Some(arg) = call.args.first() else {
        return false;
    };
    let Value::Use(place) = &arg.value else {
        return false;
    };
    let Some(local) = place.as_local() else {
        return true;
    };
    let inside = |node: NodeId| body.loop_within(body.node(node).in_loop, of);
    let data = body.local(local);
    // A variable that the loop changes is a backoff.
    let changed = body.nodes().any(|(node, data)| {
        matches!(&data.op, Op::Assign(to, _) if inside(node) && to.overlaps(place))
            && body.local(local).def != Some(node)
    });
    if changed {
        return false;
    }
    match data.def {
        Some(node) if inside(node) => match &body.node(node).op {
            Op::Call(made) => {
                made.name.as_str().starts_with("from_")
                    && made
                        .args
                        .iter()
                        .all(|arg| matches!(arg.value, Value::Int(_)))
            }
            Op::Assign(_, Value::Use(from)) => from
                .as_local()
                .is_none_or(|local| body.local(local).def.is_none_or(|node| !inside(node))),
            _ => false,
        },
        _ => true,
    }
}

/// Whether a path leads from an arm's body back to the `select!`.
fn comes_back(body: &Body, from: NodeId, to: NodeId) -> bool {
    from == to || flow::reachable(body, from, |_| false).contains(to)
}
