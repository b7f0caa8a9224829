//! What a consumer waits for between two messages: something outside the program, which can be slow or hang,
//! or room in the next queue, whose own consumer does.

use otplint_model::blocking::{self, On};
use otplint_model::body::{Body, LoopId, LoopKind, NodeId, Op};
use otplint_model::channels::{self, Bound};
use otplint_model::effects::{self, Site};
use otplint_model::stub::Effect;
use otplint_model::{BodyId, Model, flow, handling, timers};

/// How many queues, or calls that block, may lie between the consumer and what it waits for.
const DEEP: u32 = 3;

/// A wait.
#[derive(Clone, Copy, Debug)]
pub struct Wait {
    /// Where the consumer waits.
    pub at: Site,
    /// Where the wait happens, maybe in a callee.
    pub leaf: Site,
    /// It waits for room in another queue.
    pub room: bool,
}

/// What a loop waits for between one message, received here, and the next.
pub fn between(model: &Model, receive: Site) -> Option<Wait> {
    within(model, receive, 0)
}

fn within(model: &Model, receive: Site, depth: u32) -> Option<Wait> {
    let arrivals = handling::arrivals_of(model, receive);
    let mut found: Vec<Wait> = arrivals
        .iter()
        .flat_map(|at| in_turn(model, *at, depth))
        .collect();
    found.sort_by_key(|wait| (wait.room, wait.at));
    found.into_iter().next()
}

fn in_turn(model: &Model, at: Site, depth: u32) -> Vec<Wait> {
    let body = model.program.body(at.body);
    let Some(around) = turn_of(body, at.node) else {
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

/// What a handler waits for while it runs.
pub fn while_handling(model: &Model, nodes: impl Iterator<Item = Site>) -> Option<Wait> {
    let mut found: Vec<Wait> = nodes.filter_map(|at| at_node(model, at, 0)).collect();
    found.sort_by_key(|wait| (wait.room, wait.at));
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
    if let Some(work) = timers::work_at(&model.program, at) {
        if timers::weight(work.kind) <= 1 {
            let (at, leaf) = (work.at, work.leaf);
            let room = false;
            return Some(Wait { at, leaf, room });
        }
        if work.kind == Some(Effect::Send) && fills_up(model, work.leaf, depth) {
            let (at, leaf) = (work.at, work.leaf);
            return Some(Wait {
                at,
                leaf,
                room: true,
            });
        }
    }
    let (leaf, room) = blocks(model, at, depth, 0)?;
    Some(Wait { at, leaf, room })
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
                && receives.any(|at| within(model, *at, depth + 1).is_some())
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
