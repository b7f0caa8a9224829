//! Who waits while a process is busy with one message.

use crate::body::{Body, BodyId, Call, LoopId, LoopKind, NodeId, Op, Select, SelectKind, Value};
use crate::channels;
use crate::effects::{self, Made, Site};
use crate::flow;
use crate::model::Model;
use crate::processes::{Process, ProcessKind};
use crate::program::Program;
use crate::slots::{self, Shared};
use crate::stub::{Effect, TypeWord};
use crate::ty::Ty;

/// The loop in which a process takes its messages.
pub fn loop_around(model: &Model, process: &Process) -> Option<LoopId> {
    let id = process.body?;
    let body = model.program.body(id);
    let received = process.mailbox.iter().find(|at| at.body == id)?;
    let mut around = body.node(received.node).in_loop?;
    // `for` inside `loop`: the messages that are there already.
    while body.loops[around.0 as usize].kind == LoopKind::For {
        match body.loops[around.0 as usize].parent {
            Some(parent) => around = parent,
            None => break,
        }
    }
    Some(around)
}

/// Who waits while a process is busy with one message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Others {
    /// Messages of other kinds, of one mailbox: this many kinds.
    Kinds(usize),
    /// What the other arms of its `select!` take: this many arms.
    Arms(usize),
}

/// Who else waits for a process, where it serves more than one kind of event.
pub fn others(model: &Model, process: &Process) -> Option<Others> {
    let program = &model.program;
    let Some(id) = process.body else {
        let of = |handler| handled(program, handler).and_then(|ty| variants(program, &ty));
        let handlers = process.handlers.iter();
        let kinds = match process.kind {
            ProcessKind::Actor => handlers.map(|handler| of(*handler).unwrap_or(1)).sum(),
            _ => handlers.filter_map(|handler| of(*handler)).sum(),
        };
        return (kinds > 1).then_some(Others::Kinds(kinds));
    };
    let body = program.body(id);
    let around = loop_around(model, process)?;
    let arms = body
        .nodes()
        .filter(|(_, data)| body.loop_within(data.in_loop, around))
        .filter_map(|(_, data)| match &data.op {
            Op::Select(select) if select.kind == SelectKind::Select => {
                Some(events(program, body, select))
            }
            _ => None,
        })
        .max()
        .unwrap_or(0);
    if arms > 1 {
        return Some(Others::Arms(arms));
    }
    let mut messages = process.mailbox.iter();
    messages
        .find_map(|at| variants(program, &taken(program, *at)?))
        .map(Others::Kinds)
}

/// What a handler is given to handle.
pub fn handled(program: &Program, handler: BodyId) -> Option<Ty> {
    let body = program.body(handler);
    let mut params = body.params.iter().map(|param| &body.local(*param).ty);
    let ours = |ty: &&Ty| {
        !matches!(ty, Ty::Ref(..))
            && (ty.adt()).is_some_and(|def| program.def(def).location.is_some())
    };
    params.by_ref().skip(1).find(ours).cloned()
}

/// What a process takes where it receives.
pub fn taken(program: &Program, at: Site) -> Option<Ty> {
    let body = program.body(at.body);
    let node = body.node(at.node);
    match &node.op {
        Op::Call(call) => match slots::shared(program, &call.args.first()?.ty)? {
            Shared::End(_, true, message) => message.cloned(),
            _ => None,
        },
        Op::Assign(_, Value::Use(place)) => channels::iterated(program, body, node, place)?.1,
        _ => None,
    }
}

/// How many kinds of message an enum of the workspace holds, where that is more than one.
fn variants(program: &Program, ty: &Ty) -> Option<usize> {
    let (def, adt) = program.adt(ty)?;
    let many = adt.is_enum && adt.variants.len() > 1 && program.def(def).location.is_some();
    many.then_some(adt.variants.len())
}

/// The arms of a `select!` that take events: those that only tell of the end are not counted.
fn events(program: &Program, body: &Body, select: &Select) -> usize {
    let arms = select.arms.iter();
    arms.filter(|arm| {
        let made = effects::future_bodies(program, body, &arm.future.value);
        !made.iter().any(|one| match one {
            Made::Call(node) => match &body.node(*node).op {
                Op::Call(call) => tells_of_the_end(program, call),
                _ => false,
            },
            Made::Block(_) => false,
        })
    })
    .count()
}

fn tells_of_the_end(program: &Program, call: &Call) -> bool {
    let attrs = effects::attrs_of(program, call);
    let waits = attrs.is_some_and(|attrs| attrs.has(Effect::Wait) || attrs.has(Effect::Join));
    let token = call.args.first().is_some_and(|arg| {
        program.adt(&arg.ty).is_some_and(|(_, adt)| {
            adt.attrs.is(TypeWord::CancelToken)
                || matches!(
                    adt.attrs.flavor,
                    Some(crate::stub::Flavor::Oneshot | crate::stub::Flavor::Watch)
                )
        })
    });
    let unit = call.args.first().is_some_and(|arg| {
        matches!(
            slots::shared(program, &arg.ty),
            Some(Shared::End(_, true, Some(Ty::Unit)))
        )
    });
    waits || token || unit
}

/// Whether a node can be reached from the receive without the receive having failed.
pub fn follows_success(body: &Body, receive: NodeId, node: NodeId) -> bool {
    let failed = flow::failures(body, receive);
    let after = flow::reachable(body, receive, |at| failed.contains(&at));
    after.contains(node) && !failed.contains(&node)
}
