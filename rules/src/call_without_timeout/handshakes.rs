//! Tasks per connection that wait for their peer to finish a handshake, for as long as that likes.

use std::collections::BTreeSet;

use otplint_model::effects::{self, Made, Site};
use otplint_model::follow::call_at;
use otplint_model::processes;
use otplint_model::stub::Effect;
use otplint_model::tasks::Spawn;
use otplint_model::turn::{self, Step, Turn, Visitor};
use otplint_model::{BodyId, Call, Callee, Confidence, Finding, Model, Program, Verdicts};
use rustc_hash::FxHashMap;

use super::META;
use crate::blocking_handler::{Accept, accepts};
use crate::names::has_word;
use crate::story::{Story, in_production};

/// So many calls lie at most between a loop and where it starts a task, and between a task and its handshake.
const DOWN: usize = 5;

/// What a server waits for before it knows its peer, by the path of what it calls.
const HANDSHAKES: &[&str] = &[
    "h2::server::handshake",
    "h2::server::Builder::handshake",
    "tokio_native_tls::TlsAcceptor::accept",
    "tokio_rustls::server::LazyConfigAcceptor::new",
    "tokio_rustls::server::StartHandshake::into_stream",
    "tokio_rustls::server::TlsAcceptor::accept",
    "tokio_rustls::server::TlsAcceptor::accept_with",
    "tokio_tungstenite::accept_async",
    "tokio_tungstenite::accept_hdr_async",
];

pub(super) fn check(model: &Model, verdicts: &mut Verdicts) {
    let accepts: Vec<Accept> = accepts(model).collect();
    if accepts.is_empty() {
        return;
    }
    let mut spawns: FxHashMap<Site, Vec<&Spawn>> = FxHashMap::default();
    for spawn in model.tasks.spawns.iter().filter(|spawn| !spawn.thread) {
        spawns.entry(spawn.at).or_default().push(spawn);
    }
    let mut told: BTreeSet<Site> = BTreeSet::new();
    for accept in accepts {
        let body = model.program.body(accept.at.body);
        let nodes = body
            .nodes()
            .filter(|(_, data)| accept.holds(body, data.in_loop));
        let nodes = nodes.map(|(node, _)| node).collect();
        let mut started = Started::default();
        turn::walk(model, &Turn::Nodes(accept.at.body, nodes), &mut started);
        let starts = started.0.into_iter().filter_map(|at| spawns.get(&at));
        for spawn in starts.flatten() {
            if let Some((at, via)) = waits(model, spawn)
                && told.insert(at)
            {
                verdicts.found(tell(model, accept.at, spawn.at, at, &via));
            }
        }
    }
}

/// Every call of the turn in which a connection was taken.
#[derive(Default)]
struct Started(Vec<Site>);

impl Visitor for Started {
    fn call(&mut self, step: &Step<'_>) {
        self.0.push(step.at);
    }

    fn enters(&self, _: BodyId) -> bool {
        true
    }

    fn depth(&self) -> usize {
        DOWN
    }
}

/// The handshake that a task waits for, where nothing limits it, and the calls that lead there.
fn waits(model: &Model, spawn: &Spawn) -> Option<(Site, Vec<Site>)> {
    let program = &model.program;
    if is_limited(program, spawn.at) {
        return None;
    }
    spawn.runs.iter().find_map(|run| {
        if !in_production(model, run.body) {
            return None;
        }
        let mut finder = Finder {
            program,
            limited: false,
            found: None,
        };
        turn::walk(model, &Turn::Awaited(run.body), &mut finder);
        finder.found.filter(|_| !finder.limited)
    })
}

/// The task as a whole has a deadline.
fn is_limited(program: &Program, at: Site) -> bool {
    let body = program.body(at.body);
    let given = call_at(program, at).map_or(&[][..], |call| &call.args);
    let made = given
        .iter()
        .flat_map(|arg| effects::future_bodies(program, body, &arg.value));
    made.into_iter().any(|made| match made {
        Made::Call(node) => {
            let site = Site { node, ..at };
            call_at(program, site).is_some_and(|call| limits(program, call))
        }
        Made::Block(_) => false,
    })
}

fn limits(program: &Program, call: &Call) -> bool {
    effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(Effect::Timeout))
}

struct Finder<'a> {
    program: &'a Program,
    limited: bool,
    found: Option<(Site, Vec<Site>)>,
}

impl Visitor for Finder<'_> {
    fn call(&mut self, step: &Step<'_>) {
        if self.found.is_some() {
            return;
        }
        // A socket that was given a deadline of its own.
        let named = has_word(
            step.call.name.as_str(),
            &["timeout", "timeouts", "deadline"],
        );
        self.limited |= named && !limits(self.program, step.call);
        if step.polled && shakes_hands(self.program, step.at, step.call) {
            self.limited |= step.deadline.is_some();
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

/// A handshake that is known, or that is what the function around it is there for.
fn shakes_hands(program: &Program, at: Site, call: &Call) -> bool {
    match &call.callee {
        Callee::Known(defs) => {
            let known = |path: &str| HANDSHAKES.contains(&path);
            defs.iter().any(|def| known(&program.def(*def).path)) || is_one_by_name(program, call)
        }
        Callee::Other | Callee::Unknown => {
            let around = program.def(program.body(at.body).owner).name;
            call.awaited
                && has_word(around.as_str(), &["handshake"])
                && matches!(call.name.as_str(), "accept" | "do_handshake" | "handshake")
        }
        _ => false,
    }
}

/// A function of the workspace that says it is one, and sets no deadline anywhere.
fn is_one_by_name(program: &Program, call: &Call) -> bool {
    let callees = effects::callees(program, call);
    let limited = |id: BodyId| program.does(id).effects.has(Effect::Timeout);
    call.awaited
        && !callees.is_empty()
        && has_word(call.name.as_str(), &["handshake"])
        && callees.iter().all(|id| program.body(*id).is_async)
        && !processes::reach(program, callees.into_iter(), true)
            .into_iter()
            .any(limited)
}

fn tell(model: &Model, accept: Site, spawn: Site, at: Site, via: &[Site]) -> Finding {
    let span = call_at(&model.program, at).map_or(model.location(at).span, |call| call.name_span);
    let mut story = Story::new(model, &META, at.body, span, Confidence::Medium)
        .message(
            "a client that connects and never finishes this handshake keeps its task and its connection for ever: no deadline \
             ends the wait, and a few thousand of them use up what the server has",
        )
        .step(accept, "connections are accepted here")
        .step(spawn, "each gets a task here");
    for step in via {
        story = story.step(*step, "on the way it calls this, and awaits it");
    }
    story
        .help("set the handshake a deadline, and close the connection when it passes")
        .tell()
}
