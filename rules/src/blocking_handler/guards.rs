//! Locks of threads that are held while a future waits.

use otplint_model::blocking::{self, Runs};
use otplint_model::body::{
    Body, Call, Callee, Edge, EdgeKind, LocalId, LocalKind, LoopId, LoopKind, NodeId, Op, Value,
};
use otplint_model::def::Receiver;
use otplint_model::effects::{self, Does, Site};
use otplint_model::flow;
use otplint_model::place::Place;
use otplint_model::stub::{Effect, TypeWord};
use otplint_model::{BodyId, Confidence, DefId, Finding, Model, Program, Ty, Verdicts, follow};
use rustc_hash::FxHashSet;

use super::META;
use crate::story::{Story, in_production};

pub(super) fn check(model: &Model, verdicts: &mut Verdicts) {
    let program = &model.program;
    let locks = |does: Does| does.effects.any([Effect::Lock, Effect::TryLock]);
    for (id, body) in program.doing(locks) {
        if !body.is_async || !in_production(model, id) {
            continue;
        }
        for (node, call) in body.calls() {
            if call.awaited || !locks_thread(program, call) {
                continue;
            }
            if let Some((guard, waits)) = held_across(program, body, node, call) {
                verdicts.found(tell(model, id, node, guard, waits));
            }
        }
    }
}

/// Takes a lock that makes others wait on their threads.
fn locks_thread(program: &Program, call: &Call) -> bool {
    effects::attrs_of(program, call).is_some_and(|attrs| {
        (attrs.has(Effect::Lock) || attrs.has(Effect::TryLock))
            && attrs.has(Effect::Guard)
            && (attrs.has(Effect::Blocks) || !is_async_lock(program, call))
    })
}

/// The lock's other method is awaited: whoever wants it waits in the runtime.
fn is_async_lock(program: &Program, call: &Call) -> bool {
    let of_threads = |path: &str| {
        ["std::", "parking_lot::", "dashmap::"]
            .iter()
            .any(|krate| path.starts_with(krate))
    };
    !matches!(&call.callee, Callee::Known(defs)
        if defs.iter().any(|def| of_threads(&program.def(*def).path)))
}

/// Where a guard is on the way from its lock to its end.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Held {
    /// The node that runs next.
    at: NodeId,
    /// The local that holds it: what `lock` gave, what a method made of that, the variable it was bound to.
    by: LocalId,
    /// The loop in whose turn it was declared, or whose iterator it is: it ends with that.
    within: Option<LoopId>,
    /// Where the way begins on which there is none, if there may be none: `if let Some(entry) = map.get_mut(key)`.
    nothing: Option<NodeId>,
}

/// What holds the guard at the first await before its end, and that await; the end of the body drops it too.
fn held_across(
    program: &Program,
    body: &Body,
    node: NodeId,
    call: &Call,
) -> Option<(LocalId, NodeId)> {
    let way = Way {
        program,
        body,
        locked: call.args.first().and_then(|arg| arg.place.as_ref()),
        travels: matches!(&call.callee, Callee::Known(defs)
            if defs.iter().all(|def| program.def(*def).path.starts_with("dashmap::"))),
    };
    let mut seen: FxHashSet<Held> = FxHashSet::default();
    let mut waits: Option<(LocalId, NodeId)> = None;
    let first = Held {
        at: node,
        by: call.to,
        within: body.local(call.to).in_loop,
        nothing: None,
    };
    let mut open = way.after(first);
    while let Some(held) = open.pop() {
        if !seen.insert(held) {
            continue;
        }
        let (next, waiting) = way.step(held);
        if waiting && !way.is_behind(held) && waits.is_none_or(|(_, first)| held.at < first) {
            waits = Some((held.by, held.at));
        }
        open.extend(next);
    }
    waits
}

/// The way of one guard through a body.
struct Way<'a> {
    program: &'a Program,
    body: &'a Body,
    /// What was locked: a pattern names what the guard stands for.
    locked: Option<&'a Place>,
    /// Whether the guard may go to another thread: one that may not, and that nobody names, is gone in time, or the
    /// compiler says so.
    travels: bool,
}

impl Way<'_> {
    fn after(&self, held: Held) -> Vec<Held> {
        let next = self.body.node(held.at).next.iter();
        next.map(|edge| Held {
            at: edge.to,
            ..held
        })
        .collect()
    }

    /// What is come to where there is none, too, lies behind the `if let` that binds it.
    fn is_behind(&self, held: Held) -> bool {
        let forward = |_: NodeId, edge: &Edge| edge.kind != EdgeKind::Back;
        held.nothing.is_some_and(|from| {
            from == held.at
                || flow::reachable_by(self.body, from, |_| false, forward).contains(held.at)
        })
    }

    /// Where the guard is after a node, and whether it is held while that waits.
    fn step(&self, held: Held) -> (Vec<Held>, bool) {
        let Held { at, by, within, .. } = held;
        let ended = (Vec::new(), false);
        let data = self.body.node(at);
        // A way that leaves the turn of a loop drops what the turn declared.
        if within.is_some_and(|of| !self.body.loop_within(data.in_loop, of)) {
            return ended;
        }
        let on = |by| {
            let within = self.body.local(by).in_loop.or(within);
            self.after(Held { by, within, ..held })
        };
        match &data.op {
            Op::LoopHead(of) => {
                match data.next.iter().find(|edge| edge.kind == EdgeKind::Success) {
                    // The iterator lives as long as its loop.
                    Some(edge)
                        if self.is_iterator(by)
                            && self.body.loops[of.0 as usize].kind == LoopKind::For =>
                    {
                        let turn = Held {
                            at: edge.to,
                            within: Some(*of),
                            ..held
                        };
                        (vec![turn], false)
                    }
                    _ if within == Some(*of) => ended,
                    _ => (on(by), false),
                }
            }
            // Nothing is held where there was none.
            Op::Branch(value) if self.is_whole(value, by) && self.is_maybe(by) => {
                let there = data
                    .next
                    .iter()
                    .filter(|edge| edge.kind != EdgeKind::Failure);
                let none = data.next.iter().find(|edge| edge.kind == EdgeKind::Failure);
                let nothing = none.map(|edge| edge.to);
                let there = there.map(|edge| Held {
                    at: edge.to,
                    nothing,
                    ..held
                });
                (there.collect(), false)
            }
            // A plain question ends what was made for it alone.
            Op::Branch(value) if self.is_temporary(by) && !self.is_asked(value, by) => ended,
            Op::Assign(to, Value::Use(from)) => {
                match to.as_local().filter(|_| to.path.is_empty()) {
                    Some(variable) if self.binds(variable, from, by) => (on(variable), false),
                    _ if self.moves(&Value::Use(from.clone()), by) => ended,
                    _ => (on(by), false),
                }
            }
            Op::Call(call) if self.takes(call, by) => {
                let walks = self.is_iterator(by) && self.is_iterator(call.to);
                match (self.is_held_by(call.to) || walks) && !call.awaited {
                    true => (on(call.to), false),
                    false => ended,
                }
            }
            // What looks into an answer that nobody named has made something else of it.
            Op::Call(call) if self.is_unnamed(by) && self.is_of(call, by) => ended,
            Op::Drop(local) if *local == by => ended,
            Op::Return(value) | Op::Fail(value) if self.moves(value, by) => ended,
            op => {
                let waits = match op {
                    Op::Call(call) => call.awaited,
                    Op::Await(_) | Op::Select(_) => true,
                    _ => false,
                };
                let holds = !self.is_unnamed(by) && (self.travels || !self.is_temporary(by));
                (on(by), waits && holds)
            }
        }
    }

    fn is_guard(&self, ty: &Ty) -> bool {
        follow::holds(self.program, ty, &|attrs| attrs.is(TypeWord::Guard))
    }

    fn is_held_by(&self, local: LocalId) -> bool {
        self.is_guard(&self.body.local(local).ty)
    }

    /// There may be none: an `Option` or `Result` of a guard.
    fn is_maybe(&self, local: LocalId) -> bool {
        let ty = &self.body.local(local).ty;
        let itself = self
            .program
            .adt(ty)
            .is_some_and(|(_, adt)| adt.attrs.is(TypeWord::Guard));
        !itself && !self.is_iterator(local)
    }

    fn is_temporary(&self, local: LocalId) -> bool {
        self.body.local(local).kind == LocalKind::Temporary && !self.is_iterator(local)
    }

    fn is_unnamed(&self, local: LocalId) -> bool {
        self.is_temporary(local) && self.is_maybe(local)
    }

    /// A pattern looks into the guard itself, or into what it stands for.
    fn is_asked(&self, value: &Value, by: LocalId) -> bool {
        let (Value::Use(place) | Value::Ref(_, place)) = value else {
            return false;
        };
        let of = |locked: &Place| {
            let stands = self
                .body
                .local_of(place)
                .and_then(|local| local.stands_for.as_ref());
            place.is_within(locked) || stands.is_some_and(|stands| stands.is_within(locked))
        };
        self.is_whole(value, by) || self.locked.is_some_and(of)
    }

    /// What walks over the guards of a map, one after the other.
    fn is_iterator(&self, local: LocalId) -> bool {
        let ty = self.body.local(local).ty.adt();
        ty.is_some_and(|def| self.program.def(def).path == "std::iter::Iter")
    }

    fn is_whole(&self, value: &Value, by: LocalId) -> bool {
        let named = self.body.local(by).stands_for.as_ref();
        matches!(value, Value::Use(place)
            if place.path.is_empty() && place.as_local() == Some(by) || Some(place) == named)
    }

    /// A variable takes over the guard, or a pattern does what is in it.
    fn binds(&self, variable: LocalId, from: &Place, by: LocalId) -> bool {
        let data = self.body.local(variable);
        let stands = self.locked.is_some_and(|locked| from.is_within(locked));
        data.kind == LocalKind::Variable
            && self.is_guard(&data.ty)
            && (from.as_local() == Some(by) || stands)
    }

    fn moves(&self, value: &Value, by: LocalId) -> bool {
        matches!(value, Value::Use(place) if place.path.is_empty())
            && flow::locals_moved(value).contains(&by)
    }

    /// The guard is the receiver of a call, or what the receiver leads to.
    fn is_of(&self, call: &Call, by: LocalId) -> bool {
        let named = self.body.local(by).stands_for.as_ref();
        let receiver = call.args.first().filter(|_| call.method);
        receiver.is_some_and(|arg| {
            self.is_whole(&arg.value, by)
                || named.is_some() && arg.place.as_ref() == named
                || self.is_guard(&arg.ty) && arg.place.as_ref() == self.locked
        })
    }

    /// A call takes the guard by value: as an argument, or as the receiver of a method that takes it so.
    fn takes(&self, call: &Call, by: LocalId) -> bool {
        let own = self.body.local(by).ty.adt();
        let consumes = |def: &DefId| {
            self.program.function(*def).is_some_and(|function| {
                function.receiver == Some(Receiver::Value)
                    && (function.self_def == own || self.is_iterator(by))
            })
        };
        let known = |call: &Call| match &call.callee {
            Callee::Known(defs) => defs.iter().all(consumes),
            _ => false,
        };
        let first = usize::from(call.method);
        own.is_some() && call.method && self.is_of(call, by) && known(call)
            || call
                .args
                .iter()
                .skip(first)
                .any(|arg| self.moves(&arg.value, by))
    }
}

fn tell(model: &Model, id: BodyId, node: NodeId, guard: LocalId, waits: NodeId) -> Finding {
    let body = model.program.body(id);
    let lock = Site { body: id, node };
    let confidence = match blocking::runs(model, id) {
        Runs::Task => Confidence::High,
        _ => Confidence::Medium,
    };
    let name = body.local(guard).name.map_or_else(
        || "what this gave".to_owned(),
        |name| format!("`{}`", name.as_str()),
    );
    Story::at_site(model, &META, lock, confidence)
        .message(
            "this lock is held while the future waits: whoever wants it blocks a whole thread for as long, and where \
             that thread should wake the future both wait for ever",
        )
        .step(
            Site {
                body: id,
                node: waits,
            },
            format!("{name} is still held at this await"),
        )
        .help(
            "let go of the lock before the await, or use the runtime's own lock where it must be held; `otp_runtime::server` \
             keeps such state in a process instead",
        )
        .tell()
}
