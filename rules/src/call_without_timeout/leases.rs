//! Loops that keep a lease, a lead or a sign of life, and wait for a database on the way: what is to end by itself when
//! its keeper hangs must not hang with it.

use otplint_model::Verdicts;
use otplint_model::effects::Site;
use otplint_model::follow::call_at;
use otplint_model::stall::{self, Limits, On};
use otplint_model::stub::TypeWord;
use otplint_model::turn::Step;
use otplint_model::{Call, Callee, Confidence, DefId, Finding, Model, Op, Program, Value};

use super::META;
use super::rounds::{self, Round};
use crate::names::has_word;
use crate::story::Story;

/// Words that claim of a loop that it must come round in time, or somebody else takes over.
const IN_TIME: &[&str] = &[
    "campaign",
    "elect",
    "election",
    "heartbeat",
    "heartbeats",
    "keepalive",
    "leader",
    "leadership",
    "lease",
    "leases",
    "liveness",
];

/// So many of the calls that make a statement are looked at.
const MADE_OF: usize = 8;

pub(super) fn check(model: &Model, limits: &Limits<'_>, verdicts: &mut Verdicts) {
    let program = &model.program;
    let waits = |step: &Step<'_>| {
        stall::on(program, step.call) == Some(On::Store)
            && is_remote(program, step.call)
            && !is_of_a_file(program, step.at, step.call)
            && !limits.bound(step.at, step.call)
    };
    let in_time = |round: &Round| claims(model.item(round.body));
    for round in rounds::all(model).filter(in_time) {
        if let Some((at, via)) = round.first(model, &waits) {
            verdicts.found(tell(model, round, at, &via));
        }
    }
}

/// By its own name or its type's: a module of leases also holds what clears up after them.
fn claims(path: &str) -> bool {
    let name = path.rsplit("::").next();
    let is_type = |part: &&str| part.starts_with(char::is_uppercase);
    (path.split("::").filter(is_type).chain(name)).any(|part| has_word(part, IN_TIME))
}

/// A method of a connection to a server, not of a store in a file or of the workspace.
fn is_remote(program: &Program, call: &Call) -> bool {
    let Callee::Known(defs) = &call.callee else {
        return false;
    };
    let foreign = |def: &DefId| program.def(*def).location.is_none();
    let embedded = |def: DefId| {
        (program.def(def).as_adt()).is_some_and(|adt| adt.attrs.is(TypeWord::Embedded))
    };
    let on_file = |path: &str| path.starts_with("std::fs") || path.starts_with("tokio::fs");
    defs.iter().all(foreign)
        && !call
            .args
            .iter()
            .filter_map(|arg| arg.ty.adt())
            .any(embedded)
        && !defs.iter().any(|def| on_file(&program.def(*def).path))
}

/// A statement that was made for a database in a file: `Statement::from_string(DatabaseBackend::Sqlite, ..)`.
fn is_of_a_file(program: &Program, at: Site, call: &Call) -> bool {
    let body = program.body(at.body);
    let sqlite = |value: &Value| match value {
        Value::Aggregate(Some(def), _) => program.def(*def).name == "Sqlite",
        _ => false,
    };
    let made = |value: &Value| match value {
        Value::Use(place) => place.as_local().and_then(|local| body.local(local).def),
        _ => None,
    };
    let mut open: Vec<&Call> = vec![call];
    for _ in 0..MADE_OF {
        let Some(call) = open.pop() else { break };
        if call.args.iter().any(|arg| sqlite(&arg.value)) {
            return true;
        }
        let nodes = call.args.iter().skip(1).filter_map(|arg| made(&arg.value));
        open.extend(nodes.filter_map(|node| match &body.node(node).op {
            Op::Call(call) => Some(&**call),
            _ => None,
        }));
    }
    false
}

fn tell(model: &Model, round: Round, at: Site, via: &[Site]) -> Finding {
    let span = call_at(&model.program, at).map_or(model.location(at).span, |call| call.name_span);
    let mut story = Story::new(model, &META, at.body, span, Confidence::Medium)
        .message(
            "while the database neither answers nor closes the connection this loop stands still, and goes on to believe \
             what it should have renewed: no deadline ends the wait",
        )
        .step(round.head(model), "this loop must come round in time");
    for step in via {
        story = story.step(*step, "on the way it calls this, and awaits it");
    }
    story
        .help(
            "set the query a deadline that is shorter than the lease, and take a miss for its loss",
        )
        .tell()
}
