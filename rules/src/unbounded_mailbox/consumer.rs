//! What a consumer waits for between two messages: something outside the program, which can be slow or hang;
//! room in the next queue, whose own consumer does; or somebody who asks it for the next message.

use otplint_model::blocking::{self, On};
use otplint_model::body::{Body, BodyKind, Callee, LocalKind, LoopId, LoopKind, NodeId, Op};
use otplint_model::channels::{self, Bound};
use otplint_model::effects::{self, Site};
use otplint_model::stub::Effect;
use otplint_model::{BodyId, Model, Place, Value, flow, timers, within};

use crate::story::in_production;
use crate::told;

/// How many queues, or calls that block, may lie between the consumer and what it waits for.
const DEEP: u32 = 3;

/// How many calls may lie between a receive and the loop that asks for its message.
const ABOVE: u32 = 3;

/// A wait.
#[derive(Clone, Copy, Debug)]
pub struct Wait {
    /// Where the consumer waits.
    pub at: Site,
    /// Where the wait happens, maybe in a callee.
    pub leaf: Site,
    /// What for.
    pub on: For,
}

/// What a consumer waits for: the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum For {
    /// Something outside the program.
    Outside,
    /// Room in another queue.
    Room,
    /// Somebody who asks for the next message: it is a stream that others poll.
    Demand,
    /// Something that nothing describes, or somebody's answer.
    Unknown,
}

/// What a loop waits for between one message, received here, and the next.
pub fn between(model: &Model, receive: Site) -> Option<Wait> {
    let asked = || {
        let mut arrivals = arrivals(model, receive).into_iter();
        let at = arrivals.find_map(|at| on_demand(model, at))?;
        let (leaf, on) = (at, For::Demand);
        Some(Wait { at, leaf, on })
    };
    match within(model, receive, 0) {
        Some(wait) if wait.on != For::Unknown => Some(wait),
        unknown => asked().or(unknown),
    }
}

fn within(model: &Model, receive: Site, depth: u32) -> Option<Wait> {
    let arrivals = arrivals(model, receive);
    let mut found: Vec<Wait> = arrivals
        .iter()
        .flat_map(|at| in_turn(model, *at, depth))
        .collect();
    found.sort_by_key(|wait| (wait.on, wait.at));
    found.into_iter().next()
}

/// Where a message arrives: at the receive, and at the calls of the functions that return it.
fn arrivals(model: &Model, receive: Site) -> Vec<Site> {
    let program = &model.program;
    let mut found = vec![receive];
    let mut at = 0;
    for _ in 0..ABOVE {
        let edge = found.len();
        for index in at..edge {
            let site = found[index];
            let body = program.body(site.body);
            if body.node(site.node).in_loop.is_some() && !returned(model, site) {
                continue;
            }
            let helper = BodyId::new(site.body.function(), 0);
            let calls = model.index.callers_of(program, helper).iter().copied();
            let calls = calls.filter(|at| in_production(model, at.body)).take(12);
            for call in calls {
                if !found.contains(&call) {
                    found.push(call);
                }
            }
        }
        at = edge;
    }
    found
}

/// Whether a body returns what comes out of a node.
fn returned(model: &Model, at: Site) -> bool {
    let body = model.program.body(at.body);
    body.nodes().any(|(_, data)| match &data.op {
        Op::Return(value) => {
            told::made_by(model, at.body, value, &|node| node == at.node).is_some()
        }
        _ => false,
    })
}

/// Where a stream hands out what comes out of a node and is polled again when somebody likes.
fn on_demand(model: &Model, at: Site) -> Option<Site> {
    let body = model.program.body(at.body);
    let yields = |node: &NodeId| matches!(body.node(*node).op, Op::Yield(_));
    let after = flow::reachable(body, at.node, |node| node == at.node);
    if let Some(node) = after.iter().find(yields) {
        let body = at.body;
        return Some(Site { body, node });
    }
    let polled = body.kind == BodyKind::Fn && model.program.def(body.owner).name == "poll_next";
    polled.then_some(at)
}

fn in_turn(model: &Model, at: Site, depth: u32) -> Vec<Wait> {
    let body = model.program.body(at.body);
    // A loop that fills a batch lies in the one that works on it.
    let Some(around) = outermost(body, at.node) else {
        return Vec::new();
    };
    let after = flow::reachable(body, at.node, |node| node == at.node);
    after
        .iter()
        .filter(|node| *node != at.node && body.loop_within(body.node(*node).in_loop, around))
        .filter_map(|node| {
            let at = Site {
                body: at.body,
                node,
            };
            at_node(model, at, depth)
        })
        .collect()
}

fn outermost(body: &Body, node: NodeId) -> Option<LoopId> {
    let mut at = body.node(node).in_loop?;
    while let Some(parent) = body.loops[at.0 as usize].parent {
        at = parent;
    }
    Some(at)
}

/// What a handler waits for while it runs.
pub fn while_handling(model: &Model, nodes: impl Iterator<Item = Site>) -> Option<Wait> {
    let mut found: Vec<Wait> = nodes.filter_map(|at| at_node(model, at, 0)).collect();
    found.sort_by_key(|wait| (wait.on, wait.at));
    found.into_iter().next()
}

/// The loop that receives again and again: the one over the receiver itself, or the first that is no `for`.
pub fn turn_of(body: &Body, node: NodeId) -> Option<LoopId> {
    let mut at = body.node(node).in_loop?;
    if matches!(body.node(node).op, Op::Assign(..)) {
        return Some(at);
    }
    loop {
        let data = &body.loops[at.0 as usize];
        if data.kind != LoopKind::For {
            return Some(at);
        }
        at = data.parent?;
    }
}

fn at_node(model: &Model, at: Site, depth: u32) -> Option<Wait> {
    let on = For::Outside;
    if let Some(work) = timers::work_at(&model.program, at) {
        let (at, leaf) = (work.at, work.leaf);
        if timers::weight(work.kind) <= 1 {
            return Some(Wait { at, leaf, on });
        }
        if work.kind == Some(Effect::Send) && fills_up(model, work.leaf, depth) {
            let on = For::Room;
            return Some(Wait { at, leaf, on });
        }
    }
    if let Some(leaf) = far_below(model, at).or_else(|| given(model, at)) {
        return Some(Wait { at, leaf, on });
    }
    if let Some((leaf, room)) = blocks(model, at, depth, 0) {
        let on = if room { For::Room } else { For::Outside };
        return Some(Wait { at, leaf, on });
    }
    let unknown = timers::work_at(&model.program, at).filter(|work| work.kind.is_none());
    let leaf = unknown
        .map(|work| work.leaf)
        .or_else(|| answer(model, at))?;
    let on = For::Unknown;
    Some(Wait { at, leaf, on })
}

/// Where something that is awaited here stores something or acts outside the program, however deep.
fn far_below(model: &Model, at: Site) -> Option<Site> {
    let waits = match &model.program.body(at.body).node(at.node).op {
        Op::Call(call) => call.awaited,
        Op::Await(_) => true,
        _ => false,
    };
    let effects = waits.then(|| model.effects(at.body, at.node))?;
    let slow = |kind| matches!(kind, Effect::StoreWrite | Effect::Commit | Effect::Outside);
    // A store in the program itself is not waited for: who calls it writes to it.
    let far = |at: Site| match &model.program.body(at.body).node(at.node).op {
        Op::Call(call) => call.awaited || !blocking::is_embedded(&model.program, call),
        _ => true,
    };
    let found = (effects.into_iter()).find(|effect| slow(effect.kind) && far(effect.at))?;
    Some(found.at)
}

/// Where a helper that is awaited here waits for answers, by a channel that it made or got for them.
fn answer(model: &Model, at: Site) -> Option<Site> {
    let program = &model.program;
    if !matches!(&program.body(at.body).node(at.node).op, Op::Call(call) if call.awaited) {
        return None;
    }
    within::find(program, at, &|site, call| {
        let takes = call.awaited
            && effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(Effect::Recv));
        let own = |place: &Place| {
            let local = place.as_local().filter(|_| place.path.is_empty());
            local.is_some_and(|local| {
                let kind = &program.body(site.body).local(local).kind;
                matches!(kind, LocalKind::Variable | LocalKind::Temporary)
            })
        };
        site.body != at.body
            && takes
            && channels::receiving(program, call).is_some_and(|end| own(end.place))
    })
}

/// Where a closure that a caller gave, and that is awaited here, waits for something outside.
fn given(model: &Model, at: Site) -> Option<Site> {
    let program = &model.program;
    let body = program.body(at.body);
    let Op::Call(call) = &body.node(at.node).op else {
        return None;
    };
    let (Callee::Parameter(local), true) = (&call.callee, call.awaited) else {
        return None;
    };
    let (outer, local) = otplint_model::slots::origin(program, at.body, *local);
    let LocalKind::Param(index) = program.body(outer).local(local).kind else {
        return None;
    };
    let callers = model.index.callers_of(program, outer).iter();
    let callers = callers.filter(|at| in_production(model, at.body));
    let closures = callers.filter_map(|at| {
        let call = otplint_model::follow::call_at(program, *at)?;
        match call.args.get(index as usize)?.value {
            Value::Body(closure) => Some(closure),
            _ => None,
        }
    });
    closures
        .flat_map(|closure| {
            let inner = model.index.inner_of(closure).iter().copied();
            std::iter::once(closure).chain(inner)
        })
        .flat_map(|id| {
            let nodes = program.body(id).nodes();
            nodes.map(move |(node, _)| Site { body: id, node })
        })
        .find_map(|at| {
            let near = timers::work_at(program, at).filter(|work| timers::weight(work.kind) <= 1);
            near.map(|work| work.leaf).or_else(|| far_below(model, at))
        })
}

/// Whether a send waits for room in a queue whose own consumer waits for something.
fn fills_up(model: &Model, send: Site, depth: u32) -> bool {
    let program = &model.program;
    let Op::Call(call) = &program.body(send.body).node(send.node).op else {
        return false;
    };
    let (Some(end), Some(payload), true) = (
        channels::sending(program, call),
        channels::payload(program, call),
        depth < DEEP,
    ) else {
        return false;
    };
    let channels = model
        .channels
        .of(program, &model.slots, send.body, end.place, &payload.ty);
    !channels.is_empty()
        && channels.iter().all(|channel| {
            let mut receives = channel.receives.iter();
            channel.bound != Bound::None
                && receives.any(|at| {
                    within(model, *at, depth + 1).is_some_and(|wait| wait.on <= For::Room)
                })
        })
}

/// Where a call, or a plain function that it runs, holds up its thread; and whether for room only.
fn blocks(model: &Model, at: Site, depth: u32, calls: u32) -> Option<(Site, bool)> {
    let program = &model.program;
    let Op::Call(call) = &program.body(at.body).node(at.node).op else {
        return None;
    };
    match blocking::wait_of(model, at) {
        Some(On::Outside | On::Pool | On::Child | On::Sync | On::Disk) => return Some((at, false)),
        Some(On::Other) if fills_up(model, at, depth) => return Some((at, true)),
        _ => {}
    }
    if calls >= DEEP {
        return None;
    }
    let plain = |id: &BodyId| !program.body(*id).is_async;
    let callees = effects::callees(program, call);
    callees.into_iter().filter(plain).find_map(|id| {
        let nodes = program.body(id).nodes();
        nodes
            .map(|(node, _)| Site { body: id, node })
            .find_map(|at| blocks(model, at, depth, calls + 1))
    })
}
