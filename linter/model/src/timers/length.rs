//! How long a duration is, where the text says it.

use crate::body::{Body, Op, Value};
use crate::program::Program;

/// Whether a duration comes from somewhere else as it is: a parameter, a capture, a field, a getter.
pub fn is_given(body: &Body, value: &Value) -> bool {
    given(body, value, 0)
}

fn given(body: &Body, value: &Value, depth: usize) -> bool {
    let (Value::Use(place) | Value::Ref(_, place)) = value else {
        return false;
    };
    let crate::place::Root::Local(local) = place.root else {
        return true;
    };
    if !place.path.is_empty() || depth > 6 {
        return true;
    }
    let data = body.local(local);
    let Some(node) = data.def else {
        return !matches!(data.kind, crate::body::LocalKind::Variable);
    };
    match &body.node(node).op {
        Op::Assign(_, value) => given(body, value, depth + 1),
        Op::Call(call) => {
            let makes = call.name.as_str().starts_with("from_");
            !makes
                || call
                    .args
                    .first()
                    .is_some_and(|arg| given(body, &arg.value, depth + 1))
        }
        _ => false,
    }
}

/// An integer, where the text or a constant says it.
fn integer(program: &Program, body: &Body, value: &Value, depth: usize) -> Option<u64> {
    match value {
        Value::Int(number) => Some(*number),
        Value::Use(place) if place.path.is_empty() && depth < 6 => match place.root {
            crate::place::Root::Static(def) => {
                let constant = program.body(*program.body_of.get(&def)?);
                constant.nodes().find_map(|(_, node)| match &node.op {
                    Op::Return(value) => integer(program, constant, value, depth + 1),
                    _ => None,
                })
            }
            crate::place::Root::Local(local) => match &body.node(body.local(local).def?).op {
                Op::Assign(_, value) => integer(program, body, value, depth + 1),
                _ => None,
            },
        },
        _ => None,
    }
}

/// What a duration is in milliseconds, where the text says it.
pub fn duration_ms(program: &Program, body: &Body, value: &Value) -> Option<u64> {
    let Value::Use(place) = value else {
        return None;
    };
    let node = match place.root {
        crate::place::Root::Local(local) if place.path.is_empty() => body.local(local).def?,
        crate::place::Root::Static(def) if place.path.is_empty() => {
            let constant = program.body(*program.body_of.get(&def)?);
            return constant.nodes().find_map(|(_, node)| match &node.op {
                Op::Return(value) => duration_ms(program, constant, value),
                _ => None,
            });
        }
        _ => return None,
    };
    match &body.node(node).op {
        Op::Call(call) => {
            let number = integer(program, body, &call.args.first()?.value, 0)?;
            let unit = match call.name.as_str() {
                "from_nanos" => return Some(number / 1_000_000),
                "from_micros" => return Some(number / 1000),
                "from_millis" => 1,
                "from_secs" => 1000,
                "from_mins" => 60_000,
                "from_hours" => 3_600_000,
                _ => return None,
            };
            number.checked_mul(unit)
        }
        Op::Assign(_, value) => duration_ms(program, body, value),
        _ => None,
    }
}
