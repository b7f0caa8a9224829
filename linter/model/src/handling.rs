//! What a process does with a message: the nodes that run for it, and how it may end while it does.

use rustc_hash::FxHashSet;

use crate::body::{Body, BodyId, Call, Callee, EdgeKind, LocalId, NodeId, Op, Outcome, Value};
use crate::channels;
use crate::def::{DefId, DefKind};
use crate::effects::{self, NodeEffect, Site};
use crate::flow::{self, NodeSet};
use crate::model::Model;
use crate::place::{Place, Step};
use crate::processes::{self, Process};
use crate::program::Program;
use crate::stub::{Effect, Hook, OnFailure};
use crate::tasks::Cause;
use crate::ty::Ty;

/// What is done for a message further down than this many calls is done for other reasons too.
const DEEP: usize = 8;

/// What is further away than this many calls is not what ends a process.
const NEAR: usize = 3;

/// The bodies that run when one of these runs, at most so many calls down; tasks that they start where
/// `with_tasks` says so.
fn within(program: &Program, from: Vec<BodyId>, depth: usize, with_tasks: bool) -> Vec<BodyId> {
    let mut found: FxHashSet<BodyId> = from.iter().copied().collect();
    let mut edge = from;
    for _ in 0..depth {
        let mut next: Vec<BodyId> = Vec::new();
        for id in edge {
            for node in &program.body(id).nodes {
                if let Op::Call(call) = &node.op {
                    next.extend(effects::callees(program, call));
                }
                let spawns =
                    matches!(&node.op, Op::Call(call) if processes::is_spawn(program, call));
                if with_tasks || !spawns {
                    flow::uses(&node.op, |value| {
                        if let Value::Body(inner) = value {
                            next.push(*inner);
                        }
                    });
                }
            }
        }
        next.retain(|id| found.insert(*id));
        edge = next;
    }
    let mut found: Vec<BodyId> = found.into_iter().collect();
    found.sort_unstable();
    found
}

/// What runs for a message.
#[derive(Debug, Default)]
pub struct Handling {
    /// The nodes.
    pub nodes: Vec<Site>,
}

impl Handling {
    /// What those nodes do, callees included.
    pub fn effects(&self, model: &Model) -> Vec<NodeEffect> {
        let nodes = self.nodes.iter();
        nodes
            .flat_map(|at| model.effects(at.body, at.node))
            .collect()
    }

    /// Where it leaves the program: stored, or acted on outside, however deep.
    pub fn leaves(&self, model: &Model) -> Vec<NodeEffect> {
        let program = &model.program;
        let mut called: Vec<BodyId> = Vec::new();
        for at in &self.nodes {
            let op = &program.body(at.body).node(at.node).op;
            if let Op::Call(call) = op {
                called.extend(effects::callees(program, call));
            }
            flow::uses(op, |value| {
                if let Value::Body(inner) = value {
                    called.push(*inner);
                }
            });
        }
        let reached = within(program, called, DEEP, true);
        let below = reached.iter().flat_map(|id| {
            program
                .body(*id)
                .nodes()
                .map(|(node, _)| Site { body: *id, node })
        });
        self.nodes
            .iter()
            .copied()
            .chain(below)
            .flat_map(|at| effects::direct(program, program.body(at.body), at))
            .filter(|effect| {
                matches!(
                    effect.kind,
                    Effect::StoreWrite | Effect::Commit | Effect::Outside
                )
            })
            .collect()
    }

    /// Whether something is called whose doing was not seen.
    pub fn is_unseen(&self, model: &Model) -> bool {
        self.nodes.iter().any(|at| {
            let body = model.program.body(at.body);
            match &body.node(at.node).op {
                Op::Call(call) => {
                    matches!(
                        call.callee,
                        Callee::Unknown | Callee::Other | Callee::Parameter(_)
                    ) || is_open(&model.program, call)
                }
                _ => false,
            }
        })
    }
}

/// A method of a public trait, called on whatever implements it: others may implement it too.
fn is_open(program: &Program, call: &Call) -> bool {
    let generic = call.method
        && call.args.first().is_some_and(|arg| {
            matches!(
                crate::slots::peel(program, &arg.ty),
                Ty::Param(_) | Ty::Bounds(_)
            )
        });
    let Callee::Known(defs) = &call.callee else {
        return false;
    };
    generic
        && defs.iter().any(|def| {
            let of = program
                .function(*def)
                .and_then(|function| function.trait_def);
            of.is_some_and(|of| program.def(of).public && program.def(of).location.is_some())
        })
}

/// The nodes of a process that run for a message of this type, or of this variant of it; `None`
/// where its handling was not found.
pub fn of(
    model: &Model,
    process: &Process,
    message: &Ty,
    variant: Option<DefId>,
) -> Option<Handling> {
    let program = &model.program;
    let arrivals = arrivals(model, process);
    let loops = arrivals.iter().map(|at| at.body);
    let bodies = processes::reach(program, process.handlers.iter().copied().chain(loops), true);
    let mut bodies: Vec<BodyId> = bodies.into_iter().collect();
    bodies.sort_unstable();
    let mut nodes: Vec<Site> = Vec::new();
    if let Some((variant, (owner, label))) =
        variant.and_then(|def| Some((def, variant_of(model, def)?)))
    {
        for id in &bodies {
            let body = program.body(*id);
            nodes.extend(arms(body, *id, owner, &label));
            nodes.extend(matched(body, *id, variant));
        }
    } else {
        for at in &arrivals {
            let body = program.body(at.body);
            let after = after_receive(model, at.body, at.node, process);
            nodes.extend(
                (body.nodes().map(|(node, _)| node))
                    .filter(|node| after.contains(*node))
                    .map(|node| Site {
                        body: at.body,
                        node,
                    }),
            );
        }
        if let (true, Some(message)) = (process.mailbox.is_empty(), message.adt()) {
            for id in &bodies {
                let body = program.body(*id);
                let handles = |param: &crate::body::LocalId| {
                    let ty = &body.local(*param).ty;
                    !matches!(ty, Ty::Ref(..)) && ty.adt() == Some(message)
                };
                if body.params.iter().any(handles) {
                    nodes.extend(body.nodes().map(|(node, _)| Site { body: *id, node }));
                }
            }
        }
    }
    if nodes.is_empty() {
        return None;
    }
    // What is started for the message runs for it too.
    let inner: Vec<BodyId> = nodes.iter().flat_map(|at| started(model, *at)).collect();
    for id in processes::reach(program, inner.into_iter(), true) {
        let body = program.body(id);
        nodes.extend(body.nodes().map(|(node, _)| Site { body: id, node }));
    }
    nodes.sort_unstable();
    nodes.dedup();
    Some(Handling { nodes })
}

/// Where a process gets its next message: the receive in its loop, or the loop's call of the helper
/// that receives.
pub fn arrivals(model: &Model, process: &Process) -> Vec<Site> {
    let mailbox = process.mailbox.iter();
    mailbox.flat_map(|at| arrivals_of(model, *at)).collect()
}

/// The same for one receive.
pub fn arrivals_of(model: &Model, at: Site) -> Vec<Site> {
    let program = &model.program;
    if program.body(at.body).node(at.node).in_loop.is_some() {
        return vec![at];
    }
    let helper = BodyId::new(at.body.function(), 0);
    let calls = model.index.callers_of(program, helper).iter().copied();
    calls
        .filter(|at| {
            let body = program.body(at.body);
            !body.test && body.node(at.node).in_loop.is_some()
        })
        .collect()
}

/// What runs between a receive and the next turn of its loop.
fn after_receive(model: &Model, id: BodyId, received: NodeId, process: &Process) -> NodeSet {
    let body = model.program.body(id);
    let turn = |node: NodeId| {
        ends_turn(body, received, node) || process.mailbox.contains(&Site { body: id, node })
    };
    // In a `select!` only its own arm runs.
    let made = |value: &Value| {
        effects::future_bodies(&model.program, body, value).contains(&effects::Made::Call(received))
    };
    let arm = body.nodes().find_map(|(_, data)| match &data.op {
        Op::Select(select) => select.arms.iter().find(|arm| made(&arm.future.value)),
        _ => None,
    });
    let start = arm.map_or(received, |arm| arm.body);
    let mut after = flow::reachable(body, start, turn);
    if start != received {
        after.insert(start);
    }
    after
}

/// Whether a node is the head of a loop around another one.
pub fn ends_turn(body: &Body, inside: NodeId, node: NodeId) -> bool {
    match body.node(node).op {
        Op::LoopHead(of) => body.loop_within(body.node(inside).in_loop, of),
        _ => false,
    }
}

/// The enum of a variant, and how the places of its fields begin.
fn variant_of(model: &Model, variant: DefId) -> Option<(DefId, String)> {
    let definition = model.program.def(variant);
    match definition.kind {
        DefKind::Variant(owner, _) if definition.location.is_some() => {
            Some((owner, format!("{}.", definition.name)))
        }
        _ => None,
    }
}

/// The bodies that a node hands to a spawn.
fn started(model: &Model, at: Site) -> Vec<BodyId> {
    let program = &model.program;
    let body = program.body(at.body);
    let Op::Call(call) = &body.node(at.node).op else {
        return Vec::new();
    };
    if !processes::is_spawn(program, call) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for arg in &call.args {
        for made in effects::future_bodies(program, body, &arg.value) {
            match made {
                effects::Made::Block(block) => found.push(block),
                effects::Made::Call(node) => {
                    if let Op::Call(call) = &body.node(node).op {
                        found.extend(effects::callees(program, call));
                    }
                }
            }
        }
    }
    found
}

/// The nodes of the arms that take this variant apart.
fn arms(body: &Body, id: BodyId, owner: DefId, label: &str) -> Vec<Site> {
    let mut found: FxHashSet<NodeId> = FxHashSet::default();
    for (node, data) in body.nodes() {
        let Op::Assign(_, Value::Use(place) | Value::Ref(_, place)) = &data.op else {
            continue;
        };
        if takes_apart(place, owner, label) && !found.contains(&node) {
            found.extend(arm_of(body, node).iter());
        }
    }
    found
        .into_iter()
        .map(|node| Site { body: id, node })
        .collect()
}

/// The nodes of the arms that a `match` has for this variant, also where nothing of it is looked at.
fn matched(body: &Body, id: BodyId, variant: DefId) -> impl Iterator<Item = Site> + '_ {
    let arms = body.arms.iter().filter(move |arm| arm.variant == variant);
    arms.flat_map(|arm| arm.from.0..arm.to.0)
        .map(move |node| Site {
            body: id,
            node: NodeId(node),
        })
}

fn takes_apart(place: &Place, owner: DefId, label: &str) -> bool {
    place.path.iter().any(|step| {
        matches!(step, Step::Field(Some(of), name) if *of == owner && name.as_str().starts_with(label))
    })
}

/// What runs in the arm that a node stands in, and in no other of the same question.
fn arm_of(body: &Body, node: NodeId) -> NodeSet {
    let stops = |at: NodeId| ends_turn(body, node, at);
    let mut start = node;
    let mut others: Vec<NodeId> = Vec::new();
    for _ in 0..12 {
        let before = body.nodes().find(|(_, data)| {
            data.next
                .iter()
                .any(|edge| edge.to == start && edge.kind != EdgeKind::Back)
        });
        let Some((before, data)) = before else { break };
        if let Op::Branch(_) = data.op {
            let siblings = data.next.iter().map(|edge| edge.to);
            others = siblings.filter(|to| *to != start).collect();
            break;
        }
        if ends_turn(body, node, before) {
            break;
        }
        start = before;
    }
    let mut own = flow::reachable(body, start, stops);
    own.insert(start);
    for other in others {
        let theirs = flow::reachable(body, other, stops);
        own.remove_all(&theirs);
    }
    own
}

/// Where a process may end though messages, of this type, go on coming: a failure that it does not
/// survive, a break on a failure, a stop that a handler asks for, a panic.
pub fn ends_early(model: &Model, process: &Process, message: &Ty) -> Option<Ending> {
    let program = &model.program;
    match process.body {
        Some(id) => {
            let life = crate::tasks::life(program, &model.index, id);
            let exit = life.exits.iter().find(|exit| match exit.cause {
                Cause::Outside => true,
                Cause::Other => !exit.panics,
                _ => false,
            });
            if let Some(exit) = exit {
                return Some(Ending {
                    at: exit.at,
                    panics: exit.panics,
                });
            }
            breaks(model, process, id).or_else(|| panics(model, process))
        }
        None => {
            let handlers: Vec<BodyId> =
                processes::reach(program, process.handlers.iter().copied(), false)
                    .into_iter()
                    .collect();
            fails(model, process, message)
                .or_else(|| stops(model, &handlers))
                .or_else(|| panics(model, process))
        }
    }
}

/// How a process may end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ending {
    /// Where.
    pub at: Site,
    /// By a panic.
    pub panics: bool,
}

/// The failing side of a question leads out of the receive loop.
fn breaks(model: &Model, process: &Process, id: BodyId) -> Option<Ending> {
    let program = &model.program;
    let body = program.body(id);
    let mailbox: Vec<NodeId> = process
        .mailbox
        .iter()
        .filter(|at| at.body == id)
        .map(|at| at.node)
        .collect();
    let comes_back = |node: NodeId| {
        let after = flow::reachable(body, node, |_| false);
        mailbox.iter().any(|next| after.contains(*next))
    };
    for (node, data) in body.nodes() {
        let Op::Branch(Value::Use(place) | Value::Ref(_, place)) = &data.op else {
            continue;
        };
        if data.in_loop.is_none() || !comes_back(node) {
            continue;
        }
        let Some(failing) = data.next.iter().find(|edge| edge.kind == EdgeKind::Failure) else {
            continue;
        };
        let asked = flow::origin(body, place)
            .as_local()
            .and_then(|local| body.local(local).def);
        let gone = match asked.map(|node| &body.node(node).op) {
            Some(Op::Call(call)) => {
                channels::receiving(program, call).is_some()
                    || channels::sending(program, call).is_some()
                    || !fallible(model, &body.local(call.to).ty)
                    || effects::attrs_of(program, call).is_some_and(|attrs| {
                        attrs.has(Effect::Recv)
                            || attrs.has(Effect::IoRead)
                            || attrs.has(Effect::IoWrite)
                            || attrs.has(Effect::Wait)
                            || attrs.has(Effect::Remove)
                    })
            }
            _ => true,
        };
        if !gone && !comes_back(failing.to) {
            return Some(Ending {
                at: Site {
                    body: id,
                    node: asked?,
                },
                panics: false,
            });
        }
    }
    None
}

fn fallible(model: &Model, ty: &Ty) -> bool {
    let ty = match ty {
        Ty::Future(inner) => inner,
        ty => ty,
    };
    matches!(ty, Ty::Adt(def, _) if model.program.def(*def).name == "Result")
}

/// A handler's own failure, where the framework lets that end the actor.
fn fails(model: &Model, process: &Process, message: &Ty) -> Option<Ending> {
    let program = &model.program;
    let forgives = process.hooks.iter().any(|(hook, _)| *hook == Hook::Error);
    process.fatal.iter().find_map(|(failure, id)| {
        let body = program.body(*id);
        let takes = |local: &LocalId| {
            message.adt().is_some() && body.local(*local).ty.adt() == message.adt()
        };
        // What was told is what fails: others may only ever be asked.
        if *failure == OnFailure::Asks && (forgives || !body.params.iter().any(takes)) {
            return None;
        }
        let (node, _) = body.nodes().find(|(_, data)| match &data.op {
            Op::Fail(_) => true,
            Op::Call(call) => {
                call.outcome == Outcome::Propagated && fallible(model, &body.local(call.to).ty)
            }
            _ => false,
        })?;
        Some(Ending {
            at: Site { body: *id, node },
            panics: false,
        })
    })
}

/// A handler asks its own actor to stop.
fn stops(model: &Model, handlers: &[BodyId]) -> Option<Ending> {
    handlers.iter().find_map(|id| {
        let body = model.program.body(*id);
        let (node, _) = body.calls().find(|(_, call)| {
            effects::attrs_of(&model.program, call).is_some_and(|attrs| attrs.has(Effect::Stop))
                && call.args.first().is_some_and(|arg| {
                    use crate::stub::TypeWord;
                    model.program.adt(&arg.ty).is_some_and(|(_, adt)| {
                        adt.attrs.is(TypeWord::Context) || adt.attrs.is(TypeWord::Address)
                    })
                })
        })?;
        Some(Ending {
            at: Site { body: *id, node },
            panics: false,
        })
    })
}

/// A failure of something that can really fail panics in what runs for a message.
fn panics(model: &Model, process: &Process) -> Option<Ending> {
    let program = &model.program;
    let from = match process.body {
        Some(id) => vec![id],
        None => process.handlers.clone(),
    };
    within(program, from, NEAR, false)
        .into_iter()
        .find_map(|id| {
            let body = program.body(id);
            let (node, _) = body.calls().find(|(node, call)| {
                let at_work = process.body != Some(id) || body.node(*node).in_loop.is_some();
                at_work
                    && call.outcome == Outcome::Panics
                    && matches!(&body.local(call.to).ty, Ty::Adt(..) | Ty::Future(_))
                    && can_fail(model, call)
            })?;
            Some(Ending {
                at: Site { body: id, node },
                panics: true,
            })
        })
}

/// Something outside the program, a store or a file, or code of the workspace that uses them.
fn can_fail(model: &Model, call: &Call) -> bool {
    let program = &model.program;
    let callees = effects::callees(program, call);
    if !callees.is_empty() {
        return callees.iter().any(|callee| {
            let summary = model.summary(*callee);
            let leaves = |kind| {
                matches!(
                    kind,
                    Effect::StoreWrite | Effect::Commit | Effect::Outside | Effect::IoWrite
                )
            };
            summary.fails && summary.effects.iter().any(|effect| leaves(effect.kind))
        });
    }
    effects::attrs_of(program, call).is_some_and(|attrs| {
        [
            Effect::StoreRead,
            Effect::StoreWrite,
            Effect::RunsSql,
            Effect::Begin,
            Effect::Commit,
            Effect::Outside,
            Effect::IoWrite,
            Effect::IoRead,
            Effect::Flush,
        ]
        .into_iter()
        .any(|kind| attrs.has(kind))
    })
}
