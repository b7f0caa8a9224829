//! Why something fails.

use crate::body::{
    Body, BodyId, BodyKind, Call, Callee, EdgeKind, LocalId, NodeId, Op, Outcome, Value,
};
use crate::def::DefId;
use crate::effects::{self, Made, Site};
use crate::program::Program;
use crate::span::Span;
use crate::stub::{Effect, Flavor};
use crate::ty::Ty;

use super::life::DOWN;

/// Why an exit is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// A store or something outside the program failed.
    Outside,
    /// What it is given to run panics.
    Given,
    /// Something failed that is not described.
    Other,
    /// Something is absent that the code takes for granted.
    Absent,
    /// A peer hung up, or a channel was closed: the end of the task's work.
    Gone,
}

/// A failure that leaves a body.
#[derive(Clone, Copy, Debug)]
pub(super) struct Failure {
    pub(super) cause: Cause,
    /// The call that failed.
    pub(super) of: Option<Site>,
    /// A log line is written on the way out.
    pub(super) logged: bool,
}

/// Why a body fails at a node; `None` where nothing in view failed.
pub(super) fn why_fails(
    program: &Program,
    id: BodyId,
    node: NodeId,
    depth: usize,
) -> Option<Failure> {
    let body = program.body(id);
    let mut at = node;
    let mut logged = false;
    // Back to the nearest question that led here.
    for _ in 0..12 {
        let (from, kind) = body.nodes().find_map(|(from, data)| {
            data.next
                .iter()
                .find(|edge| edge.to == at && edge.kind != EdgeKind::Back)
                .map(|edge| (from, edge.kind))
        })?;
        logged |= matches!(body.node(from).op, Op::Log);
        if let (Op::Branch(value), EdgeKind::Failure) = (&body.node(from).op, kind) {
            let (cause, of) = value_cause(program, id, value, depth)?;
            logged |= is_inspected(program, id, body.node(from).span);
            let of = of.map(|node| Site { body: id, node });
            return Some(Failure { cause, of, logged });
        }
        at = from;
    }
    None
}

/// Whether a closure in the text of a question writes a log line: `inspect_err(|error| error!(..))?`.
fn is_inspected(program: &Program, id: BodyId, question: Span) -> bool {
    let siblings = &program.bodies[id.function() as usize];
    siblings.iter().any(|body| {
        body.parent == Some(id)
            && body.kind == BodyKind::Closure
            && question.start <= body.span.start
            && body.span.end <= question.end
            && body.nodes().any(|(_, data)| matches!(data.op, Op::Log))
    })
}

/// What failed where a body asks whether something did: a store, a file, a peer, or something that says
/// so by a `Result`.
pub(crate) fn failing(program: &Program, id: BodyId, question: NodeId) -> Option<Cause> {
    let body = program.body(id);
    let Op::Branch(value) = &body.node(question).op else {
        return None;
    };
    let (cause, of) = value_cause(program, id, value, 0)?;
    let result = match &body.node(of?).op {
        Op::Call(call) => call.to,
        Op::Await(await_) => await_.to,
        _ => return None,
    };
    let fails = program.adt(&body.local(result).ty).is_some_and(|(def, _)| {
        let def = program.def(def);
        def.name == "Result" && def.location.is_none()
    });
    match cause {
        Cause::Outside | Cause::Given => Some(cause),
        Cause::Other => fails.then_some(cause),
        Cause::Absent | Cause::Gone => None,
    }
}

fn value_cause(
    program: &Program,
    id: BodyId,
    value: &Value,
    depth: usize,
) -> Option<(Cause, Option<NodeId>)> {
    let body = program.body(id);
    let (Value::Use(place) | Value::Ref(_, place)) = value else {
        return Some((Cause::Other, None));
    };
    let local = place.as_local()?;
    let Some(node) = origin(body, local, 0) else {
        return Some((Cause::Other, None));
    };
    let cause = match &body.node(node).op {
        // `if result.is_err() { .. }`
        Op::Call(call) if matches!(call.name.as_str(), "is_err" | "is_ok") && depth < DOWN => {
            let asked = &call.args.first()?.value;
            return value_cause(program, id, asked, depth + 1);
        }
        Op::Call(call) => through(program, Site { body: id, node }, call, depth)?,
        Op::Await(await_) => {
            let mut worst = None;
            for made in effects::future_bodies(program, body, &await_.future.value) {
                if let Made::Call(node) = made
                    && let Op::Call(call) = &body.node(node).op
                {
                    worst = worse(worst, of_call(program, call, depth));
                }
            }
            worst.unwrap_or(Cause::Other)
        }
        _ => return Some((Cause::Other, None)),
    };
    Some((cause, Some(node)))
}

fn origin(body: &Body, local: LocalId, depth: usize) -> Option<NodeId> {
    let node = body.local(local).def?;
    match &body.node(node).op {
        Op::Assign(_, Value::Use(place)) if depth < 6 && place.as_local() != Some(local) => place
            .as_local()
            .and_then(|local| origin(body, local, depth + 1))
            .or(Some(node)),
        _ => Some(node),
    }
}

/// As [`of_call`], and what failed before where a helper of the workspace is given a `Result` to make it another one.
fn through(program: &Program, at: Site, call: &Call, depth: usize) -> Option<Cause> {
    let own = of_call(program, call, depth);
    if depth >= DOWN || effects::callees(program, call).is_empty() {
        return own;
    }
    let is_result = |ty: &Ty| {
        let def = ty.adt().map(|def| program.def(def));
        def.is_some_and(|def| def.name == "Result" && def.location.is_none())
    };
    let mut given = (call.args.iter())
        .filter(|arg| is_result(&arg.ty))
        .peekable();
    if given.peek().is_none() {
        return own;
    }
    let before = program.asked.given.of((at, depth), || {
        given.fold(None, |worst, arg| {
            let cause = value_cause(program, at.body, &arg.value, depth + 1);
            worse(worst, cause.map(|(cause, _)| cause))
        })
    });
    worse(own, before)
}

fn worse(left: Option<Cause>, right: Option<Cause>) -> Option<Cause> {
    match (left, right) {
        (Some(left), Some(right)) => Some(left.min(right)),
        (left, right) => left.or(right),
    }
}

/// What kind of failure a call that may fail stands for; `None` where it does not fail in view.
pub(super) fn of_call(program: &Program, call: &Call, depth: usize) -> Option<Cause> {
    let callees = effects::callees(program, call);
    if !callees.is_empty() {
        if depth >= DOWN {
            return Some(Cause::Other);
        }
        let callees = callees.into_iter();
        return callees.fold(None, |worst, callee| {
            worse(worst, of_body(program, callee, depth + 1))
        });
    }
    let Some(attrs) = effects::attrs_of(program, call) else {
        return Some(Cause::Other);
    };
    let has = |kinds: &[Effect]| kinds.iter().any(|kind| attrs.has(*kind));
    // A listener outlives what connects to it, and fails when the program runs out of something.
    if has(&[Effect::Accepts]) {
        return Some(Cause::Outside);
    }
    // A subscriber that falls behind is told so, and may go on.
    let receiver = call.args.first().map(|arg| arg.ty.peel_refs());
    if has(&[Effect::Recv])
        && receiver
            .and_then(|ty| program.adt(ty))
            .is_some_and(|(_, adt)| adt.attrs.flavor == Some(Flavor::Broadcast))
    {
        return Some(Cause::Other);
    }
    if has(&[
        Effect::Send,
        Effect::TrySend,
        Effect::Recv,
        Effect::TryRecv,
        Effect::Reply,
        Effect::Join,
        Effect::Wait,
        Effect::Notify,
    ]) {
        return Some(Cause::Gone);
    }
    if has(&[
        Effect::StoreRead,
        Effect::StoreWrite,
        Effect::RunsSql,
        Effect::Begin,
        Effect::Commit,
        Effect::Outside,
    ]) {
        return Some(Cause::Outside);
    }
    if has(&[Effect::IoRead, Effect::IoWrite, Effect::Flush]) {
        // A connection that breaks ends what was done for it; a file does not break that way.
        let named = matches!(&call.callee, Callee::Known(defs)
            if defs.first().is_some_and(|def| is_of_files(program, *def)));
        let file = named
            || call
                .args
                .first()
                .is_some_and(|arg| is_file(program, &arg.ty));
        return Some(if file { Cause::Outside } else { Cause::Gone });
    }
    if has(&[
        Effect::Panics,
        Effect::PanicsOnError,
        Effect::Lock,
        Effect::TryLock,
    ]) {
        return None;
    }
    // Opening a connection, a blocking request.
    if has(&[Effect::Blocks]) {
        return Some(Cause::Outside);
    }
    Some(Cause::Other)
}

/// The worst failure that leaves a body, `depth` calls below what was asked.
fn of_body(program: &Program, id: BodyId, depth: usize) -> Option<Cause> {
    program.asked.failures.of((id, depth), || {
        let body = program.body(id);
        body.nodes().fold(None, |worst, (node, data)| {
            let cause = match &data.op {
                Op::Fail(_) => why_fails(program, id, node, depth)
                    .map(|failure| failure.cause)
                    .or(Some(Cause::Other)),
                Op::Return(Value::Use(place)) => place
                    .as_local()
                    .and_then(|local| origin(body, local, 0))
                    .and_then(|node| match &body.node(node).op {
                        Op::Call(inner) if inner.outcome == Outcome::Propagated => {
                            through(program, Site { body: id, node }, inner, depth)
                        }
                        _ => None,
                    }),
                _ => None,
            };
            worse(worst, cause)
        })
    })
}

fn is_of_files(program: &Program, def: DefId) -> bool {
    let path = &program.def(def).path;
    path.contains("::fs::") || path.starts_with("std::fs")
}

/// A file, or what buffers one: `BufWriter<File>`.
fn is_file(program: &Program, ty: &Ty) -> bool {
    match ty.peel_refs() {
        Ty::Adt(def, args) => {
            is_of_files(program, *def)
                || program.def(*def).location.is_none()
                    && args.iter().any(|arg| is_file(program, arg))
        }
        _ => false,
    }
}

/// Why an `unwrap` of a call's result panics: what fails only when the code is wrong counts as absent.
pub(crate) fn of_panic(program: &Program, call: &Call) -> Option<Cause> {
    match of_call(program, call, 0)? {
        Cause::Other => Some(Cause::Absent),
        cause => Some(cause),
    }
}
