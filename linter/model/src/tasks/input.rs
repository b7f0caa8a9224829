//! What comes from outside the program, and is taken apart as if it could not be wrong.

use crate::body::{Body, Call, Callee, LocalId, LocalKind, NodeId, Op, Value};
use crate::channels;
use crate::effects::{self, Site};
use crate::follow;
use crate::place::{Place, Root};
use crate::program::Program;
use crate::stub::Effect;
use crate::ty::Ty;

/// Names of functions that read a value out of bytes.
const DECODES: &[&str] = &["from_slice", "from_reader", "deserialize", "decode"];

/// Names of functions that read a value out of a text.
const PARSES: &[&str] = &["from_str", "parse", "from_utf8"];

/// So many names may lie between what was read and who takes it apart.
const STEPS: usize = 12;

/// Whether a call reads a value out of what was received from outside the program.
pub(super) fn is_misread(program: &Program, at: Site, call: &Call) -> bool {
    let decodes = DECODES.iter().any(|name| call.name == *name);
    let parses = decodes || PARSES.iter().any(|name| call.name == *name);
    let own = matches!(&call.callee, Callee::Known(defs)
        if defs.iter().any(|def| program.def(*def).location.is_some()));
    if !parses || own {
        return false;
    }
    let body = program.body(at.body);
    let mut args = call.args.iter().filter_map(|arg| arg.place.as_ref());
    args.any(|place| comes_from_outside(program, at, body, place, decodes))
}

/// `decodes`: bytes that a helper is given were received by whoever calls it.
fn comes_from_outside(
    program: &Program,
    at: Site,
    body: &Body,
    place: &Place,
    decodes: bool,
) -> bool {
    let mut place = place.clone();
    for _ in 0..STEPS {
        let Root::Local(local) = place.root else {
            return false;
        };
        let data = body.local(local);
        if is_filled(program, at, local) {
            return true;
        }
        let Some(node) = data.def else {
            let given = matches!(data.kind, LocalKind::Param(_));
            return given && decodes && is_foreign(program, &data.ty);
        };
        match &body.node(node).op {
            Op::Assign(_, Value::Use(from) | Value::Ref(_, from)) => place = from.clone(),
            Op::Call(_) if is_read(program, at, node) => return true,
            // `message.payload()`, `line.trim()`, `read()?`
            Op::Call(made) if !made.awaited => {
                let Some(from) = made.args.first().and_then(|arg| arg.place.clone()) else {
                    return false;
                };
                place = from;
            }
            _ => return false,
        }
    }
    false
}

/// `reader.read_line(&mut line)`
fn is_filled(program: &Program, at: Site, local: LocalId) -> bool {
    let body = program.body(at.body);
    body.calls().any(|(_, call)| {
        let mut given = call.args.iter().skip(1);
        given.any(|arg| arg.place.as_ref().and_then(Place::as_local) == Some(local))
            && effects::attrs_of(program, call).is_some_and(|attrs| attrs.has(Effect::IoRead))
    })
}

/// Bytes, or a message of another crate.
fn is_foreign(program: &Program, ty: &Ty) -> bool {
    match ty.peel_refs() {
        Ty::Adt(def, _) => program.def(*def).location.is_none(),
        Ty::Slice(_) | Ty::Other | Ty::Unknown => true,
        _ => false,
    }
}

/// Reads from a peer or a file, or takes the next message of something that is no channel of the program.
fn is_read(program: &Program, at: Site, node: NodeId) -> bool {
    let body = at.body;
    let Some(call) = follow::call_at(program, Site { body, node }) else {
        return false;
    };
    if channels::receiving(program, call).is_some() {
        return false;
    }
    match effects::attrs_of(program, call) {
        Some(attrs) => attrs.has(Effect::IoRead) || attrs.has(Effect::Recv),
        None => {
            call.awaited
                && matches!(
                    call.name.as_str(),
                    "next" | "recv" | "receive" | "next_line" | "next_message" | "read_message"
                )
        }
    }
}
