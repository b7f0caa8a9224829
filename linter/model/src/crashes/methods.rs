//! What the methods of the standard library do with a notice.

use crate::body::{BodyId, Call, Callee, LocalKind, NodeId, Op, Outcome, Value};
use crate::effects::{self, Site};
use crate::program::Program;
use crate::stub::Effect;
use crate::ty::Ty;

use super::fate::{End, Kind, follow};
use super::types::{Layer, is_crash, is_named, is_payload, layer, tells};

/// Where a call takes a notice.
pub(super) enum Passed {
    /// Into its result.
    On(Kind),
    /// Nowhere: it only asks about something else.
    Nowhere,
    /// Away: something else is put in its place, here or in what it calls.
    Replaced(Site),
    /// To somebody who may look at it.
    Seen,
}

/// Closures in closures deeper than this are taken to look.
const DEPTH: usize = 3;

/// What a call of the standard library does with a notice in its receiver.
pub(super) fn pass(program: &Program, at: Site, call: &Call, kind: Kind, depth: usize) -> Passed {
    let Callee::Known(defs) = &call.callee else {
        return Passed::Seen;
    };
    let of_std = |start: &str| {
        defs.iter()
            .all(|def| program.def(*def).path.starts_with(start))
    };
    if !of_std("std::") {
        return Passed::Seen;
    }
    let receiver = call.args.first().map(|arg| &arg.ty);
    let given = receiver.map_or(Layer::Plain, |ty| layer(program, ty));
    let by_name = call.method || of_std("std::option::") || of_std("std::result::");
    match (kind, given) {
        (Kind::Absent(_), _) if by_name => pass_absent(program, at, call, kind),
        (Kind::Absent(_), _) => Passed::Seen,
        (Kind::Whole, Layer::Crash) => pass_result(program, at, call),
        (Kind::Whole, _) => pass_around(program, at, call, of_std("std::iter::"), depth),
    }
}

/// A method of `Result<T, JoinError>`.
fn pass_result(program: &Program, at: Site, call: &Call) -> Passed {
    match call.name.as_str() {
        "ok" => Passed::On(Kind::Absent(at)),
        "unwrap_or" | "unwrap_or_default" | "or" | "map_or" | "into_iter" | "iter" => {
            Passed::Replaced(at)
        }
        "unwrap_or_else" | "or_else" | "map_or_else" | "map_err" | "inspect_err" => {
            let looks = call.args.get(1).is_none_or(|arg| match &arg.value {
                Value::Body(closure) => looks(program, *closure),
                // `unwrap_or_else(Default::default)` does not.
                Value::Fn(def) => program.def(*def).location.is_some(),
                _ => true,
            });
            match (looks, call.name.as_str()) {
                (true, _) => Passed::Seen,
                (false, "inspect_err") => Passed::On(Kind::Whole),
                // Another error stands for it.
                (false, "map_err") => Passed::Seen,
                (false, _) => Passed::Replaced(at),
            }
        }
        _ => match is_question(program, at, call) || escalates(program, call) {
            true => Passed::Seen,
            false => by_type(program, at, call),
        },
    }
}

/// A method of something around it: an `Option`, a deadline's result, an iterator, a list.
fn pass_around(program: &Program, at: Site, call: &Call, items: bool, depth: usize) -> Passed {
    if is_question(program, at, call) {
        return match items {
            // `any(|result| result.is_err())`
            true => Passed::Seen,
            false => Passed::Nowhere,
        };
    }
    let result = &program.body(at.body).local(call.to).ty;
    if escalates(program, call) && !tells(program, result) {
        return Passed::Seen;
    }
    for arg in call.args.iter().skip(1) {
        match &arg.value {
            Value::Body(closure) => match given(program, *closure, depth) {
                Passed::Seen => return Passed::Seen,
                Passed::Replaced(inner) if !items => return Passed::Replaced(inner),
                _ => {}
            },
            // `filter_map(Result::ok)`
            Value::Fn(def) => {
                let def = program.def(*def);
                if def.location.is_some() || !matches!(def.name.as_str(), "ok" | "is_ok") {
                    return Passed::Seen;
                }
            }
            _ => {}
        }
    }
    by_type(program, at, call)
}

/// A method of the `Option` that `ok()` made of it.
fn pass_absent(program: &Program, at: Site, call: &Call, kind: Kind) -> Passed {
    let looks = call.args.iter().skip(1).any(|arg| match &arg.value {
        Value::Body(closure) => acts(program, *closure),
        Value::Fn(def) => program.def(*def).location.is_some(),
        _ => false,
    });
    match call.name.as_str() {
        "unwrap_or" | "unwrap_or_default" | "unwrap_or_else" | "map_or" | "map_or_else" | "or"
        | "or_else" | "into_iter" | "iter" => match looks {
            true => Passed::Seen,
            false => Passed::Replaced(at),
        },
        _ => {
            let result = &program.body(at.body).local(call.to).ty;
            match is_named(program, result.peel_refs(), "Option") {
                true => Passed::On(kind),
                false => Passed::Seen,
            }
        }
    }
}

/// As far as the type of a call's result says.
fn by_type(program: &Program, at: Site, call: &Call) -> Passed {
    let result = &program.body(at.body).local(call.to).ty;
    match tells(program, result) {
        true => Passed::On(Kind::Whole),
        // Another error stands for it, or it goes where it is not followed.
        false if is_named(program, result, "Result") || !result.is_known() => Passed::Seen,
        false if is_named(program, result, "Option") => Passed::On(Kind::Absent(at)),
        false => Passed::Replaced(at),
    }
}

fn is_question(program: &Program, at: Site, call: &Call) -> bool {
    let result = &program.body(at.body).local(call.to).ty;
    matches!(result, Ty::Prim(name) if *name == "bool")
}

fn escalates(program: &Program, call: &Call) -> bool {
    effects::attrs_of(program, call)
        .is_some_and(|attrs| attrs.has(Effect::Panics) || attrs.has(Effect::PanicsOnError))
}

/// What a closure does with the notice that it is given.
fn given(program: &Program, closure: BodyId, depth: usize) -> Passed {
    if depth > DEPTH || acts(program, closure) {
        return Passed::Seen;
    }
    let body = program.body(closure);
    let start = Site {
        body: closure,
        node: NodeId(0),
    };
    let told = |ty: &Ty| tells(program, ty) || !ty.is_known();
    let mut replaced = None;
    for param in &body.params {
        if !told(&body.local(*param).ty) {
            continue;
        }
        match follow(program, start, *param, Kind::Whole, depth + 1) {
            End::Seen => {
                // `filter(|result| result.is_ok())`
                let keeps = body.calls().any(|(_, call)| call.name == "is_ok");
                match keeps {
                    true => replaced = Some(start),
                    false => return Passed::Seen,
                }
            }
            End::Returned => return Passed::On(Kind::Whole),
            End::Dropped(at) | End::Replaced(at) | End::Absent(at) => replaced = Some(at),
        }
    }
    replaced.map_or(Passed::On(Kind::Whole), Passed::Replaced)
}

/// Whether a closure does something that tells somebody, or sets something right.
fn acts(program: &Program, closure: BodyId) -> bool {
    let body = program.body(closure);
    body.nodes().any(|(_, data)| match &data.op {
        Op::Log | Op::Panic | Op::Fail(_) => true,
        // What is called for no result.
        Op::Call(call) => {
            call.outcome == Outcome::Discarded || matches!(body.local(call.to).ty, Ty::Unit)
        }
        Op::Assign(to, _) => to
            .as_local()
            .is_none_or(|local| matches!(body.local(local).kind, LocalKind::Capture(_))),
        _ => false,
    })
}

/// Whether a closure that is given the error looks at it: `|error| ..`.
fn looks(program: &Program, closure: BodyId) -> bool {
    let body = program.body(closure);
    if acts(program, closure) {
        return true;
    }
    let Some(param) = body.params.first() else {
        return false;
    };
    let data = body.local(*param);
    let named = data
        .name
        .is_some_and(|name| !name.as_str().starts_with('_'));
    named
        && (!data.ty.is_known()
            || data.ty == Ty::Other
            || is_crash(program, &data.ty)
            || is_payload(program, &data.ty))
}
