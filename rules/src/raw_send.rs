//! raw-send: a message whose loss matters is sent and the outcome is thrown away.

use otplint_model::body::{Arg, Body, Outcome};
use otplint_model::channels::{self, Bound, Channel};
use otplint_model::def::DefKind;
use otplint_model::effects::{self, Site};
use otplint_model::flow;
use otplint_model::processes;
use otplint_model::slots::{self, Shared};
use otplint_model::stub::{Effect, Flavor, OutcomeDuty};
use otplint_model::{
    BodyId, Call, Confidence, DefId, Finding, Model, Op, Place, Related, Severity, Step, Ty, Value,
    Verdicts,
};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{Level, Meta, Rule};

/// The rule.
#[derive(Debug)]
pub struct RawSend;

static META: Meta = Meta {
    id: "raw-send",
    summary: "a message whose loss matters is sent and the outcome is discarded",
    severity: Severity::Warning,
    level: Level::Preview,
    replacement: "otp_runtime::mailbox::Address::cast",
    page: include_str!("../docs/raw-send.md"),
};

impl Rule for RawSend {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, model: &Model, verdicts: &mut Verdicts) {
        let mut receivers = Receivers::default();
        // A function that drops many messages of one channel makes one mistake.
        let mut told: Vec<(BodyId, Place, usize)> = Vec::new();
        for (id, body) in model.program.bodies() {
            if body.test
                || model.program.is_test_file(body.file)
                || model.program.def(body.owner).test
            {
                continue;
            }
            for (node, call) in body.calls() {
                let at = Site { body: id, node };
                if call.outcome != Outcome::Discarded {
                    continue;
                }
                let Some(finding) = judge(model, &mut receivers, at, body, call) else {
                    continue;
                };
                let place = call.args.first().and_then(|arg| arg.place.clone());
                let first = told
                    .iter()
                    .find(|(body, end, _)| *body == id && Some(end) == place.as_ref());
                match (first, place) {
                    (Some((_, _, index)), _) => {
                        verdicts.findings_mut()[*index].related.push(Related {
                            location: finding.location,
                            message: "another message is dropped the same way here".to_owned(),
                        })
                    }
                    (None, place) => {
                        told.extend(place.map(|place| (id, place, verdicts.findings_mut().len())));
                        verdicts.found(finding);
                    }
                }
            }
        }
    }
}

/// What runs in the process that receives, by the body that receives.
#[derive(Default)]
struct Receivers {
    reach: FxHashMap<BodyId, FxHashSet<BodyId>>,
}

impl Receivers {
    fn runs(&mut self, model: &Model, receiver: BodyId, body: BodyId) -> bool {
        let reach = self
            .reach
            .entry(receiver)
            .or_insert_with(|| processes::reach(&model.program, [receiver].into_iter(), true));
        reach.contains(&body)
    }
}

fn judge(
    model: &Model,
    receivers: &mut Receivers,
    at: Site,
    body: &Body,
    call: &Call,
) -> Option<Finding> {
    let program = &model.program;
    let end = channels::sending(program, call)?;
    let attrs = effects::attrs_of(program, call)?;
    let sender = &call.args.first()?.ty;
    let address = channels::is_address(program, sender);
    let queues = matches!(
        channels::flavor(program, sender),
        Some(Flavor::Mpsc | Flavor::Unbounded | Flavor::Std)
    );
    if attrs.outcome != Some(OutcomeDuty::Must) || !(address || queues) {
        return None;
    }
    let payload = channels::payload(program, call)?;
    let loss = carried(model, body, payload)?;
    let ends_here = in_teardown(model, body);
    if ends_here
        || is_signal(end.place)
        || is_subscriber(end.place)
        || says_goodbye(model, at, body, end.place)
    {
        return None;
    }
    let reply = reply_awaited(model, at, body, payload);
    if reply == Reply::Looked {
        return None;
    }
    let message = channels::flavor(program, sender)
        .and_then(|_| sender_message(model, sender))
        .unwrap_or_default();
    let entry = program.def(body.owner).public
        && at.body.position() == 0
        && from_parameter(body, &payload.value, 0);
    let target = match address {
        true => actor_of(model, sender)?,
        false => receiver_of(model, receivers, at, entry, end.place, &message)?,
    };
    let drops_when_full = attrs.has(Effect::TrySend) && target.bounded;
    let accepted = accepted_after(model, at, body, payload);
    let confidence = match (
        target.known,
        reply == Reply::Panics || accepted.is_some() || drops_when_full,
    ) {
        (false, _) => Confidence::Low,
        (true, true) if loss == Loss::Work => Confidence::High,
        (true, true) => Confidence::Medium,
        (true, false) => Confidence::Low,
    };
    let mut related = Vec::new();
    if let Some(location) = target.location {
        related.push(Related {
            location,
            message: target.story.clone(),
        });
    }
    related.push(Related {
        location: model.location(at),
        message: match drops_when_full {
            true => "the message is dropped here when the mailbox is full or its process has ended".to_owned(),
            false => "when that process has ended the message comes back as an error, which is dropped here".to_owned(),
        },
    });
    match (reply, accepted) {
        (Reply::Panics, _) => {}
        (_, Some((location, story))) => related.push(Related {
            location,
            message: story.to_owned(),
        }),
        _ => {}
    }
    let item = &program.def(body.owner).path;
    let message = match (reply, drops_when_full) {
        (Reply::Panics, _) => "the request is lost when its process has ended, and waiting for the reply then panics in the caller".to_owned(),
        (_, true) => format!("{} is lost without a trace when the mailbox is full", named(model, payload)),
        (_, false) => format!("{} is lost without a trace when the receiving process has ended", named(model, payload)),
    };
    Some(Finding {
        rule: META.id,
        severity: META.severity,
        confidence,
        location: model.location(at),
        message,
        help: "return the error to the caller, or send through `otp_runtime::mailbox::Address`, whose `cast` says what became of the message".to_owned(),
        replacement: META.replacement,
        related,
        item: item.clone(),
        fingerprint: String::new(),
    })
}

/// How much the loss of a message matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Loss {
    /// It carries something that somebody handed over.
    Work,
    /// It tells of something.
    News,
}

/// What the message carries; `None` where nothing is lost with it.
fn carried(model: &Model, body: &Body, payload: &Arg) -> Option<Loss> {
    let program = &model.program;
    let mut loss = match payload.ty.peel_refs() {
        Ty::Unit | Ty::Never | Ty::Prim(_) | Ty::Unknown | Ty::Other => return None,
        _ => Loss::Work,
    };
    if let Ty::Adt(def, _) = payload.ty.peel_refs() {
        let name = program.def(*def).name.as_str();
        if is_failure_type(name) || tells_to_end(name) {
            return None;
        }
        if is_news(name) {
            loss = Loss::News;
        }
    }
    if let Value::Aggregate(def, parts) = resolved(body, &payload.value) {
        if parts.is_empty() {
            return None;
        }
        if let Some(def) = def {
            let name = program.def(*def).name.as_str();
            if tells_to_end(name) || is_failure_type(name) {
                return None;
            }
            if is_news(name) {
                loss = Loss::News;
            }
        }
        // Numbers and flags only: a tick, a level, an acknowledgement.
        let weighs = parts.iter().any(|(_, part)| weighs(model, body, part));
        if !weighs {
            return None;
        }
    }
    Some(loss)
}

/// The aggregate behind a variable that was made just to be sent.
fn resolved<'b>(body: &'b Body, value: &'b Value) -> &'b Value {
    let Value::Use(place) = value else {
        return value;
    };
    let Some(local) = place.as_local().filter(|_| place.path.is_empty()) else {
        return value;
    };
    match body.local(local).def.map(|node| &body.node(node).op) {
        Some(Op::Assign(to, made @ Value::Aggregate(..))) if to.path.is_empty() => made,
        _ => value,
    }
}

fn weighs(model: &Model, body: &Body, part: &Value) -> bool {
    match part {
        Value::Use(place) | Value::Ref(_, place) => {
            let ty = place
                .as_local()
                .filter(|_| place.path.is_empty())
                .map(|local| &body.local(local).ty);
            match ty {
                Some(ty) => {
                    !matches!(ty.peel_refs(), Ty::Prim(_) | Ty::Unit)
                        && !matches!(slots::shared(&model.program, ty), Some(Shared::End(..)))
                }
                None => true,
            }
        }
        Value::Aggregate(_, parts) => parts.iter().any(|(_, part)| weighs(model, body, part)),
        Value::Unknown | Value::Body(_) => true,
        Value::Unit | Value::Str(_) | Value::Int(_) | Value::Bool(_) | Value::Fn(_) => false,
    }
}

fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in name.chars() {
        if c == '_' || c.is_ascii_uppercase() && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if c != '_'
            && let Some(word) = words.last_mut()
        {
            word.push(c.to_ascii_lowercase());
        }
    }
    words
}

fn has_word(name: &str, list: &[&str]) -> bool {
    words(name).iter().any(|word| list.contains(&word.as_str()))
}

/// A message that only asks to end: whoever has ended already has obeyed.
fn tells_to_end(name: &str) -> bool {
    has_word(
        name,
        &[
            "shutdown",
            "stop",
            "stopped",
            "close",
            "closed",
            "cancel",
            "cancelled",
            "canceled",
            "exit",
            "quit",
            "kill",
            "abort",
            "terminate",
            "terminated",
            "disconnect",
            "disconnected",
            "unregister",
            "unsubscribe",
            "deregister",
            "drop",
            "dropped",
            "detach",
            "leave",
            "remove",
            "removed",
            "shut",
            "end",
            "ended",
            "finish",
            "finished",
            "done",
            "release",
            "gone",
            "goodbye",
            "teardown",
            "cleanup",
            "destroy",
            "expired",
            "dead",
            "died",
            "exited",
        ],
    )
}

fn is_failure_type(name: &str) -> bool {
    has_word(
        name,
        &[
            "err", "error", "errors", "failed", "failure", "panic", "panicked",
        ],
    ) || name == "Result"
}

/// Messages that tell of something: the next one makes up for a lost one.
fn is_news(name: &str) -> bool {
    has_word(
        name,
        &[
            "event",
            "events",
            "metric",
            "metrics",
            "log",
            "logs",
            "trace",
            "stat",
            "stats",
            "statistics",
            "progress",
            "status",
            "state",
            "update",
            "updated",
            "notification",
            "notify",
            "heartbeat",
            "ping",
            "pong",
            "tick",
            "wake",
            "refresh",
            "report",
            "changed",
            "change",
            "health",
            "debug",
            "telemetry",
            "feedback",
            "ack",
            "ready",
            "started",
            "resize",
            "flush",
            "poll",
            "signal",
            "info",
            "level",
        ],
    )
}

/// A failure follows on the same channel: the consumer is told why this is the end, if it is still there.
fn says_goodbye(model: &Model, at: Site, body: &Body, place: &Place) -> bool {
    let after = flow::reachable(body, at.node, |_| false);
    after.iter().any(|node| match &body.node(node).op {
        Op::Call(call) => {
            let same =
                channels::sending(&model.program, call).is_some_and(|end| end.place == place);
            same && call.outcome == Outcome::Discarded
                && channels::payload(&model.program, call)
                    .is_some_and(|payload| carried(model, body, payload).is_none())
        }
        _ => false,
    })
}

/// The sender's own name says that it carries a signal.
fn is_signal(place: &Place) -> bool {
    place
        .last_field()
        .is_some_and(|(_, name)| is_signal_name(name.as_str()))
}

fn is_signal_name(name: &str) -> bool {
    tells_to_end(name)
        || has_word(
            name,
            &[
                "err", "error", "errors", "signal", "wake", "waker", "notify", "notifier", "ready",
                "done", "result", "response", "reply", "output", "ack", "stderr", "stdout",
            ],
        )
}

/// One of many: subscribers and peers come and go.
fn is_subscriber(place: &Place) -> bool {
    place.path.iter().any(|step| matches!(step, Step::Elem))
}

/// The code that sends belongs to an end: `Drop`, `shutdown`, `close`.
fn in_teardown(model: &Model, body: &Body) -> bool {
    let def = model.program.def(body.owner);
    let name = def.name.as_str();
    // What is measured and logged may be lost: the service goes on without.
    let measures = [
        "analytics",
        "telemetry",
        "metrics",
        "tracing",
        "logging",
        "profiling",
        "diagnostics",
        "audit_log",
    ];
    if def.path.split("::").any(|part| has_word(part, &measures)) {
        return true;
    }
    name == "drop"
        || has_word(
            name,
            &[
                "shutdown",
                "stop",
                "close",
                "cancel",
                "kill",
                "abort",
                "terminate",
                "exit",
                "quit",
                "disconnect",
                "cleanup",
                "teardown",
                "unsubscribe",
                "unregister",
                "stopped",
                "stopping",
                "leave",
                "remove",
            ],
        )
}

/// What happens to the reply that a message asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reply {
    /// It asks for none.
    None,
    /// It is awaited by someone, who learns of the loss.
    Looked,
    /// It is awaited, and its absence panics.
    Panics,
}

fn reply_awaited(model: &Model, at: Site, body: &Body, payload: &Arg) -> Reply {
    let program = &model.program;
    let after = flow::reachable(body, at.node, |_| false);
    let mut found = Reply::None;
    for node in after.iter() {
        let (ty, outcome, result) = match &body.node(node).op {
            Op::Await(await_) => (&await_.future.ty, await_.outcome, await_.to),
            Op::Call(call) => match call.args.first() {
                Some(first) if waits(model, call) => (&first.ty, call.outcome, call.to),
                _ => continue,
            },
            _ => continue,
        };
        let _ = result;
        if let Some(Shared::End(_, true, _)) = slots::shared(program, ty) {
            match outcome {
                Outcome::Panics => found = Reply::Panics,
                _ => return Reply::Looked,
            }
        }
    }
    if found == Reply::None && carries_reply(model, body, &payload.value, 0) {
        return Reply::Looked;
    }
    found
}

/// Receives, or hands a receiver to something that waits for it.
fn waits(model: &Model, call: &Call) -> bool {
    channels::receiving(&model.program, call).is_some()
        || call.args.iter().any(|arg| {
            matches!(
                slots::shared(&model.program, &arg.ty),
                Some(Shared::End(_, true, _))
            )
        })
}

/// The message carries the sender of a reply that someone else waits for.
fn carries_reply(model: &Model, body: &Body, value: &Value, depth: u32) -> bool {
    match resolved(body, value) {
        Value::Use(place) | Value::Ref(_, place) => {
            let ty = place
                .as_local()
                .filter(|_| place.path.is_empty())
                .map(|local| &body.local(local).ty);
            ty.is_some_and(|ty| {
                matches!(
                    slots::shared(&model.program, ty),
                    Some(Shared::End(_, false, _))
                )
            })
        }
        Value::Aggregate(_, parts) if depth < 4 => parts
            .iter()
            .any(|(_, part)| carries_reply(model, body, part, depth + 1)),
        _ => false,
    }
}

fn sender_message(model: &Model, sender: &Ty) -> Option<Ty> {
    match slots::shared(&model.program, sender)? {
        Shared::End(_, _, message) => message.cloned(),
        Shared::State(_) => None,
    }
}

/// Who receives.
struct Target {
    known: bool,
    bounded: bool,
    location: Option<otplint_model::span::Location>,
    story: String,
}

/// The actor behind an address, where it is one of the workspace.
fn actor_of(model: &Model, sender: &Ty) -> Option<Target> {
    let Some(Shared::End(_, _, Some(actor))) = slots::shared(&model.program, sender) else {
        return None;
    };
    let def: DefId = actor.adt()?;
    let process = model.processes.owned_by(def).next();
    let definition = model.program.def(def);
    definition.location?;
    Some(Target {
        known: process.is_some(),
        bounded: true,
        location: definition.location,
        story: format!("`{}` receives it", definition.name),
    })
}

/// The long-lived loop that receives; `None` where there is none to lose anything.
///
/// `entry`: a public function that forwards what it is given; others than the process itself call it.
fn receiver_of(
    model: &Model,
    receivers: &mut Receivers,
    at: Site,
    entry: bool,
    place: &Place,
    message: &Ty,
) -> Option<Target> {
    let program = &model.program;
    let found = model
        .channels
        .of(program, &model.slots, at.body, place, message);
    if found.is_empty() {
        return None;
    }
    if found
        .iter()
        .any(|channel| channel.handed_out || wakes_only(channel))
    {
        return None;
    }
    let sender_name = place
        .as_local()
        .filter(|_| place.path.is_empty())
        .and_then(|local| program.body(at.body).local(local).name);
    if sender_name.is_some_and(|name| is_signal_name(name.as_str())) {
        return None;
    }
    let mut receiver = None;
    for channel in &found {
        for receive in &channel.receives {
            let body = program.body(receive.body);
            if body.test {
                continue;
            }
            // A message to itself, or from a task that it started: when it has ended nobody waits.
            if !entry && receivers.runs(model, receive.body, at.body) {
                return None;
            }
            // Made and received by one call: the channel ends with its function.
            if scoped(model, channel, receive) {
                return None;
            }
            let process = model.processes.of_body(receive.body);
            match process {
                Some(process) if process.mailbox.contains(receive) => {
                    let spawned = process.kind != processes::ProcessKind::Unspawned;
                    if receiver.is_none() || spawned {
                        receiver = Some((receive, spawned, channel.bound));
                    }
                }
                _ => {}
            }
        }
    }
    let (receive, spawned, bound) = receiver?;
    Some(Target {
        known: spawned && found.iter().all(|channel| !channel.receives.is_empty()),
        bounded: bound != Bound::None,
        location: Some(model.location(*receive)),
        story: format!(
            "`{}` receives it",
            program.def(program.body(receive.body).owner).name
        ),
    })
}

/// A capacity of one and nothing to carry.
fn wakes_only(channel: &Channel) -> bool {
    matches!(channel.message, Ty::Unit)
        || channel.bound == Bound::At(1) && matches!(channel.message, Ty::Prim(_))
}

/// The receiving body runs inside the function that made the channel, not in a task of its own.
fn scoped(model: &Model, channel: &Channel, receive: &Site) -> bool {
    let program = &model.program;
    program.body(receive.body).owner == program.body(channel.created.body).owner
        && model.processes.spawns_of(receive.body).is_empty()
}

/// Where the sender of the message is told that all is well.
fn accepted_after(
    model: &Model,
    at: Site,
    body: &Body,
    payload: &Arg,
) -> Option<(otplint_model::span::Location, &'static str)> {
    let program = &model.program;
    let after = flow::reachable(body, at.node, |_| false);
    for node in after.iter() {
        if let Op::Call(call) = &body.node(node).op {
            let replies =
                effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(Effect::Reply));
            if replies {
                return Some((
                    model.location(Site {
                        body: at.body,
                        node,
                    }),
                    "and the requester is answered here",
                ));
            }
        }
    }
    let given = from_parameter(body, &payload.value, 0);
    let owner = program.def(body.owner);
    let DefKind::Fn(function) = &owner.kind else {
        return None;
    };
    if at.body.position() != 0 || !given {
        return None;
    }
    let returns_result =
        matches!(&function.output, Ty::Adt(def, _) if program.def(*def).name == "Result");
    for node in after.iter() {
        let data = body.node(node);
        if matches!(data.op, Op::Return(_)) {
            if returns_result {
                return Some((
                    model.location(Site {
                        body: at.body,
                        node,
                    }),
                    "and the caller is told that it went well",
                ));
            }
            if owner.public && matches!(function.output, Ty::Unit) {
                return Some((
                    owner.location?,
                    "the caller of this public function cannot learn of it",
                ));
            }
        }
    }
    None
}

/// The message is made of what the caller handed over.
fn from_parameter(body: &Body, value: &Value, depth: u32) -> bool {
    use otplint_model::body::LocalKind;
    if depth > 6 {
        return false;
    }
    match value {
        Value::Use(place) | Value::Ref(_, place) => {
            let Some(local) = place.as_local() else {
                return false;
            };
            let data = body.local(local);
            match data.kind {
                LocalKind::Param(_) => data.name.is_none_or(|name| name != "self"),
                _ => match data.def.map(|node| &body.node(node).op) {
                    Some(Op::Assign(_, made)) => from_parameter(body, made, depth + 1),
                    Some(Op::Call(call)) => call
                        .args
                        .iter()
                        .any(|arg| from_parameter(body, &arg.value, depth + 1)),
                    _ => false,
                },
            }
        }
        Value::Aggregate(_, parts) => parts
            .iter()
            .any(|(_, part)| from_parameter(body, part, depth + 1)),
        _ => false,
    }
}

fn named(model: &Model, payload: &Arg) -> String {
    let name = match &payload.value {
        Value::Aggregate(Some(def), _) => Some(model.program.def(*def).name),
        _ => payload.ty.adt().map(|def| model.program.def(def).name),
    };
    name.map_or_else(
        || "the message".to_owned(),
        |name| format!("the message `{name}`"),
    )
}
