//! Where a value goes: through locals, captures, fields, parameters and collections, to whoever uses it.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::body::{Body, BodyId, BodyKind, Call, Callee, LocalId, LocalKind, NodeId, Op, Value};
use crate::def::{DefId, DefKind};
use crate::effects::{self, Site};
use crate::flow;
use crate::place::{Place, Root, Step};
use crate::program::Program;
use crate::stub::{Effect, TypeAttrs, TypeWord};
use crate::sym::Sym;
use crate::ty::Ty;

/// A field, by the struct or enum that declares it; `Variant.name` in enums.
pub type Field = (DefId, Sym);

/// Who calls, who mentions, what lies inside: asked often, so computed once.
#[derive(Debug, Default)]
pub struct Index {
    /// The calls of each function of the workspace.
    pub callers: FxHashMap<DefId, Vec<Site>>,
    /// The closures and async blocks right inside a body.
    pub inner: FxHashMap<BodyId, Vec<BodyId>>,
    /// The nodes that mention a field which holds a task, a set of tasks or an interval.
    fields: FxHashMap<Field, Vec<Site>>,
}

/// What uses a followed value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Use {
    /// The node.
    pub at: Site,
    /// How.
    pub role: Role,
}

/// How a followed value is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// As this argument of a call, receiver first.
    Arg(usize),
    /// Awaited.
    Awaited,
    /// As the future of this arm of a `select!`.
    Arm(usize),
}

/// Everywhere that a value goes.
#[derive(Debug, Default)]
pub struct Trail {
    /// Its uses.
    pub uses: Vec<Use>,
    /// The fields that it is stored in.
    pub fields: Vec<Field>,
    /// The functions that return it.
    pub returned: Vec<BodyId>,
    /// It was put into something that ends what it holds when dropped.
    pub abort_on_drop: bool,
    /// It went where it was not followed: nothing may be concluded from what is absent.
    pub lost: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Holder {
    Local(BodyId, LocalId),
    Field(Field),
}

/// Values that pass through more hands than this are not followed to the end.
const MOST: usize = 300;

impl Index {
    /// Indexes a program.
    pub fn new(program: &Program) -> Self {
        let followed = followed_fields(program);
        let parts: Vec<Self> = program
            .bodies
            .par_chunks(512)
            .enumerate()
            .map(|(chunk, functions)| {
                let mut part = Self::default();
                for (number, bodies) in functions.iter().enumerate() {
                    let function = (chunk * 512 + number) as u32;
                    for (position, body) in bodies.iter().enumerate() {
                        let id = BodyId::new(function, position as u32);
                        part.add(program, &followed, id, body);
                    }
                }
                part
            })
            .collect();
        let mut index = Self::default();
        for part in parts {
            for (def, sites) in part.callers {
                index.callers.entry(def).or_default().extend(sites);
            }
            for (field, sites) in part.fields {
                index.fields.entry(field).or_default().extend(sites);
            }
            index.inner.extend(part.inner);
        }
        index
    }

    fn add(&mut self, program: &Program, followed: &FxHashSet<Field>, id: BodyId, body: &Body) {
        if let Some(parent) = body.parent {
            self.inner.entry(parent).or_default().push(id);
        }
        let mut seen: Vec<Field> = Vec::new();
        for (node, data) in body.nodes() {
            let at = Site { body: id, node };
            if let Op::Call(call) = &data.op
                && let Callee::Known(defs) = &call.callee
            {
                for def in defs.iter().filter(|def| program.body_of.contains_key(def)) {
                    self.callers.entry(*def).or_default().push(at);
                }
            }
            if followed.is_empty() {
                continue;
            }
            places(body, &data.op, &mut |place| {
                for step in &place.path {
                    if let Step::Field(Some(owner), name) = step {
                        let field = (*owner, *name);
                        if followed.contains(&field) && !seen.contains(&field) {
                            seen.push(field);
                        }
                    }
                }
            });
            for field in seen.drain(..) {
                self.fields.entry(field).or_default().push(at);
            }
        }
    }

    /// The calls of the function that a body is.
    pub fn callers_of(&self, program: &Program, body: BodyId) -> &[Site] {
        let owner = program.body(body).owner;
        match program.body(body).kind {
            BodyKind::Fn => self.callers.get(&owner).map_or(&[], Vec::as_slice),
            _ => &[],
        }
    }

    /// The bodies right inside a body.
    pub fn inner_of(&self, body: BodyId) -> &[BodyId] {
        self.inner.get(&body).map_or(&[], Vec::as_slice)
    }
}

/// Fields whose type holds a task, a set of tasks or an interval.
fn followed_fields(program: &Program) -> FxHashSet<Field> {
    let mut found = FxHashSet::default();
    for (index, def) in program.defs.iter().enumerate() {
        let Some(adt) = def.as_adt() else { continue };
        if def.location.is_none() {
            continue;
        }
        for variant in &adt.variants {
            for field in &variant.fields {
                let held = |attrs: &TypeAttrs| {
                    [TypeWord::TaskHandle, TypeWord::TaskSet, TypeWord::Interval]
                        .into_iter()
                        .any(|word| attrs.is(word))
                };
                if holds(program, &field.ty, &held) {
                    let name = match adt.is_enum {
                        true => Sym::new(&format!("{}.{}", variant.name, field.name)),
                        false => field.name,
                    };
                    found.insert((DefId(index as u32), name));
                }
            }
        }
    }
    found
}

/// Whether a type is one that `is` accepts, or holds one among its arguments.
pub fn holds(program: &Program, ty: &Ty, is: &dyn Fn(&TypeAttrs) -> bool) -> bool {
    match ty {
        Ty::Ref(_, inner) | Ty::Slice(inner) | Ty::Future(inner) => holds(program, inner, is),
        Ty::Tuple(args) => args.iter().any(|arg| holds(program, arg, is)),
        Ty::Adt(def, args) => {
            program.def(*def).as_adt().is_some_and(|adt| is(&adt.attrs))
                || args.iter().any(|arg| holds(program, arg, is))
        }
        _ => false,
    }
}

/// Every place that a node mentions, names replaced by what they stand for.
fn places(body: &Body, op: &Op, visit: &mut impl FnMut(&Place)) {
    if let Op::Assign(to, _) = op {
        visit(to);
    }
    if let Op::Call(call) = op {
        call.args
            .iter()
            .filter_map(|arg| arg.place.as_ref())
            .for_each(&mut *visit);
    }
    flow::uses(op, |value| value_places(body, value, visit));
}

fn value_places(body: &Body, value: &Value, visit: &mut impl FnMut(&Place)) {
    match value {
        Value::Use(place) | Value::Ref(_, place) => {
            visit(place);
            if let Some(stands) = place
                .as_local()
                .and_then(|local| body.local(local).stands_for.as_ref())
            {
                visit(&place.rebased(stands));
            }
        }
        Value::Aggregate(_, parts) => parts
            .iter()
            .for_each(|(_, part)| value_places(body, part, visit)),
        _ => {}
    }
}

/// Follows the value of a local. `is` tells the types that may hold it; a function that returns it
/// ends the trail where `through_returns` is false.
pub fn follow(
    program: &Program,
    index: &Index,
    start: (BodyId, LocalId),
    is: &dyn Fn(&TypeAttrs) -> bool,
    through_returns: bool,
) -> Trail {
    let mut follower = Follower {
        program,
        index,
        is,
        through_returns,
        trail: Trail::default(),
        seen: FxHashSet::default(),
        open: Vec::new(),
    };
    follower.push(Holder::Local(start.0, start.1));
    follower.run();
    follower.trail
}

/// Follows what a field holds.
pub fn follow_field(
    program: &Program,
    index: &Index,
    field: Field,
    is: &dyn Fn(&TypeAttrs) -> bool,
) -> Trail {
    let mut follower = Follower {
        program,
        index,
        is,
        through_returns: true,
        trail: Trail::default(),
        seen: FxHashSet::default(),
        open: Vec::new(),
    };
    follower.push(Holder::Field(field));
    follower.run();
    follower.trail
}

struct Follower<'a> {
    program: &'a Program,
    index: &'a Index,
    is: &'a dyn Fn(&TypeAttrs) -> bool,
    through_returns: bool,
    trail: Trail,
    seen: FxHashSet<Holder>,
    open: Vec<Holder>,
}

impl Follower<'_> {
    fn push(&mut self, holder: Holder) {
        if self.seen.len() >= MOST {
            self.trail.lost = true;
            return;
        }
        if let Holder::Field(field) = holder {
            // `*self.slot = value`: whoever lent the slot sees it.
            self.trail.lost |= self.is_borrowed(field);
            if !self.trail.fields.contains(&field) {
                self.trail.fields.push(field);
            }
        }
        if self.seen.insert(holder) {
            self.open.push(holder);
        }
    }

    /// Whether a field only refers to something that lives elsewhere.
    fn is_borrowed(&self, (owner, name): Field) -> bool {
        let label = name.as_str();
        let name = label.rsplit('.').next().unwrap_or(label);
        self.program.def(owner).as_adt().is_some_and(|adt| {
            let fields = adt.variants.iter().flat_map(|variant| &variant.fields);
            fields
                .into_iter()
                .any(|field| field.name == name && matches!(field.ty, Ty::Ref(..)))
        })
    }

    fn run(&mut self) {
        while let Some(holder) = self.open.pop() {
            match holder {
                Holder::Local(id, local) => {
                    let body = self.program.body(id);
                    for (node, _) in body.nodes() {
                        self.node(Site { body: id, node }, holder);
                    }
                    for inner in self.index.inner_of(id) {
                        let captured = self
                            .program
                            .body(*inner)
                            .locals
                            .iter()
                            .position(|data| data.kind == LocalKind::Capture(local));
                        if let Some(position) = captured {
                            self.push(Holder::Local(*inner, LocalId(position as u32)));
                        }
                    }
                }
                Holder::Field(field) => {
                    let sites = self.index.fields.get(&field).cloned().unwrap_or_default();
                    for at in sites {
                        self.node(at, holder);
                    }
                }
            }
        }
    }

    fn is_held(&self, body: &Body, value: &Value, holder: Holder) -> bool {
        let mut found = false;
        value_places(body, value, &mut |place| {
            found |= is_place_of(place, holder)
        });
        found
    }

    fn node(&mut self, at: Site, holder: Holder) {
        let body = self.program.body(at.body);
        match &body.node(at.node).op {
            Op::Assign(to, value) => self.stored(body, at, value, holder, Some(to)),
            Op::Return(value) | Op::Yield(value) => self.stored(body, at, value, holder, None),
            Op::Fail(value) => {
                // The failure of `spawn()?` holds no task.
                let failure = self.is_failure_only(body, value);
                self.trail.lost |= !failure && self.is_held(body, value, holder);
            }
            Op::Await(await_) if self.is_held(body, &await_.future.value, holder) => {
                self.trail.uses.push(Use {
                    at,
                    role: Role::Awaited,
                });
            }
            Op::Select(select) => {
                for (arm, data) in select.arms.iter().enumerate() {
                    let place = data
                        .future
                        .place
                        .as_ref()
                        .is_some_and(|place| is_place_of(place, holder));
                    if place || self.is_held(body, &data.future.value, holder) {
                        self.trail.uses.push(Use {
                            at,
                            role: Role::Arm(arm),
                        });
                    }
                }
            }
            Op::Call(call) => self.called(body, at, call, holder),
            _ => {}
        }
    }

    /// A value that may hold it is stored in a place, or returned.
    fn stored(&mut self, body: &Body, at: Site, value: &Value, holder: Holder, to: Option<&Place>) {
        if let Value::Aggregate(Some(def), parts) = value
            && let Some(owner) = self.owner(*def)
        {
            for (name, part) in parts {
                if self.is_held(body, part, holder) {
                    self.stored_in_part(body, at, part, holder, (owner.0, owner.1(*name)));
                }
            }
            return;
        }
        if let Value::Aggregate(_, parts) = value {
            for (_, part) in parts {
                self.stored(body, at, part, holder, to);
            }
            return;
        }
        if !self.is_held(body, value, holder) {
            return;
        }
        match to {
            Some(to) => self.put(at.body, to),
            None => self.returned(at.body),
        }
    }

    fn stored_in_part(
        &mut self,
        body: &Body,
        at: Site,
        part: &Value,
        holder: Holder,
        field: Field,
    ) {
        if let Value::Aggregate(def, parts) = part {
            // `Outer { inner: Inner { handle } }`
            if def.and_then(|def| self.owner(def)).is_some() {
                self.stored(body, at, part, holder, None);
                return;
            }
            // `Outer { handle: Some(handle) }`
            for (_, inner) in parts {
                if self.is_held(body, inner, holder) {
                    self.stored_in_part(body, at, inner, holder, field);
                }
            }
            return;
        }
        self.push(Holder::Field(field));
    }

    /// The workspace struct or enum that a constructor makes, and how its fields are named; `None`
    /// for what only wraps: options, results, boxes.
    fn owner(&self, def: DefId) -> Option<(DefId, impl Fn(Sym) -> Sym + use<>)> {
        let data = self.program.def(def);
        let (owner, variant) = match &data.kind {
            DefKind::Variant(owner, _) => (*owner, Some(data.name)),
            DefKind::Adt(_) => (def, None),
            _ => return None,
        };
        self.program.def(owner).location?;
        Some((owner, move |name: Sym| match variant {
            Some(variant) => Sym::new(&format!("{variant}.{name}")),
            None => name,
        }))
    }

    fn put(&mut self, body: BodyId, to: &Place) {
        match (to.root, to.last_field()) {
            (_, Some((Some(owner), name))) if self.program.def(owner).location.is_some() => {
                self.push(Holder::Field((owner, name)));
            }
            (Root::Static(_), _) => self.trail.lost = true,
            (Root::Local(_), Some((None, name))) if name.as_str().parse::<usize>().is_err() => {
                self.trail.lost = true
            }
            (Root::Local(_), _) => {}
        }
        // Elements of tuples and collections: the whole holds it.
        let plain = to
            .path
            .iter()
            .all(|step| matches!(step, Step::Elem | Step::Field(None, _)));
        if let (Root::Local(local), true) = (to.root, plain) {
            self.push(Holder::Local(body, local));
        }
    }

    /// Whether a value is a `Result` whose `Err` holds nothing of what is followed.
    fn is_failure_only(&self, body: &Body, value: &Value) -> bool {
        let Value::Use(place) = value else {
            return false;
        };
        let local = body.local_of(place).filter(|_| place.path.is_empty());
        local.is_some_and(|local| {
            let result = self
                .program
                .adt(&local.ty)
                .is_some_and(|(def, _)| self.program.def(def).name == "Result");
            let error = local.ty.arg(1);
            result && error.is_some_and(|error| !holds(self.program, error, self.is))
        })
    }

    fn returned(&mut self, id: BodyId) {
        let body = self.program.body(id);
        if body.kind != BodyKind::Fn {
            self.trail.lost = true;
            return;
        }
        if !self.trail.returned.contains(&id) {
            self.trail.returned.push(id);
        }
        if !self.through_returns {
            return;
        }
        let callers = self.index.callers_of(self.program, id).to_vec();
        if callers.is_empty() {
            self.trail.lost = true;
        }
        for at in callers {
            if let Op::Call(call) = &self.program.body(at.body).node(at.node).op {
                self.push(Holder::Local(at.body, call.to));
            }
        }
    }

    fn called(&mut self, body: &Body, at: Site, call: &Call, holder: Holder) {
        for (position, arg) in call.args.iter().enumerate() {
            let place = arg
                .place
                .as_ref()
                .is_some_and(|place| is_place_of(place, holder));
            if !place && !self.is_held(body, &arg.value, holder) {
                continue;
            }
            self.trail.uses.push(Use {
                at,
                role: Role::Arg(position),
            });
            match &call.callee {
                Callee::Known(defs) => {
                    let mut inside = false;
                    for def in defs {
                        if let Some(callee) = self.program.body_of.get(def) {
                            inside = true;
                            if let Some(param) = self.program.body(*callee).params.get(position) {
                                self.push(Holder::Local(*callee, *param));
                            }
                        }
                    }
                    if !inside {
                        self.passed_to_stub(at, call, position);
                    }
                }
                Callee::Body(callee) => {
                    if let Some(param) = self.program.body(*callee).params.get(position) {
                        self.push(Holder::Local(*callee, *param));
                    }
                }
                Callee::Constructor(_) | Callee::Parameter(_) | Callee::Other | Callee::Unknown => {
                    self.trail.lost = true
                }
            }
        }
    }

    fn passed_to_stub(&mut self, at: Site, call: &Call, position: usize) {
        let Some(attrs) = effects::attrs_of(self.program, call) else {
            self.trail.lost = true;
            return;
        };
        let into = [Effect::Insert, Effect::Put, Effect::Write]
            .into_iter()
            .any(|kind| attrs.has(kind));
        if attrs.has(Effect::Send) || attrs.has(Effect::TrySend) || attrs.has(Effect::Reply) {
            self.trail.lost |= position > 0;
        } else if into && position > 0 {
            match call.args.first().and_then(|arg| arg.place.as_ref()) {
                Some(place) => self.put(at.body, place),
                None => self.trail.lost = true,
            }
        }
        let body = self.program.body(at.body);
        let result = &body.local(call.to).ty;
        let passes = [
            Effect::JoinAll,
            Effect::TryJoin,
            Effect::Race,
            Effect::SelectCombinator,
            Effect::Timeout,
            Effect::WrapsFuture,
        ];
        if holds(self.program, result, self.is) || passes.into_iter().any(|kind| attrs.has(kind)) {
            self.trail.abort_on_drop |= holds(self.program, result, &|attrs| {
                attrs.is(TypeWord::AbortOnDrop) && !attrs.is(TypeWord::TaskSet)
            });
            self.push(Holder::Local(at.body, call.to));
        } else if is_future(self.program, result)
            && matches!(
                call.args.get(position).map(|arg| &arg.value),
                Some(Value::Use(_))
            )
        {
            // `handle.map(..)`: whoever polls that polls it.
            self.trail.lost = true;
        } else if !result.is_known()
            && matches!(
                call.args.get(position).map(|arg| &arg.value),
                Some(Value::Use(_))
            )
        {
            self.trail.lost |= attrs.effects.is_empty();
        }
    }
}

/// Whether a type is a future or stream, boxed and pinned or not.
fn is_future(program: &Program, ty: &Ty) -> bool {
    match ty {
        Ty::Future(_) | Ty::Bounds(_) => true,
        Ty::Adt(def, args) => {
            let is = |attrs: &TypeAttrs| attrs.is(TypeWord::Future) || attrs.is(TypeWord::Stream);
            program.def(*def).as_adt().is_some_and(|adt| {
                is(&adt.attrs)
                    || adt.attrs.is(TypeWord::Pointer)
                        && args.iter().any(|arg| is_future(program, arg))
            })
        }
        _ => false,
    }
}

fn is_place_of(place: &Place, holder: Holder) -> bool {
    match holder {
        Holder::Local(_, local) => place.root == Root::Local(local),
        Holder::Field((owner, name)) => place.path.iter().any(
            |step| matches!(step, Step::Field(Some(at), known) if *at == owner && *known == name),
        ),
    }
}

/// The node of a call in its body.
pub fn call_at(program: &Program, at: Site) -> Option<&Call> {
    match &program.body(at.body).node(at.node).op {
        Op::Call(call) => Some(call),
        _ => None,
    }
}

/// Whether `later` can run after `earlier` in the same body.
pub fn comes_after(body: &Body, earlier: NodeId, later: NodeId) -> bool {
    flow::reachable(body, earlier, |_| false).contains(later)
}
