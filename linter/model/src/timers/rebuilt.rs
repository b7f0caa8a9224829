//! Sleeps that are made anew in every turn of a `select!` loop.

use crate::body::{Arg, Body, BodyId, Call, LocalKind, LoopId, NodeId, Op, Select, Value};
use crate::effects::{self, Made, Site};
use crate::flow;
use crate::follow;
use crate::place::Place;
use crate::program::Program;
use crate::stub::Effect;

use super::length::duration_ms;

/// A sleep that is made anew in every turn of a `select!` loop.
#[derive(Debug)]
pub struct RebuiltSleep {
    /// What makes it for the `select!`: the call itself, or that of a helper which begins by sleeping.
    pub made: Site,
    /// The sleep, where a helper has it.
    pub inside: Option<Site>,
    /// The `select!`.
    pub select: Site,
    /// Its arm.
    pub arm: usize,
    /// Another arm after which the loop goes round.
    pub other: usize,
    /// Its length in milliseconds, where it is a constant.
    pub length_ms: Option<u64>,
}

/// A sleep lies at most so many helpers down.
const HELPERS: usize = 3;

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
    let (arm, sleep) = select.arms.iter().enumerate().find_map(|(position, arm)| {
        if arm.guarded {
            return None;
        }
        let made = effects::future_bodies(program, body, &arm.future.value);
        let [made] = made.as_slice() else {
            return None;
        };
        let sleep = sleep_behind(program, at.body, of, *made, 0)?;
        Some((position, sleep))
    })?;
    let goes_round = |arm: usize| comes_back(body, select.arms[arm].body, at.node);
    if !goes_round(arm) {
        return None;
    }
    let other = (0..select.arms.len()).find(|other| *other != arm && goes_round(*other))?;
    Some(RebuiltSleep {
        made: sleep.made,
        inside: sleep.inside,
        select: at,
        arm,
        other,
        length_ms: sleep.length_ms,
    })
}

/// A sleep that a future begins with.
struct Sleeps {
    made: Site,
    inside: Option<Site>,
    length_ms: Option<u64>,
}

/// The sleep that a future is, or begins with, where it is made in this loop and its length is the same in every
/// turn.
fn sleep_behind(
    program: &Program,
    id: BodyId,
    of: LoopId,
    made: Made,
    depth: usize,
) -> Option<Sleeps> {
    let body = program.body(id);
    match made {
        Made::Call(node) => {
            let made = Site { body: id, node };
            let call = follow::call_at(program, made)?;
            if depth == 0 && !body.loop_within(body.node(node).in_loop, of) {
                return None;
            }
            if is_sleep(program, call) {
                let arg = call.args.first()?;
                let fixed = place_of(arg).is_some_and(|place| is_fixed(body, of, place));
                return fixed.then(|| Sleeps {
                    made,
                    inside: None,
                    length_ms: duration_ms(program, body, &arg.value),
                });
            }
            effects::callees(program, call)
                .into_iter()
                .find_map(|callee| {
                    let (inside, length) = first_wait(program, callee, depth)?;
                    let inner = program.body(inside.body);
                    let length_ms = duration_ms(program, inner, &length.value);
                    let (fixed, length_ms) = match parameter(inner, length) {
                        // What its caller gives it.
                        Some((place, index)) if inside.body == callee => {
                            let given = effects::translate(program, callee, call, place);
                            let arg = call.args.get(index as usize)?;
                            let whole = place.path.is_empty();
                            let ms = duration_ms(program, body, &arg.value).filter(|_| whole);
                            let fixed = given.is_some_and(|place| is_fixed(body, of, &place));
                            (fixed, ms)
                        }
                        Some(_) => (false, None),
                        None => (is_constant(inner, length), length_ms),
                    };
                    fixed.then_some(Sleeps {
                        made,
                        inside: Some(inside),
                        length_ms,
                    })
                })
        }
        Made::Block(block) => {
            let (inside, length) = first_wait(program, block, depth)?;
            let inner = program.body(inside.body);
            is_constant(inner, length).then(|| Sleeps {
                made: inside,
                inside: None,
                length_ms: duration_ms(program, inner, &length.value),
            })
        }
    }
}

/// The sleep that a body waits for before all else, or hands back, and its length; helpers below are looked into.
fn first_wait(program: &Program, id: BodyId, depth: usize) -> Option<(Site, &Arg)> {
    if depth > HELPERS {
        return None;
    }
    let body = program.body(id);
    for (node, data) in body.nodes() {
        let at = Site { body: id, node };
        let of_call = |at: Site| {
            let call = follow::call_at(program, at)?;
            if is_sleep(program, call) {
                return Some((at, call.args.first()?));
            }
            let mut callees = effects::callees(program, call).into_iter();
            callees.find_map(|callee| first_wait(program, callee, depth + 1))
        };
        let waits = match &data.op {
            Op::Call(call) if call.awaited => return of_call(at),
            Op::Await(await_) => &await_.future.value,
            Op::Return(value) if !body.is_async => value,
            Op::Select(_) => return None,
            _ => continue,
        };
        return match effects::future_bodies(program, body, waits).as_slice() {
            [Made::Call(node)] => of_call(Site {
                body: id,
                node: *node,
            }),
            [Made::Block(block)] => first_wait(program, *block, depth + 1),
            _ => None,
        };
    }
    None
}

/// A sleep for a while; one until a point in time may be set once.
fn is_sleep(program: &Program, call: &Call) -> bool {
    effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(Effect::Sleep))
        && call.name != "sleep_until"
}

pub(super) fn place_of(arg: &Arg) -> Option<&Place> {
    match &arg.value {
        Value::Use(place) => Some(place),
        _ => None,
    }
}

/// The parameter that a length is, or is a part of.
fn parameter<'b>(body: &'b Body, length: &'b Arg) -> Option<(&'b Place, u32)> {
    let place = length.place.as_ref()?;
    match body.local_of(place)?.kind {
        LocalKind::Param(index) => Some((place, index)),
        _ => None,
    }
}

/// Whether the length of a sleep in a helper is written there.
fn is_constant(body: &Body, length: &Arg) -> bool {
    let Some(place) = place_of(length) else {
        return false;
    };
    match body.local_of(place) {
        None => true,
        Some(local) => match local.def.map(|node| &body.node(node).op) {
            Some(Op::Call(made)) => is_written(made),
            Some(Op::Assign(_, Value::Use(from))) => from.as_local().is_none(),
            // A capture, made once.
            None => place.path.is_empty() && matches!(local.kind, LocalKind::Capture(_)),
            _ => false,
        },
    }
}

/// `Duration::from_secs(5)`
fn is_written(made: &Call) -> bool {
    made.name.as_str().starts_with("from_")
        && made.args.iter().all(|arg| match &arg.value {
            Value::Int(_) => true,
            // A constant.
            Value::Use(place) => place.as_local().is_none(),
            _ => false,
        })
}

/// Whether the length of a sleep is the same in every turn: what is computed anew may count down.
pub(super) fn is_fixed(body: &Body, of: LoopId, place: &Place) -> bool {
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
            Op::Call(made) => is_written(made),
            Op::Assign(_, Value::Use(from)) => from
                .as_local()
                .is_none_or(|local| body.local(local).def.is_none_or(|node| !inside(node))),
            _ => false,
        },
        _ => true,
    }
}

/// Whether a path leads from an arm's body back to the `select!`.
pub(super) fn comes_back(body: &Body, from: NodeId, to: NodeId) -> bool {
    from == to || flow::reachable(body, from, |_| false).contains(to)
}
