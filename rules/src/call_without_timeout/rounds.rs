//! Loops that a timer sends round, and what they wait for on the way.

use otplint_model::body::{Body, Call, Edge, EdgeKind, LoopId, LoopKind, NodeId, Op};
use otplint_model::effects::{self, Does, Site};
use otplint_model::stub::Effect;
use otplint_model::turn::{self, Step, Turn, Visitor};
use otplint_model::{BodyId, Model, Program, Value, flow, tasks};

use crate::story::in_production;

/// So many calls lie at most between a loop and what it waits for.
const DOWN: usize = 4;

/// A loop that is to come round again and again, by a timer.
#[derive(Clone, Copy)]
pub(super) struct Round {
    pub(super) body: BodyId,
    of: LoopId,
}

/// All such loops that serve nothing else: `blocking-handler` tells of the others.
pub(super) fn all(model: &Model) -> impl Iterator<Item = Round> + '_ {
    let program = &model.program;
    let timed =
        program.doing(|does: Does| does.loops && does.effects.any([Effect::Tick, Effect::Sleep]));
    timed
        .filter(|(id, body)| body.is_async && in_production(model, *id))
        .flat_map(move |(id, body)| {
            let loops = (0..body.loops.len() as u32).map(LoopId);
            loops
                .filter(move |of| comes_round(program, body, id, *of))
                .map(move |of| Round { body: id, of })
        })
        .filter(|round| !serves_others(model, round.body))
}

fn comes_round(program: &Program, body: &Body, id: BodyId, of: LoopId) -> bool {
    let data = &body.loops[of.0 as usize];
    let mut calls = body.calls();
    let timed = calls
        .any(|(node, call)| body.node(node).in_loop == Some(of) && waits_for_time(program, call));
    timed
        && data.kind != LoopKind::For
        && data.parent.is_none()
        && tasks::is_event_loop(program, id, of)
        && !yields(body, of)
}

/// What tries until it succeeds is waited for by whoever called it.
fn yields(body: &Body, of: LoopId) -> bool {
    body.nodes().any(|(_, data)| {
        let inside = body.loop_within(data.in_loop, of);
        inside && matches!(&data.op, Op::Return(value) if *value != Value::Unit)
    })
}

fn serves_others(model: &Model, id: BodyId) -> bool {
    let mut list = model.processes.list.iter();
    list.any(|process| process.body == Some(id) && turn::others(model, process).is_some())
}

impl Round {
    /// Its head.
    pub(super) fn head(self, model: &Model) -> Site {
        let node = model.program.body(self.body).loops[self.of.0 as usize].head;
        Site {
            body: self.body,
            node,
        }
    }

    /// The first call that it waits for, that is `wanted` and that no deadline ends; and the calls that lead there.
    pub(super) fn first(
        self,
        model: &Model,
        wanted: &dyn Fn(&Step<'_>) -> bool,
    ) -> Option<(Site, Vec<Site>)> {
        let body = model.program.body(self.body);
        let inside = (body.nodes()).filter(|(_, data)| body.loop_within(data.in_loop, self.of));
        let nodes: Vec<NodeId> = inside.map(|(node, _)| node).collect();
        let mut finder = Finder {
            wanted,
            found: None,
        };
        turn::walk(model, &Turn::Nodes(self.body, nodes), &mut finder);
        let (at, via) = finder.found?;
        let root = via.first().copied().unwrap_or(at);
        (!self.is_left_after(&model.program, body, root.node)).then_some((at, via))
    }

    /// Whether success leads out of the loop, and not on to the timer: it tries until it succeeds, or waits until
    /// something is ready.
    fn is_left_after(self, program: &Program, body: &Body, node: NodeId) -> bool {
        let head = body.loops[self.of.0 as usize].head;
        let stops = |at: NodeId| match &body.node(at).op {
            Op::Select(_) => true,
            Op::Call(call) => waits_for_time(program, call),
            _ => at == head,
        };
        let goes_on = |_: NodeId, edge: &Edge| edge.kind != EdgeKind::Failure;
        let after = flow::reachable_by(body, node, stops, goes_on);
        after.iter().any(|at| {
            let data = body.node(at);
            matches!(data.op, Op::Return(_)) || !body.loop_within(data.in_loop, self.of)
        })
    }
}

fn waits_for_time(program: &Program, call: &Call) -> bool {
    effects::attrs_of(program, call)
        .is_some_and(|attrs| attrs.has(Effect::Tick) || attrs.has(Effect::Sleep) && call.awaited)
}

struct Finder<'a> {
    wanted: &'a dyn Fn(&Step<'_>) -> bool,
    found: Option<(Site, Vec<Site>)>,
}

impl Visitor for Finder<'_> {
    fn call(&mut self, step: &Step<'_>) {
        let open = step.polled && step.deadline.is_none();
        if self.found.is_none() && open && (self.wanted)(step) {
            self.found = Some((step.at, step.via.to_vec()));
        }
    }

    fn enters(&self, _: BodyId) -> bool {
        self.found.is_none()
    }

    fn depth(&self) -> usize {
        DOWN
    }
}
