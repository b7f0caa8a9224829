//! `orphan-task`: a long-lived task that dies without anybody noticing.

mod signals;
mod unfinished;
mod unseen;

use otplint_model::body::{BodyId, LocalId, LoopId, LoopKind};
use otplint_model::effects::Site;
use otplint_model::follow::{self, Field};
use otplint_model::stub::Effect;
use otplint_model::tasks::{self, Cause, Exit, Fate, Life, Run, Spawn, Turns, Watch, When};
use otplint_model::{Confidence, Finding, Location, Model, Reason, Related, Severity, Verdicts};
use rustc_hash::FxHashSet;

use crate::names::has_word;
use crate::story::{Story, in_production};
use crate::{Level, Meta, Rule};

/// The rule.
#[derive(Debug)]
pub struct OrphanTask;

static META: Meta = Meta {
    id: "orphan-task",
    summary: "a long-lived task that can die without anybody noticing",
    severity: Severity::Error,
    level: Level::Default,
    replacement: "otp_runtime::task::Tasks",
    page: include_str!("../../docs/orphan-task.md"),
};

impl Rule for OrphanTask {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, model: &Model, verdicts: &mut Verdicts) {
        let mut told: FxHashSet<Site> = FxHashSet::default();
        let mut sets: FxHashSet<Set> = FxHashSet::default();
        let mut panics: FxHashSet<Site> = FxHashSet::default();
        let mut findings: Vec<Finding> = Vec::new();
        for spawn in &model.tasks.spawns {
            if !in_production(model, spawn.at.body) {
                continue;
            }
            let new = match &spawn.fate {
                // Every set is one finding, however many places fill it.
                Fate::Set(field, _) => sets.insert(Set::Field(*field)),
                Fate::Kept(local) if fills(model, spawn) => {
                    sets.insert(Set::Local(spawn.at.body, *local))
                }
                // A wrapper that drops its handles is one finding, whoever calls it.
                _ => told.insert(spawn.at),
            };
            if new {
                findings.extend(signals::find(model, spawn));
                match judge(model, spawn, &mut panics) {
                    Ok(finding) => findings.push(finding),
                    Err(reason) => verdicts.declined(name_of(model, spawn.at), reason),
                }
            }
        }
        tell(findings, verdicts);
    }
}

/// A set of tasks.
#[derive(PartialEq, Eq, Hash)]
enum Set {
    Field(Field),
    Local(BodyId, LocalId),
}

/// Whether a task is put into its set in every turn of a loop that has no end in view.
fn fills(model: &Model, spawn: &Spawn) -> bool {
    let body = model.program.body(spawn.at.body);
    (0..body.loops.len() as u32).map(LoopId).any(|of| {
        body.loop_within(body.node(spawn.at.node).in_loop, of)
            && tasks::is_event_loop(&model.program, spawn.at.body, of)
    })
}

/// A function that starts more tasks than this which end in the same way makes one mistake.
const MOST: usize = 3;

fn tell(findings: Vec<Finding>, verdicts: &mut Verdicts) {
    let same = |one: &Finding, other: &Finding| {
        one.confidence != Confidence::Low && one.item == other.item && one.message == other.message
    };
    let mut firsts: Vec<Finding> = Vec::new();
    for finding in &findings {
        let many = findings.iter().filter(|other| same(finding, other)).count() > MOST;
        match firsts.iter_mut().find(|first| same(first, finding)) {
            Some(first) if many => {
                first.related.push(Related {
                    location: finding.location,
                    message: "this one ends in the same way".to_owned(),
                });
                let reason = "told with the first task of this function that ends in the same way";
                verdicts.declined(finding.location, reason);
            }
            _ => firsts.push(finding.clone()),
        }
    }
    for finding in firsts {
        verdicts.found(finding);
    }
}

/// `panics`: what was told to end some task, and lies outside of it.
fn judge(model: &Model, spawn: &Spawn, panics: &mut FxHashSet<Site>) -> Result<Finding, Reason> {
    match &spawn.fate {
        Fate::Watched(Watch::Joined) => Err("somebody waits for its end or asks for it".into()),
        Fate::Watched(Watch::Lost) => Err("its handle goes where it is not followed".into()),
        Fate::Watched(Watch::NoHandle) => {
            Err("the spawn yields nothing known to be a handle".into())
        }
        Fate::Returned(_) => Err("its handle is returned, and no caller is in view".into()),
        Fate::Set(field, closed) => {
            let declared = declared(model, *field);
            Ok(unjoined_set(model, spawn, declared, *closed))
        }
        Fate::Kept(local) if fills(model, spawn) => {
            let body = model.program.body(spawn.at.body);
            let declared = Location {
                file: body.file,
                span: body.local(*local).span,
            };
            Ok(unjoined_set(model, spawn, Some(declared), None))
        }
        Fate::Kept(_) | Fate::Aborted(Some(_)) => Err("its owner ends it".into()),
        Fate::Dropped
        | Fate::Stored(_)
        | Fate::JoinedLate(_)
        | Fate::JoinedTogether(_)
        | Fate::Aborted(None) => orphan(model, spawn, panics),
    }
}

/// The run whose end would lose the most, with how it lives.
fn worst(model: &Model, spawn: &Spawn) -> Result<(Run, Life), Reason> {
    let mut found: Option<(Run, Life)> = None;
    for run in &spawn.runs {
        if model.program.body(run.body).test {
            continue;
        }
        let life = tasks::life(&model.program, &model.index, run.body);
        let rank = |life: &Life| {
            life.exits
                .first()
                .map_or((true, When::Once, true, Cause::Gone), |exit| {
                    (false, exit.when, exit.panics, exit.cause)
                })
        };
        if found
            .as_ref()
            .is_none_or(|(_, known)| rank(&life) < rank(known))
        {
            found = Some((*run, life));
        }
    }
    found.ok_or_else(|| "what it runs was not seen".into())
}

/// The ways out that lose something.
fn exits(life: &Life) -> impl Iterator<Item = &Exit> {
    life.exits.iter().filter(|exit| exit.cause != Cause::Gone)
}

/// Whether a way out is one that a fault from outside takes; an `unwrap` of what the code itself
/// makes fails only when the code is wrong.
fn is_likely(exit: &Exit) -> bool {
    !exit.panics || matches!(exit.cause, Cause::Outside | Cause::Given)
}

/// The write to a store, or the act outside the program, that is not done any more when the loop ends.
fn work(model: &Model, life: &Life) -> Option<(Turns, Site)> {
    life.loops
        .iter()
        .filter(|turns| turns.lasts)
        .find_map(|turns| {
            let body = model.program.body(turns.body);
            body.nodes()
                .filter(|(_, data)| body.loop_within(data.in_loop, turns.of))
                .map(|(node, _)| Site {
                    body: turns.body,
                    node,
                })
                .find(|at| {
                    model.effects(at.body, at.node).iter().any(|effect| {
                        matches!(
                            effect.kind,
                            Effect::StoreWrite | Effect::Commit | Effect::Outside
                        )
                    })
                })
                .map(|at| (*turns, at))
        })
}

fn orphan(model: &Model, spawn: &Spawn, panics: &mut FxHashSet<Site>) -> Result<Finding, Reason> {
    let (run, life) = match (worst(model, spawn), &spawn.fate) {
        (Ok(found), _) => found,
        (Err(_), Fate::JoinedLate(join)) if unseen::is_fatal(model, *join) => {
            return Ok(unseen::tell(model, spawn));
        }
        (Err(reason), _) => return Err(reason),
    };
    let exit = exits(&life).next();
    let together = matches!(spawn.fate, Fate::JoinedTogether(_));
    if together && !(life.endless && exit.is_some_and(is_likely)) {
        return Err("it is joined together with others, and nothing ends it alone".into());
    }
    if let Some(finding) = unfinished::find(model, spawn, run, &life) {
        return Ok(finding);
    }
    // It ends with its owner; only what it leaves half done was asked for.
    if let Fate::Aborted(_) = spawn.fate {
        return Err("its owner ends it".into());
    }
    if life.loops.is_empty() {
        return once(model, spawn, run, exit);
    }
    // One of many: what a request or a connection gets dies with it, and its peer notices.
    let work = work(model, &life);
    let one_of_many = tasks::is_one_of_many(&model.program, &model.index, spawn.at);
    let confidence = match exit {
        // What ends by itself does one thing, however long it takes.
        _ if one_of_many || !life.lasts => Confidence::Low,
        // What stands in for something in tests may end as it likes.
        _ if is_mock(model, spawn.at.body) => Confidence::Low,
        Some(Exit {
            panics: false,
            cause: Cause::Outside,
            when: When::Turn,
            ..
        }) if !life.serves => Confidence::High,
        Some(exit) if is_likely(exit) => Confidence::Medium,
        _ => Confidence::Low,
    };
    // One `unwrap` in a helper that several tasks share is one mistake.
    if let Some(exit) = exit.filter(|exit| is_likely(exit))
        && exit.panics
        && confidence != Confidence::Low
        && !life.loops.iter().any(|turns| turns.body == exit.at.body)
        && !panics.insert(exit.at)
    {
        return Err("the same panic is told of another task".into());
    }
    let what = noun(spawn);
    let message = match exit.filter(|exit| is_likely(exit)) {
        Some(Exit {
            when: When::Setup,
            panics: true,
            ..
        }) => format!(
            "a failure here panics and ends this {what} before its loop begins, and nobody learns of it"
        ),
        Some(Exit {
            when: When::Setup, ..
        }) => format!(
            "an error here ends this {what} before its loop begins, and nobody learns of it"
        ),
        Some(Exit {
            cause: Cause::Given,
            ..
        }) => format!(
            "a panic of what it is given to run ends this {what} for good, and nobody learns of it"
        ),
        Some(Exit { panics: false, .. }) => {
            format!("the first error here ends this {what} for good, and nobody learns of it")
        }
        Some(_) => {
            format!("a failure here panics and ends this {what} for good, and nobody learns of it")
        }
        None => format!(
            "nobody would learn if this {what} ended: its handle is {}",
            short(&spawn.fate)
        ),
    };
    let mut story = begin(model, spawn, run, confidence).message(message);
    let shown = work.as_ref().map(|(turns, _)| turns).or(life.loops.first());
    if let Some(turns) = shown {
        let head = Site {
            body: turns.body,
            node: turns.head,
        };
        let head = head_of(model, head);
        story = story.place(head, "its loop is meant to run for as long as the program");
    }
    let as_bad =
        |other: &&Exit| exit.is_some_and(|exit| is_likely(other) || other.cause <= exit.cause);
    for exit in exits(&life).filter(as_bad).take(8) {
        story = story.step(exit.at, told(exit));
    }
    if let Some((_, work)) = work {
        story = story.step(work, "this is what it no longer does then");
    }
    Ok(end(model, spawn, story).help(format!(
        "give the {what} an owner that learns of its end: `otp_runtime::task::Tasks` logs the failure and hands it out \
         by `next_failure`, `otp_runtime::supervisor` starts it again; or handle the error inside the loop"
    )).tell())
}

/// A task that does one thing: its error is thrown away with its handle.
fn once(model: &Model, spawn: &Spawn, run: Run, exit: Option<&Exit>) -> Result<Finding, Reason> {
    if let Fate::JoinedLate(_) = spawn.fate {
        return Err("it does one thing and ends, and is joined in the end".into());
    }
    let Some(exit) = exit.filter(|exit| !exit.panics) else {
        return Err("it does one thing and ends, and hides no error".into());
    };
    let writes = exit.of.filter(|at| {
        let effects = model.effects(at.body, at.node);
        effects
            .iter()
            .any(|effect| matches!(effect.kind, Effect::StoreWrite | Effect::Commit))
    });
    let Some(write) = writes else {
        return Err("it does one thing and ends, and its error loses no write".into());
    };
    let what = noun(spawn);
    Ok(begin(model, spawn, run, Confidence::Medium)
        .message(format!("when this write fails, its error is thrown away with the {what}'s handle: nobody learns of it"))
        .step(write, "this can fail")
        .step(exit.at, "the error ends the task here, and nothing is logged")
        .help(format!(
            "handle the error inside the {what}, or let `otp_runtime::task::Tasks` run it: it logs the failure and hands \
             it out by `next_failure`"
        ))
        .tell())
}

fn is_mock(model: &Model, body: BodyId) -> bool {
    let item = model.item(body);
    item.split("::")
        .any(|part| has_word(part, &["mock", "mocks", "fake"]))
}

fn noun(spawn: &Spawn) -> &'static str {
    if spawn.thread { "thread" } else { "task" }
}

fn told(exit: &Exit) -> &'static str {
    if exit.cause == Cause::Given {
        return "what others send is run here, and nothing catches its panic";
    }
    match (exit.panics, exit.when) {
        (false, When::Turn) => "an error leaves the loop here and ends it",
        (true, When::Turn) => "a failure panics here and ends it",
        (false, _) => "an error ends it here, before its loop begins",
        (true, _) => "a failure panics here, before its loop begins",
    }
}

/// The story's beginning: the spawn, and who passes what runs.
fn begin<'m>(model: &'m Model, spawn: &Spawn, run: Run, confidence: Confidence) -> Story<'m> {
    let place = name_of(model, spawn.at);
    let mut story = Story::new(model, &META, spawn.at.body, place.span, confidence);
    if confidence == Confidence::Low {
        story = story.severity(Severity::Info);
    }
    match run.passed {
        Some(passed) => story.place(name_of(model, passed), "this call passes what runs"),
        None => story,
    }
}

/// The story's end: where the handle went.
fn end<'m>(model: &Model, spawn: &Spawn, story: Story<'m>) -> Story<'m> {
    let what = noun(spawn);
    match &spawn.fate {
        Fate::JoinedLate(join) => story.step(
            *join,
            format!("the {what} is joined only here, once everything is told to stop"),
        ),
        Fate::Stored(field) => match declared(model, *field) {
            Some(location) => story.place(
                location,
                "the handle is stored here, and nothing looks at it",
            ),
            None => story,
        },
        Fate::JoinedTogether(join) => story.step(
            *join,
            format!("the {what} is joined only together with others: its end is noticed when they end too"),
        ),
        _ => story,
    }
}

fn short(fate: &Fate) -> &'static str {
    match fate {
        Fate::Stored(_) => "stored where nothing looks at it",
        Fate::JoinedLate(_) => "looked at only at the very end",
        _ => "dropped",
    }
}

/// The word `loop` or the head of a `while`, not all of the loop.
fn head_of(model: &Model, at: Site) -> Location {
    let mut location = model.location(at);
    let body = model.program.body(at.body);
    let after = |start: u32| start > location.span.start;
    let first = body
        .nodes()
        .map(|(_, node)| node.span.start)
        .filter(|start| after(*start))
        .min();
    let endless = body
        .loops
        .iter()
        .any(|one| one.head == at.node && one.kind == LoopKind::Endless);
    let end = match (endless, first) {
        (false, Some(first)) => first,
        _ => location.span.start + "loop".len() as u32,
    };
    location.span.end = location.span.end.min(end);
    location
}

/// The name in a call, not all that it is given.
fn name_of(model: &Model, at: Site) -> Location {
    let location = model.location(at);
    match follow::call_at(&model.program, at) {
        Some(call) => Location {
            span: call.name_span,
            ..location
        },
        None => location,
    }
}

fn declared(model: &Model, (owner, name): Field) -> Option<Location> {
    let adt = model.program.def(owner).as_adt()?;
    let label = name.as_str();
    let (variant, name) = label
        .split_once('.')
        .map_or((None, label), |(variant, name)| (Some(variant), name));
    adt.variants
        .iter()
        .filter(|known| variant.is_none_or(|variant| known.name == variant))
        .flat_map(|variant| &variant.fields)
        .find(|field| field.name == name)?
        .location
}

/// A set of tasks that only grows.
fn unjoined_set(
    model: &Model,
    spawn: &Spawn,
    declared: Option<Location>,
    closed: Option<Site>,
) -> Finding {
    let place = name_of(model, spawn.at);
    let mut story = Story::new(model, &META, spawn.at.body, place.span, Confidence::Medium)
        .severity(Severity::Warning)
        .message(match closed {
            Some(_) => "tasks that end stay in this set until the very end: their results pile up, and a panic stays unseen",
            None => "tasks that end stay in this set for ever: their results pile up, and a panic stays unseen",
        })
        .help(
            "use `otp_runtime::task::Tasks`, which forgets a task that ended and hands out failures at once; or call \
             `join_next` in a loop beside the spawns, or use a `TaskTracker`",
        );
    if let Some(location) = declared {
        story = story.place(location, "the set lives here");
    }
    if let Some(closed) = closed {
        story = story.step(closed, "it is joined only here, where it is closed");
    }
    story.tell()
}
