//! What a process runs between one message and the next, and who waits meanwhile.

use rustc_hash::FxHashSet;

use crate::body::{Body, BodyId, Call, LoopId, LoopKind, NodeId, Op, Select, SelectKind};
use crate::effects::{self, Made, Site};
use crate::flow;
use crate::model::Model;
use crate::processes::{self, Process, ProcessKind};
use crate::program::Program;
use crate::slots::{self, Shared};
use crate::stub::{Effect, TypeWord};
use crate::ty::Ty;

/// How many calls lie between a process's loop or handler and what it is told of.
const DOWN: usize = 3;

/// A node that runs between two messages.
#[derive(Clone, Debug)]
pub struct Step {
    /// The node.
    pub at: Site,
    /// The calls that lead there from the loop or handler, outermost first.
    pub via: Vec<Site>,
}

impl Step {
    /// The node of the loop or handler itself.
    pub fn root(&self) -> Site {
        self.via.first().copied().unwrap_or(self.at)
    }
}

/// Every node that a process runs between two messages, a few calls down; tasks that it starts not counted.
pub fn of(model: &Model, process: &Process) -> Vec<Step> {
    let program = &model.program;
    let mut walk = Walk {
        model,
        seen: FxHashSet::default(),
        steps: Vec::new(),
    };
    match process.body {
        Some(id) => {
            let body = program.body(id);
            let Some(around) = turn(model, process) else {
                return Vec::new();
            };
            walk.seen.insert(id);
            for (node, data) in body.nodes() {
                if body.loop_within(data.in_loop, around) {
                    walk.node(Site { body: id, node }, &[]);
                }
            }
        }
        None => {
            for handler in &process.handlers {
                walk.body(*handler, &[]);
            }
        }
    }
    walk.steps
}

struct Walk<'m> {
    model: &'m Model,
    seen: FxHashSet<BodyId>,
    steps: Vec<Step>,
}

impl Walk<'_> {
    fn body(&mut self, id: BodyId, via: &[Site]) {
        if via.len() > DOWN || !self.seen.insert(id) {
            return;
        }
        // A loop that takes messages itself is another process's.
        if !via.is_empty() && self.model.processes.of_body(id).is_some() {
            return;
        }
        for (node, _) in self.model.program.body(id).nodes() {
            self.node(Site { body: id, node }, via);
        }
    }

    fn node(&mut self, at: Site, via: &[Site]) {
        let program = &self.model.program;
        let body = program.body(at.body);
        self.steps.push(Step {
            at,
            via: via.to_vec(),
        });
        let mut below: Vec<BodyId> = Vec::new();
        match &body.node(at.node).op {
            Op::Call(call) if !processes::is_spawn(program, call) => {
                let runs = |id: &BodyId| call.awaited || !program.body(*id).is_async;
                below.extend(effects::callees(program, call).into_iter().filter(runs));
            }
            Op::Await(await_) => {
                for made in effects::future_bodies(program, body, &await_.future.value) {
                    match made {
                        Made::Block(block) => below.push(block),
                        Made::Call(node) => {
                            if let Op::Call(call) = &body.node(node).op {
                                below.extend(effects::callees(program, call));
                            }
                        }
                    }
                }
            }
            _ => {}
        }
        if below.is_empty() {
            return;
        }
        let mut via = via.to_vec();
        via.push(at);
        for id in below {
            self.body(id, &via);
        }
    }
}

/// The loop in which a process takes its messages.
pub fn turn(model: &Model, process: &Process) -> Option<LoopId> {
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
    let around = turn(model, process)?;
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
