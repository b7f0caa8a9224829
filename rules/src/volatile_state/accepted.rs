//! Who believes that work is in good hands.

use otplint_model::def::Receiver;
use otplint_model::effects::Site;
use otplint_model::handling::{self, Handling};
use otplint_model::processes::{Process, ProcessKind};
use otplint_model::stub::{Effect, OnFailure};
use otplint_model::{BodyId, Location, Model, NodeId, Op, Ty, Value, channels, flow};
use rustc_hash::FxHashSet;

use crate::raw_send::port;
use crate::told::{self, Told};

/// Where the sender is told that its message was accepted, after a node of its handling.
pub fn answered_after(
    model: &Model,
    process: &Process,
    bodies: &FxHashSet<BodyId>,
    at: Site,
) -> Option<Location> {
    let mut open = vec![(at, 0)];
    let mut seen = FxHashSet::default();
    let mut returned = None;
    while let Some((site, depth)) = open.pop() {
        if !seen.insert((site, depth)) {
            continue;
        }
        let body = model.program.body(site.body);
        returned = returned.or_else(|| returned_by_handler(model, process, site));
        let next = |node| {
            process.mailbox.contains(&Site {
                body: site.body,
                node,
            })
        };
        let after = flow::reachable(body, site.node, next);
        for node in after.iter() {
            let effects = model.effects(site.body, node);
            let replies = effects.iter().any(|effect| effect.kind == Effect::Reply);
            if replies || answers_on_port(model, site.body, node) {
                return Some(model.location(Site {
                    body: site.body,
                    node,
                }));
            }
        }
        if depth < 2 {
            let callers = model.index.callers_of(&model.program, site.body);
            let callers = callers.iter().filter(|at| bodies.contains(&at.body));
            open.extend(callers.map(|at| (*at, depth + 1)));
        }
    }
    returned
}

/// A send on a channel that came with the message.
fn answers_on_port(model: &Model, id: BodyId, node: NodeId) -> bool {
    let Op::Call(call) = &model.program.body(id).node(node).op else {
        return false;
    };
    channels::sending(&model.program, call)
        .is_some_and(|end| port::came_with_the_message(model, id, end.place))
}

/// What an actor's handler returns is the reply: to whom it matters, all is well.
fn returned_by_handler(model: &Model, process: &Process, at: Site) -> Option<Location> {
    let handler = process
        .handlers
        .iter()
        .find(|handler| handler.function() == at.body.function())
        .filter(|_| process.kind == ProcessKind::Actor)?;
    let replies = |ty: &Ty| !matches!(ty, Ty::Unit | Ty::Never | Ty::Unknown | Ty::Other);
    let answers = match &model.program.body(*handler).output {
        Ty::Adt(def, args) if model.program.def(*def).location.is_none() => {
            let word = model.program.def(*def).name;
            // A framework that ends the actor at a failure only looks whether it went well.
            let watched = process.fatal.iter().any(|(failure, of)| {
                *failure == OnFailure::Ends && of.function() == handler.function()
            });
            match word.as_str() {
                "Result" => args.first().is_some_and(replies) || !watched,
                // `AtomicResponse<Self, ()>`
                _ => args.last().is_none_or(replies),
            }
        }
        ty => replies(ty),
    };
    let body = model.program.body(at.body);
    answers.then(|| Location {
        file: body.file,
        span: body.node(at.node).span,
    })
}

/// Who hands work to a process through its channel and is told that all is well: the send, and how.
pub fn by_channel(model: &Model, process: &Process) -> Option<(Site, Told)> {
    let program = &model.program;
    let channels = model.channels.list.iter().filter(|channel| {
        channel
            .receives
            .iter()
            .any(|receive| process.mailbox.contains(receive))
    });
    channels
        .flat_map(|channel| &channel.sends)
        .filter(|at| crate::story::in_production(model, at.body))
        .find_map(|at| {
            let Op::Call(call) = &program.body(at.body).node(at.node).op else {
                return None;
            };
            let payload = channels::payload(program, call)?;
            if told::asks_for_reply(model, *at, payload) {
                return None;
            }
            Some((*at, told::accepted(model, *at, &[&payload.value])?))
        })
}

/// Whether a function that is called from elsewhere puts in what it is given, itself or by a helper, and
/// says that all is well.
pub fn by_call(model: &Model, at: Site) -> Option<Told> {
    told::accepted_from(model, at, &|at, _| {
        let owner = model.program.body(at.body).owner;
        // A plain `&mut self` method is that of a data structure: who owns that is asked elsewhere.
        (model.program.function(owner))
            .is_some_and(|function| function.receiver != Some(Receiver::RefMut))
    })
}

/// The delivery whose failure leads to this node.
pub fn failed_delivery(model: &Model, at: Site) -> Option<Site> {
    use otplint_model::body::EdgeKind;
    let body = model.program.body(at.body);
    let mut node = at.node;
    for _ in 0..12 {
        let (before, data) = body.nodes().find(|(_, data)| {
            data.next
                .iter()
                .any(|edge| edge.to == node && edge.kind != EdgeKind::Back)
        })?;
        let failing = data
            .next
            .iter()
            .any(|edge| edge.to == node && edge.kind == EdgeKind::Failure);
        if let (Op::Branch(Value::Use(place) | Value::Ref(_, place)), true) = (&data.op, failing) {
            let asked = flow::origin(body, place)
                .as_local()
                .and_then(|local| body.local(local).def)?;
            let delivers = model.effects(at.body, asked).iter().any(|effect| {
                matches!(
                    effect.kind,
                    Effect::Outside | Effect::IoWrite | Effect::StoreWrite | Effect::Commit
                )
            });
            return delivers.then_some(Site {
                body: at.body,
                node: asked,
            });
        }
        node = before;
    }
    None
}

/// Where what was taken out is finished after it was, in the same turn: stored, acted on outside, or
/// started.
pub fn finished_after(model: &Model, at: Site) -> Option<Site> {
    let body = model.program.body(at.body);
    let after = flow::reachable(body, at.node, |node| {
        handling::ends_turn(body, at.node, node)
    });
    let nodes = after.iter().map(|node| Site {
        body: at.body,
        node,
    });
    let handling = Handling {
        nodes: nodes.collect(),
    };
    let left = handling.leaves(model).first().map(|effect| effect.at);
    left.or_else(|| {
        handling.nodes.iter().copied().find(|at| {
            let writes = model
                .effects(at.body, at.node)
                .iter()
                .any(|effect| effect.kind == Effect::IoWrite);
            let spawns = matches!(&body.node(at.node).op, Op::Call(call)
                if otplint_model::processes::is_spawn(&model.program, call));
            writes || spawns
        })
    })
}

/// The node as a call.
pub fn call_at(model: &Model, at: Site) -> Option<&otplint_model::Call> {
    match &model.program.body(at.body).node(at.node).op {
        Op::Call(call) => Some(call),
        _ => None,
    }
}
