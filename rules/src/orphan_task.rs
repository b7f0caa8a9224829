//! `orphan-task`: a long-lived task that dies without anybody noticing.

use otplint_model::body::LoopKind;
use otplint_model::effects::Site;
use otplint_model::follow::{self, Field};
use otplint_model::tasks::{self, Cause, Exit, Fate, Life, Run, Spawn};
use otplint_model::{Confidence, Finding, Location, Model, Related, Severity, Verdicts};
use rustc_hash::FxHashSet;

use crate::story::in_production;
use crate::{Level, Meta, Rule};

/// The rule.
#[derive(Debug)]
pub struct OrphanTask;

static META: Meta = Meta {
    id: "orphan-task",
    summary: "a long-lived task that can die without anybody noticing",
    severity: Severity::Error,
    level: Level::Preview,
    replacement: "otp_runtime::task::Tasks",
    page: include_str!("../docs/orphan-task.md"),
};

impl Rule for OrphanTask {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, model: &Model, verdicts: &mut Verdicts) {
        let mut told: FxHashSet<Site> = FxHashSet::default();
        let mut sets: FxHashSet<Field> = FxHashSet::default();
        for spawn in &model.tasks.spawns {
            if !in_production(model, spawn.at.body) {
                continue;
            }
            match &spawn.fate {
                Fate::Watched | Fate::Aborted => {}
                // Every set is one finding, however many places fill it.
                Fate::Set(field, closed) => {
                    if sets.insert(*field)
                        && let Some(finding) = unjoined_set(model, spawn, *field, *closed)
                    {
                        verdicts.found(finding);
                    }
                }
                Fate::Dropped | Fate::Stored(_) | Fate::JoinedLate(_) => {
                    // A wrapper that drops its handles is one finding, whoever calls it.
                    if told.insert(spawn.at)
                        && let Some(finding) = orphan(model, spawn)
                    {
                        verdicts.found(finding);
                    }
                }
            }
        }
    }
}

/// The run whose end would lose the most, with how it lives.
fn worst(model: &Model, spawn: &Spawn) -> Option<(Run, Life)> {
    let mut found: Option<(Run, Life)> = None;
    for run in &spawn.runs {
        if model.program.body(run.body).test {
            continue;
        }
        let life = tasks::life(&model.program, &model.index, run.body);
        if life.loops.is_empty() {
            continue;
        }
        let rank = |life: &Life| {
            life.exits
                .first()
                .map_or((true, true, Cause::Gone), |exit| {
                    (false, exit.panics, exit.cause)
                })
        };
        if found
            .as_ref()
            .is_none_or(|(_, known)| rank(&life) < rank(known))
        {
            found = Some((*run, life));
        }
    }
    found
}

fn orphan(model: &Model, spawn: &Spawn) -> Option<Finding> {
    let (run, life) = worst(model, spawn)?;
    let exit = life.exits.iter().find(|exit| exit.cause != Cause::Gone);
    // One of many: what a request or a connection gets dies with it, and its peer notices.
    let one_of_many = is_one_of_many(model, spawn);
    let confidence = match exit {
        Some(Exit {
            panics: false,
            cause: Cause::Outside,
            ..
        }) if !one_of_many && !life.serves => Confidence::High,
        Some(_) if !one_of_many => Confidence::Medium,
        _ => Confidence::Low,
    };
    let what = if spawn.thread { "thread" } else { "task" };
    let message = match exit {
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
    let mut related = Vec::new();
    if let Some(passed) = run.passed {
        related.push(Related {
            location: name_of(model, passed),
            message: "this call passes what runs".to_owned(),
        });
    }
    if let Some((body, head)) = life.loops.first() {
        related.push(Related {
            location: head_of(
                model,
                Site {
                    body: *body,
                    node: *head,
                },
            ),
            message: "its loop is meant to run for as long as the program".to_owned(),
        });
    }
    for exit in life
        .exits
        .iter()
        .filter(|exit| exit.cause != Cause::Gone)
        .take(8)
    {
        let message = match exit.panics {
            false => "an error leaves the loop here and ends it",
            true => "a failure panics here and ends it",
        };
        related.push(Related {
            location: model.location(exit.at),
            message: message.to_owned(),
        });
    }
    match &spawn.fate {
        Fate::JoinedLate(join) => related.push(Related {
            location: model.location(*join),
            message: format!("the {what} is joined only here, once everything is told to stop"),
        }),
        Fate::Stored(field) => {
            if let Some(location) = declared(model, *field) {
                related.push(Related {
                    location,
                    message: "the handle is stored here, and nothing looks at it".to_owned(),
                });
            }
        }
        _ => {}
    }
    Some(Finding {
        rule: META.id,
        severity: if confidence == Confidence::Low {
            Severity::Info
        } else {
            META.severity
        },
        confidence,
        location: name_of(model, spawn.at),
        message,
        help: format!(
            "give the {what} an owner that learns of its end: `otp_runtime::task::Tasks` logs the failure and hands it \
             out by `next_failure`, `otp_runtime::supervisor` starts it again; or handle the error inside the loop"
        ),
        replacement: META.replacement,
        related,
        item: model.item(spawn.at.body).to_owned(),
        fingerprint: String::new(),
    })
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

/// Whether the spawn happens again and again: for each connection, request or item.
fn is_one_of_many(model: &Model, spawn: &Spawn) -> bool {
    let body = model.program.body(spawn.at.body);
    body.node(spawn.at.node).in_loop.is_some()
}

/// A set of tasks that only grows.
fn unjoined_set(
    model: &Model,
    spawn: &Spawn,
    field: Field,
    closed: Option<Site>,
) -> Option<Finding> {
    let mut related = Vec::new();
    if let Some(location) = declared(model, field) {
        related.push(Related {
            location,
            message: "the set lives here".to_owned(),
        });
    }
    if let Some(closed) = closed {
        related.push(Related {
            location: model.location(closed),
            message: "it is joined only here, where it is closed".to_owned(),
        });
    }
    Some(Finding {
        rule: META.id,
        severity: Severity::Warning,
        confidence: Confidence::Medium,
        location: name_of(model, spawn.at),
        message: match closed {
            Some(_) => "tasks that end stay in this set until the very end: their results pile up, and a panic stays unseen",
            None => "tasks that end stay in this set for ever: their results pile up, and a panic stays unseen",
        }
        .to_owned(),
        help: "use `otp_runtime::task::Tasks`, which forgets a task that ended and hands out failures at once; or call \
               `join_next` in a loop beside the spawns, or use a `TaskTracker`"
            .to_owned(),
        replacement: META.replacement,
        related,
        item: model.item(spawn.at.body).to_owned(),
        fingerprint: String::new(),
    })
}
