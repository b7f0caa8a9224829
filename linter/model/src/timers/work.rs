//! What a loop waits for, and how surely that takes long.

use crate::body::{Body, BodyId, Call, Op, Value};
use crate::effects::{self, Made, Site};
use crate::program::Program;
use crate::stub::Effect;
use crate::{flow, follow, within};

use super::Tick;

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

/// The work for which a node blocks its thread, callees included.
pub fn blocking_at(program: &Program, at: Site) -> Option<Work> {
    let kind_of = |call: &Call| {
        let attrs = effects::attrs_of(program, call).filter(|attrs| attrs.has(Effect::Blocks))?;
        let kinds = attrs.effects.iter().copied();
        kinds
            .filter(|kind| takes_time(*kind))
            .min_by_key(|kind| weight(Some(*kind)))
    };
    let leaf = within::find(program, at, &|_, call| kind_of(call).is_some())?;
    let kind = kind_of(follow::call_at(program, leaf)?);
    Some(Work { at, leaf, kind })
}

fn work(program: &Program, at: Site, depth: usize) -> Option<(Site, Option<Effect>)> {
    let body = program.body(at.body);
    match &body.node(at.node).op {
        Op::Call(call) if call.awaited => call_work(program, at, call, depth),
        // A mailbox that is told to wait for a future, as by actix.
        Op::Call(call) => {
            let attrs = effects::attrs_of(program, call).filter(|attrs| attrs.has(Effect::Wait))?;
            let position = usize::from(attrs.future?) + usize::from(call.method);
            future_work(program, at.body, &call.args.get(position)?.value, depth)
        }
        Op::Await(await_) => future_work(program, at.body, &await_.future.value, depth),
        Op::Select(select) => {
            // Only what is made for this `select!`: what is pinned outside goes on anyway.
            let arms = select
                .arms
                .iter()
                .filter(|arm| !is_lent(body, &arm.future.value));
            let found = arms.map(|arm| future_work(program, at.body, &arm.future.value, depth));
            found.fold(None, better)
        }
        _ => None,
    }
}

/// `&mut work`, where `work` is given to the body or is a variable of it.
fn is_lent(body: &Body, future: &Value) -> bool {
    matches!(future, Value::Ref(_, place)
        if body.local_of(place).is_some_and(|local| local.name.is_some()))
}

/// The work of a future that is polled.
fn future_work(program: &Program, id: BodyId, future: &Value, depth: usize) -> Leaf {
    let body = program.body(id);
    let mut best = None;
    for one in effects::future_bodies(program, body, future) {
        let found = match one {
            Made::Block(block) => body_work(program, block, depth + 1),
            Made::Call(node) => match &body.node(node).op {
                Op::Call(call) => call_work(program, Site { body: id, node }, call, depth),
                _ => None,
            },
        };
        best = better(best, found);
    }
    best
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
                let position = usize::from(attrs.future.unwrap_or(1));
                let future = call.args.get(position)?;
                return future_work(program, at.body, &future.value, depth + 1);
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
    program.asked.work.of((id, depth), || {
        let nodes = program.body(id).nodes();
        nodes.fold(None, |best, (node, _)| {
            better(best, work(program, Site { body: id, node }, depth))
        })
    })
}

/// What something waits for, and of what kind it is.
pub(crate) type Leaf = Option<(Site, Option<Effect>)>;

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
