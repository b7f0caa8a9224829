//! `lifecycle-logic`: business effects where something ends.

use otplint_model::body::{BodyId, Call};
use otplint_model::channels::{self, Bound};
use otplint_model::effects::{self, Site};
use otplint_model::stub::{Effect, Flavor, FnAttrs, Hook};
use otplint_model::{Confidence, Finding, Model, Reason, Severity, Ty, Verdicts, within};
use rustc_hash::FxHashSet;

use crate::story::{Story, in_production};
use crate::{Level, Meta, Rule};

/// The rule.
#[derive(Debug)]
pub struct LifecycleLogic;

static META: Meta = Meta {
    id: "lifecycle-logic",
    summary: "work that is done only where something is dropped or stopped",
    severity: Severity::Warning,
    level: Level::Preview,
    replacement: "otp_runtime::task::Tasks",
    page: include_str!("../docs/lifecycle-logic.md"),
};

impl Rule for LifecycleLogic {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, model: &Model, verdicts: &mut Verdicts) {
        let hooks = model.processes.list.iter().flat_map(|one| &one.hooks);
        let stops: FxHashSet<BodyId> = hooks
            .filter(|(hook, _)| *hook == Hook::Stop)
            .map(|(_, body)| *body)
            .collect();
        for (id, _) in model.program.bodies() {
            if id.position() != 0 || !in_production(model, id) {
                continue;
            }
            let Some(end) = end_of(model, &stops, id) else {
                continue;
            };
            if let Some((at, judged)) = judge(model, id, end) {
                verdicts.judged(model.location(at), judged);
            }
        }
    }
}

/// Where something ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// `Drop::drop`.
    Drop,
    /// A process's stop hook.
    Stop,
}

fn end_of(model: &Model, stops: &FxHashSet<BodyId>, id: BodyId) -> Option<End> {
    let program = &model.program;
    let owner = program.def(program.body(id).owner);
    let declared = owner.as_fn()?.trait_def?;
    if owner.name == "drop" && program.def(declared).path.ends_with("ops::Drop") {
        return Some(End::Drop);
    }
    stops.contains(&id).then_some(End::Stop)
}

/// What it does that is no cleaning up.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Deed {
    Spawn,
    BlockOn,
    /// Waits for room in a channel, the thread with it.
    WaitForRoom,
    Write,
}

fn deed_of(model: &Model, at: Site, call: &Call, end: End) -> Option<Deed> {
    let attrs = effects::attrs_of(&model.program, call)?;
    let any = |kinds: &[Effect]| kinds.iter().any(|kind| attrs.has(*kind));
    if any(&[Effect::Spawn, Effect::SpawnLocal]) {
        // A process may start tasks at any time: at its end it matters what they are for.
        return (end == End::Drop || acts(model, at)).then_some(Deed::Spawn);
    }
    if any(&[Effect::BlockOn]) {
        return Some(Deed::BlockOn);
    }
    if any(&[Effect::Send]) && waits_for_room(model, at, call, attrs) {
        return Some(Deed::WaitForRoom);
    }
    let may_write = attrs.sql.is_some() || any(&[Effect::StoreWrite, Effect::RunsSql]);
    (may_write && writes(model, at, end)).then_some(Deed::Write)
}

/// Whether what a spawn runs has an effect outside: something is stored or sent.
fn acts(model: &Model, at: Site) -> bool {
    let spawn = model.tasks.spawns.iter().find(|spawn| spawn.spawned == at);
    spawn.is_some_and(|spawn| {
        spawn.runs.iter().any(|run| {
            let effects = &model.summaries.of(run.body).effects;
            let kinds = [
                Effect::StoreWrite,
                Effect::Commit,
                Effect::Outside,
                Effect::Send,
            ];
            effects.iter().any(|effect| kinds.contains(&effect.kind))
        })
    })
}

/// Whether a send blocks its thread while the channel is full. A wake-up without a value is none.
fn waits_for_room(model: &Model, at: Site, call: &Call, attrs: &FnAttrs) -> bool {
    let program = &model.program;
    let Some(end) = channels::sending(program, call).filter(|_| !call.awaited) else {
        return false;
    };
    let is_future = matches!(program.body(at.body).local(call.to).ty, Ty::Future(_));
    let Some(payload) = channels::payload(program, call) else {
        return false;
    };
    if is_future || payload.ty == Ty::Unit {
        return false;
    }
    let bounded = || {
        let known = model
            .channels
            .of(program, &model.slots, at.body, end.place, &payload.ty);
        known.iter().any(|channel| channel.bound != Bound::None)
    };
    attrs.has(Effect::Blocks)
        || matches!(
            channels::flavor(program, &call.args[0].ty),
            Some(Flavor::Std | Flavor::Mpsc)
        ) && bounded()
}

/// Whether a call writes to a store: with SQL only its text tells. A guard whose `drop` takes away or changes
/// undoes what was begun; one that adds does not.
fn writes(model: &Model, at: Site, end: End) -> bool {
    let program = &model.program;
    let body = program.body(at.body);
    let adds = || {
        effects::sql_of(program, body, at.node).is_some_and(|text| {
            let text = text.as_str().trim_start().to_ascii_lowercase();
            text.starts_with("insert")
        })
    };
    effects::direct(program, body, at)
        .iter()
        .any(|effect| effect.kind == Effect::StoreWrite)
        && (end == End::Stop || adds())
}

fn judge(model: &Model, id: BodyId, end: End) -> Option<(Site, Result<Finding, Reason>)> {
    let program = &model.program;
    let body = program.body(id);
    let wanted = |at: Site, call: &Call| deed_of(model, at, call, end).is_some();
    let (at, leaf) = body.nodes().find_map(|(node, _)| {
        let at = Site { body: id, node };
        Some((at, within::find(program, at, &wanted)?))
    })?;
    let deed = call_at(model, leaf).and_then(|call| deed_of(model, leaf, call, end))?;
    let finds_runtime = |_: Site, call: &Call| {
        effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(Effect::FindsRuntime))
    };
    let guarded = body.nodes().any(|(node, _)| {
        let at = Site { body: id, node };
        within::find(program, at, &finds_runtime).is_some()
    });
    if deed == Deed::Spawn && guarded {
        return Some((
            at,
            Err("it looks for a runtime first; `conditional-supervision` says more".into()),
        ));
    }
    Some((at, Ok(tell(model, at, leaf, end, deed))))
}

fn call_at(model: &Model, at: Site) -> Option<&Call> {
    otplint_model::follow::call_at(&model.program, at)
}

/// Whether the spawn finds its runtime by itself: without one it panics.
fn is_bare(call: &Call) -> bool {
    !call.method
}

fn tell(model: &Model, at: Site, leaf: Site, end: End, deed: Deed) -> Finding {
    let bare = call_at(model, leaf).is_some_and(is_bare);
    let place = match end {
        End::Drop => "`drop`",
        End::Stop => "the stop hook",
    };
    let (confidence, message) = match (deed, bare) {
        (Deed::Spawn, _) if end == End::Stop => (
            Confidence::Medium,
            "at shutdown the runtime drops the task that this stop hook starts before its work is done, and a crash \
             starts none".to_owned(),
        ),
        (Deed::Spawn, true) => (
            Confidence::High,
            "outside a runtime this spawn in `drop` panics, and at shutdown its work is dropped before it is done"
                .to_owned(),
        ),
        (Deed::Spawn, false) => (
            Confidence::Medium,
            "at shutdown the runtime drops the task that this `drop` starts before its work is done".to_owned(),
        ),
        (Deed::BlockOn, _) => (
            Confidence::High,
            format!("{place} blocks on a future: inside a runtime that panics, or stops one of its threads"),
        ),
        (Deed::WaitForRoom, _) => (
            Confidence::Medium,
            format!(
                "{place} waits for room in a channel: on a thread of the runtime that panics or stops all that runs \
                 there, and without a receiver's progress it never ends"
            ),
        ),
        (Deed::Write, _) => (
            Confidence::Medium,
            format!("what {place} writes to the store is not written when the process crashes or is killed"),
        ),
    };
    let span = call_at(model, at).map_or_else(|| model.location(at).span, |call| call.name_span);
    let mut story = Story::new(model, &META, at.body, span, confidence).message(message);
    let runs = match end {
        End::Drop => {
            "this runs wherever the last owner lets go: without a runtime, at shutdown, in a panic"
        }
        End::Stop => "this runs only at an orderly end",
    };
    if let Some(head) = model
        .program
        .def(model.program.body(at.body).owner)
        .location
    {
        story = story.at(at.body, head.span, runs);
    }
    if leaf != at {
        story = story.step(leaf, "it happens here");
    }
    story
        .help(
            "do the work before the end, in a method that is awaited and can fail, and let the hook only release what is \
             held; `otp_runtime::task::Tasks` is such an owner: its `stop` waits, with a deadline, and says what did not end",
        )
        .tell()
}
