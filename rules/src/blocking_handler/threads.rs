//! Calls that block a thread on which futures are polled.

use std::cmp::Reverse;

use otplint_model::blocking::{self, Blocking, On, Runs};
use otplint_model::effects::Site;
use otplint_model::follow::call_at;
use otplint_model::timers;
use otplint_model::{Confidence, Finding, Location, Model, Reason, Verdicts};
use rustc_hash::FxHashSet;

use super::META;
use crate::names::has_word;
use crate::story::{Story, in_production};

/// A sleep this short (in milliseconds) holds up nobody for long.
const SHORT: u64 = 5;

/// Words of functions that run once, before anything is served.
const ONCE: &[&str] = &[
    "bootstrap",
    "init",
    "initialise",
    "initialize",
    "migrate",
    "startup",
];

/// Words of crates that a person runs to an end.
const TOOLS: &[&str] = &["bench", "cli", "ctl", "examples", "xtask"];

/// Words of code that only tests use.
const TESTS: &[&str] = &["test", "tests", "testing"];

pub(super) fn check(model: &Model, verdicts: &mut Verdicts) {
    let mut judged: Vec<(Blocking, Result<Told, Reason>)> = blocking::all(model)
        .into_iter()
        .filter(|one| in_production(model, one.root.body) && in_production(model, one.leaf.body))
        .map(|one| {
            let judged = judge(model, &one);
            (one, judged)
        })
        .collect();
    // The surest story of a function, and of a helper that blocks, is told; the others are the same flaw.
    judged.sort_by_key(|(one, judged)| {
        let sure = judged.as_ref().ok().map(|told| told.confidence);
        (Reverse(sure), one.via.len(), one.on, one.root)
    });
    let mut told: FxHashSet<u32> = FxHashSet::default();
    let mut sent: FxHashSet<Site> = FxHashSet::default();
    for (one, judged) in judged {
        let place = place(model, one.root);
        match judged {
            Err(reason) => verdicts.declined(place, reason),
            Ok(story) => {
                let new = [one.root, one.leaf].map(|at| told.insert(at.body.function()));
                if new == [true, true]
                    || new[0] && one.root.body.function() == one.leaf.body.function()
                {
                    // Who mends one of these sees the others.
                    if one.sent.is_some_and(|at| !sent.insert(at)) {
                        continue;
                    }
                    verdicts.found(tell(model, &one, story));
                }
            }
        }
    }
}

/// What is told of a blocking call.
struct Told {
    confidence: Confidence,
    /// It runs for a message of a process.
    process: bool,
}

/// The name of the call.
fn place(model: &Model, at: Site) -> Location {
    let location = model.location(at);
    match call_at(&model.program, at) {
        Some(call) => Location {
            span: call.name_span,
            ..location
        },
        None => location,
    }
}

fn judge(model: &Model, one: &Blocking) -> Result<Told, Reason> {
    let program = &model.program;
    if one.on == On::Time
        && let Some(call) = call_at(program, one.leaf)
        && let Some(arg) = call.args.first()
        && timers::duration_ms(program, program.body(one.leaf.body), &arg.value)
            .is_some_and(|length| length <= SHORT)
    {
        return Err("it sleeps for a moment only".into());
    }
    let process = in_mailbox_loop(model, one.root);
    let runs = blocking::runs(model, one.root.body);
    let panics = matches!(one.on, On::Refused | On::Runtime);
    match runs {
        Runs::Waited if !panics => {
            return Err(
                "it is polled by `block_on` alone: no other task shares that thread".into(),
            );
        }
        Runs::Own => {
            return Err("what blocks here runs on a thread of its own".into());
        }
        Runs::Main if !process && !panics => {
            return Err("only `main` waits for it".into());
        }
        _ => {}
    }
    let direct = one.via.is_empty();
    let shared = runs == Runs::Task;
    let confidence = match one.on {
        On::Future
        | On::Runtime
        | On::Refused
        | On::Time
        | On::Other
        | On::Asking
        | On::Outside => match (direct, shared || process) {
            (true, true) => Confidence::High,
            _ => Confidence::Medium,
        },
        // How many take connections, and how, is known near to the pool only.
        On::Pool if !direct => Confidence::Low,
        On::Work | On::Pool | On::Child | On::Sync | On::Sent if shared || process => {
            Confidence::Medium
        }
        On::Work | On::Pool | On::Child | On::Sync | On::Sent | On::Disk => Confidence::Low,
    };
    let confidence = match one.several {
        0 | 1 => confidence,
        2 => confidence.min(Confidence::Medium),
        _ => Confidence::Low,
    };
    // What helps tests may block them.
    let mut path = model.item(one.root.body).split("::");
    let for_tests = path.any(|part| has_word(part, TESTS));
    let confidence = match runs {
        _ if for_tests => Confidence::Low,
        Runs::Unseen if !process => Confidence::Low,
        _ => confidence,
    };
    let alone =
        !panics && one.on != On::Future && (runs_once(model, one) || is_of_a_tool(model, one));
    let confidence = match alone && !process {
        true => Confidence::Low,
        false => confidence,
    };
    Ok(Told {
        confidence,
        process,
    })
}

/// By the name of what is run, or of what calls the blocking call on the way.
fn runs_once(model: &Model, one: &Blocking) -> bool {
    let mut on_the_way = std::iter::once(&one.root).chain(&one.via);
    on_the_way.any(|at| {
        let name = model.item(at.body).rsplit("::").next();
        name.is_some_and(|name| has_word(name, ONCE))
    })
}

fn is_of_a_tool(model: &Model, one: &Blocking) -> bool {
    let of = model.item(one.root.body).split("::").next();
    of.is_some_and(|name| has_word(name, TOOLS))
}

/// Whether a node runs in the turns of a process that takes messages.
fn in_mailbox_loop(model: &Model, at: Site) -> bool {
    let body = model.program.body(at.body);
    model.processes.list.iter().any(|process| {
        let in_loop = process.body == Some(at.body) && body.node(at.node).in_loop.is_some();
        let handles = process.body.is_none() && process.handlers.contains(&at.body);
        in_loop || handles
    })
}

fn tell(model: &Model, one: &Blocking, told: Told) -> Finding {
    let what = match one.on {
        On::Future => "this polls a future on the thread that should wake it",
        On::Runtime => {
            "inside a runtime this panics with \"cannot start a runtime from within a runtime\""
        }
        On::Refused => "inside a runtime this call panics",
        On::Time => "this sleeps on a thread of the runtime",
        On::Other => "this waits on a thread of the runtime for another thread",
        On::Asking => {
            "this asks again and again on a thread of the runtime until another task or thread has done its part"
        }
        On::Outside => "this waits on a thread of the runtime for something outside the program",
        On::Work => "this computes for long on a thread of the runtime",
        On::Pool => "this waits on a thread of the runtime for a connection that others hold",
        On::Child => "this waits on a thread of the runtime for another program",
        On::Sync | On::Disk => "this waits on a thread of the runtime for the disk",
        On::Sent => {
            "this runs on a thread of the runtime, and the program itself sends it to a thread that may block elsewhere"
        }
    };
    let loss = match (one.on, told.process) {
        (On::Refused | On::Runtime, _) => ", and its task ends in the middle of its work",
        (_, true) => {
            ": until it returns the process takes no message, and no other task on that thread runs"
        }
        (_, false) => {
            ": until it returns no other task on that thread runs, and a few of these at once stop the whole \
             program"
        }
    };
    let place = place(model, one.root);
    let mut story = Story::new(model, &META, one.root.body, place.span, told.confidence)
        .message(format!("{what}{loss}"));
    let owner = model.program.def(model.program.body(one.root.body).owner);
    if let Some(head) = owner.location {
        let runs = match told.process {
            true => "this is what the process runs for a message",
            false => "this is polled on a thread that other tasks share",
        };
        story = story.at(one.root.body, head.span, runs);
    }
    for at in &one.via {
        if *at != one.leaf {
            story = story.step(*at, "which calls this");
        }
    }
    if let Some(at) = one.sent {
        story = story.step(at, "the same is sent to a thread that may block here");
    }
    if one.leaf != one.root {
        let what = match one.on {
            On::Refused | On::Runtime => "this panics there",
            _ => "the thread is blocked here",
        };
        story = story.step(one.leaf, what);
    }
    let help = match one.on {
        On::Future | On::Runtime => {
            "await the future instead; where that cannot be, run it on a thread of its own"
        }
        On::Refused => "use the method that is awaited, or call this inside `spawn_blocking`",
        On::Time => "await the runtime's own sleep instead",
        On::Asking => {
            "await the message, lock or task itself; where asking is enough, ask once and come back later"
        }
        _ => {
            "await an asynchronous call instead, or run it inside `spawn_blocking` and await that, with a deadline"
        }
    };
    story.help(help).tell()
}
