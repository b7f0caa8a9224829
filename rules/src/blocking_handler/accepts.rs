//! Loops that accept connections and wait for one of the peers before they accept the next.

use otplint_model::body::{Body, Call, LocalKind, LoopId, NodeId};
use otplint_model::effects::{self, Does, Made, Site};
use otplint_model::stall::{self, Limits, On};
use otplint_model::stub::{Effect, TypeWord};
use otplint_model::turn::{self, Polled, Step, Turn, Visitor};
use otplint_model::{BodyId, Confidence, Finding, Model, Program, Reason, Verdicts, flow};
use rustc_hash::FxHashSet;

use super::steps::DOWN;
use super::{META, requests};
use crate::story::{Story, in_production};

/// So many helpers lie at most between a loop and where it takes its connections.
const UP: usize = 3;

pub(super) fn check(model: &Model, limits: &Limits<'_>, verdicts: &mut Verdicts) {
    let program = &model.program;
    for (id, body) in program.doing(|does: Does| does.effects.has(Effect::Drives)) {
        if !body.is_async || !in_production(model, id) {
            continue;
        }
        for (node, call) in body.calls() {
            if effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(Effect::Drives)) {
                requests::check(model, Site { body: id, node }, verdicts);
            }
        }
    }
    for accept in all(model) {
        if let Some((at, judged)) = judge(model, limits, &accept) {
            verdicts.judged(model.location(at), judged);
        }
    }
}

/// All that take connections, one after the other.
pub(crate) fn all(model: &Model) -> impl Iterator<Item = Accept> + '_ {
    let program = &model.program;
    let takes = program.doing(|does| does.effects.has(Effect::Accepts));
    let takes = takes.filter(|(id, body)| body.is_async && in_production(model, *id));
    let sites = takes.flat_map(move |(id, body)| {
        let accepts = |call: &Call| {
            effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(Effect::Accepts))
        };
        let calls = body.calls().filter(move |(_, call)| accepts(call));
        calls.map(move |(node, _)| Site { body: id, node })
    });
    let mut seen: FxHashSet<Accept> = FxHashSet::default();
    sites
        .flat_map(move |at| accepts_of(model, at))
        .filter(move |accept| seen.insert(*accept))
}

/// Where connections are taken, one after the other.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Accept {
    pub(crate) at: Site,
    /// The loop around it; a helper that a loop calls takes one and returns.
    around: Option<LoopId>,
}

impl Accept {
    /// Whether something in this loop belongs to the turn that takes a connection.
    pub(crate) fn holds(&self, body: &Body, inner: Option<LoopId>) -> bool {
        (self.around).is_none_or(|around| body.loop_within(inner, around))
    }
}

/// The loop around a call, or the helper that it is in and the loops around the calls of that.
fn accepts_of(model: &Model, accept: Site) -> Vec<Accept> {
    let program = &model.program;
    let mut found = Vec::new();
    let mut open = vec![accept];
    for _ in 0..UP {
        let mut above = Vec::new();
        for at in std::mem::take(&mut open) {
            let around = program.body(at.body).node(at.node).in_loop;
            if around.is_some() {
                found.push(Accept { at, around });
                continue;
            }
            let callers = model.index.callers_of(program, at.body).iter().copied();
            let callers: Vec<Site> = callers
                .filter(|at| program.body(at.body).is_async && in_production(model, at.body))
                .filter(|at| !is_limited(program, *at))
                .collect();
            if !callers.is_empty() || is_of_a_framework(program, at.body) {
                found.push(Accept { at, around: None });
            }
            above.extend(callers);
        }
        open = above;
    }
    // One that nobody calls in a loop lets in one peer, and that is all.
    let loops = found.iter().any(|accept| accept.around.is_some());
    let framework = |accept: &Accept| is_of_a_framework(program, accept.at.body);
    found.retain(|accept| loops || framework(accept));
    found
}

/// Whether the future of a call is given to something that sets it a deadline.
fn is_limited(program: &Program, made: Site) -> bool {
    let body = program.body(made.body);
    body.calls().any(|(_, call)| {
        let limits =
            effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(Effect::Timeout));
        limits
            && call.args.iter().any(|arg| {
                effects::future_bodies(program, body, &arg.value).contains(&Made::Call(made.node))
            })
    })
}

/// `accept` of a trait that somebody else's loop calls.
fn is_of_a_framework(program: &Program, id: BodyId) -> bool {
    let owner = program.def(program.body(id).owner);
    let declared = owner.as_fn().and_then(|function| function.trait_def);
    owner.name == "accept" && declared.is_some_and(|def| program.def(def).location.is_none())
}

fn judge(
    model: &Model,
    limits: &Limits<'_>,
    accept: &Accept,
) -> Option<(Site, Result<Finding, Reason>)> {
    let body = model.program.body(accept.at.body);
    let failed = flow::failures(body, accept.at.node);
    let after = flow::reachable(body, accept.at.node, |at| failed.contains(&at));
    let nodes: Vec<NodeId> = body
        .nodes()
        .filter(|(_, data)| accept.holds(body, data.in_loop))
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
    limits: &'a Limits<'a>,
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
        if !self.is_of_the_accepted(root) || self.limits.bound(step.at, step.call) {
            return;
        }
        match step.deadline {
            Some(_) => self.limited = self.limited.or(Some(root)),
            None => self.found = Some((step.at, step.via.to_vec())),
        }
    }

    fn polls(&mut self, polled: &Polled<'_>) {
        let program = &self.model.program;
        let body = program.body(polled.at.body);
        let future = &polled.await_.future;
        // A handshake that is a future by itself.
        let handshake = program
            .adt(&future.ty)
            .is_some_and(|(_, adt)| adt.attrs.is(TypeWord::Future) && adt.attrs.is(TypeWord::Io));
        let local = future.place.as_ref().and_then(|place| place.as_local());
        if self.found.is_none()
            && handshake
            && polled.via.is_empty()
            && local.is_some_and(|local| self.is_of_the_turn(body, local))
        {
            self.found = Some((polled.at, Vec::new()));
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
        let given = matches!(data.kind, LocalKind::Param(_) | LocalKind::Capture(_));
        !given && self.accept.holds(body, data.in_loop)
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
        around.is_some() && (at.body != accept.at.body || around != accept.around)
    };
    let confidence = match via.iter().chain([&at]).any(session) {
        true => Confidence::Low,
        false => Confidence::Medium,
    };
    let span = otplint_model::follow::call_at(&model.program, root)
        .map_or(body.node(root.node).span, |call| call.name_span);
    let mut story = Story::new(model, &META, root.body, span, confidence)
        .message("while one peer that was accepted sends nothing the loop waits for it: nobody else is let in, for as long as that peer likes")
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
