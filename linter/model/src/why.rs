//! What the model knows of a line, as text: the debugger of everything else.

use std::fmt::Write;

use crate::body::{
    Await, Body, BodyId, BodyKind, Call, Callee, EdgeKind, Local, LocalKind, Node, NodeId,
};
use crate::body::{Op, Outcome, Select, SelectKind, Unseen, Value};
use crate::effects::{self, NodeEffect, Site};
use crate::model::Model;
use crate::place::{Place, Root, Step};
use crate::span::{FileId, Location, Span};
use crate::summary::{Held, Summary};
use crate::ty::Ty;

/// Types are cut off below this: parts may be shared, so that few of them print without end.
const DEPTH: u32 = 6;

/// Everything known of the bodies, locals and nodes on a line, each line of text ending in a newline;
/// nothing where no body touches it. `name` says where a location is, for example `src/a.rs:12`.
pub fn describe(
    model: &Model,
    file: FileId,
    line: Span,
    name: &dyn Fn(Location) -> String,
) -> String {
    let mut text = String::new();
    for (id, body) in model.program.bodies() {
        if body.file == file && body.span.start <= line.end && line.start <= body.span.end {
            let why = Why {
                model,
                id,
                body,
                line,
                name,
            };
            text += &why.body();
        }
    }
    text
}

/// One body and the line that is asked about.
struct Why<'a> {
    model: &'a Model,
    id: BodyId,
    body: &'a Body,
    line: Span,
    name: &'a dyn Fn(Location) -> String,
}

impl Why<'_> {
    /// Whether a span begins or ends on the line; what only surrounds it does not count.
    fn touches(&self, span: Span) -> bool {
        let on = |offset: u32| self.line.start <= offset && offset <= self.line.end;
        on(span.start) || on(span.end)
    }

    fn at(&self, span: Span) -> String {
        (self.name)(Location {
            file: self.body.file,
            span,
        })
    }

    fn site(&self, site: Site) -> String {
        (self.name)(self.model.location(site))
    }

    /// Writes to a string, which cannot fail.
    fn body(&self) -> String {
        let mut text = String::new();
        for local in self
            .body
            .locals
            .iter()
            .filter(|local| local.name.is_some() && self.touches(local.span))
        {
            let _ = writeln!(text, "    {}", self.local(local));
        }
        let nodes = self
            .body
            .nodes()
            .filter(|(_, node)| self.touches(node.span) && !matches!(node.op, Op::Join));
        for (id, node) in nodes {
            text += &self.node(id, node);
        }
        for (span, unseen) in self
            .body
            .unseen
            .iter()
            .filter(|(span, _)| self.touches(*span))
        {
            let what = match unseen {
                Unseen::Macro(name) => format!("the tokens of `{name}!`"),
                Unseen::Callee(name) => format!("what `{name}` calls"),
            };
            let _ = writeln!(text, "    not seen at {}: {what}", self.at(*span));
        }
        // A function's own line says what the whole of it does.
        let head = self.touches(Span::new(self.body.span.start, self.body.span.start));
        if head {
            text += &self.summary(self.model.summary(self.id));
        }
        if text.is_empty() {
            return text;
        }
        format!("  in {}:\n{text}", self.title())
    }

    fn title(&self) -> String {
        let path = self.model.item(self.id);
        let what = match (self.body.kind, self.body.is_async) {
            (BodyKind::Fn, false) => "a function",
            (BodyKind::Fn, true) => "an async function",
            (BodyKind::Closure, false) => "a closure",
            (BodyKind::Closure, true) => "an async closure",
            (BodyKind::Async, _) => "an async block",
            (BodyKind::Stream, _) => "a stream",
            (BodyKind::Static, _) => "the value of a static",
        };
        let test = if self.body.test {
            ", for tests only"
        } else {
            ""
        };
        match self.body.parent {
            None => format!("{path}, {what}{test}"),
            Some(_) => format!("{path}, {what} (body {}){test}", self.id.position()),
        }
    }

    fn local(&self, local: &Local) -> String {
        let name = local.name.map_or("", |name| name.as_str());
        let kind = match &local.kind {
            LocalKind::Param(_) => "parameter ",
            LocalKind::Capture(_) => "captured ",
            LocalKind::Variable | LocalKind::Temporary => "",
        };
        let mut text = format!("{kind}{name}: {}", ty(self.model, &local.ty));
        if let Some(stands) = &local.stands_for {
            let _ = write!(text, ", stands for {}", self.place(stands));
        }
        if let Some(body) = local.body {
            let _ = write!(text, ", is body {}", body.position());
        }
        text
    }

    fn node(&self, id: NodeId, node: &Node) -> String {
        let mut text = format!("    {}: {}\n", id.0, self.op(&node.op));
        let mut notes = Vec::new();
        match &node.op {
            Op::Call(call) => self.call_notes(call, &mut notes),
            Op::Await(await_) => notes.extend(outcome(await_.outcome)),
            Op::Select(select) => self.arms(select, &mut text),
            _ => {}
        }
        let site = Site {
            body: self.id,
            node: id,
        };
        let effects = self.model.effects(self.id, id);
        if !effects.is_empty() {
            let effects: Vec<String> = effects
                .iter()
                .map(|effect| self.effect(effect, Some(site)))
                .collect();
            notes.push(format!("does {}", effects.join(", ")));
        }
        if let Some(in_loop) = node.in_loop {
            notes.push(format!(
                "in the loop at {}",
                self.at(self.body.loops[in_loop.0 as usize].span)
            ));
        }
        for note in notes {
            let _ = writeln!(text, "       {note}");
        }
        let _ = writeln!(text, "       {}", edges(node));
        text
    }

    fn op(&self, op: &Op) -> String {
        match op {
            Op::Join => "join".to_owned(),
            Op::LoopHead(_) => "loop".to_owned(),
            Op::Assign(to, value) => format!("{} = {}", self.place(to), self.value(value)),
            Op::Call(call) => self.call(call),
            Op::Await(await_) => self.wait(await_),
            Op::Select(select) => match (select.kind, select.biased) {
                (SelectKind::Select, false) => "select".to_owned(),
                (SelectKind::Select, true) => "select, in order".to_owned(),
                (SelectKind::Join, _) => "join all".to_owned(),
                (SelectKind::TryJoin, _) => "join all until one fails".to_owned(),
            },
            Op::Branch(value) => format!("branch on {}", self.value(value)),
            Op::Drop(local) => format!("drop {}", self.place(&Place::local(*local))),
            Op::Return(value) => format!("return {}", self.value(value)),
            Op::Fail(value) => format!("fail with {}", self.value(value)),
            Op::Panic => "panic".to_owned(),
            Op::Log => "log".to_owned(),
            Op::Yield(value) => format!("yield {}", self.value(value)),
        }
    }

    fn call(&self, call: &Call) -> String {
        let def = |def| self.model.program.def(def).path.as_str();
        let callee = match &call.callee {
            Callee::Known(defs) => {
                let mut names: Vec<&str> = defs.iter().map(|one| def(*one)).collect();
                names.sort_unstable();
                names.join(" or ")
            }
            Callee::Body(body) => format!("body {}", body.position()),
            Callee::Parameter(local) => {
                format!("the parameter {}", self.place(&Place::local(*local)))
            }
            Callee::Constructor(one) => format!("the constructor {}", def(*one)),
            Callee::Other => format!("{}, which nothing describes,", call.name),
            Callee::Unknown => format!("{}, which is not resolved,", call.name),
        };
        let args: Vec<String> = call
            .args
            .iter()
            .map(|arg| {
                let shown = match &arg.place {
                    Some(at) => self.place(at),
                    None => self.value(&arg.value),
                };
                format!("{shown}: {}", ty(self.model, &arg.ty))
            })
            .collect();
        let verb = if call.awaited {
            "call and await"
        } else {
            "call"
        };
        format!(
            "{verb} {callee}({}) -> {}",
            args.join(", "),
            self.result(call.to)
        )
    }

    fn wait(&self, await_: &Await) -> String {
        format!(
            "await {} -> {}",
            self.value(&await_.future.value),
            self.result(await_.to)
        )
    }

    fn result(&self, to: crate::body::LocalId) -> String {
        ty(self.model, &self.body.local(to).ty)
    }

    fn call_notes(&self, call: &Call, notes: &mut Vec<String>) {
        if let Some(attrs) = effects::attrs_of(&self.model.program, call) {
            if !attrs.effects.is_empty() {
                let words: Vec<&str> = attrs.effects.iter().map(|effect| effect.as_str()).collect();
                notes.push(format!("described as {}", words.join(", ")));
            }
            if let Some(cancel) = attrs.cancel {
                let loses = attrs
                    .loses
                    .map_or(String::new(), |loses| format!(", loses {}", loses.as_str()));
                notes.push(format!("when dropped half-way: {}{loses}", cancel.as_str()));
            }
        }
        notes.extend(outcome(call.outcome));
    }

    fn arms(&self, select: &Select, text: &mut String) {
        for arm in &select.arms {
            let guarded = if arm.guarded { ", guarded" } else { "" };
            let refutable = if arm.refutable { ", may not match" } else { "" };
            let future = self.value(&arm.future.value);
            let _ = writeln!(
                text,
                "       arm: {future}: {}, made from {}, then {}{guarded}{refutable}",
                ty(self.model, &arm.future.ty),
                arm.made_from.0,
                arm.body.0,
            );
        }
        if let Some(otherwise) = select.otherwise {
            let _ = writeln!(text, "       else: then {}", otherwise.0);
        }
    }

    /// An effect, and where it really happens unless that is `here`.
    fn effect(&self, effect: &NodeEffect, here: Option<Site>) -> String {
        let mut text = effect.kind.as_str().to_owned();
        if let Some(place) = &effect.place {
            let _ = write!(text, " on {}", self.place(place));
        }
        if here != Some(effect.at) {
            let _ = write!(text, " at {}", self.site(effect.at));
        }
        text
    }

    fn summary(&self, summary: &Summary) -> String {
        let mut text = String::new();
        let can = [
            ("fail", summary.fails),
            ("panic", summary.panics),
            ("wait", summary.suspends),
        ];
        let can: Vec<&str> = can
            .iter()
            .filter(|(_, can)| *can)
            .map(|(what, _)| *what)
            .collect();
        if !can.is_empty() {
            let _ = writeln!(text, "    as a whole it may {}", can.join(", "));
        }
        for effect in &summary.effects {
            let _ = writeln!(text, "    as a whole it does {}", self.effect(effect, None));
        }
        for held in &summary.held {
            let _ = writeln!(text, "    {}", self.held(held));
        }
        if let Some((place, site)) = &summary.returns_taken {
            let _ = writeln!(
                text,
                "    it returns what it took out of {} at {}",
                self.place(place),
                self.site(*site)
            );
        }
        text
    }

    fn held(&self, held: &Held) -> String {
        let partial = match held.kind {
            crate::summary::HeldKind::Partial => " (half a read or write)",
            _ => "",
        };
        format!(
            "dropped at {}, it loses what it took out of {} at {}{partial}",
            self.site(held.awaited),
            self.place(&held.place),
            self.site(held.taken),
        )
    }

    fn value(&self, value: &Value) -> String {
        let def = |def| self.model.program.def(def);
        match value {
            Value::Unknown => "?".to_owned(),
            Value::Unit => "()".to_owned(),
            Value::Use(at) => self.place(at),
            Value::Ref(true, at) => format!("&mut {}", self.place(at)),
            Value::Ref(false, at) => format!("&{}", self.place(at)),
            Value::Str(text) => short(text.as_str()),
            Value::Int(number) => number.to_string(),
            Value::Bool(flag) => flag.to_string(),
            Value::Counted(true, _) => "itself and more".to_owned(),
            Value::Counted(false, _) => "itself less something".to_owned(),
            Value::Body(id) => format!("body {}", id.position()),
            Value::Fn(one) => def(*one).path.clone(),
            Value::Aggregate(of, parts) => {
                let name = of.map_or(String::new(), |of| format!("{} ", def(of).name));
                let parts: Vec<String> = parts
                    .iter()
                    .map(|(field, part)| format!("{field}: {}", self.value(part)))
                    .collect();
                if parts.is_empty() {
                    name.trim_end().to_owned()
                } else {
                    format!("{name}{{ {} }}", parts.join(", "))
                }
            }
        }
    }

    fn place(&self, of: &Place) -> String {
        place(self.model, self.body, of)
    }
}

fn edges(node: &Node) -> String {
    let edge = |edge: &crate::body::Edge| match edge.kind {
        EdgeKind::Next => format!("then {}", edge.to.0),
        EdgeKind::Success => format!("on success {}", edge.to.0),
        EdgeKind::Failure => format!("on failure {}", edge.to.0),
        EdgeKind::Back => format!("back to {}", edge.to.0),
    };
    if node.next.is_empty() {
        "the end".to_owned()
    } else {
        node.next.iter().map(edge).collect::<Vec<_>>().join(", ")
    }
}

fn outcome(outcome: Outcome) -> Option<String> {
    let text = match outcome {
        Outcome::Used => return None,
        Outcome::Propagated => "its result is handed to the caller",
        Outcome::Handled => "failure and success take different ways",
        Outcome::Logged => "a failure is only logged",
        Outcome::Replaced => "a failure is replaced or skipped",
        Outcome::Discarded => "its result is thrown away",
        Outcome::Kept => "its result is kept",
        Outcome::Panics => "a failure panics",
    };
    Some(text.to_owned())
}

/// A string as it is written, cut off where it is long.
fn short(text: &str) -> String {
    const SHOWN: usize = 40;
    let start: String = text.chars().take(SHOWN).collect();
    if start.len() < text.len() {
        format!("{start:?}…")
    } else {
        format!("{start:?}")
    }
}

/// A place as a reader would write it.
pub fn place(model: &Model, body: &Body, place: &Place) -> String {
    let mut text = match place.root {
        Root::Local(local) => match body.local(local).name {
            Some(name) => name.as_str().to_owned(),
            None => format!("%{}", local.0),
        },
        Root::Static(def) => model.program.def(def).path.clone(),
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
    ty_within(model, of, 0)
}

fn ty_within(model: &Model, of: &Ty, depth: u32) -> String {
    if depth > DEPTH {
        return "…".to_owned();
    }
    let one = |inner: &Ty| ty_within(model, inner, depth + 1);
    let list = |args: &[Ty]| args.iter().map(one).collect::<Vec<_>>().join(", ");
    match of {
        Ty::Unknown => "?".to_owned(),
        Ty::Around(inner) => format!("?<{}>", one(inner)),
        Ty::Other => "other".to_owned(),
        Ty::Unit => "()".to_owned(),
        Ty::Never => "!".to_owned(),
        Ty::Prim(name) | Ty::Param(name) => name.as_str().to_owned(),
        Ty::Adt(def, args) => {
            let name = model.program.def(*def).name;
            if args.is_empty() {
                name.as_str().to_owned()
            } else {
                format!("{name}<{}>", list(args))
            }
        }
        Ty::Ref(true, inner) => format!("&mut {}", one(inner)),
        Ty::Ref(false, inner) => format!("&{}", one(inner)),
        Ty::Tuple(args) => format!("({})", list(args)),
        Ty::Slice(inner) => format!("[{}]", one(inner)),
        Ty::Bounds(bounds) => {
            let names: Vec<&str> = bounds
                .iter()
                .map(|bound| model.program.def(bound.def).name.as_str())
                .collect();
            format!("impl {}", names.join(" + "))
        }
        Ty::Future(output) => format!("future of {}", one(output)),
        Ty::Closure(_, output) => format!("closure -> {}", one(output)),
        Ty::Fn(_, output) => format!("fn -> {}", one(output)),
        Ty::Projection(base, name) => format!("{}::{name}", one(base)),
    }
}
