//! `swallowed-crash`: a crash that was noticed, and then dropped.

use otplint_model::body::{
    Body, BodyId, Call, Callee, LocalId, LocalKind, LoopKind, NodeId, Op, Value,
};
use otplint_model::crashes::{self, Fate, Notice, Of};
use otplint_model::def::Receiver;
use otplint_model::effects::{self, Site};
use otplint_model::place::Place;
use otplint_model::processes;
use otplint_model::stub::{Effect, Hook, TypeWord};
use otplint_model::tasks::{self, Spawn};
use otplint_model::{Confidence, Finding, Location, Model, Reason, Severity, Verdicts, flow};
use rustc_hash::FxHashSet;

use crate::names::has_word;
use crate::story::{Story, in_production};
use crate::{Level, Meta, Rule};

/// The rule.
#[derive(Debug)]
pub struct SwallowedCrash;

static META: Meta = Meta {
    id: "swallowed-crash",
    summary: "the notice of a crash is dropped: no log, no restart, nobody learns of it",
    severity: Severity::Warning,
    level: Level::Preview,
    replacement: "otp_runtime::task::Tasks",
    page: include_str!("../docs/swallowed-crash.md"),
};

impl Rule for SwallowedCrash {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, model: &Model, verdicts: &mut Verdicts) {
        let mut helpers: FxHashSet<Site> = FxHashSet::default();
        for notice in crashes::notices(&model.program, &model.index) {
            if notice.fate == Fate::Seen || !in_production(model, notice.at.body) {
                continue;
            }
            let judged = match left_out(&notice) {
                // A helper that leaves notices out makes one mistake, whoever calls it.
                at if at.body != notice.at.body && !helpers.insert(at) => {
                    Err("told with another notice that goes the same way".into())
                }
                _ => judge(model, &notice),
            };
            let place = Location {
                file: model.program.body(notice.at.body).file,
                span: notice.span,
            };
            verdicts.judged(place, judged);
        }
        hooks(model, verdicts);
    }
}

/// Where nobody looks at a notice any more.
fn left_out(notice: &Notice) -> Site {
    match notice.fate {
        Fate::Dropped(at) | Fate::Replaced(at) => at,
        Fate::Seen => notice.at,
    }
}

/// Words of functions that end something: whoever calls them expects the end.
const ENDING: &[&str] = &[
    "shutdown",
    "stop",
    "close",
    "quit",
    "exit",
    "abort",
    "kill",
    "terminate",
    "cleanup",
    "teardown",
    "finish",
    "join",
    "drain",
    "fini",
];

/// Words of methods that tell something to end.
const TELLING: &[&str] = &[
    "shutdown",
    "stop",
    "close",
    "kill",
    "terminate",
    "abort",
    "quit",
];

fn judge(model: &Model, notice: &Notice) -> Result<Finding, Reason> {
    let program = &model.program;
    let body = program.body(notice.at.body);
    let owner = program.def(body.owner);
    if owner.name == "drop" {
        return Err("its owner is dropped".into());
    }
    if told_to_end(model, notice.at) {
        return Err("it was told to end before".into());
    }
    if notice.of == Of::Panic && is_job(model, notice.at) {
        return Err("it runs what others sent: the worker lives on, and they learn of it where the answer would come".into());
    }
    let mut confidence = match (notice.fate, notice.with_error) {
        (_, true) | (Fate::Replaced(_), _) => Confidence::High,
        _ => Confidence::Medium,
    };
    if begins_anew(model, notice) {
        return Err("what ended is begun anew".into());
    }
    // What runs tasks of its own is no end of its owner: `async fn run(self)`.
    let last = owner
        .as_fn()
        .is_some_and(|function| function.receiver == Some(Receiver::Value))
        && !starts_them(model, notice);
    if last || has_word(owner.name.as_str(), ENDING) {
        confidence = Confidence::Low;
    }
    if notice.of == Of::Thread || ends_the_body(body, notice) {
        confidence = confidence.min(Confidence::Medium);
    }
    // A thread's panic is printed, and nothing comes after the threads.
    let waits = notice.of == Of::Thread && matches!(notice.fate, Fate::Dropped(_));
    if waits && ends_the_body(body, notice)
        || reaps(model, notice)
        || asked_to_end(model, notice.at)
    {
        confidence = Confidence::Low;
    }
    if let Some(reason) = cannot_crash(model, notice) {
        return Err(reason);
    }
    Ok(tell(model, notice, confidence))
}

/// What is run under `catch_unwind` came out of a channel.
fn is_job(model: &Model, at: Site) -> bool {
    let program = &model.program;
    let body = program.body(at.body);
    let Op::Call(call) = &body.node(at.node).op else {
        return false;
    };
    let taken_along = |value: &Value| match value {
        Value::Body(closure) => {
            let locals = program.body(*closure).locals.iter();
            locals
                .filter_map(|local| match local.kind {
                    LocalKind::Capture(outer) => Some(outer),
                    _ => None,
                })
                .collect()
        }
        value => flow::locals_moved(value),
    };
    let given = call.args.iter().flat_map(|arg| taken_along(&arg.value));
    given.into_iter().any(|local| {
        // `AssertUnwindSafe(job)`
        let within = match body.local(local).def.map(|node| &body.node(node).op) {
            Some(Op::Call(made)) if matches!(made.callee, Callee::Constructor(_)) => made
                .args
                .iter()
                .flat_map(|arg| taken_along(&arg.value))
                .collect(),
            _ => Vec::new(),
        };
        let received = |local: LocalId| tasks::is_received(program, body, &Place::local(local));
        received(local) || within.into_iter().any(received)
    })
}

/// Tasks that yield nothing are only taken out of their set as they end, one of many; a panic is printed.
fn reaps(model: &Model, notice: &Notice) -> bool {
    let body = model.program.body(notice.at.body);
    let in_passing = match &body.node(notice.at.node).op {
        Op::Call(call) => call.name == "try_join_next",
        // The arm of a `select!`.
        op => matches!(op, Op::Join),
    };
    in_passing && !notice.with_error && matches!(notice.fate, Fate::Dropped(_))
}

/// Nothing but the end of the body comes after it: the program is ending, or the caller has what it waited for.
fn ends_the_body(body: &Body, notice: &Notice) -> bool {
    let after = flow::reachable(body, notice.at.node, |_| false);
    let calls = after.iter().any(|node| {
        matches!(
            body.node(node).op,
            Op::Call(_) | Op::Await(_) | Op::Select(_)
        )
    });
    !calls
}

/// The function that waits has started a task itself that yields a result.
fn starts_them(model: &Model, notice: &Notice) -> bool {
    let function = notice.at.body.function();
    let mut spawns = model.tasks.spawns.iter();
    notice.with_error && spawns.any(|spawn| spawn.at.body.function() == function)
}

/// The loop around it starts a task in every turn: the end of one leads to the next, after a crash too.
fn begins_anew(model: &Model, notice: &Notice) -> bool {
    let at = notice.at;
    let program = &model.program;
    let body = program.body(at.body);
    // `Some(Ok(value)) = set.join_next() => ..` does nothing of its own for a crash.
    let passed_by = notice.fate == Fate::Replaced(at)
        && body.nodes().any(|(_, data)| {
            matches!(&data.op, Op::Select(select)
                if select.arms.iter().any(|arm| arm.refutable && arm.body == at.node))
        });
    let Some(around) = body.node(at.node).in_loop else {
        return false;
    };
    if body.loops[around.0 as usize].kind == LoopKind::For {
        return false;
    }
    body.calls().any(|(node, call)| {
        let spawns = |call: &Call| processes::is_spawn(program, call);
        let below = || {
            effects::callees(program, call).iter().any(|callee| {
                program
                    .body(*callee)
                    .calls()
                    .any(|(_, inner)| spawns(inner))
            })
        };
        // What another arm of a `select!` starts does not follow from this end.
        let same_turn =
            || comes_before(body, node, at.node) || !passed_by && comes_before(body, at.node, node);
        body.loop_within(body.node(node).in_loop, around)
            && (spawns(call) || below())
            && same_turn()
    })
}

/// The tasks that are waited for are in view, and nothing in them panics or fails.
fn cannot_crash(model: &Model, notice: &Notice) -> Option<Reason> {
    let program = &model.program;
    let body = program.body(notice.at.body);
    let awaited = match &body.node(notice.at.node).op {
        Op::Await(await_) => await_.future.place.clone(),
        Op::Call(call) => call.args.first()?.place.clone(),
        // The arm of a `select!`.
        _ => body.nodes().find_map(|(_, data)| match &data.op {
            Op::Select(select) => select
                .arms
                .iter()
                .find(|arm| arm.body == notice.at.node)
                .and_then(|arm| arm.future.place.clone()),
            _ => None,
        }),
    };
    let mut origin = flow::origin(body, &awaited?).as_local()?;
    // `set.join_next()`
    if let Some(Op::Call(call)) = body.local(origin).def.map(|node| &body.node(node).op)
        && effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(Effect::Join))
    {
        origin = call.args.first()?.place.as_ref()?.as_local()?;
    }
    let set = body.local(origin);
    let made_here = matches!(set.kind, LocalKind::Variable | LocalKind::Temporary);
    let into = |at: Site| match &program.body(at.body).node(at.node).op {
        Op::Call(call) => call
            .args
            .first()
            .and_then(|arg| arg.place.as_ref())
            .is_some_and(|place| place.as_local() == Some(origin)),
        _ => false,
    };
    let mut spawned = model.tasks.spawns.iter().filter(|spawn| {
        spawn.at.body == notice.at.body && (Some(spawn.at.node) == set.def || into(spawn.at))
    });
    let quiet = |spawn: &Spawn| {
        !spawn.runs.is_empty()
            && (spawn.runs.iter())
                .all(|run| !model.summary(run.body).fails && never_panics(model, run.body, 0))
    };
    let first = spawned.next().filter(|_| made_here)?;
    let all = quiet(first) && spawned.all(quiet);
    all.then_some("nothing in it panics or fails in view".into())
}

/// How deep closures and functions that are handed on are looked into.
const DEPTH: usize = 4;

/// Nothing in a body panics in view, nor in the closures and functions that it hands on; and nothing that it runs is
/// out of view.
fn never_panics(model: &Model, id: BodyId, depth: usize) -> bool {
    let program = &model.program;
    let own = |body: BodyId| depth < DEPTH && never_panics(model, body, depth + 1);
    let known = |call: &Call| match &call.callee {
        Callee::Unknown | Callee::Parameter(_) => false,
        // A method of a trait that somebody else implements.
        Callee::Known(defs) => defs
            .iter()
            .all(|def| program.def(*def).location.is_none() || program.body_of.contains_key(def)),
        _ => true,
    };
    !model.summary(id).panics
        && program.body(id).calls().all(|(_, call)| {
            known(call)
                && call.args.iter().all(|arg| match &arg.value {
                    Value::Body(closure) => own(*closure),
                    Value::Fn(def) => program.body_of.get(def).is_none_or(|body| own(*body)),
                    _ => true,
                })
        })
}

/// The body has told the task to end before, or aborted it.
fn told_to_end(model: &Model, join: Site) -> bool {
    let program = &model.program;
    let body = program.body(join.body);
    body.nodes().any(|(node, data)| {
        let Op::Call(call) = &data.op else {
            return false;
        };
        let tells = match node == join.node {
            // `timeout(grace, task).await`
            true => effects::attrs_of(&model.program, call)
                .is_some_and(|attrs| attrs.has(Effect::Timeout)),
            false => tells(model, call),
        };
        tells && comes_before(body, node, join.node)
    })
}

/// A method whose name says that it ends something was called before.
fn asked_to_end(model: &Model, join: Site) -> bool {
    let body = model.program.body(join.body);
    body.calls().any(|(node, call)| {
        has_word(call.name.as_str(), TELLING) && comes_before(body, node, join.node)
    })
}

/// In the same turn of a loop, if both are in one.
fn comes_before(body: &Body, first: NodeId, second: NodeId) -> bool {
    first == second
        || flow::reachable_within(body, first, first, second, |_| false).contains(second)
}

fn tells(model: &Model, call: &Call) -> bool {
    let program = &model.program;
    let Some(attrs) = effects::attrs_of(program, call) else {
        return false;
    };
    let any = |kinds: &[Effect]| kinds.iter().any(|kind| attrs.has(*kind));
    if any(&[
        Effect::Abort,
        Effect::Cancel,
        Effect::Notify,
        Effect::Close,
        Effect::Stop,
        Effect::Reply,
        Effect::Send,
        Effect::TrySend,
    ]) {
        return true;
    }
    // `drop(sender)`
    attrs.has(Effect::Drop)
        && call.args.first().is_some_and(|arg| {
            program.adt(&arg.ty).is_some_and(|(_, adt)| {
                adt.attrs.is(TypeWord::Sender) || adt.attrs.is(TypeWord::CancelToken)
            })
        })
}

fn tell(model: &Model, notice: &Notice, confidence: Confidence) -> Finding {
    let who = match notice.of {
        Of::Task => "a task",
        Of::Tasks => "one of these tasks",
        Of::Thread => "a thread",
        Of::Panic => "this code",
    };
    let ends = match (notice.of, notice.with_error) {
        (Of::Panic, _) => "panics",
        (_, true) => "fails or panics",
        (_, false) => "panics",
    };
    let message = match notice.fate {
        Fate::Replaced(_) => format!(
            "when {who} {ends} its result is left out or replaced as if there had been none, and nobody learns of it"
        ),
        _ => format!(
            "when {who} {ends} the notice is dropped here: no log, no restart, and its work is missing"
        ),
    };
    let id = notice.at.body;
    let mut story = Story::new(model, &META, id, notice.span, confidence).message(message);
    let dropped = left_out(notice);
    story = story.at(id, notice.span, "the notice of the crash arrives here");
    if dropped != notice.at {
        story = story.step(dropped, "and is left out here");
    }
    story
        .help(
            "match on it: log it, and start the work anew or pass the failure on; `otp_runtime::task::Tasks` reports every \
             failure of what it runs",
        )
        .tell()
}

/// Hooks that are told of a crash and do nothing.
fn hooks(model: &Model, verdicts: &mut Verdicts) {
    let program = &model.program;
    for process in &model.processes.list {
        for (hook, id) in &process.hooks {
            if *hook != Hook::Error || !in_production(model, *id) {
                continue;
            }
            let body = program.body(*id);
            let Some(param) = body.params.iter().find(|param| {
                program
                    .adt(&body.local(**param).ty)
                    .is_some_and(|(_, adt)| adt.attrs.is(TypeWord::Crash))
            }) else {
                continue;
            };
            let Some(head) = program.def(body.owner).location else {
                continue;
            };
            match reacts(model, *id) {
                true => verdicts.declined(head, "the hook does something about it"),
                false => {
                    let span = body.local(*param).span;
                    let story = Story::new(model, &META, *id, span, Confidence::Medium)
                        .message(
                            "a process that this one looks after crashes, and the notice is dropped here: no log, no restart, \
                             and its work is missing",
                        )
                        .at(*id, head.span, "this hook is told of the crash, and lets it go")
                        .help(
                            "log it, and start the process anew or pass the failure on; `otp_runtime::supervisor` restarts \
                             within limits and gives up loudly",
                        );
                    verdicts.found(story.tell());
                }
            }
        }
    }
}

/// What a supervisor is told of besides crashes, by the variants' names.
const NO_CRASH: &[&str] = &[
    "ActorStarted",
    "ActorTerminated",
    "ProcessGroupChanged",
    "PidLifecycleEvent",
    "Normal",
];

/// The hook logs, fails, or calls something that is no constructor, where it was told of a crash.
fn reacts(model: &Model, id: BodyId) -> bool {
    let program = &model.program;
    let body = program.body(id);
    let is_crash = |variant| !NO_CRASH.contains(&program.def(variant).name.as_str());
    body.nodes().any(|(node, data)| {
        let mut arms = (body.arms.iter())
            .filter(|arm| arm.from <= node && node < arm.to)
            .peekable();
        let of_others = arms.peek().is_some() && !arms.any(|arm| is_crash(arm.variant));
        !of_others
            && match &data.op {
                Op::Log | Op::Fail(_) | Op::Panic | Op::Select(_) | Op::Await(_) => true,
                Op::Call(call) => !matches!(call.callee, Callee::Constructor(_)),
                Op::Assign(to, _) => !to.path.is_empty(),
                _ => false,
            }
    })
}
