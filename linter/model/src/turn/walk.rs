//! Walks over what runs in a turn: the calls that its body makes and waits for, in it and below it, not those of
//! tasks that it starts.

use rustc_hash::FxHashSet;

use super::Turn;
use crate::body::{
    Arg, Await, Body, BodyId, Call, LocalId, LocalKind, NodeId, Op, SelectKind, Value,
};
use crate::effects::{self, Made, Site};
use crate::model::Model;
use crate::place::Place;
use crate::processes;
use crate::program::Program;
use crate::slots;
use crate::stub::{Effect, TypeWord};
use crate::ty::Ty;

/// A call that runs in a turn.
#[derive(Debug)]
pub struct Step<'s> {
    /// Where it is made.
    pub at: Site,
    /// It.
    pub call: &'s Call,
    /// Its future is polled to its end before the turn goes on, or it is no future.
    pub polled: bool,
    /// Where a deadline around it is set.
    pub deadline: Option<Site>,
    /// The calls that lead there, outermost first.
    pub via: &'s [Site],
}

/// A body that runs in a turn.
#[derive(Debug)]
pub struct Entered<'s> {
    /// It.
    pub body: BodyId,
    /// Where a deadline around it is set.
    pub deadline: Option<Site>,
    /// The calls that lead there, outermost first.
    pub via: &'s [Site],
}

/// A future that was made elsewhere is polled to its end in a turn.
#[derive(Debug)]
pub struct Polled<'s> {
    /// Where.
    pub at: Site,
    /// Its await.
    pub await_: &'s Await,
    /// The calls that lead there, outermost first.
    pub via: &'s [Site],
}

/// Who is told what runs.
pub trait Visitor {
    /// A body runs.
    fn body(&mut self, _: &Entered<'_>) {}
    /// A call is made.
    fn call(&mut self, step: &Step<'_>);
    /// A future that was made elsewhere is waited for; what made it is told too, where it was seen.
    fn polls(&mut self, _: &Polled<'_>) {}
    /// Whether what a call runs is of interest.
    fn enters(&self, callee: BodyId) -> bool;
    /// Chains of calls longer than this are not followed.
    fn depth(&self) -> usize {
        DEPTH
    }
}

/// Chains of calls longer than this are not followed by anybody.
const DEPTH: usize = 12;

/// More bodies than this are not looked at in one turn.
const MOST: usize = 2_000;

/// Walks over what runs in a turn.
pub fn walk(model: &Model, turn: &Turn, visitor: &mut dyn Visitor) {
    let mut walker = Walker {
        model,
        visitor,
        seen: FxHashSet::default(),
        via: Vec::new(),
        polled: FxHashSet::default(),
    };
    match turn {
        Turn::Awaited(body) => walker.enter(*body, true, None),
        Turn::Called(body) => walker.enter(*body, false, None),
        Turn::Nodes(body, nodes) => {
            let entered = Entered {
                body: *body,
                deadline: None,
                via: &[],
            };
            walker.visitor.body(&entered);
            for node in nodes {
                let at = Site {
                    body: *body,
                    node: *node,
                };
                walker.node(at, None);
            }
        }
    }
}

struct Walker<'a> {
    model: &'a Model,
    visitor: &'a mut dyn Visitor,
    /// A body that passes on what its caller gave it means something else for each caller.
    seen: FxHashSet<(BodyId, bool, Option<Site>)>,
    via: Vec<Site>,
    /// The calls of the body at hand whose futures were looked at: one may be given back to itself in a loop, and many
    /// ways may lead to one.
    polled: FxHashSet<(NodeId, Option<Site>)>,
}

impl Walker<'_> {
    fn enter(&mut self, id: BodyId, polled: bool, deadline: Option<Site>) {
        let body = self.model.program.body(id);
        let caller = self.via.last().copied().filter(|_| is_generic(body));
        if self.via.len() > self.visitor.depth()
            || self.seen.len() > MOST
            || !self.visitor.enters(id)
            || !self.seen.insert((id, deadline.is_some(), caller))
        {
            return;
        }
        let entered = Entered {
            body: id,
            deadline,
            via: &self.via,
        };
        self.visitor.body(&entered);
        let outer = std::mem::take(&mut self.polled);
        for (node, data) in body.nodes() {
            self.node(Site { body: id, node }, deadline);
            // `fn next(&mut self) -> impl Future { async { .. } }`
            if let (true, false, Op::Return(value)) = (polled, body.is_async, &data.op) {
                self.future(Site { body: id, node }, value, deadline);
            }
        }
        self.polled = outer;
    }

    fn node(&mut self, at: Site, deadline: Option<Site>) {
        let body = self.model.program.body(at.body);
        match &body.node(at.node).op {
            Op::Call(call) => self.call(at, call, call.awaited, deadline),
            Op::Await(await_) => {
                let via = &self.via;
                self.visitor.polls(&Polled { at, await_, via });
                self.future(at, &await_.future.value, deadline);
            }
            Op::Select(select) if select.kind != SelectKind::Select => {
                for arm in &select.arms {
                    self.future(at, &arm.future.value, deadline);
                }
            }
            _ => {}
        }
    }

    /// A future is polled to its end.
    fn future(&mut self, at: Site, value: &Value, deadline: Option<Site>) {
        let program = &self.model.program;
        let body = program.body(at.body);
        for made in effects::future_bodies(program, body, value) {
            match made {
                Made::Block(block) if !self.is_task(block) => {
                    self.via.push(at);
                    self.enter(block, true, deadline);
                    self.via.pop();
                }
                Made::Block(_) => {}
                Made::Call(node) => {
                    let Op::Call(call) = &body.node(node).op else {
                        continue;
                    };
                    let started = effects::callees(program, call)
                        .into_iter()
                        .any(|callee| self.model.processes.spawns_of(callee).contains(&at));
                    let at = Site {
                        body: at.body,
                        node,
                    };
                    if !started && self.polled.insert((node, deadline)) {
                        self.call(at, call, true, deadline);
                    }
                }
            }
        }
    }

    fn is_task(&self, block: BodyId) -> bool {
        !self.model.processes.spawns_of(block).is_empty()
    }

    fn call(&mut self, at: Site, call: &Call, polled: bool, deadline: Option<Site>) {
        let program = &self.model.program;
        let step = Step {
            at,
            call,
            polled,
            deadline,
            via: &self.via,
        };
        self.visitor.call(&step);
        if processes::is_spawn(program, call) {
            return;
        }
        let attrs = effects::attrs_of(program, call);
        let has = |kind| attrs.is_some_and(|attrs| attrs.has(kind));
        let callees = effects::callees(program, call);
        self.via.push(at);
        for callee in &callees {
            if polled || !program.body(*callee).is_async {
                self.enter(*callee, polled, deadline);
            }
        }
        if effects::runs_closures(program, call) {
            for arg in &call.args {
                if let Value::Body(closure) = arg.value
                    && !program.body(closure).is_async
                    && !self.is_task(closure)
                {
                    self.enter(closure, polled, deadline);
                }
            }
        }
        self.via.pop();
        // What it is given to poll: `timeout(limit, reply)`, `reply.log_failure()`, `ctx.wait(future)`.
        if polled || has(Effect::Wait) || has(Effect::BlockOn) {
            let limits =
                has(Effect::Timeout) || callees.iter().any(|id| sets_deadline(program, *id));
            let deadline = deadline.or(limits.then_some(at));
            for arg in call.args.iter().filter(|arg| is_future(program, arg)) {
                self.future(at, &arg.value, deadline);
            }
        }
    }
}

/// Whether an argument is a future, pinned, boxed or borrowed as may be.
pub fn is_future(program: &Program, arg: &Arg) -> bool {
    fn is(program: &Program, ty: &Ty) -> bool {
        match ty.peel_refs() {
            Ty::Future(_) => true,
            Ty::Adt(def, args) => program.def(*def).as_adt().is_some_and(|adt| {
                adt.attrs.is(TypeWord::Future)
                    || adt.attrs.is(TypeWord::Pointer)
                        && args.iter().any(|inner| is(program, inner))
            }),
            _ => false,
        }
    }
    matches!(arg.value, Value::Body(_)) || is(program, &arg.ty)
}

/// Whether a body sets a deadline for something.
fn sets_deadline(program: &Program, id: BodyId) -> bool {
    let mut calls = program.body(id).calls();
    calls.any(|(_, call)| {
        effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(Effect::Timeout))
    })
}

/// Whether what a body does depends on the types that its caller gives it.
fn is_generic(body: &Body) -> bool {
    let mut params = body.params.iter().map(|param| &body.local(*param).ty);
    params.any(|ty| matches!(ty.peel_refs(), Ty::Param(name) if *name != "Self"))
}

/// The type of a value at the end of a chain of calls, where that is a parameter by which the caller
/// gave it.
pub fn type_given(
    program: &Program,
    via: &[Site],
    at: BodyId,
    ty: &Ty,
    place: Option<&Place>,
) -> Ty {
    let (mut ty, mut place) = (ty.clone(), place.cloned());
    let mut id = at;
    for site in via.iter().rev() {
        let open = matches!(ty.peel_refs(), Ty::Param(_) | Ty::Unknown | Ty::Bounds(_));
        let local = place.as_ref().and_then(|place| whole(program, id, place));
        let (true, Some((outer, local))) = (open, local) else {
            break;
        };
        let LocalKind::Param(index) = program.body(outer).local(local).kind else {
            break;
        };
        // Blocks and closures see what the function around them sees.
        if outer.function() == site.body.function() {
            continue;
        }
        let Op::Call(call) = &program.body(site.body).node(site.node).op else {
            break;
        };
        let Some(arg) = call.args.get(index as usize) else {
            break;
        };
        (ty, place, id) = (arg.ty.clone(), arg.place.clone(), site.body);
    }
    ty
}

fn whole(program: &Program, id: BodyId, place: &Place) -> Option<(BodyId, LocalId)> {
    if !place.path.is_empty() {
        return None;
    }
    Some(slots::origin(program, id, place.as_local()?))
}
