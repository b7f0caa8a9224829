//! Messages that carry the sender of their reply, and the channels that they travel on.

use crate::body::{Body, BodyId, Call, Callee, LocalId, NodeId, Op, Value};
use crate::channels::{self, Channel};
use crate::effects::{self, Site};
use crate::flow::{self, Mention};
use crate::model::Model;
use crate::place::{Place, Root, Step as PlaceStep};
use crate::program::Program;
use crate::slots::{self, Shared};
use crate::stub::{Effect, Flavor};
use crate::sym::Sym;
use crate::ty::Ty;
use rustc_hash::FxHashSet;
use smallvec::SmallVec;

/// A message that carries the sender of its reply, and the wait for that in the same body.
#[derive(Clone, Copy, Debug)]
pub struct Request {
    /// Where the message is sent, or handed to a helper that sends it.
    pub send: NodeId,
    /// Where the reply is awaited.
    pub awaited: NodeId,
    /// Where a deadline for it is set.
    pub deadline: Option<NodeId>,
}

/// The requests of a body.
pub fn requests(model: &Model, id: BodyId) -> SmallVec<[Request; 1]> {
    let program = &model.program;
    let body = program.body(id);
    let mut found = SmallVec::new();
    for (made, call) in body.calls() {
        if !makes_reply_channel(program, body, call) {
            continue;
        }
        let sender = holders(body, call.to, "0");
        let receiver = holders(body, call.to, "1");
        let after = flow::reachable(body, made, |node| node == made);
        let send = after.iter().find(|node| {
            matches!(&body.node(*node).op, Op::Call(call) if call.args.iter().any(|arg| {
                flow::mentions(&arg.value, &|local| sender.contains(&local)) == Mention::ByValue
            }) && !matches!(call.callee, Callee::Constructor(_)))
        });
        let Some(send) = send else { continue };
        let waits = after.iter().find_map(|node| {
            let (value, deadline) = match &body.node(node).op {
                Op::Await(await_) => (&await_.future.value, None),
                Op::Call(call) => {
                    let attrs = effects::attrs_of(program, call)?;
                    let limits = attrs.has(Effect::Timeout);
                    if !limits
                        && !(attrs.has(Effect::Recv) && (call.awaited || attrs.has(Effect::Blocks)))
                    {
                        return None;
                    }
                    let of = call.args.iter().find(|arg| {
                        flow::mentions(&arg.value, &|local| receiver.contains(&local))
                            != Mention::No
                    })?;
                    (&of.value, limits.then_some(node))
                }
                _ => return None,
            };
            let of = flow::mentions(value, &|local| receiver.contains(&local)) != Mention::No;
            of.then_some((node, deadline))
        });
        if let Some((awaited, deadline)) = waits {
            found.push(Request {
                send,
                awaited,
                deadline,
            });
        }
    }
    found
}

/// Makes a channel for one message.
fn makes_reply_channel(program: &Program, body: &Body, call: &Call) -> bool {
    let makes = effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(Effect::Channel));
    let Ty::Tuple(ends) = body.local(call.to).ty.peel_refs() else {
        return false;
    };
    makes
        && ends
            .first()
            .is_some_and(|end| channels::flavor(program, end) == Some(Flavor::Oneshot))
}

/// The locals that hold one end of a pair, or something made of it.
fn holders(body: &Body, pair: LocalId, half: &str) -> Vec<LocalId> {
    let half = Sym::new(half);
    let is_half = |place: &Place| {
        place.root == Root::Local(pair)
            && matches!(place.path.first(), Some(PlaceStep::Field(_, name)) if *name == half)
    };
    let mut found: Vec<LocalId> = Vec::new();
    loop {
        let before = found.len();
        for (_, data) in body.nodes() {
            let (to, values): (LocalId, Vec<&Value>) = match &data.op {
                Op::Assign(to, value) => match to.as_local() {
                    Some(local) => (local, vec![value]),
                    None => continue,
                },
                // `Some(tx)`, `Message::Get(tx)`, `Box::new(request)`, `&mut rx`.
                Op::Call(call) if !call.awaited && !call.method => {
                    (call.to, call.args.iter().map(|arg| &arg.value).collect())
                }
                _ => continue,
            };
            let holds = values.iter().any(|value| {
                let taken = match value {
                    Value::Use(place) | Value::Ref(_, place) => is_half(place),
                    _ => false,
                };
                taken || flow::mentions(value, &|local| found.contains(&local)) != Mention::No
            });
            if holds && !found.contains(&to) && to != pair {
                found.push(to);
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

/// The channels that a message may be sent on here, or by the helper that is called here.
pub(super) fn channels_of(model: &Model, at: Site) -> Vec<&Channel> {
    let program = &model.program;
    let Op::Call(call) = &program.body(at.body).node(at.node).op else {
        return Vec::new();
    };
    if let Some(end) = channels::sending(program, call) {
        return of_end(model, at.body, end.place, &end.call.args[0].ty);
    }
    // The helper that sends such a message.
    let sent = call.args.last().and_then(|arg| arg.ty.adt());
    let mut open: Vec<BodyId> = effects::callees(program, call).to_vec();
    let mut seen: FxHashSet<BodyId> = FxHashSet::default();
    while let Some(id) = open.pop() {
        if seen.len() > 12 || !seen.insert(id) {
            continue;
        }
        for (_, inner) in program.body(id).calls() {
            match channels::sending(program, inner) {
                Some(end)
                    if channels::payload(program, inner)
                        .is_some_and(|arg| arg.ty.adt() == sent) =>
                {
                    return of_end(model, id, end.place, &end.call.args[0].ty);
                }
                Some(_) => {}
                None => open.extend(effects::callees(program, inner)),
            }
        }
        open.extend(model.index.inner_of(id));
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
