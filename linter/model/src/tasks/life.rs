//! How a task lives and ends.

use rustc_hash::FxHashSet;

use crate::body::{Body, BodyId, Call, Callee, LoopId, NodeId, Op, Outcome, Value};
use crate::channels;
use crate::effects::{self, Made, Site};
use crate::flow;
use crate::follow::Index;
use crate::place::{Place, Root};
use crate::program::Program;
use crate::slots;
use crate::stub::Effect;
use crate::ty::Ty;

use super::cause::{self, Cause};
use super::{events, input, runs};

/// A way out of a task that nobody notices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exit {
    /// Where the body fails or panics.
    pub at: Site,
    /// The call that failed, where one is known.
    pub of: Option<Site>,
    /// What failed there, maybe in a callee.
    pub cause: Cause,
    /// It ends by a panic, not by an error.
    pub panics: bool,
    /// When.
    pub when: When,
}

/// When a task ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// In a turn of its loop.
    Turn,
    /// Before its loop begins.
    Setup,
    /// In a body that does one thing and ends.
    Once,
}

/// A loop of a task.
#[derive(Clone, Copy, Debug)]
pub struct Turns {
    /// The body that holds it.
    pub body: BodyId,
    /// The loop.
    pub of: LoopId,
    /// Its head.
    pub head: NodeId,
    /// It is what the task is for.
    pub lasts: bool,
}

/// How a task lives and ends.
#[derive(Debug, Default)]
pub struct Life {
    /// Its loop takes messages from a channel that closes with the task: whoever sends may notice.
    pub serves: bool,
    /// One of its loops is what the task is for: it does not only read something to its end.
    pub lasts: bool,
    /// No way leads out of a loop of it but failures.
    pub endless: bool,
    /// Its loops that wait for events or never end, with the body that holds them.
    pub loops: Vec<Turns>,
    /// The ways out that lose something, the worst first.
    pub exits: Vec<Exit>,
}

/// How deep callees are looked into.
pub(super) const DOWN: usize = 4;

/// How a body lives and ends.
pub fn life(program: &Program, index: &Index, id: BodyId) -> Life {
    let mut walker = Walker {
        program,
        index,
        life: Life::default(),
        seen: FxHashSet::default(),
    };
    let start = Here {
        depth: 0,
        swallowed: true,
        returned: true,
        inside: false,
    };
    walker.walk(id, start);
    let mut life = walker.life;
    life.loops.sort_by_key(|turns| !turns.lasts);
    life.exits.retain(|exit| match exit.when {
        When::Turn => true,
        When::Setup => life.lasts,
        When::Once => life.loops.is_empty(),
    });
    life.exits.sort_by_key(|exit| {
        (
            exit.cause == Cause::Gone,
            exit.panics,
            exit.when,
            exit.cause,
            exit.at,
        )
    });
    life
}

struct Walker<'a> {
    program: &'a Program,
    index: &'a Index,
    life: Life,
    seen: FxHashSet<BodyId>,
}

/// Where a node stands in the life of its task.
#[derive(Clone, Copy)]
struct Here {
    depth: usize,
    /// An error that the body returns reaches nobody.
    swallowed: bool,
    /// An error that the body returns is the task's own result.
    returned: bool,
    /// In an event loop.
    inside: bool,
}

impl Here {
    fn below(self, outcome: Outcome) -> Self {
        Self {
            depth: self.depth + 1,
            swallowed: self.swallowed && is_swallowed(outcome),
            returned: self.returned && outcome == Outcome::Propagated,
            ..self
        }
    }
}

impl Walker<'_> {
    /// Looks at a body that the task runs to its end; tells whether it holds an event loop.
    fn walk(&mut self, id: BodyId, from: Here) -> bool {
        let Here {
            depth, swallowed, ..
        } = from;
        if depth > DOWN || !self.seen.insert(id) {
            return false;
        }
        let program = self.program;
        let body = program.body(id);
        let loops: Vec<LoopId> = (0..body.loops.len())
            .map(|of| LoopId(of as u32))
            .filter(|of| events::is_event_loop(program, id, *of))
            .collect();
        // What comes after these is no preparation any more.
        let mut begun: Vec<NodeId> = Vec::new();
        for of in &loops {
            let head = body.loops[of.0 as usize].head;
            let lasts = events::lasts(program, id, *of, depth);
            self.life.loops.push(Turns {
                body: id,
                of: *of,
                head,
                lasts,
            });
            self.life.lasts |= lasts;
            self.life.serves |= events::serves(program, id, *of);
            self.life.endless |= events::never_ends(body, *of);
            begun.push(head);
        }
        let mut early = Vec::new();
        for (node, data) in body.nodes() {
            let inside = loops.iter().any(|of| body.loop_within(data.in_loop, *of));
            let here = Here { inside, ..from };
            let at = Site { body: id, node };
            match &data.op {
                Op::Fail(_) if inside && swallowed && events::cuts_short(body, node) => {
                    self.fails(at, When::Turn);
                }
                Op::Panic if inside => self.gives_up(at),
                Op::Call(call) if inside => {
                    self.note_panic(at, call, When::Turn);
                    self.note_job(at, call);
                }
                Op::Await(await_) if inside => {
                    if let Value::Use(job) = &await_.future.value
                        && is_any_future(program, &await_.future.ty)
                        && is_received(program, body, job)
                    {
                        self.runs_job(at);
                    }
                }
                _ if !inside => early.push(at),
                _ => {}
            }
            if self.node(at, here, !loops.is_empty()) {
                begun.push(node);
            }
        }
        // A callee's own errors come out of the call; what a body that leads to no loop returns is
        // the end of a task that does one thing.
        let when = if begun.is_empty() {
            When::Once
        } else {
            When::Setup
        };
        let after: Vec<_> = begun
            .iter()
            .map(|node| flow::reachable(body, *node, |_| false))
            .collect();
        for at in early {
            if after.iter().any(|after| after.contains(at.node)) {
                continue;
            }
            match &body.node(at.node).op {
                Op::Fail(_) if when == When::Once && !from.returned => {}
                Op::Fail(_) if swallowed => self.fails(at, when),
                Op::Call(call) => self.note_panic(at, call, when),
                _ => {}
            }
        }
        !begun.is_empty()
    }

    /// Looks at one node; tells whether an event loop runs there.
    fn node(&mut self, at: Site, here: Here, has_loop: bool) -> bool {
        let program = self.program;
        let body = program.body(at.body);
        match &body.node(at.node).op {
            Op::Call(call) => self.call(at, call, here, has_loop),
            Op::Await(await_) => {
                let outcome = self.outcome(at, await_.outcome);
                let mut begins = self.future(at.body, &await_.future.value, outcome, here);
                if let Some(param) = runs::param_of(program, at.body, &await_.future.value)
                    && !here.inside
                {
                    let below = here.below(await_.outcome);
                    for run in runs::passed(program, self.index, param, 0) {
                        begins |= self.walk(run.body, below);
                    }
                }
                begins
            }
            // `select! { _ = run() => .., _ = shutdown => .. }`
            Op::Select(select) if !here.inside => {
                // In a loop it is polled again after it failed.
                let outcome = match body.node(at.node).in_loop {
                    Some(_) => Outcome::Handled,
                    None => Outcome::Discarded,
                };
                let mut begins = false;
                for arm in &select.arms {
                    begins |= self.future(at.body, &arm.future.value, outcome, here);
                }
                begins
            }
            _ => false,
        }
    }

    /// Looks at a future that is polled to its end here.
    fn future(&mut self, id: BodyId, value: &Value, outcome: Outcome, here: Here) -> bool {
        let body = self.program.body(id);
        if is_caught(self.program, body, value) {
            return false;
        }
        let mut begins = false;
        for made in effects::future_bodies(self.program, body, value) {
            match made {
                Made::Block(block) => begins |= self.enter(block, outcome, here),
                Made::Call(node) => {
                    let Op::Call(call) = &body.node(node).op else {
                        continue;
                    };
                    // What an arm does with a result is said where the call stands.
                    let outcome = match call.outcome {
                        Outcome::Used | Outcome::Kept => outcome,
                        known => known,
                    };
                    for callee in effects::callees(self.program, call) {
                        begins |= self.enter(callee, outcome, here);
                    }
                }
            }
        }
        begins
    }

    /// What becomes of a failure at a node: who asks for it only to panic has looked at nothing.
    fn outcome(&self, at: Site, outcome: Outcome) -> Outcome {
        let body = self.program.body(at.body);
        let panics = |start: NodeId| {
            let mut at = start;
            for _ in 0..12 {
                match (&body.node(at).op, body.node(at).next.as_slice()) {
                    (Op::Panic, _) => return true,
                    (Op::Log, _) => return false,
                    (_, [one]) => at = one.to,
                    _ => return false,
                }
            }
            false
        };
        let failures = flow::failures(body, at.node);
        match !failures.is_empty() && failures.into_iter().all(panics) {
            true => Outcome::Panics,
            false => outcome,
        }
    }

    fn enter(&mut self, id: BodyId, outcome: Outcome, here: Here) -> bool {
        if here.inside {
            self.panics(id, 1);
            return false;
        }
        self.walk(id, here.below(outcome))
    }

    fn call(&mut self, at: Site, call: &Call, here: Here, has_loop: bool) -> bool {
        let program = self.program;
        let attrs = effects::attrs_of(program, call);
        if call.name == "catch_unwind" {
            return false;
        }
        let mut begins = false;
        for callee in effects::callees(program, call) {
            if !program.body(callee).is_async || call.awaited {
                begins |= self.enter(callee, self.outcome(at, call.outcome), here);
            }
        }
        // `token.run_until_cancelled(run())`
        if let Some(position) = attrs.and_then(|attrs| attrs.future)
            && call.awaited
        {
            let position = usize::from(position) + usize::from(call.method);
            if let Some(arg) = call.args.get(position) {
                begins |= self.future(at.body, &arg.value, Outcome::Discarded, here);
            }
        }
        // A job given to something that the loop drives: it panics inside the loop.
        let unseen = matches!(call.callee, Callee::Other | Callee::Unknown);
        if unseen && has_loop && !here.inside {
            for arg in &call.args {
                if let Value::Body(closure) = arg.value
                    && !program.body(closure).is_async
                {
                    self.panics(closure, 1);
                }
            }
        }
        begins
    }

    /// Panics of a body that the loop runs.
    fn panics(&mut self, id: BodyId, depth: usize) {
        if depth > DOWN || !self.seen.insert(id) {
            return;
        }
        let body = self.program.body(id);
        if body.test {
            return;
        }
        for (node, call) in body.calls() {
            self.note_panic(Site { body: id, node }, call, When::Turn);
            if call.name == "catch_unwind" {
                continue;
            }
            for callee in effects::callees(self.program, call) {
                if !self.program.body(callee).is_async || call.awaited {
                    self.panics(callee, depth + 1);
                }
            }
        }
    }

    /// An error that ends the task, unless it is logged before.
    fn fails(&mut self, at: Site, when: When) {
        if let Some(failure) = cause::why_fails(self.program, at.body, at.node, 0)
            && !failure.logged
        {
            self.life.exits.push(Exit {
                at,
                of: failure.of,
                cause: failure.cause,
                panics: false,
                when,
            });
        }
    }

    /// `panic!` where something failed.
    fn gives_up(&mut self, at: Site) {
        if let Some(failure) = cause::why_fails(self.program, at.body, at.node, 0) {
            self.life.exits.push(Exit {
                at,
                of: failure.of,
                cause: failure.cause,
                panics: true,
                when: When::Turn,
            });
        }
    }

    /// `job()`, where the job came out of a channel: what others send it to run may panic.
    fn note_job(&mut self, at: Site, call: &Call) {
        let body = self.program.body(at.body);
        if let Callee::Parameter(job) = call.callee
            && is_received(self.program, body, &Place::local(job))
        {
            self.runs_job(at);
        }
    }

    fn runs_job(&mut self, at: Site) {
        self.life.exits.push(Exit {
            at,
            of: Some(at),
            cause: Cause::Given,
            panics: true,
            when: When::Turn,
        });
    }

    /// An `unwrap` of something that fails.
    fn note_panic(&mut self, at: Site, call: &Call, when: When) {
        if call.outcome != Outcome::Panics {
            return;
        }
        if let Some(mut cause) = cause::of_panic(self.program, call) {
            // What somebody else has sent need not be what is expected.
            if cause == Cause::Absent && input::is_misread(self.program, at, call) {
                cause = Cause::Outside;
            }
            self.life.exits.push(Exit {
                at,
                of: Some(at),
                cause,
                panics: true,
                when,
            });
        }
    }
}

/// Whether a future is not of a type that is known: `Pin<Box<dyn Future>>`.
fn is_any_future(program: &Program, ty: &Ty) -> bool {
    match slots::peel(program, ty) {
        Ty::Bounds(_) | Ty::Param(_) | Ty::Future(_) => true,
        Ty::Adt(def, args) if program.def(*def).location.is_none() => args
            .first()
            .is_some_and(|inner| matches!(inner, Ty::Bounds(_))),
        _ => false,
    }
}

/// Whether a place is what a receive has yielded, or a part of it.
pub fn is_received(program: &Program, body: &Body, place: &Place) -> bool {
    let mut at = place.as_local();
    for _ in 0..6 {
        let Some(node) = at.and_then(|local| body.local(local).def) else {
            return false;
        };
        match &body.node(node).op {
            Op::Call(call) => {
                if channels::receiving(program, call).is_some() {
                    return true;
                }
                // `receiver.lock().unwrap().recv().unwrap()`
                let unwraps = ["unwrap", "expect", "ok", "unwrap_or_else"]
                    .iter()
                    .any(|name| call.name == *name);
                let first = call.args.first().and_then(|arg| arg.place.as_ref());
                at = first.filter(|_| unwraps).and_then(Place::as_local);
            }
            Op::Assign(_, Value::Use(from)) => {
                at = match from.root {
                    Root::Local(local) => Some(local),
                    Root::Static(_) => None,
                }
            }
            _ => return false,
        }
    }
    false
}

/// Whether a failure with this outcome reaches nobody here.
fn is_swallowed(outcome: Outcome) -> bool {
    matches!(
        outcome,
        Outcome::Propagated | Outcome::Discarded | Outcome::Panics
    )
}

/// Whether a panic of a future is caught where it is polled.
fn is_caught(program: &Program, body: &Body, value: &Value) -> bool {
    let mut value = value;
    for _ in 0..8 {
        let (Value::Use(place) | Value::Ref(_, place)) = value else {
            return false;
        };
        let made = place.as_local().and_then(|local| body.local(local).def);
        match made.map(|node| &body.node(node).op) {
            Some(Op::Call(call)) if call.name == "catch_unwind" => return true,
            Some(Op::Call(call)) => {
                let wraps = effects::attrs_of(program, call)
                    .is_some_and(|attrs| attrs.has(Effect::WrapsFuture));
                match call.args.first() {
                    Some(arg) if wraps => value = &arg.value,
                    _ => return false,
                }
            }
            Some(Op::Assign(_, from)) => value = from,
            _ => return false,
        }
    }
    false
}
