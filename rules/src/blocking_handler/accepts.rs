//! Loops that accept connections and wait for one of the peers before they accept the next.

use otplint_model::body::{Body, Call, LoopId, NodeId};
use otplint_model::effects::{self, Does, Site};
use otplint_model::stall::{self, Limits, On};
use otplint_model::stub::Effect;
use otplint_model::turn::{self, Step, Turn, Visitor};
use otplint_model::{BodyId, Confidence, Finding, Model, Program, Reason, Verdicts, flow};

use super::META;
use super::steps::DOWN;
use crate::story::{Story, in_production};

pub(super) fn check(model: &Model, limits: &Limits, verdicts: &mut Verdicts) {
    let program = &model.program;
    let accepts = |does: Does| does.effects.has(Effect::Accepts);
    for (id, body) in program.doing(accepts) {
        if !body.is_async || !in_production(model, id) {
            continue;
        }
        for (node, call) in body.calls() {
            let attrs = effects::attrs_of(program, call);
            if !attrs.is_some_and(|attrs| attrs.has(Effect::Accepts)) {
                continue;
            }
            for accept in loops_around(model, Site { body: id, node }) {
                if let Some((at, judged)) = judge(model, limits, &accept) {
                    verdicts.judged(model.location(at), judged);
                }
            }
        }
    }
}

/// Where a loop takes its connections.
struct Accept {
    at: Site,
    around: LoopId,
}

/// The loop around a call, or around the calls of the helper that it is in.
fn loops_around(model: &Model, accept: Site) -> Vec<Accept> {
    let program = &model.program;
    let around = |at: Site| {
        let around = program.body(at.body).node(at.node).in_loop?;
        Some(Accept { at, around })
    };
    if let Some(found) = around(accept) {
        return vec![found];
    }
    let callers = model.index.callers_of(program, accept.body);
    let callers = callers.iter().copied();
    callers
        .filter(|at| in_production(model, at.body))
        .filter_map(around)
        .collect()
}

fn judge(
    model: &Model,
    limits: &Limits,
    accept: &Accept,
) -> Option<(Site, Result<Finding, Reason>)> {
    let body = model.program.body(accept.at.body);
    let failed = flow::failures(body, accept.at.node);
    let after = flow::reachable(body, accept.at.node, |at| failed.contains(&at));
    let nodes: Vec<NodeId> = body
        .nodes()
        .filter(|(_, data)| body.loop_within(data.in_loop, accept.around))
        .map(|(node, _)| node)
        .filter(|node| after.contains(*node))
        .collect();
    let mut finder = Finder {
        model,
        limits,
        accept,
        limited: None,
        found: None,
    };
    turn::walk(model, &Turn::Nodes(accept.at.body, nodes), &mut finder);
    if let Some((at, via)) = finder.found {
        let root = via.first().copied().unwrap_or(at);
        return Some((root, Ok(tell(model, accept, at, &via))));
    }
    let limited = finder.limited?;
    Some((limited, Err("a deadline ends the wait for the peer".into())))
}

/// Looks for the first wait for a peer that was accepted.
struct Finder<'a> {
    model: &'a Model,
    limits: &'a Limits,
    accept: &'a Accept,
    limited: Option<Site>,
    found: Option<(Site, Vec<Site>)>,
}

impl Visitor for Finder<'_> {
    fn call(&mut self, step: &Step<'_>) {
        let program = &self.model.program;
        if self.found.is_some() || !step.polled || !waits_for_a_peer(program, step.call) {
            return;
        }
        let root = step.via.first().copied().unwrap_or(step.at);
        if !self.is_of_the_accepted(root) || self.limits.bound(program, step.call) {
            return;
        }
        match step.deadline {
            Some(_) => self.limited = self.limited.or(Some(root)),
            None => self.found = Some((step.at, step.via.to_vec())),
        }
    }

    fn enters(&self, _: BodyId) -> bool {
        self.found.is_none()
    }

    fn depth(&self) -> usize {
        DOWN
    }
}

impl Finder<'_> {
    /// A call in the loop that is given a connection which this turn took.
    fn is_of_the_accepted(&self, root: Site) -> bool {
        let program = &self.model.program;
        let body = program.body(root.body);
        let Some(call) = otplint_model::follow::call_at(program, root) else {
            return false;
        };
        root != self.accept.at
            && call.args.iter().any(|arg| {
                let place = arg.place.as_ref();
                place
                    .and_then(|place| place.as_local())
                    .is_some_and(|local| {
                        stall::is_socket(program, &body.local(local).ty)
                            && self.is_of_the_turn(body, local)
                    })
            })
    }

    fn is_of_the_turn(&self, body: &Body, local: otplint_model::body::LocalId) -> bool {
        let data = body.local(local);
        body.loop_within(data.in_loop, self.accept.around)
    }
}

/// An awaited call that comes back when the peer has sent something.
fn waits_for_a_peer(program: &Program, call: &Call) -> bool {
    let Some(attrs) = effects::attrs_of(program, call) else {
        return false;
    };
    let answers = attrs.has(Effect::Outside) || attrs.has(Effect::IoRead);
    answers && !attrs.has(Effect::Accepts) && stall::on(program, call) == Some(On::Peer)
}

fn tell(model: &Model, accept: &Accept, at: Site, via: &[Site]) -> Finding {
    let root = via.first().copied().unwrap_or(at);
    let body = model.program.body(root.body);
    // One who is served to the end before the next is let in may well be meant.
    let session = |at: &Site| {
        let around = model.program.body(at.body).node(at.node).in_loop;
        around.is_some() && (at.body != accept.at.body || around != Some(accept.around))
    };
    let confidence = match via.iter().chain([&at]).any(session) {
        true => Confidence::Low,
        false => Confidence::Medium,
    };
    let span = otplint_model::follow::call_at(&model.program, root)
        .map_or(body.node(root.node).span, |call| call.name_span);
    let mut story = Story::new(model, &META, root.body, span, confidence)
        .message("while one peer that was accepted sends nothing this loop waits for it: nobody else is let in, for as long as that peer likes")
        .step(accept.at, "connections are accepted here");
    for step in via.iter().skip(1) {
        story = story.step(*step, "on the way here it calls this, and awaits it");
    }
    if at != root {
        story = story.step(at, "it waits for the peer here, without a deadline");
    }
    story
        .help("spawn a task per connection before the first wait for its peer, or set a deadline for it")
        .tell()
}
