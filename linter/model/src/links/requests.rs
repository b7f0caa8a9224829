//! Messages that carry the sender of their reply, and the channels that they travel on.

use crate::body::{Body, BodyId, Call, Callee, LocalId, LocalKind, NodeId, Op, Value};
use crate::channels::{self, Channel};
use crate::effects::{self, Site};
use crate::flow::{self, Mention};
use crate::model::Model;
use crate::place::{Place, Root, Step as PlaceStep};
use crate::processes;
use crate::program::Program;
use crate::slots::{self, Shared};
use crate::stub::{Effect, Flavor};
use crate::sym::Sym;
use crate::ty::Ty;
use smallvec::SmallVec;

/// A message that carries the sender of its reply, and the wait for that.
#[derive(Clone, Copy, Debug)]
pub struct Request {
    /// Where the message is sent, or handed to a helper that sends it.
    pub asked: Site,
    /// Where it goes into a channel, maybe in a helper.
    pub sent: Site,
    /// Where the reply is awaited, or handed to a helper that awaits it.
    pub awaited: Site,
    /// Where a deadline for it is set.
    pub deadline: Option<Site>,
}

/// A sender or receiver is handed on through at most so many helpers.
const HELPERS: usize = 4;

/// The requests whose replies a body waits for.
pub fn requests(model: &Model, id: BodyId) -> SmallVec<[Request; 1]> {
    let program = &model.program;
    let body = program.body(id);
    let mut found = SmallVec::new();
    for (made, call) in body.calls() {
        let (asked, receiver) = match makes_channel(program, body, call) {
            Some(flavor) => {
                let Some(asked) = asked_in(model, id, made, call.to) else {
                    continue;
                };
                let receiver = holders(body, &half(call.to, "1"));
                // What stays open from request to request is no reply.
                let repeats = |node: NodeId| body.node(node).in_loop != body.node(made).in_loop;
                if flavor != Flavor::Oneshot && takes_from(program, body, &receiver).any(repeats) {
                    continue;
                }
                (asked, receiver)
            }
            // A helper asks, and hands back where the reply will come.
            None => match handed_back(model, call) {
                Some(sent) => {
                    let asked = Site {
                        body: id,
                        node: made,
                    };
                    (
                        Asked { asked, sent },
                        holders(body, &|place: &Place| place.root == Root::Local(call.to)),
                    )
                }
                None => continue,
            },
        };
        if let Some((node, deadline)) = waited(model, id, Some(made), &receiver, 0) {
            found.push(Request {
                asked: asked.asked,
                sent: asked.sent,
                awaited: Site { body: id, node },
                deadline,
            });
        }
    }
    found
}

/// Where a body waits for the reply that a receiver will bring which a call gave it, and the deadline.
pub fn awaited_later(model: &Model, at: Site, call: &Call) -> Option<(Site, Option<Site>)> {
    let body = model.program.body(at.body);
    let receiver = holders(body, &|place: &Place| place.root == Root::Local(call.to));
    let (node, deadline) = waited(model, at.body, Some(at.node), &receiver, 0)?;
    let awaited = Site {
        body: at.body,
        node,
    };
    Some((awaited, deadline))
}

/// Where a message is sent that carries a sender.
struct Asked {
    asked: Site,
    sent: Site,
}

/// What flavor of channel a call makes, if it makes one.
fn makes_channel(program: &Program, body: &Body, call: &Call) -> Option<Flavor> {
    effects::attrs_of(program, call).filter(|attrs| attrs.has(Effect::Channel))?;
    let Ty::Tuple(ends) = body.local(call.to).ty.peel_refs() else {
        return None;
    };
    channels::flavor(program, ends.first()?)
}

/// Where the sender of a pair goes off in a message.
fn asked_in(model: &Model, id: BodyId, made: NodeId, pair: LocalId) -> Option<Asked> {
    let body = model.program.body(id);
    let sender = holders(body, &half(pair, "0"));
    let after = flow::reachable(body, made, |node| node == made);
    let mut first = None;
    for node in after.iter() {
        let at = Site { body: id, node };
        if !takes_along(body, node, &sender) {
            continue;
        }
        if let Some(sent) = sent_at(model, at, &sender, 0) {
            return Some(Asked { asked: at, sent });
        }
        first.get_or_insert(at);
    }
    first.map(|at| Asked {
        asked: at,
        sent: at,
    })
}

/// A call is given one of these by value, and makes more of it than a value that holds it.
fn takes_along(body: &Body, node: NodeId, held: &[LocalId]) -> bool {
    let Op::Call(call) = &body.node(node).op else {
        return false;
    };
    let given =
        |value: &Value| flow::mentions(value, &|local| held.contains(&local)) == Mention::ByValue;
    !matches!(call.callee, Callee::Constructor(_)) && call.args.iter().any(|arg| given(&arg.value))
}

/// Where what is held goes into a channel when this call runs: here, or in the helpers that are given it.
fn sent_at(model: &Model, at: Site, held: &[LocalId], depth: usize) -> Option<Site> {
    let program = &model.program;
    let Op::Call(call) = &program.body(at.body).node(at.node).op else {
        return None;
    };
    if channels::sending(program, call).is_some() {
        return Some(at);
    }
    if depth >= HELPERS {
        return None;
    }
    let given =
        |value: &Value| flow::mentions(value, &|local| held.contains(&local)) == Mention::ByValue;
    for callee in effects::callees(program, call) {
        for (index, _) in call
            .args
            .iter()
            .enumerate()
            .filter(|(_, arg)| given(&arg.value))
        {
            let Some(param) = program.body(callee).params.get(index) else {
                continue;
            };
            if let Some(sent) = sent_in(model, callee, *param, depth + 1) {
                return Some(sent);
            }
        }
    }
    None
}

/// Where a body, or a block in it, sends what came in a local.
fn sent_in(model: &Model, id: BodyId, local: LocalId, depth: usize) -> Option<Site> {
    let body = model.program.body(id);
    let held = holders(body, &|place: &Place| place.root == Root::Local(local));
    let here = body
        .calls()
        .filter(|(node, _)| takes_along(body, *node, &held))
        .find_map(|(node, _)| sent_at(model, Site { body: id, node }, &held, depth));
    here.or_else(|| {
        captures(model, id, &held).find_map(|(inner, local)| sent_in(model, inner, local, depth))
    })
}

/// The closures and blocks of a body that take one of these along, and the name that it has there.
fn captures<'m>(
    model: &'m Model,
    id: BodyId,
    held: &'m [LocalId],
) -> impl Iterator<Item = (BodyId, LocalId)> + 'm {
    model.index.inner_of(id).iter().flat_map(move |inner| {
        let locals = model.program.body(*inner).locals.iter().enumerate();
        locals.filter_map(move |(index, data)| match data.kind {
            LocalKind::Capture(outer) if held.contains(&outer) => {
                Some((*inner, LocalId(index as u32)))
            }
            _ => None,
        })
    })
}

/// Where a helper that is called here sends a message, the receiver of whose reply it hands back.
fn handed_back(model: &Model, call: &Call) -> Option<Site> {
    let program = &model.program;
    effects::callees(program, call)
        .into_iter()
        .find_map(|callee| {
            if !program.does(callee).effects.has(Effect::Channel) {
                return None;
            }
            let body = program.body(callee);
            let (made, pair) = body.calls().find_map(|(node, call)| {
                (makes_channel(program, body, call) == Some(Flavor::Oneshot))
                    .then_some((node, call.to))
            })?;
            let receiver = holders(body, &half(pair, "1"));
            let returned = body.nodes.iter().any(|node| match &node.op {
                Op::Return(value) => {
                    flow::mentions(value, &|local| receiver.contains(&local)) == Mention::ByValue
                }
                _ => false,
            });
            let asked = asked_in(model, callee, made, pair)?;
            returned.then_some(asked.sent)
        })
}

/// The nodes that take from one of these receivers.
fn takes_from<'b>(
    program: &'b Program,
    body: &'b Body,
    receiver: &'b [LocalId],
) -> impl Iterator<Item = NodeId> + 'b {
    let of = |value: &Value| flow::mentions(value, &|local| receiver.contains(&local));
    let takes = move |(_, call): &(NodeId, &Call)| {
        effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(Effect::Recv))
            && call.args.iter().any(|arg| of(&arg.value) != Mention::No)
    };
    body.calls().filter(takes).map(|(node, _)| node)
}

/// Where a body waits for what comes out of one of these receivers, itself or in a helper, and the deadline.
fn waited(
    model: &Model,
    id: BodyId,
    from: Option<NodeId>,
    receiver: &[LocalId],
    depth: usize,
) -> Option<(NodeId, Option<Site>)> {
    let program = &model.program;
    let body = program.body(id);
    let after = from.map(|made| flow::reachable(body, made, |node| node == made));
    let reached = |node: &NodeId| after.as_ref().is_none_or(|after| after.contains(*node));
    let of =
        |value: &Value| flow::mentions(value, &|local| receiver.contains(&local)) != Mention::No;
    let in_block = |value: &Value| {
        let Value::Body(block) = value else {
            return None;
        };
        let mut names = captures(model, id, receiver).filter(|(inner, _)| inner == block);
        let (_, local) = names.next()?;
        let held = holders(program.body(*block), &|place: &Place| {
            place.root == Root::Local(local)
        });
        waited(model, *block, None, &held, depth)
    };
    let nodes = body.nodes().map(|(node, _)| node).filter(reached);
    nodes.into_iter().find_map(|node| {
        let at = Site { body: id, node };
        match &body.node(node).op {
            Op::Await(await_) if of(&await_.future.value) => Some((node, None)),
            Op::Await(await_) => {
                let deadline = in_block(&await_.future.value)?.1;
                Some((node, deadline))
            }
            Op::Call(call) => {
                let attrs = effects::attrs_of(program, call);
                let has = |kind| attrs.is_some_and(|attrs| attrs.has(kind));
                if has(Effect::Timeout) {
                    let args = || call.args.iter().map(|arg| &arg.value);
                    let waits = args().any(of) || args().any(|value| in_block(value).is_some());
                    return waits.then_some((node, Some(at)));
                }
                if has(Effect::Recv) && (call.awaited || has(Effect::Blocks)) {
                    return (call.args.iter().any(|arg| of(&arg.value))).then_some((node, None));
                }
                if !call.awaited || depth >= HELPERS || processes::is_spawn(program, call) {
                    return None;
                }
                let deadline = waited_by_helper(model, call, &of, depth)?;
                Some((node, deadline))
            }
            _ => None,
        }
    })
}

/// Whether a helper that is given a receiver waits for what comes out of it, and the deadline.
fn waited_by_helper(
    model: &Model,
    call: &Call,
    of: &impl Fn(&Value) -> bool,
    depth: usize,
) -> Option<Option<Site>> {
    let program = &model.program;
    let given = call.args.iter().position(|arg| of(&arg.value))?;
    effects::callees(program, call)
        .into_iter()
        .find_map(|callee| {
            let body = program.body(callee);
            let param = *body.params.get(given)?;
            let held = holders(body, &|place: &Place| place.root == Root::Local(param));
            waited(model, callee, None, &held, depth + 1).map(|(_, deadline)| deadline)
        })
}

/// Tells the places of one half of a pair.
fn half(pair: LocalId, half: &'static str) -> impl Fn(&Place) -> bool {
    let half = Sym::new(half);
    move |place| {
        place.root == Root::Local(pair)
            && matches!(place.path.first(), Some(PlaceStep::Field(_, name)) if *name == half)
    }
}

/// The locals that hold what stands at a place, or something made of it.
fn holders(body: &Body, starts: &impl Fn(&Place) -> bool) -> Vec<LocalId> {
    let mut found: Vec<LocalId> = (0..body.locals.len() as u32)
        .map(LocalId)
        .filter(|local| starts(&Place::local(*local)))
        .collect();
    loop {
        let before = found.len();
        for (_, data) in body.nodes() {
            let (to, values): (LocalId, SmallVec<[&Value; 4]>) = match &data.op {
                Op::Assign(to, value) => match to.as_local() {
                    Some(local) => (local, SmallVec::from_slice(&[value])),
                    None => continue,
                },
                // `Some(tx)`, `Message::Get(tx)`, `Box::new(request)`, `&mut rx`.
                Op::Call(call) if !call.awaited && !call.method => {
                    (call.to, call.args.iter().map(|arg| &arg.value).collect())
                }
                // `message.into()`, `answer.map_ok(..)`.
                Op::Call(call)
                    if !call.awaited
                        && (call.args.len() == 1
                            || matches!(body.local(call.to).ty, Ty::Future(_)))
                        && matches!(call.args[0].value, Value::Use(_)) =>
                {
                    (call.to, SmallVec::from_slice(&[&call.args[0].value]))
                }
                _ => continue,
            };
            let holds = values.iter().any(|value| {
                let taken = match value {
                    Value::Use(place) | Value::Ref(_, place) => starts(place),
                    _ => false,
                };
                taken || flow::mentions(value, &|local| found.contains(&local)) != Mention::No
            });
            if holds && !found.contains(&to) {
                found.push(to);
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

/// The channels that a message may be sent on here.
pub(super) fn channels_of(model: &Model, at: Site) -> Vec<&Channel> {
    let program = &model.program;
    let Op::Call(call) = &program.body(at.body).node(at.node).op else {
        return Vec::new();
    };
    if let Some(end) = channels::sending(program, call) {
        return of_end(model, at.body, end.place, &end.call.args[0].ty);
    }
    Vec::new()
}

pub(super) fn of_end<'m>(
    model: &'m Model,
    body: BodyId,
    place: &Place,
    end: &Ty,
) -> Vec<&'m Channel> {
    let message = match slots::shared(&model.program, end) {
        Some(Shared::End(_, _, message)) => message.cloned().unwrap_or_default(),
        _ => Ty::Unknown,
    };
    model
        .channels
        .of(&model.program, &model.slots, body, place, &message)
}
