//! volatile-state: accepted work that lives only in the memory of one process.

use otplint_model::body::{Body, Outcome};
use otplint_model::effects::{self, Site};
use otplint_model::flow;
use otplint_model::processes::{self, Process, ProcessKind, Shape, StateField};
use otplint_model::slots::{self, Group, Shared};
use otplint_model::span::Location;
use otplint_model::stub::{Collection, Effect, TypeWord};
use otplint_model::{
    BodyId, Call, Callee, Confidence, DefId, Finding, Model, Op, Place, Related, Severity, Step,
    Sym, Ty, Value, Verdicts,
};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{Level, Meta, Rule};

/// The rule.
#[derive(Debug)]
pub struct VolatileState;

static META: Meta = Meta {
    id: "volatile-state",
    summary: "accepted work is kept only in the memory of one process",
    severity: Severity::Error,
    level: Level::Preview,
    replacement: "otp_runtime::server::Server::init",
    page: include_str!("../docs/volatile-state.md"),
};

impl Rule for VolatileState {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, model: &Model, verdicts: &mut Verdicts) {
        let uses = Uses::new(model);
        let mut told: FxHashSet<Key> = FxHashSet::default();
        for process in &model.processes.list {
            for field in &process.state {
                let Some(owner) = field.owner else { continue };
                let key = Key::Field(owner, field.name);
                if told.contains(&key) {
                    continue;
                }
                if let Some(finding) = owned(model, &uses, process, field, key) {
                    told.insert(key);
                    verdicts.found(finding);
                }
            }
        }
        for finding in shared(model, &uses) {
            verdicts.found(finding);
        }
    }
}

/// A collection, whichever instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Key {
    Field(DefId, Sym),
    Group(Group),
}

/// What is done with a collection somewhere.
#[derive(Clone, Debug)]
struct Use {
    at: Site,
    kind: UseKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum UseKind {
    Insert,
    Remove,
    /// A field of an element gets a new value.
    Change(DefId, Sym),
    /// The whole collection is handed to something that was not seen.
    Escapes,
}

/// Every use of every collection that lives in a field or behind a shared lock.
#[derive(Debug, Default)]
struct Uses(FxHashMap<Key, Vec<Use>>);

impl Uses {
    fn new(model: &Model) -> Self {
        let program = &model.program;
        let mut uses = Self::default();
        for (id, body) in program.bodies() {
            if body.test || program.is_test_file(body.file) {
                continue;
            }
            for (node, data) in body.nodes() {
                let at = Site { body: id, node };
                for effect in effects::direct(program, body, at) {
                    let Some((key, rest)) =
                        effect.place.and_then(|place| key_of(model, id, &place))
                    else {
                        continue;
                    };
                    let changed = rest.iter().rev().find_map(|step| match step {
                        Step::Field(Some(owner), name) => Some((*owner, *name)),
                        _ => None,
                    });
                    let kind = match (effect.kind, changed) {
                        (Effect::Put, Some((owner, name))) => UseKind::Change(owner, name),
                        (Effect::Insert, _) => UseKind::Insert,
                        (Effect::Remove | Effect::Take, _) => UseKind::Remove,
                        _ => continue,
                    };
                    uses.0.entry(key).or_default().push(Use { at, kind });
                }
                if let Op::Call(call) = &data.op {
                    for key in escaping(model, id, call) {
                        uses.0.entry(key).or_default().push(Use {
                            at,
                            kind: UseKind::Escapes,
                        });
                    }
                }
            }
        }
        uses
    }

    fn of(&self, key: Key) -> &[Use] {
        self.0.get(&key).map_or(&[], Vec::as_slice)
    }
}

/// The collection that a place is or lies in, and the way from there.
fn key_of(model: &Model, body: BodyId, place: &Place) -> Option<(Key, Vec<Step>)> {
    let program = &model.program;
    for length in 0..=place.path.len() {
        let prefix = Place {
            root: place.root,
            path: place.path[..length].iter().copied().collect(),
        };
        let Some(ty) = slots::place_type(program, body, &prefix) else {
            continue;
        };
        if !matches!(processes::shape(program, &ty), Shape::Collection(_)) {
            continue;
        }
        let rest = place.path[length..].to_vec();
        if let Some(Shared::State(_)) = slots::shared(program, &ty)
            && let Some(group) = model.slots.group(program, body, &prefix)
        {
            return Some((Key::Group(group), rest));
        }
        return match prefix.path.last() {
            Some(Step::Field(Some(owner), name)) => Some((Key::Field(*owner, *name), rest)),
            _ => None,
        };
    }
    None
}

/// The collections that a call hands whole to something that was not seen.
fn escaping(model: &Model, body: BodyId, call: &Call) -> Vec<Key> {
    let seen = match &call.callee {
        Callee::Known(defs) => defs.iter().all(|def| {
            model.program.body_of.contains_key(def)
                || model.program.function(*def).is_some_and(|function| {
                    let attrs = &function.attrs;
                    !attrs.has(Effect::StoreWrite) && !attrs.has(Effect::IoWrite)
                })
        }),
        Callee::Body(_) | Callee::Constructor(_) => true,
        Callee::Parameter(_) | Callee::Other | Callee::Unknown => false,
    };
    if seen {
        return Vec::new();
    }
    let places = call.args.iter().filter_map(|arg| arg.place.as_ref());
    places
        .filter_map(|place| key_of(model, body, place))
        .filter(|(_, rest)| rest.is_empty())
        .map(|(key, _)| key)
        .collect()
}

/// A collection that one process owns.
fn owned(
    model: &Model,
    uses: &Uses,
    process: &Process,
    field: &StateField,
    key: Key,
) -> Option<Finding> {
    let program = &model.program;
    let Shape::Collection(kind) = field.shape else {
        return None;
    };
    if matches!(kind, Collection::String | Collection::Set)
        || !is_work(model, &field.ty)
        || is_aside(field.name.as_str())
    {
        return None;
    }
    if program.def(field.owner?).test
        || program
            .def(field.owner?)
            .location
            .is_none_or(|at| program.is_test_file(at.file))
    {
        return None;
    }
    let uses = uses.of(key);
    if uses.iter().any(|one| one.kind == UseKind::Escapes) {
        return None;
    }
    let bodies = processes::reach(program, process.handlers.iter().copied(), false);
    let inserts = uses
        .iter()
        .filter(|one| one.kind == UseKind::Insert && bodies.contains(&one.at.body));
    let (inserted, answered) = inserts
        .filter_map(|one| Some((one.at, answered_after(model, process, &bodies, one.at)?)))
        .next()?;
    let removed = uses
        .iter()
        .find(|one| one.kind == UseKind::Remove && taken_up(program.body(one.at.body), one.at))?;
    if stores(model, process, &bodies) {
        return None;
    }
    let created = starts_empty(model, field.owner?, field.name)?;
    let confidence = match process.kind {
        ProcessKind::Actor | ProcessKind::Loop | ProcessKind::Framework => Confidence::High,
        ProcessKind::Unspawned | ProcessKind::Poll => Confidence::Low,
    };
    let name = field.name;
    let mut related = Vec::new();
    if let Some(location) = created {
        related.push(Related {
            location,
            message: format!("`{name}` starts empty here"),
        });
    }
    related.push(Related {
        location: model.location(inserted),
        message: "work is accepted here".to_owned(),
    });
    related.push(Related {
        location: answered,
        message: "and acknowledged here, before anything else knows of it".to_owned(),
    });
    related.push(Related {
        location: model.location(removed.at),
        message: "it is taken up here; what is still waiting when the process ends is gone"
            .to_owned(),
    });
    Some(Finding {
        rule: META.id,
        severity: META.severity,
        confidence,
        location: field.location.unwrap_or_else(|| model.location(inserted)),
        message: format!("accepted work waits in `{name}` only, and is lost when its process crashes or restarts"),
        help: "write it to a store before acknowledging it and load it in `otp_runtime::server::Server::init`, which also runs at every restart".to_owned(),
        replacement: META.replacement,
        related,
        item: program.def(field.owner?).path.clone(),
        fingerprint: String::new(),
    })
}

/// Something made of parts that somebody handed over: no handles, no waiters, no numbers.
fn is_work(model: &Model, collection: &Ty) -> bool {
    let program = &model.program;
    let Some(element) = slots::element(program, collection) else {
        return false;
    };
    weighs(model, element, 0)
}

fn weighs(model: &Model, ty: &Ty, depth: u32) -> bool {
    let program = &model.program;
    if depth > 3 || slots::shared(program, ty).is_some() {
        return false;
    }
    match slots::peel(program, ty) {
        Ty::Tuple(parts) => {
            parts
                .iter()
                .all(|part| slots::shared(program, part).is_none())
                && parts.iter().any(|part| weighs(model, part, depth + 1))
        }
        Ty::Adt(def, args) => {
            let definition = program.def(*def);
            let Some(adt) = definition.as_adt() else {
                return false;
            };
            if adt.attrs.collection.is_some() && definition.location.is_none() {
                return args
                    .last()
                    .is_some_and(|inner| weighs(model, inner, depth + 1));
            }
            if definition.location.is_none() || is_aside(definition.name.as_str()) {
                return false;
            }
            // Who waits for a reply learns that it never comes; a connection or task ends with its process.
            let fields: Vec<&Ty> = adt
                .variants
                .iter()
                .flat_map(|variant| &variant.fields)
                .map(|field| &field.ty)
                .collect();
            !fields.is_empty() && !fields.iter().any(|ty| is_handle(model, ty))
        }
        _ => false,
    }
}

fn is_handle(model: &Model, ty: &Ty) -> bool {
    let program = &model.program;
    if matches!(slots::shared(program, ty), Some(Shared::End(..))) {
        return true;
    }
    program
        .adt(slots::peel(program, ty))
        .is_some_and(|(_, adt)| {
            [
                TypeWord::TaskHandle,
                TypeWord::AbortHandle,
                TypeWord::TaskSet,
                TypeWord::Io,
                TypeWord::Guard,
                TypeWord::Stream,
                TypeWord::Future,
                TypeWord::Notify,
                TypeWord::CancelToken,
                TypeWord::Sleep,
                TypeWord::Interval,
            ]
            .into_iter()
            .any(|word| adt.attrs.is(word))
        })
}

/// What may be lost: it is rebuilt, or only an aid.
fn is_aside(name: &str) -> bool {
    const WORDS: &[&str] = &[
        "cache",
        "cached",
        "caches",
        "metric",
        "metrics",
        "stat",
        "stats",
        "statistics",
        "history",
        "seen",
        "dedup",
        "recent",
        "log",
        "logs",
        "peer",
        "peers",
        "connection",
        "connections",
        "conn",
        "conns",
        "client",
        "clients",
        "session",
        "sessions",
        "subscription",
        "subscriptions",
        "subscriber",
        "subscribers",
        "listener",
        "listeners",
        "handler",
        "handlers",
        "callback",
        "callbacks",
        "waiter",
        "waiters",
        "waker",
        "wakers",
        "route",
        "routes",
        "registry",
        "config",
        "settings",
        "lru",
        "pool",
        "idle",
        "known",
        "node",
        "nodes",
        "member",
        "members",
        "child",
        "children",
        "actor",
        "actors",
        "worker",
        "workers",
        "timer",
        "timers",
        "timeout",
        "timeouts",
        "socket",
        "sockets",
        "stream",
        "streams",
        "device",
        "devices",
        "span",
        "spans",
        "event",
        "events",
        "trace",
        "traces",
        "frame",
        "frames",
        "packet",
        "packets",
        "watch",
        "watches",
        "lock",
        "locks",
        "interest",
        "interests",
        "player",
        "players",
        "room",
        "rooms",
        "link",
        "links",
        "topology",
        "addr",
        "addresses",
    ];
    words(name)
        .iter()
        .any(|word| WORDS.contains(&word.as_str()))
}

fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in name.chars() {
        if c == '_' || c.is_ascii_uppercase() && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if let (true, Some(word)) = (c != '_', words.last_mut()) {
            word.push(c.to_ascii_lowercase());
        }
    }
    words
}

/// Where the sender is told that its message was accepted, after a node of its handling.
fn answered_after(
    model: &Model,
    process: &Process,
    bodies: &FxHashSet<BodyId>,
    at: Site,
) -> Option<Location> {
    let mut open = vec![(at, 0)];
    while let Some((site, depth)) = open.pop() {
        let body = model.program.body(site.body);
        let next = |node| {
            process.mailbox.contains(&Site {
                body: site.body,
                node,
            })
        };
        let after = flow::reachable(body, site.node, next);
        for node in after.iter() {
            let effects = model.effects(site.body, node);
            if effects.iter().any(|effect| effect.kind == Effect::Reply) {
                return Some(model.location(Site {
                    body: site.body,
                    node,
                }));
            }
        }
        if depth < 2 {
            for caller in bodies {
                let calls = model.program.body(*caller).calls();
                let calls = calls.filter(|(_, call)| {
                    effects::callees(&model.program, call).contains(&site.body)
                });
                open.extend(calls.map(|(node, _)| {
                    (
                        Site {
                            body: *caller,
                            node,
                        },
                        depth + 1,
                    )
                }));
            }
        }
    }
    // What an actor's handler returns is the reply.
    let own = process.kind != ProcessKind::Loop && process.handlers.contains(&at.body);
    let body = model.program.body(at.body);
    let returns = own
        && !matches!(body.output, Ty::Unit | Ty::Never | Ty::Unknown | Ty::Other)
        && process.kind == ProcessKind::Actor;
    let returns = returns && !is_unit_result(model, &body.output);
    returns.then(|| Location {
        file: body.file,
        span: body.node(at.node).span,
    })
}

/// `Result<(), E>`: a framework that only looks whether it went well.
fn is_unit_result(model: &Model, ty: &Ty) -> bool {
    match ty {
        Ty::Adt(def, args) => {
            model.program.def(*def).name == "Result" && matches!(args.first(), Some(Ty::Unit))
        }
        _ => false,
    }
}

/// What is taken out is used, not dropped.
fn taken_up(body: &Body, at: Site) -> bool {
    match &body.node(at.node).op {
        Op::Call(call) => call.outcome != Outcome::Discarded,
        _ => false,
    }
}

/// Whether a process keeps anything anywhere but in memory, or may: what was not seen forbids to say no.
fn stores(model: &Model, process: &Process, bodies: &FxHashSet<BodyId>) -> bool {
    let program = &model.program;
    let hooks = process.hooks.iter().map(|(_, body)| *body);
    bodies.iter().copied().chain(hooks).any(|id| {
        program.body(id).nodes().any(|(node, data)| match &data.op {
            Op::Call(call) => {
                let keeps = |kind: Effect| {
                    matches!(
                        kind,
                        Effect::StoreWrite | Effect::StoreRead | Effect::IoWrite | Effect::IoRead
                    )
                };
                effects::direct(program, program.body(id), Site { body: id, node })
                    .iter()
                    .any(|effect| keeps(effect.kind))
                    || names_a_store(model, call)
            }
            _ => false,
        })
    })
}

fn names_a_store(model: &Model, call: &Call) -> bool {
    const STORES: &[&str] = &[
        "store",
        "storage",
        "persist",
        "persistence",
        "persister",
        "database",
        "db",
        "wal",
        "journal",
        "disk",
        "repository",
        "repo",
        "snapshot",
        "checkpoint",
        "file",
        "fs",
        "sql",
        "redis",
        "kv",
        "ledger",
        "backend",
        "save",
        "load",
        "restore",
        "recover",
    ];
    let is_store = |name: &str| {
        words(name)
            .iter()
            .any(|word| STORES.contains(&word.as_str()))
    };
    let receiver = call.args.first().filter(|_| call.method);
    let named = receiver
        .and_then(|arg| arg.place.as_ref()?.last_field())
        .is_some_and(|(_, name)| is_store(name.as_str()));
    let typed = receiver
        .and_then(|arg| arg.ty.adt())
        .is_some_and(|def| is_store(model.program.def(def).name.as_str()));
    let bound = receiver.is_some_and(|arg| match slots::peel(&model.program, &arg.ty) {
        Ty::Bounds(bounds) => bounds
            .iter()
            .any(|bound| is_store(model.program.def(bound.def).name.as_str())),
        _ => false,
    });
    named || typed || bound || is_store(call.name.as_str())
}

/// Where a field starts empty; `None` where it may be given or restored. The inner `None`: by `Default`.
#[allow(
    clippy::option_option,
    reason = "empty without a place is not the same as not empty"
)]
fn starts_empty(model: &Model, owner: DefId, name: Sym) -> Option<Option<Location>> {
    let program = &model.program;
    let mut empty = None;
    for (id, body) in program.bodies() {
        if body.test {
            continue;
        }
        for (_, data) in body.nodes() {
            let mut given = false;
            flow::uses(&data.op, |value| {
                built(
                    value,
                    owner,
                    name,
                    &mut |part| match is_new(model, body, part) {
                        true => {
                            empty = Some(Location {
                                file: body.file,
                                span: data.span,
                            })
                        }
                        false => given = true,
                    },
                )
            });
            if given {
                return None;
            }
        }
        let _ = id;
    }
    Some(empty)
}

/// Visits the values that a field of a struct is built with.
fn built(value: &Value, owner: DefId, name: Sym, visit: &mut impl FnMut(&Value)) {
    let Value::Aggregate(def, parts) = value else {
        return;
    };
    for (part_name, part) in parts {
        if *def == Some(owner) && *part_name == name {
            visit(part);
        }
        built(part, owner, name, visit);
    }
}

/// An empty collection, in as many wrappers as there are.
fn is_new(model: &Model, body: &Body, value: &Value) -> bool {
    let mut value = value;
    for _ in 0..6 {
        let Value::Use(place) = value else {
            return false;
        };
        let Some(local) = place.as_local().filter(|_| place.path.is_empty()) else {
            return false;
        };
        match body.local(local).def.map(|node| &body.node(node).op) {
            Some(Op::Assign(_, inner)) => value = inner,
            Some(Op::Call(call)) => {
                let ty = &body.local(call.to).ty;
                let bare = matches!(processes::shape(&model.program, ty), Shape::Collection(_));
                match call.args.first() {
                    None => return bare && matches!(call.name.as_str(), "new" | "default"),
                    Some(_) if call.name == "with_capacity" => return true,
                    Some(arg) if call.args.len() == 1 && call.name == "new" => value = &arg.value,
                    Some(_) => return false,
                }
            }
            _ => return false,
        }
    }
    false
}

/// Collections behind a lock that several tasks share, whose elements go from pending to done.
fn shared(model: &Model, uses: &Uses) -> Vec<Finding> {
    let program = &model.program;
    let mut findings = Vec::new();
    for (id, body) in program.bodies() {
        if body.test || program.is_test_file(body.file) {
            continue;
        }
        for (node, call) in body.calls() {
            let at = Site { body: id, node };
            let ty = &body.local(call.to).ty;
            let is_pointer = program
                .adt(ty)
                .is_some_and(|(_, adt)| adt.attrs.is(TypeWord::Pointer));
            if !is_pointer
                || call.name != "new"
                || call.args.len() != 1
                || !is_new(model, body, &call.args[0].value)
            {
                continue;
            }
            let Some(Shared::State(collection)) = slots::shared(program, ty) else {
                continue;
            };
            let Some(group) = model.slots.group(program, id, &Place::local(call.to)) else {
                continue;
            };
            findings.extend(pending(model, uses.of(Key::Group(group)), at, collection));
        }
    }
    findings
}

fn pending(model: &Model, uses: &[Use], created: Site, collection: &Ty) -> Option<Finding> {
    let program = &model.program;
    let element = slots::element(program, collection)?.adt()?;
    if uses.iter().any(|one| one.kind == UseKind::Escapes) {
        return None;
    }
    let adt = program.def(element).as_adt()?;
    let fields = adt.variants.iter().flat_map(|variant| &variant.fields);
    let statuses: Vec<Sym> = fields
        .filter(|field| is_status(model, &field.ty))
        .map(|field| field.name)
        .collect();
    let changed = |one: &&Use| matches!(one.kind, UseKind::Change(owner, name) if owner == element && statuses.contains(&name));
    let inserted = uses.iter().find(|one| one.kind == UseKind::Insert)?;
    let completed = uses.iter().find(|one| {
        changed(one) && program.body(one.at.body).owner != program.body(inserted.at.body).owner
    })?;
    let kept = uses.iter().any(|one| {
        let body = program.body(one.at.body);
        body.nodes().any(|(node, _)| {
            model
                .effects(one.at.body, node)
                .iter()
                .any(|effect| effect.kind == Effect::StoreWrite)
        })
    });
    if kept {
        return None;
    }
    let name = program.def(element).name;
    let related = vec![
        Related {
            location: model.location(created),
            message: "it starts empty here".to_owned(),
        },
        Related {
            location: model.location(inserted.at),
            message: format!("a pending `{name}` is put in here"),
        },
        Related {
            location: model.location(completed.at),
            message: "its end is noted here, by another task".to_owned(),
        },
    ];
    Some(Finding {
        rule: META.id,
        severity: META.severity,
        confidence: Confidence::Medium,
        location: model.location(created),
        message: format!(
            "every pending `{name}` is kept in memory only, and forgotten when the program ends before its end is noted"
        ),
        help: "write it to a store with every change and read it back at start".to_owned(),
        replacement: META.replacement,
        related,
        item: model.item(created.body).to_owned(),
        fingerprint: String::new(),
    })
}

/// An enum that goes from pending to done.
fn is_status(model: &Model, ty: &Ty) -> bool {
    let Some((_, adt)) = model.program.adt(ty) else {
        return false;
    };
    let any = |list: &[&str]| {
        adt.variants.iter().any(|variant| {
            words(variant.name.as_str())
                .iter()
                .any(|word| list.contains(&word.as_str()))
        })
    };
    adt.is_enum
        && any(&[
            "pending",
            "queued",
            "waiting",
            "submitted",
            "scheduled",
            "accepted",
            "processing",
            "progress",
            "running",
        ])
        && any(&[
            "succeeded",
            "success",
            "completed",
            "complete",
            "done",
            "failed",
            "finished",
            "settled",
            "confirmed",
            "delivered",
        ])
}
