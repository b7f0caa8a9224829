//! Tasks and threads: where they are spawned, what they run, and what becomes of their handles.

use rustc_hash::FxHashSet;

use crate::body::{
    Body, BodyId, BodyKind, Call, Callee, EdgeKind, LocalId, LocalKind, NodeId, Op, Outcome, Value,
};
use crate::effects::{self, Made, Site};
use crate::flow;
use crate::follow::{self, Field, Index, Role, Trail, Use};
use crate::place::Root;
use crate::program::Program;
use crate::stub::{Effect, TypeAttrs, TypeWord};
use crate::ty::Ty;

/// A task or thread that something starts.
#[derive(Debug)]
pub struct Spawn {
    /// The call that starts it: a spawn, or a call of a function that spawns and returns the handle.
    pub at: Site,
    /// The spawn itself.
    pub spawned: Site,
    /// An operating-system thread.
    pub thread: bool,
    /// The bodies that run: more than one where a wrapper runs what its callers pass.
    pub runs: Vec<Run>,
    /// What becomes of the handle.
    pub fate: Fate,
}

/// A body that a task runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The body.
    pub body: BodyId,
    /// The call that passes it to a wrapper.
    pub passed: Option<Site>,
}

/// What becomes of a task's handle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Somebody learns of the end, or it was not seen that nobody does.
    Watched,
    /// Dropped at once, or bound to a name that nothing uses.
    Dropped,
    /// Stored in a field that nobody looks at.
    Stored(Field),
    /// Joined, but only after everything was told to stop.
    JoinedLate(Site),
    /// Ended by its owner, who does not learn of an end before that.
    Aborted,
    /// Put into a set of tasks, which is joined only where the set is closed, or never.
    Set(Field, Option<Site>),
}

/// The tasks of the workspace.
#[derive(Debug, Default)]
pub struct Tasks {
    /// Every spawn whose handle was followed.
    pub spawns: Vec<Spawn>,
}

/// How many wrappers may return a handle on.
const DEPTH: usize = 4;

impl Tasks {
    /// Finds the tasks of a program.
    pub fn new(program: &Program, index: &Index) -> Self {
        let mut tasks = Self::default();
        for (id, body) in program.bodies() {
            if body.test || program.is_test_file(body.file) {
                continue;
            }
            for (node, call) in body.calls() {
                let at = Site { body: id, node };
                let Some((arg, thread)) = spawned(program, call) else {
                    continue;
                };
                let runs = runs(program, index, id, arg, 0);
                tasks.handle(program, index, at, at, thread, runs, 0);
            }
        }
        tasks
    }

    #[allow(
        clippy::too_many_arguments,
        reason = "the parts of one spawn, used nowhere else"
    )]
    fn handle(
        &mut self,
        program: &Program,
        index: &Index,
        at: Site,
        spawned: Site,
        thread: bool,
        runs: Vec<Run>,
        depth: usize,
    ) {
        let Some(call) = follow::call_at(program, at) else {
            return;
        };
        let (fate, returned) = fate(program, index, at, call, depth);
        // The question passes on to whoever calls the function that returns the handle.
        if let (Fate::Watched, Some(function)) = (&fate, returned)
            && depth < DEPTH
        {
            for caller in index.callers_of(program, function) {
                let from_here = |run: &Run| run.passed.is_none_or(|passed| passed == *caller);
                let runs = runs.iter().copied().filter(from_here).collect();
                self.handle(program, index, *caller, spawned, thread, runs, depth + 1);
            }
            return;
        }
        self.spawns.push(Spawn {
            at,
            spawned,
            thread,
            runs,
            fate,
        });
    }
}

/// The value that a call runs as a task, and whether that is a thread.
fn spawned<'p>(program: &Program, call: &'p Call) -> Option<(&'p Value, bool)> {
    let attrs = effects::attrs_of(program, call)?;
    let thread = attrs.has(Effect::SpawnThread);
    let task = [Effect::Spawn, Effect::SpawnLocal, Effect::SpawnBlocking]
        .into_iter()
        .any(|kind| attrs.has(kind));
    if !thread && !task {
        return None;
    }
    let position = usize::from(attrs.spawned?) + usize::from(call.method);
    Some((&call.args.get(position)?.value, thread))
}

/// The bodies that a value given to a spawn runs.
fn runs(program: &Program, index: &Index, id: BodyId, value: &Value, depth: usize) -> Vec<Run> {
    let body = program.body(id);
    if let Value::Fn(def) = value {
        return program
            .body_of
            .get(def)
            .map(|body| Run {
                body: *body,
                passed: None,
            })
            .into_iter()
            .collect();
    }
    let mut found = Vec::new();
    for made in effects::future_bodies(program, body, value) {
        match made {
            Made::Block(block) => found.push(Run {
                body: block,
                passed: None,
            }),
            Made::Call(node) => {
                if let Op::Call(call) = &body.node(node).op {
                    for callee in effects::callees(program, call) {
                        match returned_block(program, callee) {
                            Some(block) => found.push(Run {
                                body: block,
                                passed: None,
                            }),
                            None => found.push(Run {
                                body: callee,
                                passed: None,
                            }),
                        }
                    }
                }
            }
        }
    }
    if let (true, Some(param)) = (found.is_empty() && depth < 3, param_of(program, id, value)) {
        found = passed(program, index, param, depth);
    }
    found
}

/// The async block that a function which is not async returns.
fn returned_block(program: &Program, id: BodyId) -> Option<BodyId> {
    let body = program.body(id);
    if body.is_async {
        return None;
    }
    body.nodes().find_map(|(_, node)| match &node.op {
        Op::Return(value) => effects::future_bodies(program, body, value)
            .into_iter()
            .find_map(|made| match made {
                Made::Block(block) => Some(block),
                Made::Call(_) => None,
            }),
        _ => None,
    })
}

/// The parameter of a function that a value is, captured or not.
fn param_of(program: &Program, id: BodyId, value: &Value) -> Option<(BodyId, u32)> {
    let (Value::Use(place) | Value::Ref(_, place)) = value else {
        return None;
    };
    let (Root::Local(mut local), true) = (place.root, place.path.is_empty()) else {
        return None;
    };
    let mut at = id;
    for _ in 0..8 {
        let body = program.body(at);
        match body.local(local).kind {
            LocalKind::Param(position) if body.kind == BodyKind::Fn => return Some((at, position)),
            LocalKind::Capture(outer) => {
                at = body.parent?;
                local = outer;
            }
            LocalKind::Variable => {
                // `let task = task.boxed();`
                let node = body.local(local).def?;
                let Op::Assign(_, Value::Use(from)) = &body.node(node).op else {
                    return None;
                };
                local = from.as_local().filter(|_| from.path.is_empty())?;
            }
            _ => return None,
        }
    }
    None
}

/// What the callers of a function pass as this parameter.
fn passed(
    program: &Program,
    index: &Index,
    (function, position): (BodyId, u32),
    depth: usize,
) -> Vec<Run> {
    let mut found = Vec::new();
    for caller in index.callers_of(program, function) {
        let Some(call) = follow::call_at(program, *caller) else {
            continue;
        };
        if program.body(caller.body).test || program.is_test_file(program.body(caller.body).file) {
            continue;
        }
        let Some(arg) = call.args.get(position as usize) else {
            continue;
        };
        for run in runs(program, index, caller.body, &arg.value, depth + 1) {
            found.push(Run {
                passed: Some(*caller),
                ..run
            });
        }
    }
    found
}

fn is_task(attrs: &TypeAttrs) -> bool {
    attrs.is(TypeWord::TaskHandle)
}

/// What becomes of the handle that a call yields, and the function that returns it.
fn fate(
    program: &Program,
    index: &Index,
    at: Site,
    call: &Call,
    depth: usize,
) -> (Fate, Option<BodyId>) {
    let body = program.body(at.body);
    let attrs = effects::attrs_of(program, call);
    if let (Some(attrs), 0) = (attrs, depth) {
        if attrs.has(Effect::Detach) {
            return (Fate::Dropped, None);
        }
        if call.method && into_set(program, call) {
            return (set_fate(program, index, at, call), None);
        }
        if call.awaited {
            return (Fate::Watched, None);
        }
    }
    let result = &body.local(call.to).ty;
    if !follow::holds(program, result, &is_task) {
        // A set's abort handle, a scope, something that no stub describes.
        return (Fate::Watched, None);
    }
    if call.awaited && depth > 0 && !program.body(effects::callees(program, call)[0]).is_async {
        return (Fate::Watched, None);
    }
    let owned = follow::holds(program, result, &|attrs| attrs.is(TypeWord::AbortOnDrop));
    let trail = follow::follow(program, index, (at.body, call.to), &is_task, false);
    if let Some(function) = trail.returned.first() {
        return (Fate::Watched, Some(*function));
    }
    let fate = handle_fate(program, at, &trail);
    match fate {
        Fate::Dropped | Fate::Stored(_) if owned || trail.abort_on_drop => (Fate::Aborted, None),
        fate => (fate, None),
    }
}

/// Whether a call is a method of a set of tasks, whatever guards the set.
fn into_set(program: &Program, call: &Call) -> bool {
    let Callee::Known(defs) = &call.callee else {
        return false;
    };
    let owner = defs
        .first()
        .and_then(|def| program.function(*def))
        .and_then(|function| function.self_def);
    owner
        .and_then(|owner| program.def(owner).as_adt())
        .is_some_and(|adt| adt.attrs.is(TypeWord::TaskSet) && adt.attrs.is(TypeWord::AbortOnDrop))
}

fn is_set(program: &Program, ty: &Ty) -> bool {
    program.adt(ty).is_some_and(|(_, adt)| {
        adt.attrs.is(TypeWord::TaskSet) && adt.attrs.is(TypeWord::AbortOnDrop)
    })
}

/// Whether a use learns how the task ended.
fn joins(program: &Program, one: &Use) -> bool {
    match one.role {
        Role::Awaited | Role::Arm(_) => true,
        Role::Arg(_) => {
            let Some(call) = follow::call_at(program, one.at) else {
                return false;
            };
            let Some(attrs) = effects::attrs_of(program, call) else {
                return call.awaited;
            };
            let inside = !effects::callees(program, call).is_empty();
            attrs.has(Effect::Join) || attrs.has(Effect::JoinAll) || (call.awaited && !inside)
                // A watcher that asks now and then learns of it too.
                || call.name == "is_finished"
                || call.name == "poll"
        }
    }
}

fn handle_fate(program: &Program, at: Site, trail: &Trail) -> Fate {
    let joined: Vec<&Use> = trail
        .uses
        .iter()
        .filter(|one| joins(program, one))
        .collect();
    if joined.is_empty() {
        if trail.lost {
            return Fate::Watched;
        }
        let aborted = trail.uses.iter().any(|one| {
            let call = follow::call_at(program, one.at);
            let attrs = call.and_then(|call| effects::attrs_of(program, call));
            attrs.is_some_and(|attrs| attrs.has(Effect::Abort) || attrs.has(Effect::CancelHandle))
        });
        return match (aborted, trail.fields.first()) {
            (true, _) => Fate::Aborted,
            (false, Some(field)) => Fate::Stored(*field),
            (false, None) => Fate::Dropped,
        };
    }
    if trail.lost {
        return Fate::Watched;
    }
    let first = joined[0].at;
    let late = joined.iter().all(|one| is_late(program, at, one.at, trail));
    if late {
        Fate::JoinedLate(first)
    } else {
        Fate::Watched
    }
}

/// Whether a join happens only once everything is told to stop.
fn is_late(program: &Program, spawned: Site, join: Site, trail: &Trail) -> bool {
    let body = program.body(join.body);
    if join.body == spawned.body {
        return after_signal(program, spawned, join.node);
    }
    // In a loop it is a watcher, whatever else the loop does.
    if body.node(join.node).in_loop.is_none() && told_before(program, join) {
        return true;
    }
    // Handed on by the body that spawned it, after it had waited for a signal.
    let mut here = trail
        .uses
        .iter()
        .filter(|one| one.at.body == spawned.body)
        .peekable();
    trail.fields.is_empty()
        && here.peek().is_some()
        && here.all(|one| after_signal(program, spawned, one.at.node))
}

/// Whether the body waits for a signal to end between a spawn and a later node.
fn after_signal(program: &Program, spawned: Site, later: NodeId) -> bool {
    let body = program.body(spawned.body);
    let between = flow::reachable(body, spawned.node, |_| false);
    body.nodes().any(|(node, data)| {
        let waits = match &data.op {
            Op::Call(call) => call.awaited && is_signal(program, call),
            Op::Select(select) => select.arms.iter().any(|arm| {
                effects::future_bodies(program, body, &arm.future.value).into_iter().any(|made| match made {
                    Made::Call(node) => matches!(&body.node(node).op, Op::Call(call) if is_signal(program, call)),
                    Made::Block(_) => false,
                })
            }),
            _ => false,
        };
        waits && between.contains(node) && follow::comes_after(body, node, later)
    })
}

/// Waits for the operating system to ask for the end.
fn is_signal(program: &Program, call: &Call) -> bool {
    let Callee::Known(defs) = &call.callee else {
        return false;
    };
    defs.iter().any(|def| {
        let path = &program.def(*def).path;
        path.starts_with("tokio::signal")
            || path.starts_with("async_signal")
            || path.starts_with("signal_hook")
    }) || effects::callees(program, call).iter().any(|callee| {
        // `shutdown_signal().await`, one call down.
        let body = program.body(*callee);
        body.calls().any(|(_, inner)| match &inner.callee {
            Callee::Known(defs) => defs
                .iter()
                .any(|def| program.def(*def).path.starts_with("tokio::signal")),
            _ => false,
        })
    })
}

/// Whether the body that joins has told the task to stop before.
fn told_before(program: &Program, join: Site) -> bool {
    let body = program.body(join.body);
    body.nodes().any(|(node, data)| {
        let Op::Call(call) = &data.op else {
            return false;
        };
        let tells = effects::attrs_of(program, call).is_some_and(|attrs| {
            [
                Effect::Send,
                Effect::TrySend,
                Effect::Cancel,
                Effect::Notify,
                Effect::Abort,
                Effect::Close,
                Effect::Reply,
            ]
            .into_iter()
            .any(|kind| attrs.has(kind))
        });
        tells && follow::comes_after(body, node, join.node)
    })
}

/// What becomes of what is put into a set of tasks.
fn set_fate(program: &Program, index: &Index, at: Site, call: &Call) -> Fate {
    let body = program.body(at.body);
    let Some(place) = call.args.first().and_then(|arg| arg.place.as_ref()) else {
        return Fate::Watched;
    };
    let field = place.path.iter().rev().find_map(|step| match step {
        crate::place::Step::Field(Some(owner), name) => Some((*owner, *name)),
        _ => None,
    });
    let Some(field) = field else {
        return Fate::Watched;
    };
    // Only sets that outlive the function that fills them.
    let outside = match place.root {
        Root::Static(_) => true,
        // A guard or reference to what holds the set; an owner that is built here dies here.
        Root::Local(local) => {
            matches!(
                body.local(local).kind,
                LocalKind::Param(_) | LocalKind::Capture(_)
            ) || body.local(local).ty.adt() != Some(field.0)
        }
    };
    if !outside {
        return Fate::Watched;
    }
    let is = |attrs: &TypeAttrs| attrs.is(TypeWord::TaskSet);
    let trail = follow::follow_field(program, index, field, &is);
    let mut closed = None;
    for one in &trail.uses {
        let Some(call) = follow::call_at(program, one.at) else {
            return Fate::Watched;
        };
        let Some(attrs) = effects::attrs_of(program, call) else {
            if one.role == Role::Arg(0) || call.awaited {
                return Fate::Watched;
            }
            continue;
        };
        if attrs.has(Effect::Join) {
            if !closes(program, one.at, call) {
                return Fate::Watched;
            }
            closed = Some(one.at);
        }
    }
    if trail.lost {
        Fate::Watched
    } else {
        Fate::Set(field, closed)
    }
}

/// Whether a join happens where the set is given up: taken out of its place, aborted, or waited for
/// until it is empty by a function that the end of the owner calls.
fn closes(program: &Program, at: Site, call: &Call) -> bool {
    let body = program.body(at.body);
    if call.name == "shutdown" || call.name == "join_all" {
        return true;
    }
    let owner = program.function(body.owner);
    if owner.is_some_and(|owner| owner.receiver == Some(crate::def::Receiver::Value)) {
        return true;
    }
    // `mem::take` of a set before: what is joined here is no longer what is filled.
    body.nodes().any(|(node, data)| {
        let Op::Call(taken) = &data.op else {
            return false;
        };
        let takes = effects::attrs_of(program, taken).is_some_and(|attrs| {
            attrs.has(Effect::Take) || attrs.has(Effect::Abort) || attrs.has(Effect::Cancel)
        });
        takes
            && follow::comes_after(body, node, at.node)
            && (is_set(program, &body.local(taken.to).ty)
                || taken.args.iter().any(|arg| is_set(program, &arg.ty)))
    })
}

/// A way out of a long-lived loop that nobody notices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exit {
    /// Where the body fails or panics.
    pub at: Site,
    /// What failed there, maybe in a callee.
    pub cause: Cause,
    /// It ends by a panic, not by an error.
    pub panics: bool,
}

/// Why an exit is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// A store or something outside the program failed.
    Outside,
    /// Something failed that is not described.
    Other,
    /// A peer hung up, or a channel was closed: the end of the task's work.
    Gone,
}

/// How a task lives and ends.
#[derive(Debug, Default)]
pub struct Life {
    /// Its loop takes messages from a channel that closes with the task: whoever sends may notice.
    pub serves: bool,
    /// Its loops that wait for events, with the body that holds them.
    pub loops: Vec<(BodyId, NodeId)>,
    /// The ways out of them that lose something.
    pub exits: Vec<Exit>,
}

/// A helper that only waits for the next event is no longer than this many nodes.
const HELPER: usize = 60;

/// How deep callees are looked into.
const DOWN: usize = 4;

/// How a body lives and ends. `resolve` tells what a future that was passed in runs.
pub fn life(program: &Program, index: &Index, id: BodyId) -> Life {
    let mut life = Life::default();
    let mut walker = Walker {
        program,
        index,
        life: &mut life,
        seen: FxHashSet::default(),
    };
    walker.walk(id, 0, true);
    life.exits
        .sort_by_key(|exit| (exit.panics, exit.cause, exit.at));
    life
}

struct Walker<'a> {
    program: &'a Program,
    index: &'a Index,
    life: &'a mut Life,
    seen: FxHashSet<BodyId>,
}

impl Walker<'_> {
    /// Looks at a body that the task runs to its end. `swallowed`: its error reaches nobody.
    fn walk(&mut self, id: BodyId, depth: usize, swallowed: bool) {
        if depth > DOWN || !self.seen.insert(id) {
            return;
        }
        let program = self.program;
        let body = program.body(id);
        let loops: Vec<usize> = (0..body.loops.len())
            .filter(|of| is_event_loop(program, id, *of))
            .collect();
        for of in &loops {
            self.life.loops.push((id, body.loops[*of].head));
            self.life.serves |= serves(program, id, *of);
        }
        let in_event_loop = |node: NodeId| {
            loops.iter().any(|of| {
                body.loop_within(body.node(node).in_loop, crate::body::LoopId(*of as u32))
            })
        };
        for (node, data) in body.nodes() {
            let at = Site { body: id, node };
            let inside = in_event_loop(node);
            match &data.op {
                Op::Fail(_) if inside && swallowed && cuts_short(body, node) => {
                    if let Some(cause) = why_fails(program, id, node, 0) {
                        self.life.exits.push(Exit {
                            at,
                            cause,
                            panics: false,
                        });
                    }
                }
                Op::Call(call) => self.call(at, call, inside, !loops.is_empty(), depth, swallowed),
                Op::Await(await_) => {
                    for made in effects::future_bodies(program, body, &await_.future.value) {
                        match made {
                            Made::Block(block) if !inside => {
                                self.walk(
                                    block,
                                    depth + 1,
                                    swallowed && is_swallowed(await_.outcome),
                                );
                            }
                            Made::Block(block) => self.panics(block, 1),
                            Made::Call(made) => {
                                if let Op::Call(call) = &body.node(made).op {
                                    self.run_call(call, await_.outcome, inside, depth, swallowed);
                                }
                            }
                        }
                    }
                    if let Some(param) = param_of(program, id, &await_.future.value) {
                        for run in passed(program, self.index, param, 0) {
                            self.walk(
                                run.body,
                                depth + 1,
                                swallowed && is_swallowed(await_.outcome),
                            );
                        }
                    }
                }
                Op::Select(select) if !inside => {
                    // `select! { _ = run() => .., _ = shutdown => .. }`
                    for arm in &select.arms {
                        for made in effects::future_bodies(program, body, &arm.future.value) {
                            if let Made::Call(made) = made
                                && let Op::Call(call) = &body.node(made).op
                            {
                                self.run_call(call, call.outcome, inside, depth, swallowed);
                            }
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn run_call(
        &mut self,
        call: &Call,
        outcome: Outcome,
        inside: bool,
        depth: usize,
        swallowed: bool,
    ) {
        for callee in effects::callees(self.program, call) {
            if inside {
                self.panics(callee, 1);
            } else {
                self.walk(callee, depth + 1, swallowed && is_swallowed(outcome));
            }
        }
    }

    fn call(
        &mut self,
        at: Site,
        call: &Call,
        inside: bool,
        has_loop: bool,
        depth: usize,
        swallowed: bool,
    ) {
        let program = self.program;
        if inside {
            self.note_panic(at, call);
        }
        let runs = |callee: &BodyId| !program.body(*callee).is_async || call.awaited;
        for callee in effects::callees(program, call) {
            if !runs(&callee) {
                continue;
            }
            match inside {
                true => self.panics(callee, 1),
                false => self.walk(callee, depth + 1, swallowed && is_swallowed(call.outcome)),
            }
        }
        // A job given to something that the loop drives: it panics inside the loop.
        let unseen = matches!(call.callee, Callee::Other | Callee::Unknown);
        if unseen && has_loop && !inside {
            for arg in &call.args {
                if let Value::Body(closure) = arg.value
                    && !program.body(closure).is_async
                {
                    self.panics(closure, 1);
                }
            }
        }
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
            self.note_panic(Site { body: id, node }, call);
            for callee in effects::callees(self.program, call) {
                if !self.program.body(callee).is_async || call.awaited {
                    self.panics(callee, depth + 1);
                }
            }
        }
    }

    /// An `unwrap` of something that fails when a store, a file or a peer does.
    fn note_panic(&mut self, at: Site, call: &Call) {
        if call.outcome != Outcome::Panics {
            return;
        }
        if cause_of(self.program, call, 0) == Some(Cause::Outside) {
            self.life.exits.push(Exit {
                at,
                cause: Cause::Outside,
                panics: true,
            });
        }
    }
}

/// Whether a failure with this outcome reaches nobody here.
fn is_swallowed(outcome: Outcome) -> bool {
    matches!(
        outcome,
        Outcome::Propagated | Outcome::Discarded | Outcome::Panics
    )
}

/// Whether a loop waits for events again and again.
fn is_event_loop(program: &Program, id: BodyId, of: usize) -> bool {
    let body = program.body(id);
    let of = crate::body::LoopId(of as u32);
    if body.loops[of.0 as usize].kind == crate::body::LoopKind::For {
        return false;
    }
    body.nodes().any(|(node, data)| {
        if !body.loop_within(data.in_loop, of) {
            return false;
        }
        // What waits on a way that does not come back is no event of this loop.
        let again = || flow::reachable(body, node, |_| false).contains(node);
        match &data.op {
            Op::Call(call) => waits_for_event(program, body, call, call.awaited, 0) && again(),
            Op::Select(select) => again() && select.arms.iter().any(|arm| {
                effects::future_bodies(program, body, &arm.future.value).into_iter().any(|made| match made {
                    Made::Call(node) => {
                        matches!(&body.node(node).op, Op::Call(call) if waits_for_event(program, body, call, true, 0))
                    }
                    Made::Block(_) => false,
                })
            }),
            _ => false,
        }
    })
}

/// Whether a loop takes messages, other than mere wake-ups, out of a channel whose receiver the task owns.
fn serves(program: &Program, id: BodyId, of: usize) -> bool {
    let body = program.body(id);
    let of = crate::body::LoopId(of as u32);
    body.calls().any(|(node, call)| {
        let Some(receiver) = call.args.first() else {
            return false;
        };
        let owned = receiver
            .place
            .as_ref()
            .is_some_and(|place| matches!(place.root, Root::Local(_)));
        let ty = receiver.ty.peel_refs();
        body.loop_within(body.node(node).in_loop, of)
            && owned
            && effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(Effect::Recv))
            && program.adt(ty).is_some_and(|(_, adt)| {
                use crate::stub::Flavor;
                adt.attrs.is(TypeWord::Receiver)
                    && matches!(
                        adt.attrs.flavor,
                        Some(Flavor::Mpsc | Flavor::Unbounded | Flavor::Std)
                    )
            })
            && !matches!(ty.arg(0), Some(Ty::Unit))
    })
}

/// Whether a call waits for a message, a tick, or time to pass.
fn waits_for_event(
    program: &Program,
    body: &Body,
    call: &Call,
    polled: bool,
    depth: usize,
) -> bool {
    if let Some(attrs) = effects::attrs_of(program, call) {
        let waits = [Effect::Recv, Effect::Tick, Effect::Sleep, Effect::Wait]
            .into_iter()
            .any(|kind| attrs.has(kind));
        if waits {
            return polled || attrs.has(Effect::Blocks) || !effects_async(program, call);
        }
        if attrs.has(Effect::Timeout) {
            let position = usize::from(attrs.future.unwrap_or(1));
            return call.args.get(position).is_some_and(|arg| {
                effects::future_bodies(program, body, &arg.value).into_iter().any(|made| match made {
                    Made::Call(node) => {
                        matches!(&body.node(node).op, Op::Call(call) if waits_for_event(program, body, call, true, depth))
                    }
                    Made::Block(_) => false,
                })
            });
        }
    }
    // One or two helpers down: `self.next_message().await`.
    depth < 2
        && effects::callees(program, call).iter().any(|callee| {
            let target = program.body(*callee);
            (!target.is_async || polled)
                && target.loops.is_empty()
                && target.nodes.len() < HELPER
                && target.calls().any(|(_, inner)| {
                    inner.awaited
                        && waits_for_event(program, target, inner, inner.awaited, depth + 1)
                        && !effects::attrs_of(program, inner)
                            .is_some_and(|attrs| attrs.has(Effect::Sleep))
                })
        })
}

/// Whether the first callee is async.
fn effects_async(program: &Program, call: &Call) -> bool {
    match &call.callee {
        Callee::Known(defs) => defs
            .first()
            .and_then(|def| program.function(*def))
            .is_some_and(|function| {
                function.is_async
                    || matches!(function.output, Ty::Future(_))
                    || function.attrs.cancel.is_some()
            }),
        _ => false,
    }
}

/// Whether the loop would have gone round, had it not failed here: a failure on the way out ends nothing.
fn cuts_short(body: &Body, node: NodeId) -> bool {
    let mut asked = body
        .nodes()
        .filter(|(_, data)| data.next.iter().any(|edge| edge.to == node));
    asked.any(|(from, _)| {
        let mut at = from;
        // `return Err(..)` in an arm hangs on a question some nodes above.
        for _ in 0..12 {
            if flow::reachable(body, at, |_| false).contains(at) {
                return true;
            }
            match body.nodes().find(|(_, data)| {
                data.next
                    .iter()
                    .any(|edge| edge.to == at && edge.kind != EdgeKind::Back)
            }) {
                Some((before, data))
                    if matches!(data.op, Op::Branch(_)) || data.next.len() == 1 =>
                {
                    at = before
                }
                _ => return false,
            }
        }
        false
    })
}

/// Why a body fails at a node; `None` where nothing in view failed.
fn why_fails(program: &Program, id: BodyId, node: NodeId, depth: usize) -> Option<Cause> {
    let body = program.body(id);
    let mut at = node;
    // Back to the nearest question that led here.
    for _ in 0..12 {
        let (from, kind) = body.nodes().find_map(|(from, data)| {
            data.next
                .iter()
                .find(|edge| edge.to == at && edge.kind != EdgeKind::Back)
                .map(|edge| (from, edge.kind))
        })?;
        if let (Op::Branch(value), EdgeKind::Failure) = (&body.node(from).op, kind) {
            return value_cause(program, body, value, depth);
        }
        at = from;
    }
    None
}

fn value_cause(program: &Program, body: &Body, value: &Value, depth: usize) -> Option<Cause> {
    let (Value::Use(place) | Value::Ref(_, place)) = value else {
        return Some(Cause::Other);
    };
    let local = place.as_local()?;
    origin(body, local, 0).map_or(Some(Cause::Other), |node| match &body.node(node).op {
        Op::Call(call) => cause_of(program, call, depth),
        Op::Await(await_) => {
            let mut worst = None;
            for made in effects::future_bodies(program, body, &await_.future.value) {
                if let Made::Call(node) = made
                    && let Op::Call(call) = &body.node(node).op
                {
                    worst = worse(worst, cause_of(program, call, depth));
                }
            }
            worst.or(Some(Cause::Other))
        }
        _ => Some(Cause::Other),
    })
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

fn worse(left: Option<Cause>, right: Option<Cause>) -> Option<Cause> {
    match (left, right) {
        (Some(left), Some(right)) => Some(left.min(right)),
        (left, right) => left.or(right),
    }
}

/// What kind of failure a call that may fail stands for; `None` where it does not fail in view.
fn cause_of(program: &Program, call: &Call, depth: usize) -> Option<Cause> {
    let callees = effects::callees(program, call);
    if !callees.is_empty() {
        if depth >= DOWN {
            return Some(Cause::Other);
        }
        let mut worst: Option<Cause> = None;
        for callee in callees {
            let body = program.body(callee);
            for (node, data) in body.nodes() {
                let cause = match &data.op {
                    Op::Fail(_) => {
                        why_fails(program, callee, node, depth + 1).or(Some(Cause::Other))
                    }
                    Op::Return(Value::Use(place)) => place
                        .as_local()
                        .and_then(|local| origin(body, local, 0))
                        .and_then(|node| match &body.node(node).op {
                            Op::Call(inner) if inner.outcome == Outcome::Propagated => {
                                cause_of(program, inner, depth + 1)
                            }
                            _ => None,
                        }),
                    _ => None,
                };
                worst = worse(worst, cause);
            }
        }
        return worst;
    }
    let Some(attrs) = effects::attrs_of(program, call) else {
        return Some(Cause::Other);
    };
    let has = |kinds: &[Effect]| kinds.iter().any(|kind| attrs.has(*kind));
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
        let path = match &call.callee {
            Callee::Known(defs) => defs
                .first()
                .map_or("", |def| program.def(*def).path.as_str()),
            _ => "",
        };
        let file = path.contains("::fs::") || path.starts_with("std::fs");
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
