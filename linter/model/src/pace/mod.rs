//! Whether something waits before it goes on, or fails at once: what keeps a loop from spinning.

mod ended;
mod given;
mod hasty;
mod reset;

use std::cell::RefCell;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use crate::body::{BodyId, Call, Callee, Op, Value};
use crate::effects::{self, Made, Site};
use crate::follow::Index;
use crate::memo::Memo;
use crate::program::Program;
use crate::stub::Effect;
use crate::tasks;
use crate::timers::Timers;

pub use ended::{Says, Source, SourceKind, ended_ways, is_none, is_unused};
pub use hasty::{Hasty, is_ignored};
pub use reset::Reset;

/// Deeper calls are taken to wait, and not to fail.
const DEPTH: usize = 12;

/// Answers about waiting, remembered by body.
#[derive(Debug)]
pub struct Pace<'p> {
    program: &'p Program,
    index: &'p Index,
    waits: RefCell<FxHashMap<BodyId, bool>>,
    hasty: RefCell<FxHashMap<BodyId, Option<Hasty>>>,
    sources: Memo<(BodyId, usize), Option<(Source, Says)>>,
    /// Ticks of an interval whose first tick comes at once.
    early: FxHashSet<Site>,
}

impl<'p> Pace<'p> {
    /// Of a program.
    pub fn new(program: &'p Program, index: &'p Index, timers: &Timers) -> Self {
        let at_once = timers.intervals.iter().filter(|one| one.at_once);
        Self {
            program,
            index,
            waits: RefCell::default(),
            hasty: RefCell::default(),
            sources: Memo::default(),
            early: at_once
                .flat_map(|one| one.ticks.iter().map(|tick| tick.at))
                .collect(),
        }
    }

    /// Whether a node may wait: for time to pass, for a message, for another task, or for something
    /// that was not seen.
    pub fn waits(&self, at: Site) -> bool {
        self.node_waits(at, 0)
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
                    | Effect::BlockOn
            )
        };
        let attrs = effects::attrs_of(self.program, call);
        if let Some(within) = attrs.filter(|attrs| attrs.has(Effect::Timeout)) {
            // It waits no longer than what it is given.
            let index = within
                .future
                .map(|index| usize::from(index) + usize::from(call.method));
            let given = index.and_then(|index| call.args.get(index));
            let runs = given.map(|arg| self.runs(at, &arg.value));
            return runs.is_none_or(|runs| {
                runs.is_empty()
                    || runs
                        .into_iter()
                        .any(|one| self.made_waits(at.body, one, depth))
            });
        }
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
