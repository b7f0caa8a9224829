//! What is work: something that somebody handed over, and that nobody else has.

use otplint_model::slots::{self, Shared};
use otplint_model::stub::{Collection, TypeWord};
use otplint_model::{Model, Ty};

use crate::names::has_word;

/// Whether a collection holds things made of parts: no handles, no waiters, no numbers.
pub fn is_work(model: &Model, collection: &Ty) -> bool {
    slots::element(&model.program, collection).is_some_and(|element| weighs(model, element, 0))
}

/// Whether a collection holds numbers, text and bytes, and nothing else.
pub fn is_plain(model: &Model, collection: &Ty) -> bool {
    fn plain(model: &Model, ty: &Ty, depth: u32) -> bool {
        match ty.peel_refs() {
            Ty::Prim(_) => true,
            Ty::Tuple(parts) => parts.iter().all(|part| plain(model, part, depth)),
            Ty::Slice(inner) => plain(model, inner, depth),
            Ty::Adt(def, _) if depth < 2 && model.program.def(*def).location.is_some() => {
                let adt = model.program.def(*def).as_adt();
                let variants = adt.map_or(&[][..], |adt| adt.variants.as_slice());
                let mut fields = variants.iter().flat_map(|variant| &variant.fields);
                fields.all(|field| plain(model, &field.ty, depth + 1))
            }
            Ty::Adt(def, args) => {
                let adt = model.program.def(*def).as_adt();
                match adt.and_then(|adt| adt.attrs.collection) {
                    Some(Collection::String) => true,
                    // `Vec<u8>`
                    Some(_) => args.last().is_some_and(|ty| matches!(ty, Ty::Prim(_))),
                    None => false,
                }
            }
            _ => false,
        }
    }
    slots::element(&model.program, collection).is_some_and(|ty| plain(model, ty, 0))
}

/// Whether a value is made of parts that somebody handed over.
pub fn weighs(model: &Model, ty: &Ty, depth: u32) -> bool {
    let program = &model.program;
    if depth > 3 || matches!(slots::shared(program, ty), Some(Shared::End(..))) {
        return false;
    }
    match slots::peel(program, ty) {
        Ty::Tuple(parts) => {
            !parts.iter().any(|part| is_handle(model, part, 0))
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
            if definition.location.is_none() {
                return false;
            }
            // Who waits for a reply learns that it never comes; a connection or task ends with its process.
            let fields: Vec<&Ty> = adt
                .variants
                .iter()
                .flat_map(|variant| &variant.fields)
                .map(|field| &field.ty)
                .collect();
            // Numbers alone are ids, levels and counters.
            let lone = fields.len() == 1;
            let numbers = |ty: &&Ty| match ty.peel_refs() {
                Ty::Prim(_) | Ty::Unit => true,
                // `Id(Uuid)`, `Id(NonZeroU64)`
                Ty::Other | Ty::Unknown => lone,
                ty => program.adt(ty).is_some_and(|(def, adt)| {
                    program.def(def).location.is_none()
                        && adt.attrs.collection.is_none()
                        && program.def(def).name.as_str().starts_with("NonZero")
                }),
            };
            !fields.iter().all(numbers) && !fields.iter().any(|ty| is_handle(model, ty, 0))
        }
        _ => false,
    }
}

/// Whether a type is, or holds, what ends with the process anyway.
fn is_handle(model: &Model, ty: &Ty, depth: u32) -> bool {
    let program = &model.program;
    if matches!(slots::shared(program, ty), Some(Shared::End(..))) {
        return true;
    }
    let peeled = slots::peel(program, ty);
    if matches!(peeled, Ty::Future(_) | Ty::Closure(..) | Ty::Fn(..)) {
        return true;
    }
    let Ty::Adt(def, args) = peeled else {
        return false;
    };
    let Some(adt) = program.def(*def).as_adt() else {
        return false;
    };
    let inner = adt.variants.iter().flat_map(|variant| &variant.fields);
    let mut inner = inner.map(|field| &field.ty).chain(args.iter());
    if depth < 2 && inner.any(|ty| is_handle(model, ty, depth + 1)) {
        return true;
    }
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
}

/// Whether a name says that what it holds is rebuilt, or only an aid.
pub fn is_aside(name: &str) -> bool {
    has_word(name, ASIDE)
}

const ASIDE: &[&str] = &[
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
    "trace",
    "traces",
    "span",
    "spans",
    "usage",
    "telemetry",
    "analytics",
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
    "worker",
    "workers",
    "timer",
    "timers",
    "timeout",
    "timeouts",
    "socket",
    "sockets",
    "device",
    "devices",
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
    "topology",
    "addr",
    "addresses",
    "buf",
    "buffer",
    "scratch",
    "stack",
    "visited",
    "result",
    "results",
    "event",
    "events",
];
