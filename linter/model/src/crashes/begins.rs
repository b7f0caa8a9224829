//! Where notices of a crash appear.

use crate::body::{
    Body, BodyId, Call, Callee, LocalId, NodeId, Op, Outcome, Select, SelectArm, SelectKind, Value,
};
use crate::effects::{self, Site};
use crate::flow;
use crate::program::Program;
use crate::span::Span;
use crate::stub::Effect;
use crate::ty::Ty;

use super::Of;
use super::fate::is_in;
use super::types::{has_error, is_box, is_crash, is_named, of, of_future, tells};

/// A notice, where it appears.
pub(super) struct Begin {
    /// The node.
    pub(super) at: Site,
    /// What yields it.
    pub(super) span: Span,
    pub(super) of: Of,
    pub(super) with_error: bool,
    /// What holds it.
    pub(super) local: LocalId,
    /// What the text around says becomes of it.
    pub(super) outcome: Outcome,
    /// A pattern leaves it out where it appears.
    pub(super) left_out: bool,
}

/// The notices that appear in a body.
pub(super) fn begins(program: &Program, id: BodyId, body: &Body) -> Vec<Begin> {
    let mut found = Vec::new();
    for (node, data) in body.nodes() {
        let at = Site { body: id, node };
        let begin = |of, local: LocalId, outcome| Begin {
            at,
            span: data.span,
            of,
            with_error: has_error(program, &body.local(local).ty),
            local,
            outcome,
            left_out: false,
        };
        match &data.op {
            Op::Await(await_) => {
                let ty = &body.local(await_.to).ty;
                found.extend(of(program, ty).map(|of| begin(of, await_.to, await_.outcome)));
            }
            Op::Call(call) => {
                let of = of_call(program, body, call);
                found.extend(of.map(|of| begin(of, call.to, call.outcome)));
            }
            Op::Select(select) if select.kind == SelectKind::Select => {
                for arm in &select.arms {
                    found.extend(of_arm(program, id, select, arm));
                }
            }
            // `join!(first, second)`: what they yield is one value.
            Op::Select(_) => {
                let made = body.locals.iter().position(|data| data.def == Some(node));
                if let Some(local) = made.map(|index| LocalId(index as u32)) {
                    let of = of(program, &body.local(local).ty);
                    found.extend(of.map(|of| begin(of, local, Outcome::Used)));
                }
            }
            _ => {}
        }
    }
    found
}

/// A call that yields a notice it was not given.
fn of_call(program: &Program, body: &Body, call: &Call) -> Option<Of> {
    let ty = &body.local(call.to).ty;
    let attrs = effects::attrs_of(program, call);
    if let Some(attrs) = attrs {
        let is_result = is_named(program, ty, "Result");
        let error = ty.arg(1);
        if attrs.has(Effect::Catches) && is_result {
            // What `map_err` made an error of the project's own is no notice any more, but its failure.
            let payload = error.is_none_or(|error| !error.is_known() || is_box(program, error));
            return payload.then_some(Of::Panic);
        }
        // A child process is joined as well: it does not crash by panicking.
        if attrs.has(Effect::Join) && is_result && error.is_some_and(|error| is_box(program, error))
        {
            return Some(Of::Thread);
        }
    }
    // What is not awaited here has told nothing yet, unless it asks without waiting.
    let asks = attrs.is_some_and(|attrs| attrs.has(Effect::Join));
    if matches!(ty, Ty::Future(_)) || !call.awaited && !asks {
        return None;
    }
    let given = call
        .args
        .iter()
        .any(|arg| of(program, &arg.ty).is_some() || is_crash(program, &arg.ty));
    if given || matches!(call.callee, Callee::Constructor(_)) {
        return None;
    }
    of(program, ty)
}

/// The arm of a `select!` that is told how a task ended.
fn of_arm(program: &Program, id: BodyId, select: &Select, arm: &SelectArm) -> Option<Begin> {
    let body = program.body(id);
    let of = of_future(program, &arm.future.ty)?;
    let future = match &arm.future.value {
        Value::Use(place) | Value::Ref(_, place) => place.as_local()?,
        _ => return None,
    };
    let at = Site {
        body: id,
        node: arm.body,
    };
    let begin = |local: LocalId, outcome| Begin {
        at,
        span: arm.future.span,
        of,
        with_error: has_error(program, &body.local(local).ty),
        local,
        outcome,
        left_out: outcome == Outcome::Replaced,
    };
    let mut node = arm.body;
    let mut named = None;
    for _ in 0..8 {
        let data = body.node(node);
        if let Op::Assign(to, value) = &data.op
            && is_in(value, &|local| local == future)
        {
            named = to.as_local();
            break;
        }
        match (&data.op, data.next.as_slice()) {
            (Op::Join | Op::Assign(..), [one]) => node = one.to,
            _ => break,
        }
    }
    match named {
        Some(local) if tells(program, &body.local(local).ty) => Some(begin(local, Outcome::Used)),
        // `Some(Ok(value)) = set.join_next() => ..`: no arm is for the crash.
        Some(_) => Some(begin(future, Outcome::Replaced)),
        // What the arm does, it does because the task ended.
        None if reacts(body, select, arm) => None,
        None => Some(begin(future, Outcome::Discarded)),
    }
}

/// Whether an arm does something of its own, or ends the loop around it; outside a loop the `select!` was made to
/// wait for the end.
fn reacts(body: &Body, select: &Select, arm: &SelectArm) -> bool {
    let Some(around) = body.node(arm.body).in_loop else {
        return true;
    };
    let head = body.loops[around.0 as usize].head;
    let stops = |node: NodeId| node == head;
    let mut others = flow::NodeSet::new(body);
    for other in select.arms.iter().filter(|other| other.body != arm.body) {
        for node in flow::reachable(body, other.body, stops).iter() {
            others.insert(node);
        }
    }
    let own = flow::reachable(body, arm.body, stops);
    let again = own.contains(head);
    let acts = own
        .iter()
        .filter(|node| !others.contains(*node))
        .any(|node| {
            matches!(
                body.node(node).op,
                Op::Call(_) | Op::Log | Op::Fail(_) | Op::Panic | Op::Return(_) | Op::Await(_)
            ) || body.node(node).in_loop.is_none()
        });
    acts || !again
}
