//! Whether something waits before it goes on, or fails at once: what keeps a loop from spinning.

use std::cell::RefCell;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::body::{BodyId, Call, Callee, NodeId, Op, Outcome, Value};
use crate::effects::{self, Made, Site};
use crate::flow::{self, NodeSet};
use crate::program::Program;
use crate::stub::Effect;
use crate::summary;
use crate::tasks;
use crate::ty::Ty;

/// Deeper calls are taken to wait, and not to fail.
const DEPTH: usize = 12;

/// Answers about waiting, remembered by body.
#[derive(Debug)]
pub struct Pace<'p> {
    program: &'p Program,
    waits: RefCell<FxHashMap<BodyId, bool>>,
    hasty: RefCell<FxHashMap<BodyId, Option<Site>>>,
}

impl<'p> Pace<'p> {
    /// Of a program.
    pub fn new(program: &'p Program) -> Self {
        Self {
            program,
            waits: RefCell::default(),
            hasty: RefCell::default(),
        }
    }

    /// Whether a node may wait: for time to pass, for a message, for another task, or for something
    /// that was not seen.
    pub fn waits(&self, at: Site) -> bool {
        self.node_waits(at, 0)
    }

    /// The call to something outside the program (a connection, a store) whose failure comes out of
    /// this node with no wait before it.
    pub fn fails_at_once(&self, at: Site) -> Option<Site> {
        let body = self.program.body(at.body);
        match &body.node(at.node).op {
            Op::Call(call) => self.call_fails(at, call, call.awaited, 0),
            Op::Await(await_) => self.future_fails_at_once(at, &await_.future.value),
            _ => None,
        }
    }

    /// The same for a future that a `select!` at this node polls.
    pub fn future_fails_at_once(&self, at: Site, future: &Value) -> Option<Site> {
        let body = self.program.body(at.body);
        let made = effects::future_bodies(self.program, body, future);
        made.into_iter().find_map(|one| self.made_fails(at, one, 0))
    }

    fn node_waits(&self, at: Site, depth: usize) -> bool {
        let body = self.program.body(at.body);
        match &body.node(at.node).op {
            Op::Call(call) => self.call_waits(at, call, call.awaited, depth),
            Op::Await(await_) => {
                let made = effects::future_bodies(self.program, body, &await_.future.value);
                made.is_empty()
                    || made
                        .into_iter()
                        .any(|one| self.made_waits(at.body, one, depth))
            }
            Op::Select(_) => true,
            _ => false,
        }
    }

    fn made_waits(&self, id: BodyId, made: Made, depth: usize) -> bool {
        match made {
            Made::Block(block) => self.body_waits(block, depth + 1),
            Made::Call(node) => match &self.program.body(id).node(node).op {
                Op::Call(call) => self.call_waits(Site { body: id, node }, call, true, depth),
                _ => true,
            },
        }
    }

    /// What a value that is given to a spawn runs.
    fn runs(&self, at: Site, value: &Value) -> SmallVec<[Made; 1]> {
        match value {
            Value::Body(closure) => SmallVec::from_slice(&[Made::Block(*closure)]),
            value => effects::future_bodies(self.program, self.program.body(at.body), value),
        }
    }

    fn call_waits(&self, at: Site, call: &Call, polled: bool, depth: usize) -> bool {
        let waits = |effect: &Effect| {
            matches!(
                effect,
                Effect::Sleep
                    | Effect::Tick
                    | Effect::Recv
                    | Effect::Wait
                    | Effect::Join
                    | Effect::JoinAll
                    | Effect::IoRead
                    | Effect::Retry
                    | Effect::Call
                    | Effect::Timeout
                    | Effect::BlockOn
            )
        };
        let attrs = effects::attrs_of(self.program, call);
        if attrs.is_some_and(|attrs| attrs.effects.iter().any(waits)) {
            return true;
        }
        if is_yield(self.program, call) {
            return false;
        }
        // A task that is awaited where it is started takes as long as what it runs.
        if let (true, Some((run, _))) = (polled, tasks::spawned(self.program, call)) {
            let runs = self.runs(at, run);
            return runs.is_empty()
                || runs
                    .into_iter()
                    .any(|one| self.made_waits(at.body, one, depth));
        }
        let closures = effects::runs_closures(self.program, call)
            && call.args.iter().any(|arg| match arg.value {
                Value::Body(closure) => {
                    (polled || !self.program.body(closure).is_async)
                        && self.body_waits(closure, depth + 1)
                }
                _ => false,
            });
        if closures {
            return true;
        }
        let callees = effects::callees(self.program, call);
        if callees.is_empty() {
            // What a stub describes waits only as it says.
            let described = attrs.is_some_and(|attrs| !attrs.effects.is_empty());
            return polled && !described && !call_is_local(self.program, call);
        }
        callees.into_iter().any(|callee| {
            (polled || !self.program.body(callee).is_async) && self.body_waits(callee, depth + 1)
        })
    }

    fn body_waits(&self, id: BodyId, depth: usize) -> bool {
        if depth > DEPTH {
            return true;
        }
        if let Some(known) = self.waits.borrow().get(&id) {
            return *known;
        }
        // A recursion waits only where something else in it does.
        self.waits.borrow_mut().insert(id, false);
        let body = self.program.body(id);
        let found = body
            .nodes()
            .any(|(node, _)| self.node_waits(Site { body: id, node }, depth));
        self.waits.borrow_mut().insert(id, found);
        found
    }

    fn call_fails(&self, at: Site, call: &Call, polled: bool, depth: usize) -> Option<Site> {
        let body = self.program.body(at.body);
        if let Some(attrs) = effects::attrs_of(self.program, call) {
            if attrs.has(Effect::Timeout) || attrs.has(Effect::WrapsFuture) {
                let index = attrs
                    .future
                    .map_or(0, |index| usize::from(index) + usize::from(call.method));
                let arg = call.args.get(index)?;
                let made = effects::future_bodies(self.program, body, &arg.value);
                return made
                    .into_iter()
                    .find_map(|one| self.made_fails(at, one, depth));
            }
            let outside = effects::direct(self.program, body, at)
                .iter()
                .any(|effect| leaves(effect.kind));
            if let Some((run, _)) = tasks::spawned(self.program, call) {
                let runs = self.runs(at, run);
                let found = || {
                    runs.into_iter()
                        .find_map(|one| self.made_fails(at, one, depth))
                };
                return if polled { found() } else { None };
            }
            // It fails at once though it waits otherwise.
            let hasty = attrs.has(Effect::Accepts);
            let waits = !hasty && self.call_waits(at, call, polled, depth);
            let mut ty = &body.local(call.to).ty;
            if let Ty::Future(output) = ty {
                ty = output;
            }
            let fails = ty.is_known() && summary::may_be_failure(self.program, ty);
            if (outside || hasty) && fails && !waits {
                return Some(at);
            }
        }
        effects::callees(self.program, call)
            .into_iter()
            .filter(|callee| polled || !self.program.body(*callee).is_async)
            .find_map(|callee| self.body_fails(callee, depth + 1))
    }

    fn made_fails(&self, at: Site, made: Made, depth: usize) -> Option<Site> {
        match made {
            Made::Block(block) => self.body_fails(block, depth + 1),
            Made::Call(node) => match &self.program.body(at.body).node(node).op {
                Op::Call(call) => {
                    let body = at.body;
                    self.call_fails(Site { body, node }, call, true, depth)
                }
                _ => None,
            },
        }
    }

    /// The outside call in a body whose failure the body returns, with no wait from its start.
    fn body_fails(&self, id: BodyId, depth: usize) -> Option<Site> {
        if depth > DEPTH {
            return None;
        }
        if let Some(known) = self.hasty.borrow().get(&id) {
            return *known;
        }
        self.hasty.borrow_mut().insert(id, None);
        let body = self.program.body(id);
        let mut seen = NodeSet::new(body);
        let mut open = vec![NodeId(0)];
        let mut found = None;
        while let (Some(node), None) = (open.pop(), found) {
            if !seen.insert(node) {
                continue;
            }
            let at = Site { body: id, node };
            if let Some(leaf) = self.node_fails(at, depth)
                && self.hands_on(at, depth)
            {
                found = Some(leaf);
            }
            if !self.node_waits(at, depth) {
                open.extend(body.node(node).next.iter().map(|edge| edge.to));
            }
        }
        self.hasty.borrow_mut().insert(id, found);
        found
    }

    fn node_fails(&self, at: Site, depth: usize) -> Option<Site> {
        let body = self.program.body(at.body);
        match &body.node(at.node).op {
            Op::Call(call) => self.call_fails(at, call, call.awaited, depth),
            _ => None,
        }
    }

    /// Whether the failure of a node leaves its body, with no wait on the way.
    fn hands_on(&self, at: Site, depth: usize) -> bool {
        let body = self.program.body(at.body);
        if let Op::Call(call) = &body.node(at.node).op
            && call.outcome == Outcome::Propagated
        {
            return true;
        }
        let waits = |node: NodeId| {
            let body = at.body;
            self.node_waits(Site { body, node }, depth)
        };
        // `let ended = attempt().await; …; ended`
        let held = flow::named(body, at.node);
        let returned =
            flow::reachable(body, at.node, waits)
                .iter()
                .any(|node| match &body.node(node).op {
                    Op::Return(Value::Use(place)) => {
                        place.path.is_empty()
                            && place.as_local().is_some_and(|local| held.contains(&local))
                    }
                    _ => false,
                });
        if returned {
            return true;
        }
        flow::failures(body, at.node).into_iter().any(|start| {
            let mut after = flow::reachable(body, start, |node| {
                waits(node) || matches!(body.node(node).op, Op::LoopHead(_))
            });
            after.insert(start);
            after
                .iter()
                .any(|node| matches!(body.node(node).op, Op::Fail(_)))
        })
    }
}

/// Leaves the program, and may fail for as long as the other side is away.
fn leaves(kind: Effect) -> bool {
    matches!(
        kind,
        Effect::Outside
            | Effect::StoreRead
            | Effect::StoreWrite
            | Effect::RunsSql
            | Effect::Begin
            | Effect::Commit
            | Effect::IoWrite
    )
}

/// Lets others run, and goes on at once.
fn is_yield(program: &Program, call: &Call) -> bool {
    call.name == "yield_now"
        && matches!(&call.callee, Callee::Known(defs)
            if defs.iter().all(|def| program.def(*def).location.is_none()))
}

/// A constructor or a closure, which waits for nothing that is not seen.
fn call_is_local(program: &Program, call: &Call) -> bool {
    match &call.callee {
        Callee::Constructor(_) | Callee::Body(_) => true,
        Callee::Known(defs) => defs
            .iter()
            .all(|def| program.def(*def).location.is_some() && !call.awaited),
        _ => false,
    }
}
