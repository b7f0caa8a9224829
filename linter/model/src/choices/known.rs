//! Values that the text says: numbers, lengths of time, and what is made of them.

use crate::body::{BodyId, Call, Callee, Op, Value};
use crate::def::{DefId, DefKind};
use crate::effects;
use crate::place::Root;
use crate::program::Program;
use crate::sym::Sym;
use crate::timers;

/// A value that the text says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// A number.
    Number(u64),
    /// A length of time in milliseconds.
    Length(u64),
    /// `None`.
    Nothing,
    /// A struct or variant, or what a function makes, with the parts or arguments that are known.
    Made(DefId, Vec<(Sym, Option<Known>)>),
}

impl Known {
    /// Whether it was made by this.
    pub fn is_a(&self, by: DefId) -> bool {
        matches!(self, Self::Made(def, _) if *def == by)
    }

    /// A part of it.
    pub fn part(&self, name: Sym) -> Option<&Self> {
        let Self::Made(_, parts) = self else {
            return None;
        };
        let (_, part) = parts.iter().find(|(known, _)| *known == name)?;
        part.as_ref()
    }
}

/// Further than this no value is followed back.
const DEPTH: usize = 8;

/// What a value is, where the text says it: here, in a constant, or in a function that returns just that.
pub fn known(program: &Program, id: BodyId, value: &Value) -> Option<Known> {
    at(program, id, value, 0)
}

fn at(program: &Program, id: BodyId, value: &Value, depth: usize) -> Option<Known> {
    if depth > DEPTH {
        return None;
    }
    let body = program.body(id);
    if let Some(length) = timers::duration_ms(program, body, value) {
        return Some(Known::Length(length));
    }
    match value {
        Value::Int(number) => Some(Known::Number(*number)),
        Value::Use(place) | Value::Ref(_, place) if place.path.is_empty() => match place.root {
            Root::Static(def) => constant(program, def, depth),
            Root::Local(local) => match &body.node(body.local(local).def?).op {
                Op::Assign(_, value) => at(program, id, value, depth + 1),
                Op::Call(call) => called(program, id, call, depth),
                _ => None,
            },
        },
        Value::Aggregate(Some(def), parts) => {
            let name = program.def(*def).name;
            let stub = program.def(*def).location.is_none();
            match (name.as_str(), parts.as_slice()) {
                ("None", []) if stub => Some(Known::Nothing),
                ("Some" | "Ok", [(_, inner)]) if stub => at(program, id, inner, depth + 1),
                _ => {
                    let parts = parts.iter();
                    let parts = parts.map(|(name, part)| (*name, at(program, id, part, depth + 1)));
                    Some(Known::Made(*def, parts.collect()))
                }
            }
        }
        _ => None,
    }
}

fn constant(program: &Program, def: DefId, depth: usize) -> Option<Known> {
    match program.body_of.get(&def) {
        Some(body) => result(program, *body, depth),
        None => {
            let data = program.def(def);
            let time = data.location.is_none() && data.path.starts_with("std::time::");
            match data.name.as_str() {
                "ZERO" if time => Some(Known::Length(0)),
                "MAX" if time => Some(Known::Length(u64::MAX)),
                _ => None,
            }
        }
    }
}

/// What a body returns, where that is one thing that the text says.
pub fn returned_by(program: &Program, id: BodyId) -> Option<Known> {
    result(program, id, 0)
}

fn result(program: &Program, id: BodyId, depth: usize) -> Option<Known> {
    let mut returned = program
        .body(id)
        .nodes
        .iter()
        .filter_map(|node| match &node.op {
            Op::Return(value) => Some(value),
            _ => None,
        });
    let first = returned.next()?;
    match returned.next() {
        Some(_) => None,
        None => at(program, id, first, depth + 1),
    }
}

fn called(program: &Program, id: BodyId, call: &Call, depth: usize) -> Option<Known> {
    if let [callee] = effects::callees(program, call).as_slice() {
        return result(program, *callee, depth);
    }
    let def = match &call.callee {
        Callee::Known(defs) => *defs.first()?,
        Callee::Constructor(def) => *def,
        _ => return None,
    };
    // A described type that a function without `self` makes.
    let makes = match &program.def(def).kind {
        DefKind::Fn(function) => function.receiver.is_none(),
        _ => true,
    };
    if !makes {
        return None;
    }
    let parts = call.args.iter().enumerate();
    let parts = parts.map(|(index, arg)| {
        let name = Sym::new(&index.to_string());
        (name, at(program, id, &arg.value, depth + 1))
    });
    Some(Known::Made(def, parts.collect()))
}
