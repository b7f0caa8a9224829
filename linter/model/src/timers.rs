//! Intervals and sleeps: where they are made, where they tick, and what delays them.

use crate::body::{Body, BodyId, Call, LoopId, NodeId, Op, Select, Value};
use crate::effects::{self, Made, Site};
use crate::flow;
use crate::follow::{self, Index, Role, Trail};
use crate::program::Program;
use crate::stub::{Effect, Policy, TypeWord};

/// An interval, from the call that makes it.
#[derive(Debug)]
pub struct Interval {
    /// The call that makes it.
    pub made: Site,
    /// Its period in milliseconds, where it is a constant.
    pub period_ms: Option<u64>,
    /// Its period is a parameter, a field or a setting as it is, not computed here.
    pub configured: bool,
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

/// The timers of the workspace.
#[derive(Debug, Default)]
pub struct Timers {
    /// Intervals with a burst policy or none chosen.
    pub intervals: Vec<Interval>,
    /// Sleeps that every other event restarts.
    pub rebuilt: Vec<RebuiltSleep>,
}

/// How many functions may lie between a tick and the loop that takes it.
const DEPTH: usize = 3;

impl Timers {
    /// Finds the timers of a program.
    pub fn new(program: &Program, index: &Index) -> Self {
        let mut timers = Self::default();
        for (id, body) in program.bodies() {
            for (node, data) in body.nodes() {
                let at = Site { body: id, node };
                match &data.op {
                    Op::Call(call) => timers.intervals.extend(interval(program, index, at, call)),
                    Op::Select(select) => timers.rebuilt.extend(rebuilt(program, body, at, select)),
                    _ => {}
                }
            }
        }
        timers
    }
}

fn interval(program: &Program, index: &Index, made: Site, call: &Call) -> Option<Interval> {
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
        .is_some_and(|arg| is_given(body, &arg.value, 0));
    let policy_chosen = uses(program, &trail).any(|(_, attrs)| attrs.policy == Some(Policy::Given));
    let ticks = ticks(program, index, &trail);
    Some(Interval {
        made,
        period_ms,
        configured,
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

/// Whether a duration comes from somewhere else as it is: a parameter, a capture, a field, a getter.
fn is_given(body: &Body, value: &Value, depth: usize) -> bool {
    let (Value::Use(place) | Value::Ref(_, place)) = value else {
        return false;
    };
    let crate::place::Root::Local(local) = place.root else {
        return true;
    };
    if !place.path.is_empty() || depth > 6 {
        return true;
    }
    let data = body.local(local);
    let Some(node) = data.def else {
        return !matches!(data.kind, crate::body::LocalKind::Variable);
    };
    match &body.node(node).op {
        Op::Assign(_, value) => is_given(body, value, depth + 1),
        Op::Call(call) => {
            let makes = call.name.as_str().starts_with("from_");
            !makes
                || call
                    .args
                    .first()
                    .is_some_and(|arg| is_given(body, &arg.value, depth + 1))
        }
        _ => false,
    }
}

/// An integer, where the text or a constant says it.
fn integer(program: &Program, body: &Body, value: &Value, depth: usize) -> Option<u64> {
    match value {
        Value::Int(number) => Some(*number),
        Value::Use(place) if place.path.is_empty() && depth < 6 => match place.root {
            crate::place::Root::Static(def) => {
                let constant = program.body(*program.body_of.get(&def)?);
                constant.nodes().find_map(|(_, node)| match &node.op {
                    Op::Return(value) => integer(program, constant, value, depth + 1),
                    _ => None,
                })
            }
            crate::place::Root::Local(local) => match &body.node(body.local(local).def?).op {
                Op::Assign(_, value) => integer(program, body, value, depth + 1),
                _ => None,
            },
        },
        _ => None,
    }
}

/// What a duration is in milliseconds, where the text says it.
pub fn duration_ms(program: &Program, body: &Body, value: &Value) -> Option<u64> {
    let Value::Use(place) = value else {
        return None;
    };
    let node = match place.root {
        crate::place::Root::Local(local) if place.path.is_empty() => body.local(local).def?,
        crate::place::Root::Static(def) if place.path.is_empty() => {
            let constant = program.body(*program.body_of.get(&def)?);
            return constant.nodes().find_map(|(_, node)| match &node.op {
                Op::Return(value) => duration_ms(program, constant, value),
                _ => None,
            });
        }
        _ => return None,
    };
    match &body.node(node).op {
        Op::Call(call) => {
            let number = integer(program, body, &call.args.first()?.value, 0)?;
            let unit = match call.name.as_str() {
                "from_nanos" => return Some(number / 1_000_000),
                "from_micros" => return Some(number / 1000),
                "from_millis" => 1,
                "from_secs" => 1000,
                "from_mins" => 60_000,
                "from_hours" => 3_600_000,
                _ => return None,
            };
            number.checked_mul(unit)
        }
        Op::Assign(_, value) => duration_ms(program, body, value),
        _ => None,
    }
}

fn rebuilt(program: &Program, body: &Body, at: Site, select: &Select) -> Option<RebuiltSleep> {
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

/// Work that a body waits for.
#[derive(Clone, Copy, Debug)]
pub struct Work {
    /// Where the body that was asked waits for it.
    pub at: Site,
    /// Where it happens, maybe in a callee.
    pub leaf: Site,
    /// What it is; `None` for something that no stub describes.
    pub kind: Option<Effect>,
}

/// The kinds of effect that can take long when they are awaited.
pub fn takes_time(kind: Effect) -> bool {
    matches!(
        kind,
        Effect::StoreRead
            | Effect::StoreWrite
            | Effect::RunsSql
            | Effect::Begin
            | Effect::Commit
            | Effect::Rollback
            | Effect::IoRead
            | Effect::IoWrite
            | Effect::Flush
            | Effect::Outside
            | Effect::Send
            | Effect::Call
            | Effect::Lock
            | Effect::Join
            | Effect::JoinAll
            | Effect::TryJoin
            | Effect::Timeout
            | Effect::Retry
    )
}

/// The work that a node waits for, callees included.
pub fn work_at(program: &Program, at: Site) -> Option<Work> {
    work(program, at, 0).map(|(leaf, kind)| Work { at, leaf, kind })
}

fn work(program: &Program, at: Site, depth: usize) -> Option<(Site, Option<Effect>)> {
    let body = program.body(at.body);
    match &body.node(at.node).op {
        Op::Call(call) if call.awaited => call_work(program, at, call, depth),
        Op::Await(await_) => {
            let made = effects::future_bodies(program, body, &await_.future.value);
            let mut best = None;
            for one in made {
                let found = match one {
                    Made::Block(block) => body_work(program, block, depth + 1),
                    Made::Call(node) => match &body.node(node).op {
                        Op::Call(call) => call_work(
                            program,
                            Site {
                                body: at.body,
                                node,
                            },
                            call,
                            depth,
                        ),
                        _ => None,
                    },
                };
                best = better(best, found);
            }
            best
        }
        Op::Select(select) => {
            // Only what is made for this `select!`: what is pinned outside goes on anyway.
            let mut best = None;
            for arm in &select.arms {
                for one in effects::future_bodies(program, body, &arm.future.value) {
                    let found = match one {
                        Made::Block(block) => body_work(program, block, depth + 1),
                        Made::Call(node) => match &body.node(node).op {
                            Op::Call(call) => call_work(
                                program,
                                Site {
                                    body: at.body,
                                    node,
                                },
                                call,
                                depth,
                            ),
                            _ => None,
                        },
                    };
                    best = better(best, found);
                }
            }
            best
        }
        _ => None,
    }
}

fn call_work(
    program: &Program,
    at: Site,
    call: &Call,
    depth: usize,
) -> Option<(Site, Option<Effect>)> {
    let callees = effects::callees(program, call);
    if !callees.is_empty() {
        if depth >= 4 {
            return None;
        }
        let mut best = None;
        for callee in callees {
            best = better(best, body_work(program, callee, depth + 1));
        }
        return best;
    }
    match effects::attrs_of(program, call) {
        Some(attrs) => {
            if attrs.has(Effect::Timeout) {
                let body = program.body(at.body);
                let position = usize::from(attrs.future.unwrap_or(1));
                let future = call.args.get(position)?;
                let inner = effects::future_bodies(program, body, &future.value);
                return inner.into_iter().find_map(|one| match one {
                    Made::Block(block) => body_work(program, block, depth + 1),
                    Made::Call(node) => match &body.node(node).op {
                        Op::Call(call) => call_work(
                            program,
                            Site {
                                body: at.body,
                                node,
                            },
                            call,
                            depth + 1,
                        ),
                        _ => None,
                    },
                });
            }
            let kind = attrs
                .effects
                .iter()
                .copied()
                .filter(|kind| takes_time(*kind))
                .min_by_key(|kind| weight(Some(*kind)))?;
            Some((at, Some(kind)))
        }
        // A future of a crate that no stub describes.
        None => Some((at, None)),
    }
}

/// The worst thing that a body waits for.
fn body_work(program: &Program, id: BodyId, depth: usize) -> Option<(Site, Option<Effect>)> {
    let body = program.body(id);
    let mut best = None;
    for (node, _) in body.nodes() {
        best = better(best, work(program, Site { body: id, node }, depth));
    }
    best
}

type Leaf = Option<(Site, Option<Effect>)>;

fn better(left: Leaf, right: Leaf) -> Leaf {
    match (left, right) {
        (Some(left), Some(right)) if weight(right.1) < weight(left.1) => Some(right),
        (Some(left), _) => Some(left),
        (None, right) => right,
    }
}

/// How surely something takes long: less is surer.
pub fn weight(kind: Option<Effect>) -> u8 {
    match kind {
        Some(
            Effect::Outside
            | Effect::StoreRead
            | Effect::StoreWrite
            | Effect::RunsSql
            | Effect::Begin
            | Effect::Commit
            | Effect::Rollback
            | Effect::Retry,
        ) => 0,
        Some(Effect::IoRead | Effect::IoWrite | Effect::Flush | Effect::Call | Effect::Timeout) => {
            1
        }
        None => 2,
        Some(Effect::Send | Effect::Join | Effect::JoinAll | Effect::TryJoin) => 3,
        Some(_) => 4,
    }
}

/// The work that delays the next tick: waited for after this tick, on a way that leads to the next.
pub fn delays(program: &Program, tick: &Tick) -> Vec<Work> {
    let body = program.body(tick.turn.body);
    let (from, again) = match tick.arm {
        Some((select, arm)) => {
            let Op::Select(data) = &body.node(select).op else {
                return Vec::new();
            };
            (data.arms[arm].body, select)
        }
        None => (tick.turn.node, tick.turn.node),
    };
    // The outermost loop that does not make the interval itself is not known here: the paths decide.
    let after = flow::reachable(body, from, |node| node == again);
    let mut found = Vec::new();
    for node in after.iter().chain([from]) {
        let skipped = node == again || node == tick.turn.node;
        if skipped || !body.loop_within(body.node(node).in_loop, tick.of) {
            continue;
        }
        // Only where the loop goes round afterwards.
        if !flow::reachable(body, node, |_| false).contains(again) {
            continue;
        }
        found.extend(work_at(
            program,
            Site {
                body: tick.turn.body,
                node,
            },
        ));
    }
    found.sort_by_key(|work| (weight(work.kind), work.at.node));
    found
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
