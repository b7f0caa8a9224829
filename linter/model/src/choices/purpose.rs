//! What a number or a length of time is for: a deadline, a limit of failures, a pause.

use std::cell::OnceCell;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::body::{Body, BodyId, BodyKind, Call, Callee, EdgeKind, LocalId, LocalKind, NodeId};
use crate::body::{Op, Value};
use crate::def::{DefId, DefKind};
use crate::effects::{self, Site};
use crate::flow::{self, NodeSet};
use crate::follow::{Field, Index};
use crate::place::{Place, Root};
use crate::program::Program;
use crate::stub::{Effect, FnAttrs, TypeWord};
use crate::sym::Sym;
use crate::ty::Ty;

/// What holds a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Holder {
    /// A local.
    Local(BodyId, LocalId),
    /// A field.
    Field(Field),
    /// A constant or static.
    Static(DefId),
    /// What a function returns.
    Returned(BodyId),
}

impl Holder {
    /// What holds a value that is stored in a place.
    pub fn of_place(id: BodyId, place: &Place) -> Option<Self> {
        match (place.last_field(), place.root) {
            (Some((Some(owner), name)), _) => Some(Self::Field((owner, name))),
            (None, Root::Static(def)) => Some(Self::Static(def)),
            (None, Root::Local(local)) => Some(Self::Local(id, local)),
            _ => None,
        }
    }
}

/// What a value is used for, wherever it goes.
#[derive(Clone, Debug, Default)]
pub struct Purpose {
    /// Something is given up after it.
    pub deadline: Option<Site>,
    /// So many failures are borne.
    pub limit: Option<Site>,
    /// Something waits as long, or comes as often.
    pub pause: Option<Site>,
    /// What it is called on its way.
    pub names: Vec<Sym>,
    /// The fields that hold it on its way.
    pub fields: Vec<Field>,
}

/// What is given up when the length of time that it was given is over.
const LIMITS: [Effect; 6] = [
    Effect::Timeout,
    Effect::Limits,
    Effect::LimitsOne,
    Effect::Call,
    Effect::Recv,
    Effect::Send,
];

/// Values that pass through more hands than this are not followed to the end.
const MOST: usize = 200;

/// Where the program uses fields and constants as deadlines, limits and pauses.
#[derive(Debug)]
pub struct Sinks<'p> {
    program: &'p Program,
    timed: FxHashMap<Holder, Purpose>,
    /// What is compared with a field or constant.
    compared: FxHashMap<Holder, Vec<(Site, &'p Value)>>,
    /// Where fields are counted up; looked for only when it is asked.
    counted: OnceCell<FxHashMap<Field, Vec<Site>>>,
}

impl<'p> Sinks<'p> {
    /// Finds them.
    pub fn new(program: &'p Program) -> Self {
        let mut sinks = Self {
            program,
            timed: FxHashMap::default(),
            compared: FxHashMap::default(),
            counted: OnceCell::new(),
        };
        let shared = |body: &Body, id: BodyId, place: &Place| {
            let place = source(program, body, place);
            Holder::of_place(id, &place).filter(|one| !matches!(one, Holder::Local(..)))
        };
        for (id, body) in
            program.doing(|does| LIMITS.into_iter().any(|kind| does.effects.has(kind)))
        {
            for (node, call) in body.calls() {
                if let Some((kind, place)) = timed_by(program, call)
                    && let Some(holder) = shared(body, id, place)
                {
                    let purpose = sinks.timed.entry(holder).or_default();
                    purpose.note(kind, Site { body: id, node });
                }
            }
        }
        for (id, body) in program.bodies() {
            for one in &body.compared {
                let node = last(body, one.before);
                for (limit, counter) in [(&one.left, &one.right), (&one.right, &one.left)] {
                    let Value::Use(place) = limit else { continue };
                    if let Some(holder) = shared(body, id, place) {
                        let known = sinks.compared.entry(holder).or_default();
                        known.push((Site { body: id, node }, counter));
                    }
                }
            }
        }
        sinks
    }

    /// Where fields of the workspace are counted up.
    fn counted(&self) -> &FxHashMap<Field, Vec<Site>> {
        self.counted.get_or_init(|| {
            let mut found: FxHashMap<Field, Vec<Site>> = FxHashMap::default();
            for (id, body) in self.program.bodies() {
                for (node, data) in body.nodes() {
                    if let Op::Assign(to, Value::Counted(true, _)) = &data.op
                        && let Some((Some(owner), name)) = to.last_field()
                        && self.program.def(owner).location.is_some()
                    {
                        let at = Site { body: id, node };
                        found.entry((owner, name)).or_default().push(at);
                    }
                }
            }
            found
        })
    }

    /// Whether a value counts failures: it is counted up where something failed.
    fn counts_failures(&self, id: BodyId, value: &Value) -> bool {
        let Value::Use(place) = value else {
            return false;
        };
        let program = self.program;
        let body = program.body(id);
        if let Some((Some(owner), name)) = place.last_field() {
            let counted = self.counted().get(&(owner, name));
            let mut counted = counted.into_iter().flatten();
            return counted.any(|at| after_failure(program.body(at.body), at.node));
        }
        let counts = |node: &NodeId| matches!(&body.node(*node).op, Op::Assign(to, Value::Counted(true, _)) if to == place);
        let mut counted = (0..body.nodes.len() as u32).map(NodeId).filter(counts);
        counted.any(|node| after_failure(body, node))
            || place
                .as_local()
                .is_some_and(|local| tries(body, local) || self.lists_failures(body, local))
    }

    /// Whether a local is the length of a list to which something is added where something failed.
    fn lists_failures(&self, body: &Body, length: LocalId) -> bool {
        let Some(Op::Call(measure)) = body.local(length).def.map(|node| &body.node(node).op) else {
            return false;
        };
        let list = measure.args.first().and_then(|arg| arg.place.as_ref());
        let Some(list) = list.filter(|_| measure.method && measure.name == "len") else {
            return false;
        };
        let mut calls = body.calls();
        calls.any(|(node, call)| {
            let adds = effects::attrs_of(self.program, call)
                .is_some_and(|attrs| attrs.has(Effect::Insert));
            let to = call.args.first().and_then(|arg| arg.place.as_ref());
            adds && to == Some(list) && after_failure(body, node)
        })
    }

    /// What a field or constant is used for.
    fn of(&self, holder: Holder) -> Purpose {
        let mut purpose = self.timed.get(&holder).cloned().unwrap_or_default();
        let compared = self.compared.get(&holder).into_iter().flatten();
        let limits = |(at, counter): &&(Site, &Value)| self.counts_failures(at.body, counter);
        if let Some((at, _)) = compared.into_iter().find(limits) {
            purpose.note(Kind::Limit, *at);
        }
        purpose
    }

    /// What the value is used for that a holder has.
    pub fn purpose(&self, index: &Index, start: Holder) -> Purpose {
        let mut walk = Walk {
            program: self.program,
            index,
            sinks: self,
            found: Purpose::default(),
            seen: FxHashSet::default(),
            open: Vec::new(),
        };
        walk.push(start);
        while let Some(holder) = walk.open.pop() {
            walk.holder(holder);
        }
        walk.found
    }
}

/// Where a number or length of time comes from, through conversions.
fn source(program: &Program, body: &Body, place: &Place) -> Place {
    let mut at = flow::origin(body, place);
    for _ in 0..4 {
        let made = at.as_local().filter(|_| at.path.is_empty());
        let made = made.and_then(|local| body.local(local).def);
        let Some(Op::Call(call)) = made.map(|node| &body.node(node).op) else {
            break;
        };
        let from = call.args.first().and_then(|arg| arg.place.as_ref());
        let plain = effects::attrs_of(program, call)
            .is_some_and(|attrs| attrs.effects.iter().all(|kind| is_plain(*kind)));
        match from {
            Some(from) if plain && is_measure(program, &body.local(call.to).ty) => {
                at = flow::origin(body, from);
            }
            _ => break,
        }
    }
    at
}

/// The node before which a comparison stands.
fn last(body: &Body, before: NodeId) -> NodeId {
    NodeId(before.0.min(body.nodes.len() as u32 - 1))
}

/// Whether only a failure leads to a node, as far as one turn of a loop goes.
fn after_failure(body: &Body, node: NodeId) -> bool {
    let ahead = |from: NodeId| {
        let mut seen = NodeSet::new(body);
        let mut open = vec![from];
        while let Some(at) = open.pop() {
            if seen.insert(at) {
                let next = body.node(at).next.iter();
                open.extend(
                    next.filter(|edge| edge.kind != EdgeKind::Back)
                        .map(|edge| edge.to),
                );
            }
        }
        seen.contains(node)
    };
    body.nodes().any(|(_, data)| {
        let side = |kind: EdgeKind| {
            let mut edges = data.next.iter().filter(move |edge| edge.kind == kind);
            edges.any(|edge| ahead(edge.to))
        };
        // The end of a `for` is no failure.
        !matches!(data.op, Op::LoopHead(_)) && side(EdgeKind::Failure) && !side(EdgeKind::Success)
    })
}

/// Whether a local counts the turns of a loop that success leaves and failure repeats.
fn tries(body: &Body, counter: LocalId) -> bool {
    let Some(of) = body.local(counter).in_loop else {
        return false;
    };
    let inside = |node: NodeId| body.loop_within(body.node(node).in_loop, of);
    let head = body.loops[of.0 as usize].head;
    let mut branches = body.nodes().filter(|(node, data)| {
        let split = data.next.iter().any(|edge| edge.kind == EdgeKind::Failure);
        split && inside(*node) && *node != head
    });
    branches.any(|(_, data)| {
        let comes_back = |kind: EdgeKind| {
            let mut edges = data.next.iter().filter(move |edge| edge.kind == kind);
            edges.any(|edge| {
                inside(edge.to)
                    && (edge.to == head
                        || flow::reachable(body, edge.to, |at| !inside(at)).contains(head))
            })
        };
        comes_back(EdgeKind::Failure) && !comes_back(EdgeKind::Success)
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Deadline,
    Limit,
    Pause,
}

impl Purpose {
    fn note(&mut self, kind: Kind, at: Site) {
        let slot = match kind {
            Kind::Deadline => &mut self.deadline,
            Kind::Limit => &mut self.limit,
            Kind::Pause => &mut self.pause,
        };
        slot.get_or_insert(at);
    }

    /// Adds what another holder of the value is used for.
    pub fn add(&mut self, other: &Self) {
        self.deadline = self.deadline.or(other.deadline);
        self.limit = self.limit.or(other.limit);
        self.pause = self.pause.or(other.pause);
    }
}

/// What the length of time is for that a described call is given.
fn timed(attrs: &FnAttrs) -> Option<Kind> {
    if attrs.has(Effect::Sleep) || attrs.has(Effect::Interval) {
        return Some(Kind::Pause);
    }
    let limits = LIMITS.into_iter().any(|kind| attrs.has(kind));
    limits.then_some(Kind::Deadline)
}

fn timed_by<'c>(program: &Program, call: &'c Call) -> Option<(Kind, &'c Place)> {
    let attrs = effects::attrs_of(program, call)?;
    let position = usize::from(attrs.duration?) + usize::from(call.method);
    let kind = timed(attrs)?;
    match &call.args.get(position)?.value {
        Value::Use(place) | Value::Ref(_, place) => Some((kind, place)),
        _ => None,
    }
}

struct Walk<'a> {
    program: &'a Program,
    index: &'a Index,
    sinks: &'a Sinks<'a>,
    found: Purpose,
    seen: FxHashSet<Holder>,
    open: Vec<Holder>,
}

impl Walk<'_> {
    fn push(&mut self, holder: Holder) {
        if self.seen.len() < MOST && self.seen.insert(holder) {
            self.open.push(holder);
        }
    }

    fn call_it(&mut self, name: Sym) {
        if !self.found.names.contains(&name) {
            self.found.names.push(name);
        }
    }

    fn holder(&mut self, holder: Holder) {
        let program = self.program;
        if !matches!(holder, Holder::Local(..)) {
            self.found.add(&self.sinks.of(holder));
        }
        match holder {
            Holder::Field((owner, name)) => {
                self.found.fields.push((owner, name));
                self.call_it(name);
            }
            Holder::Static(def) => self.call_it(program.def(def).name),
            Holder::Returned(id) => {
                let body = program.body(id);
                if body.kind != BodyKind::Fn {
                    return;
                }
                self.call_it(program.def(body.owner).name);
                for at in self.index.callers_of(program, id) {
                    if let Op::Call(call) = &program.body(at.body).node(at.node).op {
                        self.push(Holder::Local(at.body, call.to));
                    }
                }
            }
            Holder::Local(id, local) => {
                let body = program.body(id);
                if let Some(name) = body.local(local).name {
                    self.call_it(name);
                }
                for (node, data) in body.nodes() {
                    self.node(Site { body: id, node }, &data.op, local);
                }
                for one in &body.compared {
                    self.compared(id, local, (&one.left, &one.right), one.before);
                    self.compared(id, local, (&one.right, &one.left), one.before);
                }
                for inner in self.index.inner_of(id) {
                    let locals = &program.body(*inner).locals;
                    let captured =
                        |data: &crate::body::Local| data.kind == LocalKind::Capture(local);
                    if let Some(position) = locals.iter().position(captured) {
                        self.push(Holder::Local(*inner, LocalId(position as u32)));
                    }
                }
            }
        }
    }

    fn compared(&mut self, id: BodyId, local: LocalId, sides: (&Value, &Value), before: NodeId) {
        let body = self.program.body(id);
        if holds(sides.0, local) && self.sinks.counts_failures(id, sides.1) {
            let at = Site {
                body: id,
                node: last(body, before),
            };
            self.found.note(Kind::Limit, at);
        }
    }

    fn node(&mut self, at: Site, op: &Op, local: LocalId) {
        match op {
            Op::Assign(to, value) => self.stored(at.body, Some(to), value, local),
            Op::Return(value) => self.stored(at.body, None, value, local),
            Op::Call(call) => {
                for (position, arg) in call.args.iter().enumerate() {
                    if holds(&arg.value, local) {
                        self.passed(at, call, position);
                    } else if let Value::Aggregate(..) = &arg.value {
                        self.stored_parts(&arg.value, local);
                    }
                }
            }
            _ => {}
        }
    }

    fn stored(&mut self, id: BodyId, to: Option<&Place>, value: &Value, local: LocalId) {
        let wraps =
            matches!(value, Value::Aggregate(Some(def), parts) if self.is_wrapper(*def, parts));
        let whole = match value {
            Value::Aggregate(_, parts) if wraps => parts.iter().any(|(_, part)| holds(part, local)),
            value => holds(value, local),
        };
        if !whole {
            self.stored_parts(value, local);
            return;
        }
        let holder = match to {
            Some(to) => Holder::of_place(id, to),
            None => Some(Holder::Returned(id)),
        };
        if let Some(holder) = holder {
            self.push(holder);
        }
    }

    /// `Some`, `Ok`: they stand for what they hold.
    fn is_wrapper(&self, def: DefId, parts: &[(Sym, Value)]) -> bool {
        self.program.def(def).location.is_none() && parts.iter().all(|(name, _)| *name == "0")
    }

    /// The fields of the structs that a value makes.
    fn stored_parts(&mut self, value: &Value, local: LocalId) {
        let Value::Aggregate(def, parts) = value else {
            return;
        };
        for (name, part) in parts {
            let held = match part {
                Value::Aggregate(Some(inner), parts) if self.is_wrapper(*inner, parts) => {
                    parts.iter().any(|(_, part)| holds(part, local))
                }
                part => holds(part, local),
            };
            match def {
                Some(def) if held => {
                    let owner = match self.program.def(*def).kind {
                        DefKind::Variant(owner, _) => owner,
                        _ => *def,
                    };
                    self.push(Holder::Field((owner, *name)));
                }
                _ => self.stored_parts(part, local),
            }
        }
    }

    fn passed(&mut self, at: Site, call: &Call, position: usize) {
        let program = self.program;
        if let Callee::Constructor(def) = &call.callee {
            let data = program.def(*def);
            match data.location {
                Some(_) => {
                    let name = Sym::new(&position.to_string());
                    let owner = match data.kind {
                        DefKind::Variant(owner, _) => owner,
                        _ => *def,
                    };
                    self.push(Holder::Field((owner, name)));
                }
                None => self.push(Holder::Local(at.body, call.to)),
            }
            return;
        }
        let callees = effects::callees(program, call);
        for callee in &callees {
            if let Some(param) = program.body(*callee).params.get(position) {
                self.push(Holder::Local(*callee, *param));
            }
        }
        if !callees.is_empty() {
            return;
        }
        let attrs = effects::attrs_of(program, call);
        if let Some(attrs) = attrs
            && attrs
                .duration
                .map(|index| usize::from(index) + usize::from(call.method))
                == Some(position)
            && let Some(kind) = timed(attrs)
        {
            self.found.note(kind, at);
            return;
        }
        // `Duration::from_secs(x)`, `x.min(y)`, `x.clone()`: what comes out stands for what went in.
        let body = program.body(at.body);
        let result = &body.local(call.to).ty;
        if attrs.is_none_or(|attrs| attrs.effects.iter().all(|kind| is_plain(*kind)))
            && is_measure(program, result)
        {
            self.push(Holder::Local(at.body, call.to));
        }
    }
}

fn is_plain(kind: Effect) -> bool {
    matches!(
        kind,
        Effect::Pure | Effect::Read | Effect::Borrow | Effect::CloneHandle
    )
}

/// A number or a length of time.
fn is_measure(program: &Program, ty: &Ty) -> bool {
    matches!(ty.peel_refs(), Ty::Prim(_))
        || program
            .adt(ty)
            .is_some_and(|(_, adt)| adt.attrs.is(TypeWord::Time))
}

fn holds(value: &Value, local: LocalId) -> bool {
    matches!(
        value,
        Value::Use(place) | Value::Ref(_, place)
            if place.root == Root::Local(local) && place.path.is_empty()
    )
}
