//! Messages of a broadcast that a slow receiver missed: the channel says how many, and nobody listens.

use otplint_model::body::{Body, EdgeKind, LoopId, NodeId, Op};
use otplint_model::effects::{self, Site};
use otplint_model::stub::{Effect, Flavor};
use otplint_model::{Confidence, Finding, Location, Model, Reason, Ty, channels, flow, processes};

use super::META;
use crate::story::{Story, in_production};

/// Judges every loop that receives from a broadcast.
pub fn judge(model: &Model) -> Vec<(Location, Result<Finding, Reason>)> {
    let mut found = Vec::new();
    for (id, body) in model.program.doing(|does| does.receives) {
        if !in_production(model, id) {
            continue;
        }
        for (node, data) in body.nodes() {
            let at = Site { body: id, node };
            if let Some(around) = data.in_loop
                && waits_for_broadcast(model, at)
            {
                found.push((model.location(at), judge_one(model, at, around)));
            }
        }
    }
    found
}

/// A receive that waits for the next message of a broadcast.
fn waits_for_broadcast(model: &Model, at: Site) -> bool {
    let program = &model.program;
    let Op::Call(call) = &program.body(at.body).node(at.node).op else {
        return false;
    };
    let waits = || effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(Effect::Recv));
    let broadcast = |ty: &Ty| channels::flavor(program, ty) == Some(Flavor::Broadcast);
    // A stream of them ends only with its senders: what it yields tells of the lag.
    let streams = call.name == "next" || call.name == "try_next";
    call.args.first().is_some_and(|end| broadcast(&end.ty)) && waits() && !streams
}

fn judge_one(model: &Model, at: Site, around: LoopId) -> Result<Finding, Reason> {
    let body = model.program.body(at.body);
    let (failing, succeeding) = ways(body, at.node);
    let [failure] = failing[..] else {
        return Err("its failures are told apart, or handed on".into());
    };
    let message = match after_failure(model, at, failure, around) {
        Fate::Minded => return Err("a failed receive is minded".into()),
        Fate::GoesOn => {
            "messages that this receiver was too slow for are gone, and that it lagged is thrown away"
        }
        Fate::Ends if is_forgotten_task(model, at, around) => {
            "when this receiver is too slow once its loop ends for good, and nobody learns of it"
        }
        Fate::Ends => return Err("its loop ends, and who runs it goes on without it".into()),
    };
    if matches!(payload(model, at), None | Some(Ty::Unit | Ty::Prim(_))) {
        return Err("the messages carry nothing".into());
    }
    let Some(work) = work(model, at, &succeeding, around) else {
        return Err("no work was seen to follow from a message".into());
    };
    let story = Story::at_site(model, &META, at, Confidence::Medium)
        .message(message)
        .step(work, "this is not done for what it missed")
        .help(
            "match `RecvError::Lagged`: catch up from where the messages are kept, or at least log how many are lost; \
             end at `RecvError::Closed` only. Where none may be lost, give each receiver a mailbox of its own",
        );
    Ok(story.tell())
}

/// What travels.
fn payload(model: &Model, at: Site) -> Option<Ty> {
    let body = model.program.body(at.body);
    let Op::Call(call) = &body.node(at.node).op else {
        return None;
    };
    let message = call.args.first()?.ty.peel_refs().arg(0)?.clone();
    Some(message).filter(|ty| !matches!(ty, Ty::Unknown | Ty::Param(_)))
}

/// Where a failed receive leads, and where one that went well does, as the questions about its result tell.
fn ways(body: &Body, node: NodeId) -> (Vec<NodeId>, Vec<NodeId>) {
    let held = flow::named(body, node);
    let (mut failing, mut succeeding) = (Vec::new(), Vec::new());
    for (_, data) in body.nodes() {
        let Op::Branch(value) = &data.op else {
            continue;
        };
        if flow::mentions(value, &|local| held.contains(&local)) == flow::Mention::No {
            continue;
        }
        for edge in &data.next {
            match edge.kind {
                EdgeKind::Failure => failing.push(edge.to),
                EdgeKind::Success => succeeding.push(edge.to),
                _ => {}
            }
        }
    }
    (failing, succeeding)
}

/// What a failed receive leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// Something is done about it.
    Minded,
    /// The next receive, as if nothing had happened.
    GoesOn,
    /// The end of the loop, and of all.
    Ends,
}

fn after_failure(model: &Model, at: Site, start: NodeId, around: LoopId) -> Fate {
    let body = model.program.body(at.body);
    let head = |node: NodeId| matches!(body.node(node).op, Op::LoopHead(of) if of == around);
    let mut after = flow::reachable(body, start, head);
    after.insert(start);
    let acts = |node: NodeId| {
        !matches!(
            body.node(node).op,
            Op::Join | Op::Drop(_) | Op::LoopHead(_) | Op::Return(_)
        )
    };
    let idle = !after.iter().any(acts);
    let (mut goes_on, mut ends) = (false, false);
    for node in after.iter() {
        goes_on |= head(node);
        ends |= matches!(body.node(node).op, Op::Return(_));
    }
    match (idle, goes_on, ends) {
        (true, true, false) => Fate::GoesOn,
        (true, false, true) => Fate::Ends,
        _ => Fate::Minded,
    }
}

/// The loop is the whole of a task whose handle nobody looks at.
fn is_forgotten_task(model: &Model, at: Site, around: LoopId) -> bool {
    let body = model.program.body(at.body);
    let outermost = body.loops[around.0 as usize].parent.is_none();
    outermost && super::candidates::in_forgotten_task(model, at.body)
}

/// What is done with a message.
fn work(model: &Model, at: Site, succeeding: &[NodeId], around: LoopId) -> Option<Site> {
    let program = &model.program;
    let body = program.body(at.body);
    let again = |node: NodeId| node == at.node;
    succeeding.iter().find_map(|start| {
        let mut after = flow::reachable(body, *start, again);
        after.insert(*start);
        after.iter().find_map(|node| {
            let within = body.loop_within(body.node(node).in_loop, around);
            let starts =
                matches!(&body.node(node).op, Op::Call(call) if processes::is_spawn(program, call));
            let acts = |kind| {
                matches!(
                    kind,
                    Effect::StoreWrite
                        | Effect::Commit
                        | Effect::Outside
                        | Effect::IoWrite
                        | Effect::Send
                        | Effect::TrySend
                        | Effect::Insert
                )
            };
            let acts = || (model.effects(at.body, node).iter()).any(|effect| acts(effect.kind));
            let body = at.body;
            (within && (starts || acts())).then_some(Site { body, node })
        })
    })
}
