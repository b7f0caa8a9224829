//! Who waits while a process is busy with one message.

use crate::body::{Body, Call, LoopId, LoopKind, NodeId, Op, Select, SelectKind};
use crate::effects::{self, Made};
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
        let kinds = process.handlers.len();
        return match process.kind {
            ProcessKind::Actor if kinds > 1 => Some(Others::Kinds(kinds)),
            // One handler of an enum.
            _ => process
                .handlers
                .iter()
                .flat_map(|handler| {
                    let body = program.body(*handler);
                    body.params.iter().map(|param| &body.local(*param).ty)
                })
                .filter(|ty| !matches!(ty, Ty::Ref(..)))
                .find_map(|ty| variants(program, ty))
                .map(Others::Kinds),
        };
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
    let message = process.mailbox.iter().find_map(|at| {
        let call = crate::follow::call_at(program, *at)?;
        match slots::shared(program, &call.args.first()?.ty)? {
            Shared::End(_, true, message) => message,
            _ => None,
        }
    });
    message
        .and_then(|message| variants(program, message))
        .map(Others::Kinds)
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
