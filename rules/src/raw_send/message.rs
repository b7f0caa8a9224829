//! What a message carries.

use otplint_model::body::Body;
use otplint_model::slots::{self, Shared};
use otplint_model::{BodyId, DefId, Model, Op, Reason, Step, Ty, Value};

use super::hints;

/// How much a message carries, by its content alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Numbers, flags and handles: a level, an id, an acknowledgement.
    Light,
    /// Something that somebody handed over.
    Full,
}

/// A message as its sender sees it.
#[derive(Debug)]
pub struct Message {
    /// How much it carries.
    pub weight: Weight,
    /// The variant of the message type that is sent, where it is seen.
    pub variant: Option<DefId>,
    /// Its name, for people.
    pub name: Option<String>,
    /// Its name says that it tells news, or asks to end.
    pub hinted: bool,
}

/// Reads a message; a reason where nothing is lost with it.
pub fn read(model: &Model, id: BodyId, value: &Value, ty: &Ty) -> Result<Message, Reason> {
    let program = &model.program;
    let body = program.body(id);
    if matches!(ty.peel_refs(), Ty::Unit | Ty::Never) {
        return Err("the message carries nothing: a wake-up or signal".into());
    }
    let value = resolved(body, value);
    let mut message = Message {
        weight: Weight::Full,
        variant: None,
        name: None,
        hinted: false,
    };
    if let Some(def) = ty.adt() {
        let definition = program.def(def);
        if definition.name == "Result" && definition.location.is_none() {
            return Err("it is a result for whoever asked, who may have left".into());
        }
        message.name = Some(definition.name.to_string());
        message.hinted |= hints::is_news(definition.name.as_str());
    }
    if tells_of_failure(model, body, value, 0) {
        return Err("it tells a consumer, who may have left, of a failure".into());
    }
    match value {
        Value::Aggregate(def, parts) => {
            if parts.is_empty() {
                return Err("the message carries nothing: a wake-up or signal".into());
            }
            if let Some(def) = def {
                let definition = program.def(*def);
                message.hinted |= hints::is_news(definition.name.as_str());
                message.name = Some(definition.name.to_string());
                message.variant = Some(*def);
            }
            if parts.iter().all(|(_, part)| !weighs(model, body, part)) {
                message.weight = Weight::Light;
            }
        }
        Value::Bool(_) | Value::Int(_) | Value::Str(_) => {
            return Err("the message is a constant: a wake-up or signal".into());
        }
        _ => match ty.peel_refs() {
            Ty::Unknown | Ty::Other => return Err("what the message is was not seen".into()),
            Ty::Prim(_) => message.weight = Weight::Light,
            _ => {}
        },
    }
    Ok(message)
}

/// Whether a message is one that only a consumer wants: it carries nothing, or a failure.
pub fn is_last_word(model: &Model, id: BodyId, value: &Value, ty: &Ty) -> bool {
    match read(model, id, value, ty) {
        Err(_) => true,
        Ok(message) => message.name.is_some_and(|name| hints::is_failure(&name)),
    }
}

/// A request that may carry a sender for its reply, and carries none.
pub fn leaves_reply_out(model: &Model, id: BodyId, value: &Value) -> bool {
    let program = &model.program;
    let Value::Aggregate(Some(def), parts) = resolved(program.body(id), value) else {
        return false;
    };
    parts.iter().any(|(name, part)| {
        let may_reply = slots::field_type(program, *def, *name).is_some_and(|ty| {
            ty.arg(0).is_some_and(|inner| {
                ty.adt()
                    .is_some_and(|def| program.def(def).name == "Option")
                    && matches!(
                        slots::shared(program, inner),
                        Some(Shared::End(_, false, _))
                    )
            })
        });
        may_reply && is_none(model, part)
    })
}

fn is_none(model: &Model, value: &Value) -> bool {
    match value {
        Value::Aggregate(Some(def), parts) => {
            parts.is_empty() && model.program.def(*def).name == "None"
        }
        _ => false,
    }
}

/// The value is, or holds, what a failing side brought.
fn tells_of_failure(model: &Model, body: &Body, value: &Value, depth: u32) -> bool {
    if depth > 4 {
        return false;
    }
    match value {
        Value::Use(place) | Value::Ref(_, place) => {
            let failing = |step: &Step| matches!(step, Step::Field(None, name) if *name == "Err");
            if place.path.iter().any(failing) {
                return true;
            }
            let Some(local) = place.as_local().filter(|_| place.path.is_empty()) else {
                return false;
            };
            let data = body.local(local);
            let is_error = data
                .ty
                .adt()
                .is_some_and(|def| model.program.def(def).name.as_str().ends_with("Error"));
            is_error
                || match data.def.map(|node| &body.node(node).op) {
                    Some(Op::Assign(_, made)) => tells_of_failure(model, body, made, depth + 1),
                    Some(Op::Call(call)) => call
                        .args
                        .first()
                        .filter(|_| call.args.len() == 1)
                        .is_some_and(|arg| tells_of_failure(model, body, &arg.value, depth + 1)),
                    _ => false,
                }
        }
        Value::Aggregate(_, parts) => parts
            .iter()
            .any(|(_, part)| tells_of_failure(model, body, part, depth + 1)),
        _ => false,
    }
}

/// The aggregate behind a variable that was made just to be sent.
pub fn resolved<'b>(body: &'b Body, value: &'b Value) -> &'b Value {
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
        Value::Unit
        | Value::Str(_)
        | Value::Int(_)
        | Value::Bool(_)
        | Value::Counted(..)
        | Value::Fn(_) => false,
    }
}
