//! Attempts that fail at once: what they call is away, and they say so before they have waited for anything.

use smallvec::SmallVec;

use crate::body::{Body, BodyId, Call, Callee, LocalKind, NodeId, Op, Outcome, SelectKind, Value};
use crate::effects::{self, Made, Site};
use crate::flow::{self, NodeSet};
use crate::program::Program;
use crate::stub::Effect;
use crate::summary;
use crate::tasks;
use crate::ty::Ty;

use super::{DEPTH, Pace};

/// A failure that comes at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hasty {
    /// The call to something outside the program (a connection, a store) that fails.
    pub leaf: Site,
    /// Whoever made the attempt is told of it; otherwise it ends as if all were well.
    pub told: bool,
}

impl Pace<'_> {
    /// The failure that comes out of this node with no wait before it.
    pub fn fails_at_once(&self, at: Site) -> Option<Hasty> {
        self.node_fails(at, 0)
    }

    /// The same for a future that a `select!` at this node polls.
    pub fn future_fails_at_once(&self, at: Site, future: &Value) -> Option<Hasty> {
        self.future_fails(at, future, 0)
    }

    /// The same for a body, from its start on.
    pub fn body_fails_at_once(&self, id: BodyId) -> Option<Hasty> {
        self.body_fails(id, 0)
    }

    fn node_fails(&self, at: Site, depth: usize) -> Option<Hasty> {
        let body = self.program.body(at.body);
        match &body.node(at.node).op {
            Op::Call(call) => self.call_fails(at, call, call.awaited, depth),
            Op::Await(await_) => self.future_fails(at, &await_.future.value, depth),
            _ => None,
        }
    }

    fn future_fails(&self, at: Site, future: &Value, depth: usize) -> Option<Hasty> {
        let body = self.program.body(at.body);
        let made = effects::future_bodies(self.program, body, future);
        made.into_iter()
            .find_map(|one| self.made_fails(at, one, depth))
    }

    fn call_fails(&self, at: Site, call: &Call, polled: bool, depth: usize) -> Option<Hasty> {
        let body = self.program.body(at.body);
        if let Some(attrs) = effects::attrs_of(self.program, call) {
            if attrs.has(Effect::Timeout) || attrs.has(Effect::WrapsFuture) {
                let index = attrs
                    .future
                    .map_or(0, |index| usize::from(index) + usize::from(call.method));
                return self.future_fails(at, &call.args.get(index)?.value, depth);
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
            // It fails at once though it waits otherwise: a store that hands out what is due, too.
            let stored = |kind: &Effect| matches!(kind, Effect::StoreRead | Effect::StoreWrite);
            let hasty = attrs.has(Effect::Accepts) || polled && attrs.effects.iter().any(stored);
            let waits = !hasty && self.call_waits(at, call, polled, depth);
            let mut ty = &body.local(call.to).ty;
            if let Ty::Future(output) = ty {
                ty = output;
            }
            let fails = ty.is_known() && summary::may_be_failure(self.program, ty);
            if (outside || hasty) && fails && !waits {
                return Some(Hasty {
                    leaf: at,
                    told: true,
                });
            }
        }
        let callees = effects::callees(self.program, call);
        // A client of a crate that nobody describes fails at once while its server is away.
        if polled && callees.is_empty() && is_connect(call) {
            return Some(Hasty {
                leaf: at,
                told: true,
            });
        }
        callees
            .into_iter()
            .filter(|callee| polled || !self.program.body(*callee).is_async)
            .find_map(|callee| self.body_fails(callee, depth + 1))
    }

    fn made_fails(&self, at: Site, made: Made, depth: usize) -> Option<Hasty> {
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

    /// The failure of something outside with which a body ends, with no wait from its start.
    fn body_fails(&self, id: BodyId, depth: usize) -> Option<Hasty> {
        if depth > DEPTH {
            return None;
        }
        if let Some(known) = self.hasty.borrow().get(&id) {
            return *known;
        }
        self.hasty.borrow_mut().insert(id, None);
        let found = self.fails_from(id, NodeId(0), depth);
        self.hasty.borrow_mut().insert(id, found);
        found
    }

    /// The same, from a node on.
    pub(super) fn fails_from(&self, id: BodyId, start: NodeId, depth: usize) -> Option<Hasty> {
        let body = self.program.body(id);
        // Before and after the first tick.
        let mut seen = [NodeSet::new(body), NodeSet::new(body)];
        let mut open = vec![(start, false)];
        let mut quiet = None;
        while let Some((node, mut ticked)) = open.pop() {
            if !seen[usize::from(ticked)].insert(node) {
                continue;
            }
            let at = Site { body: id, node };
            for (ended, hasty) in self.attempts(at, depth) {
                if hasty.told && self.hands_on(at, ended, depth) {
                    return Some(hasty);
                }
                if quiet.is_none() && self.ends_quietly(at, ended, hasty, depth) {
                    quiet = Some(Hasty {
                        told: false,
                        ..hasty
                    });
                }
            }
            if self.node_waits(at, depth) {
                if ticked || !self.ticks_at_once(at) {
                    continue;
                }
                ticked = true;
            }
            let next = body.node(node).next.iter();
            open.extend(next.map(|edge| (edge.to, ticked)));
        }
        quiet
    }

    /// What fails at once in a node, with the node from which on it has ended.
    fn attempts(&self, at: Site, depth: usize) -> SmallVec<[(NodeId, Hasty); 1]> {
        match &self.program.body(at.body).node(at.node).op {
            Op::Select(select) if select.kind == SelectKind::Select => select
                .arms
                .iter()
                .filter(|arm| !arm.guarded)
                .filter_map(|arm| {
                    let hasty = self.future_fails(at, &arm.future.value, depth)?;
                    Some((arm.body, hasty))
                })
                .collect(),
            _ => (self.node_fails(at, depth).map(|hasty| (at.node, hasty)))
                .into_iter()
                .collect(),
        }
    }

    /// The first tick of an interval that this very body has made, or was given for good: whoever makes the same
    /// attempt again has another interval.
    fn ticks_at_once(&self, at: Site) -> bool {
        if !self.early.contains(&at) {
            return false;
        }
        let body = self.program.body(at.body);
        let Op::Call(call) = &body.node(at.node).op else {
            return false;
        };
        let receiver = call.args.first().and_then(|arg| arg.place.as_ref());
        receiver
            .and_then(|place| body.local_of(place))
            .is_some_and(|local| match local.kind {
                LocalKind::Variable | LocalKind::Temporary => true,
                LocalKind::Param(_) | LocalKind::Capture(_) => !matches!(local.ty, Ty::Ref(..)),
            })
    }

    /// Whether the failure of a node leaves its body, with no wait on the way.
    fn hands_on(&self, at: Site, ended: NodeId, depth: usize) -> bool {
        let body = self.program.body(at.body);
        if ended == at.node && outcome(body, at.node) == Some(Outcome::Propagated) {
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
        flow::failures(body, ended).into_iter().any(|start| {
            self.after(at, start, depth)
                .iter()
                .any(|node| matches!(body.node(node).op, Op::Fail(_)))
        })
    }

    /// Whether a body that yields nothing ends at once after a failure, and nobody outside learns of that.
    fn ends_quietly(&self, at: Site, ended: NodeId, hasty: Hasty, depth: usize) -> bool {
        let body = self.program.body(at.body);
        if !yields_nothing(self.program, &body.output) {
            return false;
        }
        let mut starts = match hasty.told {
            true => flow::failures(body, ended),
            false => Vec::new(),
        };
        if starts.is_empty() && (!hasty.told || is_ignored(self.program, body, at.node)) {
            starts.extend(body.node(at.node).next.iter().map(|edge| edge.to));
        }
        starts.into_iter().any(|start| {
            self.after(at, start, depth)
                .iter()
                .any(|node| matches!(body.node(node).op, Op::Return(_)))
        })
    }

    /// The nodes that follow in the same turn, with no wait before them.
    fn after(&self, at: Site, start: NodeId, depth: usize) -> NodeSet {
        let body = self.program.body(at.body);
        let stops = |node: NodeId| {
            let waits = self.node_waits(
                Site {
                    body: at.body,
                    node,
                },
                depth,
            );
            waits || matches!(body.node(node).op, Op::LoopHead(_))
        };
        if stops(start) {
            return NodeSet::new(body);
        }
        let mut after = flow::reachable(body, start, stops);
        after.insert(start);
        after
    }
}

/// Whether a call that nobody describes goes to a server, by its name: `connect`, `connect_async`, `try_connect`.
fn is_connect(call: &Call) -> bool {
    let mut words = call.name.as_str().split('_');
    matches!(call.callee, Callee::Other | Callee::Unknown)
        && words.any(|word| matches!(word, "connect" | "reconnect" | "dial"))
}

fn outcome(body: &Body, node: NodeId) -> Option<Outcome> {
    match &body.node(node).op {
        Op::Call(call) => Some(call.outcome),
        Op::Await(await_) => Some(await_.outcome),
        _ => None,
    }
}

/// Whether nothing asks how a node ended, nor is given what it yields.
pub fn is_ignored(program: &Program, body: &Body, node: NodeId) -> bool {
    let (to, outcome) = match &body.node(node).op {
        Op::Call(call) => (call.to, call.outcome),
        Op::Await(await_) => (await_.to, await_.outcome),
        _ => return false,
    };
    let mut ty = &body.local(to).ty;
    if let Ty::Future(output) = ty {
        ty = output;
    }
    match outcome {
        Outcome::Discarded => true,
        Outcome::Logged | Outcome::Replaced => yields_nothing(program, ty),
        Outcome::Kept => {
            let mut held = vec![to];
            body.nodes().all(|(_, data)| {
                if let Op::Assign(bound, Value::Use(place)) = &data.op
                    && place.as_local().is_some_and(|local| held.contains(&local))
                    && let (Some(bound), true) = (bound.as_local(), bound.path.is_empty())
                {
                    held.push(bound);
                    return true;
                }
                let mut used = false;
                flow::uses(&data.op, |value| {
                    used |=
                        flow::mentions(value, &|local| held.contains(&local)) != flow::Mention::No;
                });
                !used
            })
        }
        _ => false,
    }
}

/// `()`, or a `Result` with nothing in it.
fn yields_nothing(program: &Program, ty: &Ty) -> bool {
    match ty {
        Ty::Unit | Ty::Never => true,
        Ty::Adt(def, args) => {
            let def = program.def(*def);
            def.location.is_none()
                && def.name == "Result"
                && args
                    .first()
                    .is_some_and(|inner| yields_nothing(program, inner))
        }
        _ => false,
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
