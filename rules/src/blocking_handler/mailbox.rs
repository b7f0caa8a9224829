//! Processes that wait for something slow while their mailbox waits for them.

use otplint_model::body::{Body, Call, EdgeKind, LoopKind, Op};
use otplint_model::channels::{self, Bound};
use otplint_model::effects::{self, Site};
use otplint_model::follow::call_at;
use otplint_model::place::Step as Part;
use otplint_model::processes::Process;
use otplint_model::stall::{self, Limits, On};
use otplint_model::stub::{Collection, Effect, Flavor};
use otplint_model::turn::{self, Others};
use otplint_model::{
    BodyId, Confidence, Finding, Location, Model, NodeId, Program, Reason, Verdicts, flow, slots,
    tasks, timers,
};

use super::META;
use super::steps::{Step, Turns};
use crate::call_without_timeout;
use crate::story::Story;

/// A wait this short (in milliseconds) holds up nobody for long.
const SHORT: u64 = 20;

pub(super) fn check(
    model: &Model,
    limits: &Limits<'_>,
    turns: &Turns<'_>,
    verdicts: &mut Verdicts,
) {
    let mut told: Vec<Why> = Vec::new();
    for step in &turns.waits {
        let why = call_at(&model.program, step.at).and_then(|call| why(model, call));
        // One root cause, one finding: a process is told once of each.
        let Some(why) = why.filter(|why| !told.contains(why)) else {
            continue;
        };
        let judged = judge(model, limits, turns.process, step, why);
        if judged.is_ok() {
            told.push(why);
        }
        verdicts.judged(place(model, step.at), judged);
    }
}

/// Whether a process that waits here for something outside is told of.
pub(super) fn tells_of(model: &Model, limits: &Limits<'_>, turns: &Turns<'_>, wait: Site) -> bool {
    let mut waits = turns.waits.iter().filter(|step| step.at == wait);
    waits.any(|step| {
        let why = call_at(&model.program, step.at).and_then(|call| why(model, call));
        why == Some(Why::Outside) && judge(model, limits, turns.process, step, Why::Outside).is_ok()
    })
}

/// What a process waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// Time to pass.
    Time,
    /// Room in the mailbox of one of many.
    Room,
    /// One of many sockets.
    Peer,
    /// Something outside the program.
    Outside,
}

fn place(model: &Model, at: Site) -> Location {
    let location = model.location(at);
    match call_at(&model.program, at) {
        Some(call) => Location {
            span: call.name_span,
            ..location
        },
        None => location,
    }
}

/// What an awaited call waits for, where that may matter to a mailbox.
pub(super) fn why(model: &Model, call: &Call) -> Option<Why> {
    let program = &model.program;
    let attrs = effects::attrs_of(program, call)?;
    if attrs.has(Effect::Timeout) {
        return None;
    }
    if attrs.has(Effect::Sleep) {
        return Some(Why::Time);
    }
    if attrs.has(Effect::Send) && attrs.duration.is_none() && one_of_many(call).is_some() {
        let flavor = channels::flavor(program, &call.args.first()?.ty);
        return (flavor == Some(Flavor::Mpsc)).then_some(Why::Room);
    }
    if (attrs.has(Effect::IoWrite) || attrs.has(Effect::Flush)) && one_of_many(call).is_some() {
        return Some(Why::Peer);
    }
    // What is only written waits in the socket's buffer.
    let answers = attrs.has(Effect::Outside) || attrs.has(Effect::IoRead);
    (answers && stall::on(program, call) == Some(On::Peer)).then_some(Why::Outside)
}

/// The call acts on an element of a collection.
fn one_of_many(call: &Call) -> Option<()> {
    let place = call.args.first()?.place.as_ref()?;
    place.path.contains(&Part::Elem).then_some(())
}

fn judge(
    model: &Model,
    limits: &Limits<'_>,
    process: &Process,
    step: &Step,
    why: Why,
) -> Result<Finding, Reason> {
    let program = &model.program;
    let body = program.body(step.at.body);
    let others = turn::others(model, process);
    let many = matches!(why, Why::Room | Why::Peer);
    if others.is_none() && !many {
        return Err("the process serves one kind of event, at its own pace".into());
    }
    let root = step.root();
    let around = program.body(root.body);
    if step.limited {
        return Err("a deadline ends the wait".into());
    }
    let receives: Vec<Site> = process
        .mailbox
        .iter()
        .copied()
        .filter(|at| at.body == root.body)
        .collect();
    if !receives.is_empty()
        && !receives
            .iter()
            .any(|at| turn::follows_success(around, at.node, root.node))
    {
        return Err("it waits only where there was no message".into());
    }
    let Some(call) = call_at(program, step.at) else {
        return Err("what it waits for was not seen".into());
    };
    let mut confidence = Confidence::Medium;
    match why {
        Why::Time => {
            let length = call
                .args
                .first()
                .and_then(|arg| timers::duration_ms(program, body, &arg.value));
            if length.is_some_and(|length| length <= SHORT) {
                return Err("it sleeps for a moment only".into());
            }
            if only_after_failure(around, root) {
                return Err("it waits only where there was no message".into());
            }
            if drains(model, process, root) {
                return Err("it collects what comes meanwhile".into());
            }
            if per_connection(model, process, false) {
                return Err("one of many processes: it holds up its own peer only".into());
            }
            // Whoever hands the length to a helper may hand it nothing.
            let given = call
                .args
                .first()
                .is_none_or(|arg| timers::is_given(body, &arg.value));
            let unsure = length.is_none() && given && !step.via.is_empty();
            let pause = gives_time(program, step) && !tries_again(program, process, step);
            if unsure || !own_helpers(model, step) || pause {
                confidence = Confidence::Low;
            }
        }
        Why::Room | Why::Peer => {
            let of = collection(model, step, call);
            let each = body
                .node(step.at.node)
                .in_loop
                .is_some_and(|of| body.loops[of.0 as usize].kind == LoopKind::For);
            if of != Some(Collection::Map) && (!each || others.is_none()) {
                return Err("a list of workers: that they make it wait is meant".into());
            }
            if why == Why::Room && !may_fill(model, step, call) {
                return Err("no mailbox with a bound was seen: there is always room".into());
            }
        }
        Why::Outside => {
            if per_connection(model, process, true) {
                return Err("one of many processes: it holds up its own peer only".into());
            }
            if limits.bound(step.at, call) || has_deadline(model, step.at, call) {
                return Err("a deadline ends the wait".into());
            }
            if call_without_timeout::tells_of(model, limits, step.at) {
                return Err(
                    "`call-without-timeout` tells of it, and of who waits for this process".into(),
                );
            }
        }
    }
    Ok(tell(model, process, step, why, others, confidence))
}

/// Further down than one call: whether nobody but the process uses the helpers on the way.
fn own_helpers(model: &Model, step: &Step) -> bool {
    let program = &model.program;
    let ways = step.via.iter().skip(1).chain([&step.at]);
    let mut bodies = ways.map(|at| BodyId::new(at.body.function(), 0));
    step.via.len() < 2 || bodies.all(|helper| model.index.callers_of(program, helper).len() <= 1)
}

/// Whether something failed on every way to the wait: it gives whoever failed time.
fn gives_time(program: &Program, step: &Step) -> bool {
    let fails_before = |at: Site| {
        let body = program.body(at.body);
        let loops = body.node(at.node).in_loop.iter();
        let heads = loops.map(|of| body.loops[of.0 as usize].head);
        let unless = |from: NodeId| {
            flow::reachable_by(
                body,
                from,
                |_| false,
                |_, edge| edge.kind != EdgeKind::Failure,
            )
        };
        let mut starts = [NodeId(0)].into_iter().chain(heads);
        !starts.any(|from| unless(from).contains(at.node))
    };
    fails_before(step.at) || fails_before(step.root())
}

/// Whether a loop of its own goes round again after the wait, and not to the mailbox: it tries until it succeeds, or
/// many times.
fn tries_again(program: &Program, process: &Process, step: &Step) -> bool {
    let body = program.body(step.at.body);
    let Some(of) = body.node(step.at.node).in_loop else {
        return false;
    };
    let serves =
        |at: &Site| at.body == step.at.body && body.loop_within(body.node(at.node).in_loop, of);
    let head = body.loops[of.0 as usize].head;
    body.loops[of.0 as usize].kind != LoopKind::For
        && !process.mailbox.iter().any(serves)
        && flow::reachable(body, step.at.node, |_| false).contains(head)
}

/// In an arm of a `select!`: what the arm waits for failed, and the source is given time.
fn only_after_failure(body: &Body, root: Site) -> bool {
    body.nodes().any(|(_, data)| {
        let Op::Select(select) = &data.op else {
            return false;
        };
        select.arms.iter().any(|arm| {
            let mut at = arm.body;
            for _ in 0..6 {
                match (&body.node(at).op, body.node(at).next.as_slice()) {
                    (Op::Branch(_), edges) => {
                        let ends = |node| matches!(body.node(node).op, Op::LoopHead(_));
                        let reach = |failing: bool| {
                            edges
                                .iter()
                                .filter(|edge| (edge.kind == EdgeKind::Failure) == failing)
                                .any(|edge| {
                                    edge.to == root.node
                                        || flow::reachable(body, edge.to, ends).contains(root.node)
                                })
                        };
                        return reach(true) && !reach(false);
                    }
                    (Op::Call(_) | Op::Await(_) | Op::Select(_), _) if at != arm.body => {
                        return false;
                    }
                    (_, [one]) => at = one.to,
                    _ => return false,
                }
            }
            false
        })
    })
}

/// The loop takes whatever else is in the mailbox, without waiting.
fn drains(model: &Model, process: &Process, root: Site) -> bool {
    let program = &model.program;
    process.body == Some(root.body)
        && program.body(root.body).calls().any(|(_, call)| {
            effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(Effect::TryRecv))
        })
}

/// Whether the mailbox has a bound: its type says so, or where it is made.
fn may_fill(model: &Model, step: &Step, call: &Call) -> bool {
    let program = &model.program;
    let Some(sender) = call.args.first() else {
        return false;
    };
    if !channels::may_lack_bound(program, &sender.ty) {
        return true;
    }
    let message = channels::payload(program, call).map(|arg| arg.ty.clone());
    let found = sender.place.as_ref().map(|place| {
        (model.channels).of(
            program,
            &model.slots,
            step.at.body,
            place,
            &message.unwrap_or_default(),
        )
    });
    found.is_some_and(|found| found.iter().any(|channel| channel.bound != Bound::None))
}

/// The collection that holds what the call acts on.
fn collection(model: &Model, step: &Step, call: &Call) -> Option<Collection> {
    let program = &model.program;
    let mut holder = call.args.first()?.place.clone()?;
    let end = holder.path.iter().position(|part| *part == Part::Elem)?;
    holder.path.truncate(end);
    let ty = slots::place_type(program, step.at.body, &holder)?;
    let (_, adt) = program.adt(slots::peel(program, &ty))?;
    adt.attrs.collection
}

/// The process is started again and again: for each connection or request. `unseen` is the answer where
/// its start was not seen.
fn per_connection(model: &Model, process: &Process, unseen: bool) -> bool {
    let program = &model.program;
    let mut above: Vec<BodyId> = process.body.into_iter().collect();
    for _ in 0..4 {
        let mut spawns = above
            .iter()
            .flat_map(|body| model.processes.spawns_of(*body))
            .peekable();
        if spawns.peek().is_some() {
            return spawns.any(|at| tasks::is_one_of_many(program, &model.index, *at));
        }
        above = above
            .iter()
            .flat_map(|id| match program.body(*id).parent {
                Some(parent) => vec![parent],
                None => (model.index.callers_of(program, *id).iter())
                    .map(|at| at.body)
                    .collect(),
            })
            .collect();
    }
    process.body.is_some() && unseen
}

/// A duration was given to what makes the request.
fn has_deadline(model: &Model, at: Site, call: &Call) -> bool {
    let program = &model.program;
    let body = program.body(at.body);
    let mut link = Some(call);
    for _ in 0..12 {
        let Some(call) = link else { break };
        if effects::attrs_of(program, call).is_some_and(|attrs| attrs.duration.is_some()) {
            return true;
        }
        let made = call
            .args
            .first()
            .and_then(|arg| arg.place.as_ref()?.as_local())
            .and_then(|local| body.local(local).def);
        link = made.and_then(|node| {
            call_at(
                program,
                Site {
                    body: at.body,
                    node,
                },
            )
        });
    }
    false
}

fn tell(
    model: &Model,
    process: &Process,
    step: &Step,
    why: Why,
    others: Option<Others>,
    confidence: Confidence,
) -> Finding {
    let waiting = match others {
        Some(Others::Kinds(kinds)) => format!("messages of all {kinds} kinds"),
        _ => "all other events that it serves".to_owned(),
    };
    let message = match why {
        Why::Time => {
            format!(
                "while this process sleeps here {waiting} wait behind it, and what they are needed for stands still"
            )
        }
        Why::Room => format!(
            "while the mailbox of one receiver is full this process waits for it: all other receivers wait \
             too, and so do {waiting}"
        ),
        Why::Peer => format!(
            "while one peer does not read this process waits for it: all other peers wait too, and so do {waiting}"
        ),
        Why::Outside => format!(
            "while the other side does not answer this process waits without a deadline, and {waiting} wait behind it"
        ),
    };
    let place = place(model, step.at);
    let mut story = Story::new(model, &META, step.at.body, place.span, confidence).message(message);
    match process.mailbox.first() {
        Some(receive) => story = story.step(*receive, "the process takes its messages here"),
        None => {
            let handler = step.root().body;
            let head = model
                .program
                .def(model.program.body(handler).owner)
                .location;
            if let Some(head) = head {
                story = story.at(
                    handler,
                    head.span,
                    "this handler runs for a message, and the next one waits",
                );
            }
        }
    }
    for at in &step.via {
        story = story.step(*at, "on the way here it calls this, and awaits it");
    }
    let help = match why {
        Why::Time => {
            "let the time pass in an arm of its `select!`, or as a delayed message to itself"
        }
        Why::Room | Why::Peer => {
            "use `try_send` and decide what a slow receiver loses, or give each receiver a task of its own"
        }
        Why::Outside => {
            "give it a deadline, or do it in a task that sends its result back as a message"
        }
    };
    story.help(help).tell()
}
