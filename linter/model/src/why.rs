//! What the model knows of a place, as text: the debugger of everything else.

use std::fmt::Write;

use crate::body::{Body, Callee, Op, Outcome, Value};
use crate::model::Model;
use crate::place::{Place, Root, Step};
use crate::span::{FileId, Span};
use crate::ty::Ty;

/// Everything known of the nodes and locals that touch a span.
pub fn describe(model: &Model, file: FileId, span: Span) -> String {
    let mut text = String::new();
    for (id, body) in model.program.bodies() {
        if body.file != file || body.span.start > span.end || span.start > body.span.end {
            continue;
        }
        let owner = model.program.def(body.owner);
        let mut lines = String::new();
        for local in &body.locals {
            if local.name.is_some() && touches(local.span, span) {
                let _ = writeln!(
                    lines,
                    "    {}: {}{}",
                    local.name.map_or("", |name| name.as_str()),
                    ty(model, &local.ty),
                    local.stands_for.as_ref().map_or(String::new(), |stands| {
                        format!(", stands for {}", place(body, stands))
                    })
                );
            }
        }
        for (node_id, node) in body.nodes() {
            if !touches(node.span, span) || matches!(node.op, Op::Join) {
                continue;
            }
            let next: Vec<String> =
                node.next.iter().map(|edge| format!("{:?} {}", edge.kind, edge.to.0).to_lowercase()).collect();
            let _ = writeln!(lines, "    {}: {} -> [{}]", node_id.0, op(model, body, &node.op), next.join(", "));
        }
        if !lines.is_empty() {
            let kind = if id.position() == 0 { String::new() } else { format!(" ({:?} {})", body.kind, id.position()) };
            let _ = writeln!(text, "  in {}{}:", owner.path, kind.to_lowercase());
            text += &lines;
        }
    }
    text
}

/// Whether a span begins or ends on the line; bodies and loops that only surround it do not count.
fn touches(span: Span, line: Span) -> bool {
    (line.start <= span.start && span.start <= line.end) || (line.start <= span.end && span.end <= line.end)
}

fn op(model: &Model, body: &Body, op: &Op) -> String {
    match op {
        Op::Join => "join".to_owned(),
        Op::LoopHead(_) => "loop".to_owned(),
        Op::Assign(to, value) => format!("{} = {}", place(body, to), self::value(model, body, value)),
        Op::Call(call) => {
            let callee = match &call.callee {
                Callee::Known(defs) => {
                    let names: Vec<&str> = defs.iter().map(|def| model.program.def(*def).path.as_str()).collect();
                    let effects = defs.first().and_then(|def| model.program.function(*def));
                    let effects: Vec<&str> = effects
                        .map_or_else(Vec::new, |function| function.attrs.effects.iter().map(|e| e.as_str()).collect());
                    match effects.is_empty() {
                        true => names.join(" | "),
                        false => format!("{} [{}]", names.join(" | "), effects.join(", ")),
                    }
                }
                Callee::Body(body) => format!("closure {}", body.position()),
                Callee::Parameter(local) => format!("parameter {}", place(body, &Place::local(*local))),
                Callee::Constructor(def) => model.program.def(*def).path.clone(),
                Callee::Other => format!("{} (not described)", call.name),
                Callee::Unknown => format!("{} (unresolved)", call.name),
            };
            let args: Vec<String> = call
                .args
                .iter()
                .map(|arg| {
                    let shown = match &arg.place {
                        Some(at) => place(body, at),
                        None => self::value(model, body, &arg.value),
                    };
                    format!("{shown}: {}", ty(model, &arg.ty))
                })
                .collect();
            let to = &body.local(call.to).ty;
            let awaited = if call.awaited { "await " } else { "" };
            format!("{awaited}{callee}({}) -> {}{}", args.join(", "), ty(model, to), outcome(call.outcome))
        }
        Op::Await(await_) => {
            let shown = self::value(model, body, &await_.future.value);
            format!("await {shown} -> {}{}", ty(model, &body.local(await_.to).ty), outcome(await_.outcome))
        }
        Op::Select(select) => {
            let arms: Vec<String> =
                select.arms.iter().map(|arm| self::value(model, body, &arm.future.value)).collect();
            format!("{:?} of {}", select.kind, arms.join(", ")).to_lowercase()
        }
        Op::Branch(value) => format!("branch on {}", self::value(model, body, value)),
        Op::Drop(local) => format!("drop {}", place(body, &Place::local(*local))),
        Op::Return(value) => format!("return {}", self::value(model, body, value)),
        Op::Fail(_) => "fail".to_owned(),
        Op::Panic => "panic".to_owned(),
        Op::Log => "log".to_owned(),
        Op::Yield(_) => "yield".to_owned(),
    }
}

fn outcome(outcome: Outcome) -> String {
    match outcome {
        Outcome::Used => String::new(),
        outcome => format!(", {outcome:?}").to_lowercase(),
    }
}

fn value(model: &Model, body: &Body, value: &Value) -> String {
    match value {
        Value::Unknown => "?".to_owned(),
        Value::Unit => "()".to_owned(),
        Value::Use(at) => place(body, at),
        Value::Ref(true, at) => format!("&mut {}", place(body, at)),
        Value::Ref(false, at) => format!("&{}", place(body, at)),
        Value::Str(_) => "a string".to_owned(),
        Value::Int(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        Value::Body(id) => format!("body {}", id.position()),
        Value::Fn(def) => model.program.def(*def).path.clone(),
        Value::Aggregate(def, parts) => {
            let name = def.map_or("", |def| model.program.def(def).name.as_str());
            let parts: Vec<String> =
                parts.iter().map(|(field, part)| format!("{field}: {}", self::value(model, body, part))).collect();
            format!("{name} {{ {} }}", parts.join(", "))
        }
    }
}

/// A place as a reader would write it.
pub fn place(body: &Body, place: &Place) -> String {
    let mut text = match place.root {
        Root::Local(local) => match body.local(local).name {
            Some(name) => name.as_str().to_owned(),
            None => format!("%{}", local.0),
        },
        Root::Static(def) => format!("static {}", def.0),
    };
    for step in &place.path {
        match step {
            Step::Field(_, name) => {
                text.push('.');
                text.push_str(name.as_str());
            }
            Step::Elem => text.push_str("[_]"),
        }
    }
    text
}

/// A type as a reader would write it.
pub fn ty(model: &Model, of: &Ty) -> String {
    let list = |args: &[Ty]| args.iter().map(|arg| ty(model, arg)).collect::<Vec<_>>().join(", ");
    match of {
        Ty::Unknown => "?".to_owned(),
        Ty::Other => "other".to_owned(),
        Ty::Unit => "()".to_owned(),
        Ty::Never => "!".to_owned(),
        Ty::Prim(name) | Ty::Param(name) => name.as_str().to_owned(),
        Ty::Adt(def, args) => {
            let name = model.program.def(*def).name;
            if args.is_empty() { name.as_str().to_owned() } else { format!("{name}<{}>", list(args)) }
        }
        Ty::Ref(true, inner) => format!("&mut {}", ty(model, inner)),
        Ty::Ref(false, inner) => format!("&{}", ty(model, inner)),
        Ty::Tuple(args) => format!("({})", list(args)),
        Ty::Slice(inner) => format!("[{}]", ty(model, inner)),
        Ty::Bounds(bounds) => {
            let names: Vec<&str> = bounds.iter().map(|bound| model.program.def(bound.def).name.as_str()).collect();
            format!("impl {}", names.join(" + "))
        }
        Ty::Future(output) => format!("future of {}", ty(model, output)),
        Ty::Closure(_, output) => format!("closure -> {}", ty(model, output)),
        Ty::Fn(_, output) => format!("fn -> {}", ty(model, output)),
        Ty::Projection(base, name) => format!("{}::{name}", ty(model, base)),
    }
}
