//! `lifecycle-logic`: business effects where something ends.

mod joins;
mod saved;

use otplint_model::blocking::{self, On};
use otplint_model::body::{Arg, BodyId, Call, Callee, Choice, Outcome};
use otplint_model::channels::{self, Bound};
use otplint_model::effects::{self, Does, Site};
use otplint_model::place::Root;
use otplint_model::stub::{Effect, Flavor, FnAttrs, Hook, TypeWord};
use otplint_model::{
    Confidence, DefId, Finding, Model, Program, Reason, Severity, Ty, Value, Verdicts, within,
};
use rustc_hash::FxHashSet;

use self::joins::{Holds, Makers};
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
    page: include_str!("../../docs/lifecycle-logic.md"),
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
        let makers = Makers::default();
        // A function that blocks on a future is one flaw, however many ends come to it.
        let mut told: Vec<(Site, Ended)> = Vec::new();
        for (id, _) in model.program.bodies() {
            if id.position() != 0 || !in_production(model, id) {
                continue;
            }
            let Some(end) = end_of(model, &stops, id) else {
                continue;
            };
            match judge(model, &makers, id, end) {
                Some(Ok(ended)) => {
                    let leaf = ended.leaf;
                    let same = |(known, _): &&mut (Site, Ended)| {
                        *known == leaf && ended.deed == Deed::BlockOn
                    };
                    match told.iter_mut().find(same) {
                        Some((_, first)) => first.also.push(ended.at),
                        None => told.push((leaf, ended)),
                    }
                }
                Some(Err((at, reason))) => verdicts.declined(model.location(at), reason),
                None => {}
            }
        }
        for (_, ended) in told {
            verdicts.found(tell(model, &ended));
        }
    }
}

/// Something that is done at an end.
struct Ended {
    /// Where the end does it, or calls what does.
    at: Site,
    /// Where it is really done.
    leaf: Site,
    end: End,
    deed: Deed,
    /// Other ends that come to the same.
    also: Vec<Site>,
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
    /// Takes a lock of the runtime by a call that panics inside one.
    Refused,
    /// Waits for a thread that may be the one it runs on.
    Join(Holds, Site),
    /// Asks something outside the program, and its thread waits for the answer.
    Ask,
    Write,
}

fn deed_of(
    model: &Model,
    makers: &Makers,
    (ending, end): (BodyId, End),
    at: Site,
    call: &Call,
) -> Option<Deed> {
    let attrs = effects::attrs_of(&model.program, call)?;
    if is_for_tests(model, at) {
        return None;
    }
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
    if end == End::Drop
        && let Some((why, thread)) = joins::of_itself(model, makers, ending, call)
    {
        return Some(Deed::Join(why, thread));
    }
    if any(&[Effect::Lock]) && blocking::wait_of(model, at) == Some(On::Refused) {
        return Some(Deed::Refused);
    }
    // Who connects to itself and drops that wakes its own listener.
    if end == End::Drop
        && any(&[Effect::Outside])
        && call.outcome != Outcome::Discarded
        && blocking::wait_of(model, at) == Some(On::Outside)
    {
        return Some(Deed::Ask);
    }
    let may_write = attrs.sql.is_some() || any(&[Effect::StoreWrite, Effect::RunsSql]);
    (may_write && writes(model, at, end)).then_some(Deed::Write)
}

/// `#[cfg(test)] tokio::spawn(..); #[cfg(not(test))] RUNTIME.spawn(..);`: the first way of the two.
fn is_for_tests(model: &Model, at: Site) -> bool {
    let body = model.program.body(at.body);
    let asks = |choice: &&Choice| choice.asked == "cfg!(test)";
    body.choices.iter().filter(asks).any(|choice| {
        let first = choice.ways.first();
        first.is_some_and(|way| (way.from..way.to).contains(&at.node))
    })
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

/// Whether what a spawn runs is seen, and changes nothing but what ends with the program anyway: a flag, a slot, a
/// permit that is given back.
fn tidies_memory(model: &Model, at: Site) -> bool {
    let program = &model.program;
    let lasting = [
        Effect::StoreWrite,
        Effect::Begin,
        Effect::Commit,
        Effect::IoWrite,
        Effect::Outside,
        Effect::Send,
        Effect::TrySend,
        Effect::Reply,
    ];
    let wakes = |at: Site| {
        let call = call_at(model, at);
        let payload = call.and_then(|call| channels::payload(program, call));
        payload.is_some_and(is_signal)
    };
    let tidies = |id: BodyId| {
        let effects = &model.summaries.of(id).effects;
        is_all_seen(program, id, HELPERS)
            && effects
                .iter()
                .all(|effect| !lasting.contains(&effect.kind) || wakes(effect.at))
    };
    let spawn = model.tasks.spawns.iter().find(|spawn| spawn.spawned == at);
    spawn.is_some_and(|spawn| {
        !spawn.runs.is_empty() && spawn.runs.iter().all(|run| tidies(run.body))
    })
}

/// How far helpers of a task are looked into.
const HELPERS: u32 = 3;

/// Whether all that a body calls is known by what it does, its own helpers included; who polls a future that is put
/// aside is not looked for.
fn is_all_seen(program: &Program, id: BodyId, depth: u32) -> bool {
    let described = |call: &Call| {
        effects::attrs_of(program, call).is_some_and(|attrs| !attrs.effects.is_empty())
    };
    let body = program.body(id);
    body.calls().all(|(_, call)| {
        if !call.awaited && matches!(body.local(call.to).ty, Ty::Future(_)) {
            return false;
        }
        let callees = effects::callees(program, call);
        match callees.is_empty() {
            true => described(call),
            false => {
                depth > 0
                    && callees
                        .iter()
                        .all(|callee| is_all_seen(program, *callee, depth - 1))
            }
        }
    })
}

/// Whether a send blocks its thread while the channel is full. A wake-up or an order to stop, without a value, is
/// what an end is for.
fn waits_for_room(model: &Model, at: Site, call: &Call, attrs: &FnAttrs) -> bool {
    let program = &model.program;
    let Some(end) = channels::sending(program, call).filter(|_| !call.awaited) else {
        return false;
    };
    let is_future = matches!(program.body(at.body).local(call.to).ty, Ty::Future(_));
    let Some(payload) = channels::payload(program, call) else {
        return false;
    };
    if is_future || is_signal(payload) {
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

/// A wake-up or an order: the message carries nothing.
fn is_signal(message: &Arg) -> bool {
    message.ty == Ty::Unit
        || matches!(&message.value, Value::Aggregate(_, parts) if parts.is_empty())
}

/// Whether a helper is called that sends what it is given, and is given a signal.
fn sends_given_signal(model: &Model, at: Site, leaf: Site) -> bool {
    let program = &model.program;
    let (Some(asked), Some(sent)) = (call_at(model, at), call_at(model, leaf)) else {
        return false;
    };
    if !effects::callees(program, asked).contains(&leaf.body) {
        return false;
    }
    let given = channels::payload(program, sent).and_then(|message| match &message.value {
        Value::Use(place) if place.path.is_empty() => place.as_local(),
        _ => None,
    });
    let params = &program.body(leaf.body).params;
    params
        .iter()
        .position(|param| Some(*param) == given)
        .and_then(|index| asked.args.get(index))
        .is_some_and(is_signal)
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

fn judge(
    model: &Model,
    makers: &Makers,
    id: BodyId,
    end: End,
) -> Option<Result<Ended, (Site, Reason)>> {
    let program = &model.program;
    let body = program.body(id);
    let deed = |at: Site, call: &Call| deed_of(model, makers, (id, end), at, call);
    let wanted = |at: Site, call: &Call| deed(at, call).is_some();
    let (at, leaf) = body.nodes().find_map(|(node, _)| {
        let at = Site { body: id, node };
        let leaf = within::find(program, at, &wanted)?;
        (!sends_given_signal(model, at, leaf)).then_some((at, leaf))
    })?;
    let deed = call_at(model, leaf).and_then(|call| deed(leaf, call))?;
    let finds_runtime = |_: Site, call: &Call| {
        effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(Effect::FindsRuntime))
    };
    let does = |wanted: &dyn Fn(Site, &Call) -> bool| {
        body.nodes().any(|(node, _)| {
            let at = Site { body: id, node };
            within::find(program, at, wanted).is_some()
        })
    };
    let guarded = does(&finds_runtime);
    let joins = matches!(deed, Deed::Join(..));
    if joins && (guarded || does(&|_, call| joins::asks_where(program, call))) {
        return Some(Err((at, "it asks first on which thread it runs".into())));
    }
    if deed == Deed::Write && end == End::Stop && saved::at_once(model, id, leaf) {
        let reason = "every handler that changes something writes it at once: this is a last try";
        return Some(Err((at, reason.into())));
    }
    if deed == Deed::Ask && is_done_elsewhere(model, at) {
        let reason = "others do the same before the end: this is a last try";
        return Some(Err((at, reason.into())));
    }
    if deed == Deed::Spawn && is_tracked(model, leaf) {
        let reason = "it is spawned into a set of tasks that somebody waits for";
        return Some(Err((at, reason.into())));
    }
    if deed == Deed::Spawn && guarded {
        let reason = "it looks for a runtime first; `conditional-supervision` says more";
        return Some(Err((at, reason.into())));
    }
    Some(Ok(Ended {
        at,
        leaf,
        end,
        deed,
        also: Vec::new(),
    }))
}

fn call_at(model: &Model, at: Site) -> Option<&Call> {
    otplint_model::follow::call_at(&model.program, at)
}

/// Whether the helper that an end calls is called by others too.
fn is_done_elsewhere(model: &Model, at: Site) -> bool {
    let program = &model.program;
    let callees = call_at(model, at).map(|call| effects::callees(program, call));
    callees.into_iter().flatten().any(|callee| {
        let mut callers = model.index.callers_of(program, callee).iter();
        callers.any(|caller| caller.body != at.body && in_production(model, caller.body))
    })
}

/// Whether a spawn is one into a set of tasks of a kind that the program waits for, and that ends none when dropped.
fn is_tracked(model: &Model, at: Site) -> bool {
    let program = &model.program;
    let set = |call: &Call| {
        let receiver = call.args.first().filter(|_| call.method)?;
        let (def, adt) = program.adt(receiver.ty.peel_refs())?;
        let tracks = adt.attrs.is(TypeWord::TaskSet) && !adt.attrs.is(TypeWord::AbortOnDrop);
        tracks.then_some(def)
    };
    let Some(wanted) = call_at(model, at).and_then(set) else {
        return false;
    };
    let joins = |does: Does| does.effects.has(Effect::Join);
    program.doing(joins).any(|(id, body)| {
        in_production(model, id)
            && body.calls().any(|(_, call)| {
                set(call) == Some(wanted)
                    && effects::attrs_of(program, call)
                        .is_some_and(|attrs| attrs.has(Effect::Join) && attrs.has(Effect::Wait))
            })
    })
}

/// Whether the spawn finds its runtime by itself: without one it panics.
fn is_bare(call: &Call) -> bool {
    !call.method
}

/// Whether the task goes to a runtime that lives as long as the program: a static, a value without parts, what a
/// function gives to everybody. The one that happens to run the caller is none.
fn is_on_lasting_runtime(model: &Model, at: Site) -> bool {
    let program = &model.program;
    let Some(runtime) = call_at(model, at)
        .filter(|call| call.method)
        .and_then(|call| call.args.first())
    else {
        return false;
    };
    if matches!(&runtime.value, Value::Aggregate(_, parts) if parts.is_empty()) {
        return true;
    }
    let Some(place) = &runtime.place else {
        return false;
    };
    if matches!(place.root, Root::Static(_)) {
        return true;
    }
    let body = program.body(at.body);
    let made = place.as_local().and_then(|local| body.local(local).def);
    made.and_then(|node| {
        call_at(
            model,
            Site {
                body: at.body,
                node,
            },
        )
    })
    .is_some_and(|call| {
        let ours = |def: &DefId| program.def(*def).location.is_some();
        call.args.is_empty() && matches!(&call.callee, Callee::Known(defs) if defs.iter().all(ours))
    })
}

/// Tokio's own calls that block panic on a thread of the runtime; others hold it up, mostly not for long.
fn is_of_tokio(model: &Model, at: Site) -> bool {
    let of = |def: &DefId| model.program.def(*def).path.starts_with("tokio::");
    call_at(model, at)
        .is_some_and(|call| matches!(&call.callee, Callee::Known(defs) if defs.iter().any(of)))
}

fn tell(model: &Model, ended: &Ended) -> Finding {
    let Ended {
        at,
        leaf,
        end,
        deed,
        ..
    } = *ended;
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
            match tidies_memory(model, leaf) {
                true => Confidence::Low,
                false => Confidence::High,
            },
            "outside a runtime this spawn in `drop` panics, and at shutdown its work is dropped before it is done"
                .to_owned(),
        ),
        (Deed::Spawn, false) => (
            // Work that reaches no further than the program is cut short with that.
            match [at, leaf].iter().any(|at| is_on_lasting_runtime(model, *at)) || !acts(model, leaf) {
                true => Confidence::Low,
                false => Confidence::Medium,
            },
            "at shutdown the runtime drops the task that this `drop` starts before its work is done".to_owned(),
        ),
        (Deed::BlockOn, _) => (
            match is_of_tokio(model, leaf) {
                true => Confidence::High,
                false => Confidence::Medium,
            },
            format!("{place} blocks on a future: inside a runtime that panics, or stops one of its threads"),
        ),
        (Deed::WaitForRoom, _) => (
            Confidence::Medium,
            format!(
                "{place} waits for room in a channel: on a thread of the runtime that panics or stops all that runs \
                 there, and without a receiver's progress it never ends"
            ),
        ),
        (Deed::Refused, _) => (
            Confidence::Medium,
            format!("inside a runtime this call panics, and nobody chooses where {place} runs: what it still had to do is lost"),
        ),
        (Deed::Ask, _) => (
            Confidence::Medium,
            format!(
                "{place} asks something outside the program: its thread stands still until that answers, and nobody \
                 learns when it fails"
            ),
        ),
        (Deed::Join(why, _), _) => (Confidence::Medium, joins::tell(why).0.to_owned()),
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
    if let Deed::Join(why, thread) = deed {
        story = story.step(thread, joins::tell(why).1);
    }
    for other in &ended.also {
        story = story.step(*other, "this end comes to the same");
    }
    story
        .help(
            "do the work before the end, in a method that is awaited and can fail, and let the hook only release what is \
             held; `otp_runtime::task::Tasks` is such an owner: its `stop` waits, with a deadline, and says what did not end",
        )
        .tell()
}
